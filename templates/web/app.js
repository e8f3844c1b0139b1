/* A little comfort; every page works without it. */
"use strict";
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
