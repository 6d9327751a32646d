/**
 * What lives here: who a caller is, as lines: the number in groups, what they called about before, what is still open.
 */
import { el } from "../lib/dom.js";
import { inGroups } from "./words.js";

/** @param {any} contact whole @returns {string} */
export function callerShown(contact) {
  if (contact.channel === "email" && contact.caller_email) return contact.caller_name || contact.caller_email;
  const withheld = contact.channel === "telephone" ? "Number withheld" : "";
  return inGroups(contact.caller_number) || contact.caller_name || withheld || contact.channel_word;
}

/** @param {any} contact whole @returns {Node[]} open incidents first; nothing for somebody new */
export function callerLines(contact) {
  const { incidents, contacts, names, follows } = contact.caller;
  const lines = incidents.map((/** @type {any} */ each) => el("li", { "data-open": each.open }, el("b", {}, `${each.open ? "Open: " : "Closed: "}${each.reference}`), ` ${each.priority ?? ""} ${each.type_title || "Not assessed yet"}, ${each.place || "place not known"}`));
  if (follows) lines.unshift(el("li", { "data-open": true }, el("b", {}, "Answers our e-mail"), follows.incident ? ` about ${follows.incident}` : ` about contact ${follows.id}`));
  if (contacts > 0) lines.push(el("li", {}, `${contacts} earlier ${contacts === 1 ? "contact" : "contacts"}${names.length ? `, as ${names.slice(0, 3).join(", ")}` : ""}`));
  return lines;
}
