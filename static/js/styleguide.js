/**
 * What lives here: the style guide's sample table moves, so that patching, arriving and leaving can be seen.
 */
import { Rows } from "./lib/rows.js";
import { toast } from "./lib/toast.js";

const TONES = [["waiting", "Waiting to be sent"], ["moving", "On the way"], ["scene", "At scene"], ["done", "Closed"]];
const PRIORITIES = ["P1", "P2", "P3", "P4", "P5"];

const rows = new Rows("incident", {
  values: (card) => card.cells,
  order: (one, other) => one.cells.priority.localeCompare(other.cells.priority),
});

/** @type {any[]} */
let cards = [...rows.rows()].map(([id, row]) => ({ id, revision: 1, cells: { priority: row.querySelector(".priority")?.getAttribute("data-priority") ?? "" } }));
let number = 1044;
const any = (/** @type {any[]} */ list) => list[Math.floor(Math.random() * list.length)];

/** @type {[string, () => string][]} */
const ACTS = [
  ["[data-sample-change]", () => {
    const card = any(cards);
    const [code, word] = any(TONES);
    Object.assign(card, { revision: card.revision + 1, cells: { ...card.cells, priority: any(PRIORITIES), stage: { code, word, tone: code } } });
    return `${card.id} changed`;
  }],
  ["[data-sample-add]", () => {
    const id = String(number++);
    const cells = { priority: any(PRIORITIES), link: { url: "/styleguide", word: id }, what: "Water through the ceiling", place: "3 Chandlers Row", stage: { code: "waiting", word: "Waiting to be sent", tone: "waiting" }, since: new Date().toISOString(), due_at: new Date(Date.now() + 90000).toISOString(), units: "" };
    cards.push({ id, revision: 1, cells });
    return `${id} arrived`;
  }],
  ["[data-sample-remove]", () => `${cards.pop()?.id ?? "Nothing"} left`],
];

for (const [selector, act] of ACTS) {
  document.querySelector(selector)?.addEventListener("click", () => {
    toast(act(), "ok");
    rows.update(cards);
  });
}
document.querySelectorAll("form[data-sample], form[data-draft-key], form.question").forEach((form) => form.addEventListener("submit", (event) => event.preventDefault()));
