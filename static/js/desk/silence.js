/**
 * What lives here: the procedure for a caller who does not speak: one step at a time, one key for nothing, one for something.
 */
import { post } from "../lib/outbox.js";
import { toast } from "../lib/toast.js";
import { ask } from "../lib/asking.js";
import { cap, el } from "../lib/dom.js";
import { work } from "./work.js";

/** @type {Set<string>} contacts on which the procedure runs in this window */
const begun = new Set();
let changed = () => {};

/** @param {any} contact */
export function begin(contact) {
  begun.add(contact.id);
  changed();
}

/** @param {any} contact @returns {boolean} */
export function running(contact) {
  const { taken, outcome } = contact.silent_call;
  return !outcome && contact.state === "answered" && !contact.callback_at && (begun.has(contact.id) || taken.length > 0);
}

/** @param {any} contact @param {string} step @param {boolean} heard @param {string} [words] */
async function record(contact, step, heard, words = "") {
  const answer = await post(`/api/v1/contacts/${contact.id}/silent-call/`, { step, heard, words });
  if (answer.ok) work.adoptContact({ ...contact, silent_call: answer.json });
  return answer;
}

/** @param {any} contact @param {any} step */
function askHeard(contact, step) {
  ask({ title: "What did you hear?", fields: [{ name: "words", label: "In words", required: true, hint: step.listen_for }], go: "Record it", draft: `${work.key}-heard`, send: ({ words }) => record(contact, step.code, true, words) });
}

/** @param {any} contact */
function askOutcome(contact) {
  const options = contact.silent_call.outcomes.map((/** @type {any} */ each) => ({ value: each.code, label: each.word }));
  ask({
    title: "What was this silent call?",
    note: "A call on which nothing was heard is called back within a minute.",
    fields: [{ name: "outcome", label: "Outcome", kind: "radio", required: true, value: contact.silent_call.taken.some((/** @type {any} */ each) => each.heard) ? "signalled" : "nothing", options }, { name: "words", label: "In words" }],
    go: "Record it",
    draft: `${work.key}-silent`,
    send: async (values) => {
      const answer = await post(`/api/v1/contacts/${contact.id}/silent-call/outcome/`, values);
      if (answer.ok) work.adoptContact(answer.json);
      return answer;
    },
  });
}

/** @param {any} contact @returns {HTMLElement} */
export function panel(contact) {
  const { steps, taken } = contact.silent_call;
  const codes = new Set(taken.map((/** @type {any} */ each) => each.step));
  const next = steps.find((/** @type {any} */ each) => !codes.has(each.code));
  const nothing = async () => {
    const answer = await record(contact, next.code, false);
    if (!answer.ok) toast(answer.fault?.detail ?? "", "warn");
  };
  const button = (/** @type {string} */ key, /** @type {string} */ words, /** @type {() => void} */ onclick) => el("button.button.button--small", { type: "button", "data-shortcut": key.toLowerCase(), "data-hold": words, onclick }, words, " ", cap(key));
  return el(
    "div.silence", { role: "group", "aria-label": "Silent call" },
    el("p.silence__count", {}, el("b", {}, "Silent call"), ` ${codes.size} of ${steps.length} steps taken`),
    next ? el("p.silence__do", {}, next.do) : el("p.silence__do", {}, "Every step was taken."),
    next ? el("p.muted.small", {}, `Listen for: ${next.listen_for}`) : "",
    el("div.button-row", {}, next ? button("Z", "Nothing heard", nothing) : "", next ? button("H", "Something heard", () => askHeard(contact, next)) : "", button("O", "Outcome", () => askOutcome(contact))),
  );
}

/** @param {() => void} render */
export function start(render) {
  changed = render;
}
