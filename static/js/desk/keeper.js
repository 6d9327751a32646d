/**
 * What lives here: the keeper of the desk's words (lib/keeper.js), which follows what stands on the desk, and who else types there.
 */
import * as asking from "../lib/asking.js";
import { one } from "../lib/dom.js";
import { Keeper } from "../lib/keeper.js";
import * as others from "../lib/others.js";
import { work } from "./work.js";

export const keeper = new Keeper({
  get key() {
    return work.key;
  },
  get at() {
    if (work.whole) return { incident: work.reference };
    return work.contact ? { contact: Number(work.contact.id) } : {};
  },
  get busy() {
    return work.busy;
  },
});

/** Follow what stands on the desk. */
export function start() {
  const { me } = JSON.parse(one("#desk-words").textContent ?? "{}");
  const isHere = (/** @type {any} */ said) => (said.incident ? said.incident === work.reference : !work.whole && said.contact === work.contact?.id);
  work.addEventListener("opened", () => keeper.turn_to());
  others.start({ keeper, me, isHere });
  work.addEventListener("opened", others.clear);
  asking.start(keeper);
  work.addEventListener("logged", () => keeper.moved());
}
