"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const rows = [...document.querySelectorAll(".row")].map((node) => ({ node, text: node.textContent.toLowerCase() }));
  const heads = [...document.querySelectorAll("li.stack")];
  const inputs = ["q", "show", "op", "stack"].map(byId).filter(Boolean);
  const value = (id) => (byId(id) ? byId(id).value : "");
  function wanted(row, words) {
    const { op, stack } = row.node.dataset;
    if (value("op") && op !== value("op")) return false;
    if (value("stack") && stack !== value("stack")) return false;
    if (value("show") === "changed" && op === "same") return false;
    if (value("show") === "dangerous" && !row.node.classList.contains("danger")) return false;
    return words.every((word) => row.text.includes(word));
  }
  function draw() {
    const words = value("q").toLowerCase().split(/\s+/).filter(Boolean);
    const seen = new Set();
    let shown = 0;
    for (const row of rows) {
      const yes = wanted(row, words);
      row.node.hidden = !yes;
      if (yes) {
        shown += 1;
        seen.add(row.node.dataset.stack);
      }
    }
    for (const head of heads) head.hidden = !seen.has(head.dataset.stack);
    byId("nothing").hidden = shown > 0;
    const output = byId("shown");
    output.textContent = output.dataset.text.replace("%", String(shown));
  }
  let waiting = 0;
  for (const input of inputs) {
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(draw, 80);
    });
  }
  draw();
})();
