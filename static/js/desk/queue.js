/**
 * What lives here: the left of the desk: who waits, with the first one standing out, and the open incidents.
 */
import { get } from "../lib/api.js";
import { shared } from "../lib/live.js";
import { marks } from "../lib/marks.js";
import { post } from "../lib/outbox.js";
import { present } from "../lib/reducer.js";
import { Rows } from "../lib/rows.js";
import { show } from "../lib/tick.js";
import { toast } from "../lib/toast.js";
import { one } from "../lib/dom.js";
import { Channels } from "./channels.js";
import { askResult } from "./contact_acts.js";
import { askDecline } from "./passing.js";
import { callerLines, callerShown } from "./contact_words.js";
import { asksFor, byAnswering, byUrgency, contactAct, contactStands, isOffered, toneOf } from "./words.js";
import { work } from "./work.js";

const words = JSON.parse(one("#desk-words").textContent ?? "{}");
/** @type {Object<string, string>} what each word asks the server for */
const ACTS = { Answer: "answer/", Accept: "transfer/accepted/", "Take it back": "transfer/accepted/", "Call back": "callback/begun/" };
const TITLE = document.title;
let whose = "all";
let popped = "";

/** @param {any} card */
function contactValues(card) {
  return {
    channel_word: card.channel_word,
    line: card.line,
    state_word: contactStands(card, words.me),
    note: card.note,
    due_at: card.due_at,
    act_word: contactAct(card, words.me),
    exercise: card.exercise,
    heard: `${card.channel_word} ${card.line}`,
  };
}

/** @param {any} card */
function incidentValues(card) {
  return {
    priority: card.priority,
    reference: card.reference,
    what: card.type_title || "Not assessed yet",
    place: card.place.text || "Place not known",
    stage: { code: card.stage, word: words.stages[card.stage], tone: toneOf(card.stage) },
    units: card.units.map((/** @type {any} */ unit) => unit.call_sign).join(" "),
    clock: card.clock?.due_at ?? null,
    clock_what: card.clock?.what ?? "",
    alarmed: card.alarms > 0,
    exercise: card.exercise,
    ...marks(card),
  };
}

/** @param {any} card */
function isMine(card) {
  return card.handled_by === words.me;
}

const channels = new Channels(() => contacts.update(present(shared().picture, "contact")));
const contacts = new Rows("contact", { values: contactValues, order: byAnswering, keep: (card) => channels.keep(card) });
const incidents = new Rows("incident", {
  values: incidentValues,
  order: byUrgency,
  keep: (card) => whose === "all" || isMine(card),
  dress: (row, card) => row.toggleAttribute("data-danger", Boolean(card.danger || card.not_sent)),
  made: (row, card) => row.setAttribute("href", `/desk?incident=${encodeURIComponent(card.reference)}`),
});

/** @returns {any[]} contacts that ask for this person, the most pressing first */
function waiting() {
  return present(shared().picture, "contact").filter((card) => asksFor(card, words.me)).sort(byAnswering);
}

/** Show the first waiting contact with its number and who that is; ask for the number once. */
async function pop() {
  const [first] = waiting();
  const number = waiting().length;
  document.title = number ? `(${number}) ${TITLE}` : TITLE;
  one("[data-contact-count]").hidden = number === 0;
  one("[data-contact-count] [data-word]").textContent = String(number);
  one("[data-pop]").hidden = !first;
  for (const row of contacts.rows().values()) row.toggleAttribute("data-popped", row.dataset.key === first?.id);
  const mark = first ? `${first.id} ${first.state}` : "";
  if (mark === popped) return;
  popped = mark;
  if (!first) return;
  one("[data-pop-channel]").textContent = isOffered(first) ? `${first.channel_word}, from ${first.answered_by}` : first.channel_word;
  one("[data-pop-line]").textContent = first.line;
  one("[data-pop-note]").textContent = first.note;
  one("[data-pop-act]").textContent = contactAct(first, words.me);
  one("[data-decline-first]").hidden = first.offered_to_id !== words.me;
  const due = one("[data-pop-due]");
  due.dataset.due = first.due_at;
  show(due);
  one("[data-pop-said]").textContent = `Contact waiting: ${first.channel_word} ${first.line}`;
  await popCaller(first.id, mark);
}

/** @param {string} id @param {string} mark */
async function popCaller(id, mark) {
  for (const part of ["number", "words", "known"]) one(`[data-pop-${part}]`).textContent = "";
  const answer = await get(`/api/v1/contacts/${id}/`);
  if (!answer.ok || mark !== popped) return;
  one("[data-pop-number]").textContent = callerShown(answer.json);
  one("[data-pop-words]").textContent = answer.json.offered_why || answer.json.words || answer.json.place.text || "";
  one("[data-pop-known]").replaceChildren(...callerLines(answer.json));
}

/** Answer it, accept it or ring back, and begin; or go on with one that is mine already. @param {string} id */
async function answer(id) {
  const card = present(shared().picture, "contact").find((each) => each.id === id);
  if (!card) return;
  const act = contactAct(card, words.me);
  if (act === "Open") return void (await work.openContact(id));
  one("[data-answer-first]").setAttribute("aria-busy", "true");
  const answered = await post(`/api/v1/contacts/${id}/${ACTS[act]}`, {});
  one("[data-answer-first]").removeAttribute("aria-busy");
  if (!answered.ok) return toast(answered.fault?.detail ?? "", "warn");
  if (!answered.json.incident) return work.turnTo({ contact: answered.json });
  await work.open(answered.json.incident);
  if (act === "Call back") askResult(answered.json);
}

/** Answer whoever must be answered first. */
function answerFirst() {
  const [first] = waiting();
  if (first) answer(first.id);
}

/** Say no to whoever would be answered first: offered to this person by name. */
function declineFirst() {
  const [first] = waiting();
  if (first?.offered_to_id === words.me) askDecline(first);
}

/** @param {string} wanted "mine" or "all" */
function choose(wanted) {
  whose = wanted;
  for (const button of document.querySelectorAll("[data-whose]")) button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.whose === whose));
  incidents.update(present(shared().picture, "incident"));
}

/** Mark the row of the incident on the desk. */
function markCurrent() {
  for (const row of document.querySelectorAll(".job[data-key]")) {
    if (/** @type {HTMLElement} */ (row).dataset.key === work.reference) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

/** @param {{picture: any}} change */
function follow({ picture }) {
  const open = present(picture, "incident");
  one("[data-all-count]").textContent = String(open.length);
  one("[data-mine-count]").textContent = String(open.filter(isMine).length);
  channels.tell(present(picture, "contact"));
  pop();
  markCurrent();
}

/** @param {KeyboardEvent} event arrows move between the rows @param {string} kind */
function walk(event, kind) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = kind === "contact" ? ":scope > [data-key]:not([data-popped]) [data-answer]" : ":scope > [data-key]";
  const rows = [.../** @type {NodeListOf<HTMLElement>} */ (one(`[data-rows=${kind}]`).querySelectorAll(stops))];
  const here = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = rows[here + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** @param {MouseEvent} event */
function openRow(event) {
  const row = event.target instanceof Element ? event.target.closest(".job[data-key]") : null;
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  work.open(/** @type {HTMLElement} */ (row).dataset.key ?? "").then((answer) => answer.ok || toast(answer.fault?.detail ?? "", "danger"));
}

/** Follow the wire, and tie the list's buttons. */
export function start() {
  contacts.follow(shared());
  incidents.follow(shared());
  shared().subscribe(follow);
  work.addEventListener("opened", markCurrent);
  work.addEventListener("logged", markCurrent);
  one("[data-answer-first]").addEventListener("click", answerFirst);
  one("[data-decline-first]").addEventListener("click", declineFirst);
  one("[data-log-by-hand]").addEventListener("click", () => work.turnTo({ fresh: true }));
  one("[data-rows=contact]").addEventListener("click", ({ target }) => {
    const row = target instanceof Element && target.closest("[data-answer]") ? target.closest("[data-key]") : null;
    if (row) answer(/** @type {HTMLElement} */ (row).dataset.key ?? "");
  });
  one("[data-rows=incident]").addEventListener("click", openRow);
  for (const kind of ["incident", "contact"]) one(`[data-rows=${kind}]`).addEventListener("keydown", (event) => walk(event, kind));
  for (const button of document.querySelectorAll("[data-whose]")) button.addEventListener("click", () => choose(/** @type {HTMLElement} */ (button).dataset.whose ?? "all"));
  document.addEventListener("keydown", (event) => {
    const free = document.activeElement === document.body || document.activeElement?.id === "main";
    if (event.key === "Enter" && free && waiting().length > 0) answerFirst();
  });
}
