/**
 * What lives here: "Safe to talk?": whether the caller may speak, how it goes on with one who cannot, and what holds now.
 */
import { el, cap } from "../lib/dom.js";
import { post } from "../lib/outbox.js";
import { toast } from "../lib/toast.js";
import { askPromise } from "./contact_acts.js";
import { ensureLogged } from "./intake.js";
import { work } from "./work.js";

/** What can be said of it: key, words, and what is recorded. @type {[string, string, {safe: string, way: string}][]} */
const CHOICES = [
  ["S", "Yes, safe to talk", { safe: "yes", way: "" }],
  ["Y", "No: yes or no questions", { safe: "no", way: "yes_no" }],
  ["K", "No: agree a call back", { safe: "no", way: "call_back" }],
  ["M", "No: go on by text", { safe: "no", way: "text" }],
];

/** @returns {any} what was last said of it */
export function said() {
  if (work.whole) return work.whole.talk.findLast((/** @type {any} */ step) => step.kind === "safe");
  return work.contact?.safe;
}

/** @param {{safe: string, way: string}} choice @param {() => void} done */
async function record(choice, done) {
  const contact = work.whole ? null : work.contact;
  const answer = contact ? await post(`/api/v1/contacts/${contact.id}/safe-to-talk/`, choice) : (await ensureLogged()) && (await work.act("safe-to-talk/", choice));
  if (!answer || !answer.ok) return toast((answer && answer.fault?.detail) || "It could not be noted.", "danger");
  if (contact) work.adoptContact({ ...contact, safe: answer.json });
  done();
  if (contact && choice.way === "call_back" && contact.state === "answered" && !contact.callback_at) askPromise(contact);
}

/** The question, inside the dialog about the conversation. @param {() => void} done */
export function control(done) {
  return el("section.safe", { role: "group", "aria-label": "Safe to talk?" },
    el("p", {}, el("b", {}, "“Is it safe to talk?” "), el("span.muted", {}, "Ask it first when nobody speaks, or somebody may listen. Not known counts as no.")),
    el("div.button-row", {}, CHOICES.map(([key, words, choice]) => el("button.button.button--small", { type: "button", "data-shortcut": key.toLowerCase(), "aria-pressed": String(said()?.code === choice.safe && said()?.words === choice.way), onclick: () => record(choice, done) }, words, " ", cap(key)))));
}

/** What holds now, for as long as it is not safe. @param {any} talk the words of the desk */
export function holds(talk) {
  const now = said();
  if (!now || now.code === "yes") return null;
  return el("p.alarm-here", { "data-safe": now.code }, el("b", {}, talk.safe[now.code]), el("span.grow", {}, `${talk.ways[now.words] ?? ""}.`));
}
