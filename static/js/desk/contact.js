/**
 * What lives here: the contact in hand until it is an incident: who calls, what is known of them, what can be done; and the
 * repeat contact that asks for another look at an incident.
 */
import { get } from "../lib/api.js";
import { shared } from "../lib/live.js";
import { toast } from "../lib/toast.js";
import { accept, askAlarm, askCompany, askJoin, askPromise, askResult, askTransfer, join } from "./contact_acts.js";
import { callerLines, callerShown } from "./contact_words.js";
import { askOutside, cameBack } from "./passing.js";
import { cap, clock, el, fill, one } from "../lib/dom.js";
import { reassessed } from "../lib/assessing.js";
import { subject } from "./judging.js";
import * as silence from "./silence.js";
import { isOffered } from "./words.js";
import { work } from "./work.js";

const me = JSON.parse(one("#desk-words").textContent ?? "{}").me;
const box = one("[data-contact-box]");
const repeat = one("[data-repeat-box]");

/** @param {string} key @param {string} words @param {() => void} onclick @param {boolean} [loud] @param {string} [rest] said in full where one row has no room for it */
function act(key, words, onclick, loud = false, rest = "") {
  return el(`button.button.button--small${loud ? ".button--primary" : ""}`, { type: "button", title: rest ? words + rest : null, "data-shortcut": key.toLowerCase() || null, "data-hold": words, onclick }, el("span", {}, words, rest && el("span.heard-only", {}, rest)), " ", key ? cap(key) : "");
}

/** @param {any} contact @returns {(HTMLElement|string)[]} what can be done with it as it stands */
function acts(contact) {
  if (isOffered(contact)) return [el("span", {}, `Offered to ${contact.offered_to} `, clock(contact.offered_until ?? contact.due_at, "due", { "data-ageing": 10, "data-late": 0 })), act("H", "Take it back", () => accept(contact))];
  if (contact.callback_at) return [el("span", {}, el("b", {}, "Calling back: "), contact.callback_why), act("K", "How did it go?", () => askResult(contact), true)];
  if (contact.state !== "answered") return [el("span.muted", {}, contact.state_word)];
  const spoken = contact.silent_call.outcome ? "" : act("Z", "Nobody speaks", () => silence.begin(contact));
  const asks = contact.alarm ? act("X", "Ask", () => askCompany(contact), false, " the company") : "";
  const promise = contact.alarm ? act("K", "Call back", () => askPromise(contact), false, " later: promise it") : act("K", "Promise a call back", () => askPromise(contact));
  const last = contact.alarm ? act("Z", "End alarm", () => askAlarm(contact)) : spoken;
  return [act("O", "Join", () => askJoin(contact), false, " an incident"), act("H", "Hand over", () => askTransfer(contact)), act("<", "Pass outside", () => askOutside(contact)), promise, asks, last];
}

/** @param {any} contact */
function head(contact) {
  const known = callerLines(contact);
  const open = contact.caller.incidents.filter((/** @type {any} */ each) => each.open);
  return [
    el("p.caller__line", {}, el("b.caller__number", {}, callerShown(contact)), el("span.muted.clip", {}, [contact.caller_name, contact.caller_email, contact.line].filter((each) => each && each !== callerShown(contact)).join(" · ")), contact.note ? el("span.flag.flag--warn", {}, contact.note) : ""),
    contact.channel_note ? el("p.caller__note", {}, contact.channel_note) : "",
    contact.alarm ? el("p", {}, el("b", {}, `${contact.alarm.category_word} alarm`), ` · ${contact.alarm.receiver} · URN ${contact.alarm.urn || "not given"} · the company sees: ${contact.alarm.state_word}`) : "",
    contact.alarm?.questions.length ? el("ul.caller__known", { "aria-label": "Asked of the alarm company" }, contact.alarm.questions.map((/** @type {any} */ each) => el("li", { "data-open": !each.answer }, `${each.ask} `, el("b", {}, each.answer ? each.said : "No answer yet")))) : "",
    known.length ? el("ul.caller__known", { "aria-label": "What is known of this caller" }, known) : el("p.muted.small", {}, contact.number || contact.caller_email ? "First contact from here." : ""),
    open.length ? el("div.button-row", {}, open.map((/** @type {any} */ each) => el("button.button.button--small", { type: "button", "data-hold": `join ${each.reference}`, onclick: () => join(contact, each.reference) }, `Join ${each.reference}`))) : "",
  ];
}

/** @param {any} contact */
function historyOf(contact) {
  const zone = one("[data-centre-clock]")?.dataset.zone;
  const at = (/** @type {string} */ instant) => new Date(instant).toLocaleTimeString("en-GB", { timeZone: zone });
  return el("details.steps", {}, el("summary", {}, "What happened so far ", el("span.count", {}, contact.history.length)), el("ol.caller__history", {}, contact.history.map((/** @type {any} */ line) => el("li", {}, el("span.muted", {}, at(line.at)), " ", el("b", {}, line.what_word), ` ${line.text} `, el("span.muted", {}, line.by)))));
}

function render() {
  const contact = work.whole ? null : work.contact;
  box.hidden = !contact;
  if (contact) fill(box, [contact, silence.running(contact)], () => [...head(contact), silence.running(contact) ? silence.panel(contact) : el("div.button-row.caller__acts", {}, acts(contact)), historyOf(contact)]);
  const task = work.whole?.repeat_contact;
  repeat.hidden = !task;
  if (task) fill(repeat, task, () => [el("b", {}, "Repeat contact: assess again"), el("span.clip", {}, `${task.contacts} ${task.contacts === 1 ? "contact" : "contacts"} since · ${task.channel_word} ${task.words}`), clock(task.due_at, "due", { "data-ageing": 60, "data-late": 0 }), act("Z", "Answer it", () => reassessed(subject()), true)]);
}

/** Callers of incidents whom this person hands over. @type {Set<string>} */
const handed = new Set();

/** Say what became of a caller of an incident who was handed over. @param {any} card */
async function hearHanded(card) {
  if (card.state === "linked" && isOffered(card) && card.answered_by_id === me) return void handed.add(card.id);
  if (!handed.delete(card.id)) return;
  if (card.answered_by_id !== me) return toast(`${card.answered_by} has the caller now.`, "ok");
  const answer = await get(`/api/v1/contacts/${card.id}/`);
  toast((answer.ok && cameBack(answer.json)) || "The caller is yours again.", "warn");
}

/** The wire says that the contact in hand is newer. @param {{cards: any[]}} change */
async function hear({ cards }) {
  for (const card of cards) if (card.kind === "contact") hearHanded(card);
  const mine = work.whole ? null : work.contact;
  const card = mine && cards.find((each) => each.kind === "contact" && each.id === mine.id && each.revision > mine.revision);
  if (!card) return;
  const answer = await get(`/api/v1/contacts/${mine.id}/`);
  if (!answer.ok || work.contact?.id !== mine.id || work.whole) return;
  const now = answer.json;
  if (now.state === "answered" && now.answered_by_id !== me) toast(`${now.answered_by} has this contact now.`, "ok");
  if (isOffered(mine) && now.state === "answered" && now.answered_by_id === me && now.note) toast(cameBack(now), "warn");
  work.adoptContact(now);
}

/** Follow the contact in hand. */
export function start() {
  silence.start(render);
  for (const name of ["opened", "logged", "changed", "contact"]) work.addEventListener(name, render);
  shared().subscribe(hear);
}
