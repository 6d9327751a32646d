/**
 * What lives here: the head of the incident and what is done to it as a whole: priority, escalation, updates, closing; and its log.
 */
import { get } from "../lib/api.js";
import { post } from "../lib/outbox.js";
import { show } from "../lib/tick.js";
import { toast } from "../lib/toast.js";
import { ask } from "../lib/asking.js";
import * as upwards from "../lib/upwards.js";
import { el, fill, one, refuse } from "../lib/dom.js";
import { askHandOver } from "./contact_acts.js";
import { askPassOn } from "./passing.js";
import { keeper } from "./keeper.js";
import { judge, setPriority, weigh } from "./judging.js";
import { update as promised } from "./promised.js";
import { asWords } from "../lib/words.js";
import { toneOf } from "./words.js";
import { work } from "./work.js";

const words = JSON.parse(one("#desk-words").textContent ?? "{}");
const LOG_LINES = 30;
const update = /** @type {HTMLFormElement} */ (one("[data-update]"));
const text = /** @type {HTMLInputElement} */ (one("#desk-update"));

function escalate() {
  if (work.whole) upwards.escalate(work.whole, words.boundaries, (url, body) => work.actAt(url, body));
}

/** A contact that needs no incident ends here, with a reason. */
function endContact() {
  ask({
    title: "End this contact without an incident",
    fields: [{ name: "why", label: "Why is no incident needed?", required: true }],
    go: "End the contact",
    draft: "end",
    send: async ({ why }) => {
      const answer = await post(`/api/v1/contacts/${work.contact.id}/end/`, { why });
      if (answer.ok) work.turnTo({});
      return answer;
    },
  });
}

function closeIncident() {
  if (!work.whole) return work.contact ? endContact() : undefined;
  const { codes, facts, open } = work.whole.closing;
  ask({
    title: `Close ${work.reference}`,
    note: open.length ? `Still open: ${open.join(" ")}` : "Nothing mandatory is open.",
    fields: [
      { name: "code", label: "How did it end?", kind: "select", options: codes.map((/** @type {string} */ code) => ({ value: code, label: asWords(code) })) },
      { name: "outcome", label: "What came of it?", kind: "textarea", required: true },
      ...facts.map((/** @type {any} */ fact) => ({ name: `fact_${fact.name}`, label: asWords(fact.label) })),
    ],
    go: "Close the incident",
    draft: "close",
    send: sendClosure,
  });
}

/** @param {Object<string, string>} values */
async function sendClosure({ code, outcome, ...rest }) {
  const facts = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name.replace("fact_", ""), value]));
  const reference = work.reference;
  const answer = await work.act("closure/", { code, outcome, facts });
  if (answer.ok) toast(`${reference} is closed.`, "ok");
  return answer;
}

/** @type {Object<string, () => void>} */
const ACTS = { validity: judge, risk: weigh, priority: setPriority, escalate, promise: promised, "hand-over": () => askHandOver(words.me), outside: () => askPassOn(words.me), close: closeIncident, leave: () => work.turnTo({}) };

/** @param {Event} event */
async function write(event) {
  event.preventDefault();
  if (!text.value.trim() || !work.whole) return;
  const said = text.value;
  text.value = "";
  refuse(one("[data-update-no]"), "");
  const answer = await work.act("log/", { text: said });
  if (answer.ok) return keepUpdate();
  if (!text.value) text.value = said;
  refuse(one("[data-update-no]"), answer.fault?.detail ?? "");
}

function keepUpdate() {
  keeper.keep("update", /** @type {Object<string, string>} */ (text.value ? { text: text.value } : {}));
}

async function fetchLog() {
  const box = /** @type {HTMLDetailsElement} */ (one("[data-log]"));
  const reference = work.reference;
  if (!box.open || !reference) return;
  const answer = await get(`/api/v1/incidents/${reference}/log/?limit=${LOG_LINES}`);
  if (answer.ok && reference === work.reference) fill(one("[data-log-list]"), answer.json.results, () => answer.json.results.map(logLine));
}

/** @param {any} line */
function logLine(line) {
  const at = new Date(line.at).toLocaleTimeString("en-GB", { timeZone: one("[data-centre-clock]")?.dataset.zone });
  return el("li", {}, el("span.timeline__when", {}, el("time", { datetime: line.at }, at)), el("span.timeline__mark", {}, ""), el("div.timeline__what", {}, el("b", {}, line.entry_word), " ", line.text, " ", el("span.timeline__by", {}, line.by)));
}

/** @param {any} whole */
function headOf(whole) {
  const priority = one("[data-head-priority]");
  priority.dataset.priority = whole?.priority ?? "";
  one("[data-head-priority] [data-word]").textContent = whole?.priority ?? "Not set";
  one("[data-head-exercise]").hidden = !(whole?.exercise || work.contact?.exercise);
  one("[data-head-reference]").textContent = whole?.reference ?? (work.contact ? "New contact" : "New");
  one("[data-head-type]").textContent = whole ? whole.type_title || "Not assessed yet" : work.contact ? `${work.contact.channel_word} ${work.contact.line}` : "Logged by hand";
  one("[data-head-type]").title = one("[data-head-type]").textContent ?? "";
  const stage = one("[data-head-stage]");
  stage.dataset.tone = whole ? toneOf(whole.stage) : "new";
  one("[data-head-stage] [data-word]").textContent = whole ? words.stages[whole.stage] : "Not logged yet";
  const age = one("[data-head-age]");
  age.dataset.since = whole?.opened_at ?? work.contact?.offered_at ?? "";
  one("[data-head-age] [data-word]").textContent = "";
  show(age);
}

function render() {
  const whole = work.whole;
  const root = one("[data-work]");
  root.dataset.state = whole ? whole.stage : work.busy ? "new" : "none";
  one("[data-idle]").hidden = work.busy;
  one("[data-job]").hidden = !work.busy;
  headOf(whole);
  for (const act of ["priority", "validity", "risk", "escalate", "promise"]) /** @type {HTMLButtonElement} */ (one(`[data-act=${act}]`)).disabled = !whole || whole.stage === "closed";
  /** @type {HTMLButtonElement} */ (one("[data-act=close]")).disabled = whole ? whole.stage === "closed" : !work.contact;
  one("[data-close-word]").replaceChildren(whole ? "Close" : "No incident", whole ? "" : el("span.heard-only", {}, " needed"));
  const link = one("[data-head-link]");
  link.hidden = !whole;
  for (const act of ["hand-over", "outside"]) one(`[data-act=${act}]`).hidden = !whole || whole.stage === "closed";
  const major = /** @type {HTMLElement|null} */ (root.querySelector("[data-head-major]"));
  if (major) major.hidden = !whole || whole.stage === "closed";
  major?.setAttribute("href", whole ? `/incidents/${whole.reference}/major` : "#");
  link.setAttribute("href", whole ? `/incidents/${whole.reference}` : "#");
  one("[data-log]").hidden = !whole;
  one("[data-log-count]").textContent = String(whole?.log_count ?? 0);
  update.hidden = !whole || whole.stage === "closed";
  fetchLog();
}

/** Tie the buttons, and follow the incident. */
export function start() {
  for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", () => ACTS[/** @type {HTMLElement} */ (button).dataset.act ?? ""]?.());
  update.addEventListener("submit", write);
  text.addEventListener("input", keepUpdate);
  keeper.register("update", {
    put: (_, words) => {
      text.value = words;
      keepUpdate();
    },
    read: () => text.value || undefined,
  });
  text.addEventListener("keydown", (event) => event.key === "Escape" && text.blur());
  one("[data-log]").addEventListener("toggle", fetchLog);
  work.addEventListener("opened", () => {
    text.value = keeper.kept("update").text ?? "";
    refuse(one("[data-update-no]"), "");
    render();
  });
  for (const name of ["logged", "changed"]) work.addEventListener(name, render);
}
