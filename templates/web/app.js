/* A little comfort; every page works without it. */
"use strict";
for (const tab of document.querySelectorAll(".tabs [aria-current]")) tab.closest("ul").scrollLeft = tab.offsetLeft - 24;
for (const field of document.querySelectorAll("[data-go]")) field.addEventListener("change", () => field.form.requestSubmit());
for (const form of document.querySelectorAll("[data-ask]")) form.addEventListener("submit", event => { if (!window.confirm(form.dataset.ask)) event.preventDefault(); });
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    button.textContent = "Copied";
  });
}
for (const form of document.querySelectorAll(".downloads")) form.addEventListener("submit", () => {
  const note = form.querySelector("[role=status]") ?? form.appendChild(Object.assign(document.createElement("span"), { role: "status", className: "soft" }));
  note.textContent = "Being made…";
  window.setTimeout(() => { note.textContent = ""; }, 6000);
});
/* The corrected amount is asked for only where an answer is "correct", the comment where it is a dispute. */
for (const item of document.querySelectorAll("[data-answer]")) {
  const show = () => {
    const chosen = item.querySelector("input[type=radio]:checked")?.value ?? "";
    for (const part of item.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(chosen);
  };
  item.addEventListener("change", show);
  show();
}
/* A batch that is under way: the same page again every two seconds, its numbers put in place. */
const live = document.querySelector("[data-live]");
if (live) {
  document.querySelector(".without-script").hidden = true;
  const look = async () => {
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href, { credentials: "same-origin" })).text(), "text/html");
      const fresh = page.getElementById("live");
      if (fresh && !live.contains(document.activeElement)) {
        if (!fresh.hasAttribute("data-live")) { location.reload(); return; }
        live.replaceChildren(...fresh.childNodes);
        const hint = live.querySelector(".without-script");
        if (hint) hint.hidden = true;
      }
    } catch { /* The next look may find the service again. */ }
    window.setTimeout(look, 2000);
  };
  window.setTimeout(look, 1500);
}
