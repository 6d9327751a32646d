/**
 * What lives here: the incident page follows its incident. When the board tells of a change, or something was written here,
 * the page is fetched again and put over itself, so that focus, typed text and open parts stay.
 */
import * as assessing from "./incident/assessing.js";
import * as following from "./incident/following.js";
import * as kept from "./incident/kept.js";
import { shared } from "./lib/live.js";
import { refetching } from "./lib/refetch.js";
import * as send from "./lib/send.js";
import { toast } from "./lib/toast.js";

/** Messages leave without a word to the board: while one waits, the page looks by itself. */
const MESSAGES_EVERY_MS = 4000;

const page = /** @type {HTMLElement} */ (document.getElementById("incident"));
const { reference = "" } = page.dataset;
const refresh = refetching(["incident", "dialogs"], kept.tie);

/** @param {any} card @returns {boolean} */
function isOurs(card) {
  return (card.kind === "incident" && card.id === reference) || (card.kind === "alarm" && card.incident === reference);
}

shared().subscribe(({ picture, cards, whole }) => {
  const card = picture.cards.incident?.[reference];
  const newer = card ? card.revision > Number(page.dataset.revision) : page.dataset.open === "yes";
  if (cards.some((each) => each.kind === "recall")) refresh();
  else if (whole ? newer : cards.some(isOurs) && newer) refresh();
});
send.start((answer) => {
  if (answer.ok) toast("Recorded", "ok");
  refresh();
});
kept.start();
following.start(reference);
assessing.start((answer) => {
  if (answer.ok) toast("Recorded", "ok");
  refresh();
});
setInterval(() => {
  if (document.querySelector("[data-messages] [data-state=queued], [data-messages] [data-state=sending]")) refresh();
}, MESSAGES_EVERY_MS);

/** @param {HTMLElement} button */
async function copy(button) {
  const address = new URL(button.dataset.copy ?? "", location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    toast("The address is copied", "ok");
  } catch {
    // Pages on plain http have no clipboard: show it, so that it can be copied by hand.
    toast(address);
  }
}

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  const goes = /** @type {HTMLElement|null} */ (target.closest("[data-goes-to]"));
  if (goes) document.getElementById(goes.dataset.goesTo ?? "")?.focus();
  const copies = /** @type {HTMLElement|null} */ (target.closest("[data-copy]"));
  if (copies) copy(copies);
  const prints = /** @type {HTMLElement|null} */ (target.closest("[data-print]"));
  if (prints && prints.dataset.whole === "yes") print();
  else if (prints) location.assign("?log=all#print");
});
if (location.hash === "#print") print();
