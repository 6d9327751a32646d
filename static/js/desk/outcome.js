/**
 * What lives here: what the questions led to: the priority and why, advice to read, what must not be said, whom to tell,
 * and the levels of escalation.
 */
import { ask } from "../lib/asking.js";
import { cap, clock, el, fill, one } from "../lib/dom.js";
import { nobodyThere } from "../lib/alarm.js";
import { asWords } from "../lib/words.js";
import { inGroups } from "./words.js";
import { work } from "./work.js";
import { toast } from "../lib/toast.js";

/** @param {string} line */
async function read(line) {
  const answer = await work.act("advice/", { line });
  if (!answer.ok) toast(answer.fault?.detail ?? "", "danger");
}

/** The next unread line is read; the focus stays with the advice. */
function readNext() {
  const next = work.whole?.outcome?.advice.find((/** @type {any} */ line) => !work.whole.advice_read.includes(line.id));
  if (next) read(next.id);
}

/** A line that must be read was not: why. @param {any} line */
function leaveUnread(line) {
  ask({
    title: "This line was not read",
    note: line.text,
    fields: [{ name: "reason", label: "Why not?", required: true }],
    go: "Record why",
    draft: `unread-${line.id}`,
    send: ({ reason }) => work.act("advice/unread/", { line: line.id, reason }),
  });
}

/** @param {any} notice */
function tell(notice) {
  ask({
    title: `${notice.label} has been told`,
    note: notice.contact ? `Their number: ${inGroups(notice.contact) || notice.contact}` : "",
    fields: [
      { name: "spoke_to", label: "Whom did you speak to?", either: true },
      { name: "their_reference", label: "Their reference", either: true, hint: "A name or a reference is needed." },
    ],
    go: "They have been told",
    draft: `told-${notice.code}`,
    send: (values) => work.act("notices/", { organisation: notice.code, ...values }),
  });
}

/** @param {any} whole */
function head(whole) {
  const { outcome } = whole;
  return el("div.outcome__head", { tabindex: "-1", "data-outcome-head": "", "data-hold": "outcome" },
    el("span.priority.priority--large", { "data-priority": whole.priority }, el("b", { "data-word": "" }, whole.priority), el("small", {}, whole.priority === outcome.priority ? outcome.priority_label : "changed by hand")),
    el("p.grow", {}, whole.explanation));
}

/** @param {any} whole */
function advice(whole) {
  const lines = whole.outcome.advice;
  if (lines.length === 0) return null;
  const unread = lines.filter((/** @type {any} */ line) => !whole.advice_read.includes(line.id));
  return el("section.outcome__part", { "aria-label": "Advice to read" },
    el("h3", {}, "Read this to the caller, word for word"),
    el("ol.advice", {}, lines.map((/** @type {any} */ line, /** @type {number} */ place) => adviceLine(line, place, line === unread[0]))),
    unread.length > 0 && el("button.button.button--small", { type: "button", "data-shortcut": "g", "data-hold": "read-next", onclick: readNext }, "I have read the marked line ", cap("G")));
}

/** @param {any} line @param {number} place @param {boolean} next */
function adviceLine(line, place, next) {
  const done = work.whole.advice_read.includes(line.id);
  const due = work.whole.advice_due?.includes(line.id) && work.whole.stage !== "closed";
  const key = String(place + 1);
  const mark = done
    ? el("span.advice__done", {}, "✓ read")
    : work.whole.advice_waived?.[line.id] ? el("span.muted.small", {}, `not read: ${work.whole.advice_waived[line.id]}`)
    : el("button.button.button--small", { type: "button", "data-shortcut": place < 9 && !work.whole.question ? key : null, "data-hold": `line-${line.id}`, onclick: () => read(line.id) }, "Read ", place < 9 && cap(key));
  return el("li", { "data-read": done ? "yes" : "no", "data-next-line": next }, el("span", {}, line.instead_of && el("span.flag.flag--warn", { title: line.instead_of.text }, "in place of a withdrawn line"), line.instead_of && " ", line.text, due && el("span.flag.flag--warn", {}, "must be read")), mark,
    due && el("button.button.button--small.button--quiet", { type: "button", "data-hold": `unread-${line.id}`, onclick: () => leaveUnread(line) }, "Not read…"));
}

/** @param {any[]} forbidden */
function doNotSay(forbidden) {
  if (forbidden.length === 0) return null;
  return el("details.outcome__part", { open: true }, el("summary", {}, el("h3", {}, "Do not say")),
    el("ul.forbidden", {}, forbidden.map((line) => el("li", {}, el("s", {}, line.text), line.say_instead && el("span", {}, el("b", {}, "Say: "), line.say_instead)))));
}

/** @param {any} whole */
function organisations(whole) {
  if (whole.notices.length === 0) return null;
  const firstUntold = whole.notices.find((/** @type {any} */ notice) => !notice.confirmed_at);
  return el("section.outcome__part", { "aria-label": "Organisations to tell" }, el("h3", {}, "Tell these organisations"),
    el("ul.tell", {}, whole.notices.map((/** @type {any} */ notice) => organisation(notice, notice === firstUntold))));
}

/** @param {any} notice @param {boolean} first */
function organisation(notice, first) {
  const state = notice.confirmed_at
    ? el("span.advice__done", {}, `✓ told: ${[notice.spoke_to, notice.their_reference].filter(Boolean).join(", ")}`)
    : el("button.button.button--small", { type: "button", "data-shortcut": first ? "o" : null, "data-hold": `tell-${notice.code}`, onclick: () => tell(notice) }, "Told… ", first && cap("O"));
  return el("li", { "data-told": notice.confirmed_at ? "yes" : "no" },
    el("span", {}, el("b", {}, notice.label), notice.authority === "supervisor" && el("span.flag", {}, "supervisor tells")),
    el("span.number", {}, notice.contact ? inGroups(notice.contact) || notice.contact : "no number entered"), state);
}

/** @param {any} whole */
function levels(whole) {
  const { escalation } = whole.outcome;
  if (escalation.length === 0) return null;
  const reached = new Set(whole.escalations.filter((/** @type {any} */ alarm) => alarm.cause === "by_procedure").map((/** @type {any} */ alarm) => alarm.level));
  return el("details.outcome__part", {}, el("summary", {}, el("h3", {}, `Escalation: ${escalation.length} levels`)),
    el("ol.levels", {}, escalation.map((/** @type {any} */ level) => el("li", {}, el("b", {}, `${level.level} · ${asWords(level.to)}`), el("span", {}, `${level.after_min ? `after ${level.after_min} min: ` : ""}${level.trigger}. ${level.action}`), reached.has(level.level) && el("span.flag.flag--warn", {}, "reached")))));
}

/** Untaken alarms of this incident, above everything. @param {any} whole */
function alarms(whole) {
  return whole.escalations.filter((/** @type {any} */ alarm) => !alarm.taken_at).map((/** @type {any} */ alarm) =>
    el("p.alarm-here", {}, el("b", {}, alarm.boundary ?? alarm.cause_word), el("span.grow.clip", { title: alarm.action }, alarm.what), el("span.small.nowrap", {}, `for the ${asWords(alarm.to_role).toLowerCase()}`), clock(alarm.raised_at, "since"), alarm.nobody && el("b.alarm-here__nobody", {}, nobodyThere(alarm))));
}

function render() {
  const whole = work.whole;
  const box = one("[data-outcome]");
  const shown = whole && [whole.outcome, whole.priority, whole.explanation, whole.advice_read, whole.advice_due, whole.advice_waived, whole.notices, whole.escalations.length, Boolean(whole.question)];
  fill(box, shown, () => (whole?.outcome ? [head(whole), advice(whole), organisations(whole), doNotSay(whole.outcome.forbidden), levels(whole)] : null));
  fill(one("[data-alarms-here]"), whole?.escalations.filter((/** @type {any} */ alarm) => !alarm.taken_at), () => (whole ? alarms(whole) : null));
}

/** Follow the incident. */
export function start() {
  work.addEventListener("opened", render);
  work.addEventListener("changed", render);
}
