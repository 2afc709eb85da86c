"use strict";
// Searches, filters and opens what the page already holds. Without it everything is still there to read.
(() => {
  const byId = (id) => document.getElementById(id);
  const rows = [...document.querySelectorAll("#rows .row")].map((node) => ({ node, text: ownText(node) }));
  const stacks = [...document.querySelectorAll("#rows .stack")];
  const inputs = ["q", "show", "op", "stack"].map(byId).filter(Boolean);
  const value = (id) => (byId(id) ? byId(id).value : "");
  const details = [...document.querySelectorAll("#rows details")];
  let before = null; // which parts were open before the first filter

  // The words of one row and of its stack, without those of the rows below it.
  function ownText(row) {
    const part = row.firstElementChild;
    const own = part.tagName === "DETAILS" ? [...part.children].filter((child) => !child.matches(".rows")) : [part];
    const stack = row.closest(".stack").querySelector("h3");
    return [stack, ...own].map((child) => child.textContent).join(" ").toLowerCase();
  }

  function wanted(row, words) {
    const { op } = row.node.dataset;
    if (value("op") && op !== value("op")) return false;
    if (value("stack") && row.node.closest(".stack").dataset.stack !== value("stack")) return false;
    if (value("show") === "changed" && !row.node.classList.contains("changed")) return false;
    if (value("show") === "dangerous" && !row.node.classList.contains("danger")) return false;
    return words.every((word) => row.text.includes(word));
  }

  // A filter opens what holds a match; without one, everything is as the reader left it.
  function remember(filtering) {
    if (filtering && !before) before = details.map((part) => part.open);
    if (!filtering && before) {
      details.forEach((part, index) => { part.open = before[index]; });
      before = null;
    }
  }

  function draw() {
    const words = value("q").toLowerCase().split(/\s+/).filter(Boolean);
    const filtering = words.length > 0 || value("op") || value("stack") || value("show") !== "all";
    remember(filtering);
    const kept = new Set();
    let shown = 0;
    for (const row of rows) {
      if (!wanted(row, words)) continue;
      shown += 1;
      for (let part = row.node; part && part.id !== "rows" && !kept.has(part); part = part.parentElement) kept.add(part);
    }
    for (const row of rows) row.node.hidden = !kept.has(row.node);
    for (const stack of stacks) stack.hidden = !kept.has(stack);
    if (filtering) for (const part of details) if (part.matches(".stack") || part.querySelector(".rows")) part.open = kept.has(part);
    byId("nothing").hidden = shown > 0;
    const output = byId("shown");
    output.textContent = output.dataset.text.replace("%", shown.toLocaleString(document.documentElement.lang));
  }

  let waiting = 0;
  for (const input of inputs) {
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(draw, 80);
    });
  }
  byId("tools").addEventListener("submit", (event) => event.preventDefault());
  byId("expand").addEventListener("click", () => details.forEach((part) => { part.open = true; }));
  byId("collapse").addEventListener("click", () => details.forEach((part) => { part.open = false; }));

  // Arrows move between the parts that can be opened, as in any tree; right opens, left closes.
  byId("rows").addEventListener("keydown", (event) => {
    const here = event.target.closest("summary");
    if (!here) return;
    const open = { ArrowRight: true, ArrowLeft: false }[event.key];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open === undefined && step === undefined) return;
    event.preventDefault();
    if (step) move(here, step);
    else if (here.parentElement.open !== open) here.parentElement.open = open;
    else if (!open) here.parentElement.parentElement.closest("#rows details")?.querySelector("summary").focus();
  });

  function move(here, step) {
    const all = [...document.querySelectorAll("#rows summary")];
    for (let index = all.indexOf(here) + step; all[index]; index += step) {
      if (all[index].checkVisibility()) return all[index].focus();
    }
  }

  // A link to a part that is closed opens it.
  function reveal() {
    byId(decodeURIComponent(location.hash.slice(1)))?.querySelector(":scope > details")?.setAttribute("open", "");
  }
  window.addEventListener("hashchange", reveal);
  reveal();

  // Paper cannot be opened: sections and the stacks that change are printed whole.
  const closed = [];
  window.addEventListener("beforeprint", () => {
    const parts = [...document.querySelectorAll("section > details, td details")].filter((part) => !part.open);
    parts.forEach((part) => { part.open = true; });
    closed.push(...parts);
  });
  window.addEventListener("afterprint", () => closed.splice(0).forEach((part) => { part.open = false; }));
  draw();
})();
