/**
 * What lives here: a contact that goes elsewhere: one that is offered here is declined, one that is an outside organisation's
 * is passed on to it.
 */
import { get } from "../lib/api.js";
import { ask } from "../lib/asking.js";
import { toast } from "../lib/toast.js";
import { act, callersHere, whichCaller } from "./contact_acts.js";
import { work } from "./work.js";

/** Say no to a contact that is offered here. @param {any} card */
export function askDecline(card) {
  ask({
    title: "Decline this contact",
    note: `It goes back to ${card.answered_by} at once, who reads why.`,
    fields: [{ name: "why", label: "Why can you not take it?", required: true }],
    go: "Decline",
    draft: `contact-${card.id}-decline`,
    send: async ({ why }) => {
      const answer = await act(card, "transfer/declined/", { why });
      if (answer.ok) toast(`${card.answered_by} has the contact again.`, "ok");
      return answer;
    },
  });
}

/** @param {any} contact one that came back @returns {string} how, and with the words of who declined it */
export function cameBack(contact) {
  const last = contact.history.at(-1);
  return last?.what === "transfer.declined" ? `${contact.note}: ${last.text}` : contact.note;
}

/** Pass on a caller of the incident on the desk, one that this person has. @param {number} me */
export async function askPassOn(me) {
  const mine = await callersHere(me);
  if (mine.length) await askOutside(mine[0], mine);
}

/** @param {any} contact @param {any[]} [among] the contacts to choose from, this one first */
export async function askOutside(contact, among = [contact]) {
  const floor = await get("/api/v1/colleagues/");
  if (!floor.ok) return toast(floor.fault?.detail ?? "", "warn");
  const bodies = floor.json.organisations;
  if (bodies.length === 0) return toast("No outside organisation is yours to send a caller to. Ask a supervisor.", "warn");
  ask({
    title: contact.incident ? `Pass a caller of ${contact.incident} outside` : "Pass this contact outside",
    note: contact.incident ? "It stays part of the incident, whose log says so." : "It ends here without an incident.",
    fields: [
      ...whichCaller(contact, among),
      { name: "organisation", label: "Whose is it?", kind: "select", options: bodies.map((/** @type {any} */ each) => ({ value: each.code, label: [each.label, each.telephone || "no number kept"].join(", ") })) },
      { name: "how", label: "How?", kind: "radio", required: true, value: "warm", options: [{ value: "warm", label: "Put through: I stay until they have the caller" }, { value: "cold", label: "Given the number: the caller rings there" }] },
      { name: "spoke_to", label: "Who took the caller there?", hint: "Needed when you put them through." },
      { name: "number", label: "Which number?", hint: "Left empty, it is the one in the list." },
      { name: "why", label: "Why is it theirs?", required: true },
    ],
    go: "Pass on",
    draft: `${work.key}-outside`,
    send: ({ which = contact.id, organisation, how, spoke_to, number, why }) => passOn(which, { organisation, warm: how === "warm", spoke_to, number, why }, bodies),
  });
}

/** @param {string} id @param {any} body @param {any[]} bodies */
async function passOn(id, body, bodies) {
  const answer = await act({ id }, "referral/", body);
  if (answer.ok) toast(`Passed to ${bodies.find((each) => each.code === body.organisation).label}.`, "ok");
  return answer;
}
