// The same deck by PptxGenJS: a line on stdin ("STORE" or "DEFLATE") makes one, and "wall cpu bytes" comes back, in seconds.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

const [root, contentFile] = process.argv.slice(2);
const PptxGenJS = createRequire(`${resolve(root)}/`)("pptxgenjs");
const slides = JSON.parse(readFileSync(contentFile, "utf8"));

async function make(compression) {
  const deck = new PptxGenJS();
  deck.layout = "LAYOUT_WIDE";
  for (const each of slides) {
    const slide = deck.addSlide();
    slide.addText(each.title, { x: 0.6, y: 0.4, w: 12, h: 1, fontSize: 28, bold: true });
    if (each.paragraphs.length) {
      const lines = each.paragraphs.map((text) => ({ text, options: { breakLine: true, fontSize: 16 } }));
      slide.addText(lines, { x: 0.6, y: 5.8, w: 12, h: 1 });
    }
    for (const rows of each.tables) slide.addTable(rows, { x: 1, y: 1.5, w: 11 });
    for (const chart of each.charts) {
      const data = Object.entries(chart.series).map(([name, values]) => ({ name, labels: chart.categories, values }));
      slide.addChart(chart.kind, data, { x: 1, y: 1.5, w: chart.width, h: chart.height, showValue: true });
    }
    if (each.notes) slide.addNotes(each.notes);
  }
  return deck.write({ outputType: "STREAM", compression: compression === "DEFLATE" });
}

for await (const line of createInterface({ input: process.stdin })) {
  const begun = performance.now();
  const used = process.cpuUsage();
  const made = await make(line.trim());
  const wall = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(used);
  console.log(`${wall} ${(user + system) / 1e6} ${made.length}`);
}
