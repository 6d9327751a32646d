/**
 * What lives here: escalating from the board: E on a row, then Enter, and "!" for METHANE, as on the incident's page. Words typed there are drafts, as on the desk.
 */
import * as asking from "../lib/asking.js";
import { one } from "../lib/dom.js";
import { Keeper } from "../lib/keeper.js";
import { register } from "../lib/keys.js";
import { post } from "../lib/outbox.js";
import { toast } from "../lib/toast.js";
import { escalate } from "../lib/upwards.js";

let reference = "";
const keeper = new Keeper({
  get key() {
    return `desk-incident-${reference}`;
  },
  get at() {
    return reference ? { incident: reference } : {};
  },
  get busy() {
    return Boolean(reference);
  },
});

/** @param {any} picture the board's @returns {any} the card of the incident in focus, or else of the one chosen in another window; without one it says so */
function cardHere(picture) {
  const focused = document.activeElement?.closest("[data-rows=incident] [data-key]");
  const row = /** @type {HTMLElement|null} */ (focused ?? document.querySelector("[data-rows=incident] [data-key][data-chosen]"));
  const card = picture?.cards.incident?.[row?.dataset.key ?? ""];
  if (card && !card.gone) return card;
  toast("Go to the incident first: J and K go down and up.");
  return null;
}

/** @param {any} picture the board's */
function escalateRow(picture) {
  const card = cardHere(picture);
  if (!card) return;
  reference = card.reference;
  keeper.turn_to();
  escalate(card, JSON.parse(one("#boundaries").textContent ?? "{}"), async (url, body) => {
    const answer = await post(url, body);
    if (answer.ok) toast(`${card.reference} is escalated.`, "ok");
    return answer;
  });
}

/** @param {() => any} picture the board's, as it stands when the key is pressed */
export function start(picture) {
  if (!document.querySelector("#boundaries")) return;
  asking.start(keeper);
  register("e", "Escalate the incident in focus", () => escalateRow(picture()));
  register("!", "METHANE, or the major incident, of the incident in focus", () => {
    const card = cardHere(picture());
    if (card) location.assign(`/incidents/${encodeURIComponent(card.reference)}/major`);
  });
}
