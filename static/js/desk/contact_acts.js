/**
 * What lives here: what is done with a contact in hand: join an incident, hand over, call back, settle an alarm. Each asks in the
 * desk's one dialog, and the server's answer is the contact, whole.
 */
import { get } from "../lib/api.js";
import { shared } from "../lib/live.js";
import { post } from "../lib/outbox.js";
import { present } from "../lib/reducer.js";
import { toast } from "../lib/toast.js";
import { ask } from "../lib/asking.js";
import { callerShown } from "./contact_words.js";
import { byUrgency, isOffered } from "./words.js";
import { work } from "./work.js";

const AGAIN_MIN = "5";

/** @param {any} contact @param {string} noun @param {any} body @returns {Promise<import("../lib/api.js").Answer>} */
export async function act(contact, noun, body) {
  const answer = await post(`/api/v1/contacts/${contact.id}/${noun}`, body);
  if (answer.ok) work.adoptContact(answer.json);
  return answer;
}

/** @param {any} contact @param {string} reference join without asking: the agent has just read which one it is */
export async function join(contact, reference) {
  const answer = await post(`/api/v1/contacts/${contact.id}/incident/`, { incident: reference });
  if (!answer.ok) return toast(answer.fault?.detail ?? "", "warn");
  toast(`This contact is part of ${reference}. Assess it again.`, "ok");
  await work.open(reference);
}

/** Which open incident is it about? Those of the same caller first, the newest of them on top. @param {any} contact */
export function askJoin(contact) {
  const newest = contact.caller.incidents.filter((/** @type {any} */ each) => each.open).map((/** @type {any} */ each) => each.reference);
  const own = new Map(newest.map((/** @type {string} */ reference, /** @type {number} */ place) => [reference, place]));
  const place = (/** @type {any} */ card) => own.get(card.id) ?? newest.length;
  const cards = present(shared().picture, "incident").sort((one, other) => place(one) - place(other) || byUrgency(one, other));
  ask({
    title: "Join an open incident",
    note: cards.length ? "Somebody is then asked to assess it again." : "No incident is open.",
    fields: [{ name: "incident", label: "Which incident?", kind: "select", value: cards[0]?.reference ?? "", options: cards.map((card) => ({ value: String(card.reference), label: `${card.reference} ${card.priority ?? ""} ${card.type_title || card.summary || "Not assessed yet"}, ${card.place.text || "place not known"}${own.has(card.id) ? " (same caller)" : ""}` })) }],
    go: "Join",
    draft: `${work.key}-join`,
    send: async ({ incident }) => {
      const answer = await post(`/api/v1/contacts/${contact.id}/incident/`, { incident });
      if (answer.ok) await work.open(incident);
      return answer;
    },
  });
}

/** @param {number} me @returns {Promise<any[]>} the callers of the incident on the desk whom this person has; said when there is none */
export async function callersHere(me) {
  const answer = await get(`/api/v1/contacts/?incident=${encodeURIComponent(work.reference)}&limit=100`);
  const mine = answer.ok ? answer.json.results.filter((/** @type {any} */ each) => each.answered_by_id === me && !isOffered(each) && !each.callback_at) : [];
  if (mine.length === 0) toast(answer.ok ? "None of its callers is with you." : (answer.fault?.detail ?? ""), "warn");
  return mine;
}

/** Hand over a caller of the incident on the desk, one that this person has. @param {number} me */
export async function askHandOver(me) {
  const mine = await callersHere(me);
  if (mine.length) await askTransfer(mine[0], mine);
}

/** @param {any} contact @param {any[]} among @returns {import("../lib/asking.js").Field[]} which caller, where there is more than one */
export function whichCaller(contact, among) {
  if (among.length < 2) return [];
  return [{ name: "which", label: "Which caller?", kind: "select", value: contact.id, options: among.map((each) => ({ value: each.id, label: [each.channel_word, each.line, callerShown(each)].filter(Boolean).join(", ") })) }];
}

/** @param {any} contact @param {any[]} [among] the contacts to choose from, this one first */
export async function askTransfer(contact, among = [contact]) {
  const floor = await get("/api/v1/colleagues/");
  if (!floor.ok) return toast(floor.fault?.detail ?? "", "warn");
  const people = floor.json.people.map((/** @type {any} */ each) => ({ value: `to ${each.username}`, label: `${each.name}, ${each.role}` }));
  const lines = floor.json.lines.filter((/** @type {string} */ line) => line !== contact.line).map((/** @type {string} */ line) => ({ value: `line ${line}`, label: `Line: ${line}` }));
  ask({
    title: contact.incident ? `Hand over a caller of ${contact.incident}` : "Hand this contact over",
    note: `It comes back after thirty seconds if nobody accepts.${contact.incident ? " It stays part of the incident." : ""}`,
    fields: [...whichCaller(contact, among), { name: "whom", label: "To whom?", kind: "select", options: [...people, ...lines] }, { name: "why", label: "Why?", required: true }],
    go: "Hand over",
    draft: `${work.key}-transfer`,
    send: ({ which = contact.id, whom = "", why }) => act({ id: which }, "transfer/", { [whom.split(" ")[0]]: whom.slice(whom.indexOf(" ") + 1), why }),
  });
}

/** @param {any} contact */
export function askPromise(contact) {
  ask({
    title: "Promise to call back",
    fields: [
      { name: "within_min", label: "Within how many minutes?", required: true, value: "15" },
      { name: "why", label: "What about?", required: true },
    ],
    go: "Promise",
    draft: `${work.key}-callback`,
    send: ({ within_min, why }) => act(contact, "callback/", { within_min: Number(within_min), why }),
  });
}

/** How did the call back go? @param {any} contact */
export function askResult(contact) {
  const results = [["reached", "Reached"], ["no_answer", "No answer: try again"], ["unreachable", "Give up: cannot be reached"], ["not_needed", "Not needed"]];
  ask({
    title: "How did the call back go?",
    note: contact.callback_why,
    fields: [
      { name: "result", label: "Result", kind: "radio", required: true, value: "reached", options: results.map(([value, label]) => ({ value, label })) },
      { name: "words", label: "In words", hint: "Needed when it is given up." },
      { name: "again_min", label: "Try again after how many minutes?", value: AGAIN_MIN },
    ],
    go: "Record it",
    draft: `contact-${contact.id}-result`,
    send: ({ result, words, again_min }) => act(contact, "callback/result/", { result, words, ...(result === "no_answer" ? { again_min: Number(again_min) || Number(AGAIN_MIN) } : {}) }),
  });
}

/** @param {any} contact from an alarm company */
export function askAlarm(contact) {
  const ways = [["false_alarm", "False alarm"], ["cancelled", "Cancelled by the company"], ["rejected", "Rejected"]];
  ask({
    title: "End this alarm without an incident",
    note: "The alarm company is told why.",
    fields: [
      { name: "how", label: "How does it end?", kind: "radio", required: true, value: "false_alarm", options: ways.map(([value, label]) => ({ value, label })) },
      { name: "words", label: "Why?", required: true },
    ],
    go: "End the alarm",
    draft: `${work.key}-alarm`,
    send: (values) => act(contact, "alarm/", values),
  });
}

/** @param {any} contact from an alarm company */
export function askCompany(contact) {
  const kinds = [["keyholder", "Is a keyholder coming, and when?"], ["second", "Has a second detector been set off?"], ["camera", "Has anybody seen it on camera?"], ["other", "Something else"]];
  ask({
    title: `Ask ${contact.alarm.receiver}`,
    note: "Its answer comes into the history of this contact, and of its incident.",
    fields: [
      { name: "kind", label: "What?", kind: "radio", required: true, value: "keyholder", options: kinds.map(([value, label]) => ({ value, label })) },
      { name: "words", label: "In words", hint: "Needed for “Something else”." },
    ],
    go: "Ask",
    draft: `${work.key}-company`,
    send: (values) => act(contact, "alarm/questions/", values),
  });
}

/** Take back what was offered, or take what is offered here. @param {any} contact */
export async function accept(contact) {
  const answer = await act(contact, "transfer/accepted/", {});
  if (!answer.ok) toast(answer.fault?.detail ?? "", "warn");
}
