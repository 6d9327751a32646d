/**
 * What lives here: an incident page that follows goes to the incident chosen in another window. Where something is entered, a dialog is
 * open or somebody types, it stays, and says which was chosen: Enter opens it.
 */
import { arrived, goTo } from "../lib/follow.js";
import { isEntered } from "../lib/following.js";
import { el } from "../lib/dom.js";
import { isTyping } from "../lib/keys.js";

/** @type {HTMLElement|null} */
let notice = null;
let open = () => {};

/** @returns {boolean} whether leaving would take words away from under somebody's hands */
function isBusy() {
  if (isTyping(document.activeElement) || document.querySelector("dialog[open]")) return true;
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("main :is(input, textarea)"));
  return [...fields].some((field) => field.checkVisibility() && isEntered(field));
}

function dismiss() {
  notice?.remove();
  notice = null;
}

/** @param {import("../lib/following.js").Choice} choice @param {string} url */
function say(choice, url) {
  dismiss();
  open = () => goTo(choice, url);
  const link = el("button.button.button--small", { type: "button" }, "Open");
  const close = el("button.button.button--quiet.button--small", { type: "button" }, "Stay here");
  link.addEventListener("click", () => open());
  close.addEventListener("click", dismiss);
  notice = el("div.toast", { "data-tone": "info", "data-follow-notice": "" }, el("p", {}, `Incident ${choice.id} was chosen on another screen: Enter opens it.`), link, close);
  document.querySelector("[data-toasts]")?.append(notice);
}

/** Enter opens it wherever Enter means nothing else. @param {KeyboardEvent} event */
function key(event) {
  if (event.key !== "Enter" || !notice || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (isTyping(event.target) || /** @type {Element} */ (event.target).closest("a, button, summary, input, select, textarea")) return;
  event.preventDefault();
  open();
}

/** @param {string} reference the incident on this page */
export function start(reference) {
  arrived({ kind: "incident", id: reference });
  document.addEventListener("keydown", key);
  document.addEventListener("follow:chosen", (event) => {
    const choice = /** @type {CustomEvent} */ (event).detail;
    if (choice.kind !== "incident") return;
    if (choice.id === reference) return dismiss();
    const url = `/incidents/${encodeURIComponent(choice.id)}`;
    if (isBusy()) say(choice, url);
    else goTo(choice, url);
  });
}
