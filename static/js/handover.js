/**
 * What lives here: a shift handed over by keyboard. J and K go from line to line, A accepts and goes on to the next that is still
 * to be decided, Q asks, X refuses, W answers. What changes anywhere draws the page anew; focus and typed text stay.
 *
 *   [data-line]            a line; [data-does] its own buttons
 *   [data-act="accept"]    presses that button of the line in focus, or of the first one that has it
 *   [data-step="1"]        puts the focus on the next line
 */
import { shared } from "./lib/live.js";
import { refetching } from "./lib/refetch.js";
import * as send from "./lib/send.js";

const FACTS_EVERY_MS = 2000;
let waiting = 0;

/** The line that has the focus: one that moves in the list loses it, and gets it back. */
let here_key = "";
const refresh = refetching(["handover"], () => {
  if (here_key && document.activeElement === document.body) focus(lines().find((line) => line.dataset.line === here_key));
});

const lines = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-line]")]);
const current = () => /** @type {HTMLElement|null} */ (document.activeElement?.closest("[data-line]") ?? null);

/** @param {HTMLElement|undefined} line */
function focus(line) {
  here_key = line?.dataset.line ?? "";
  line?.focus();
  line?.scrollIntoView({ block: "nearest" });
}

/** @param {number} by */
function step(by) {
  const all = lines();
  const here = current();
  focus(here ? all[Math.min(Math.max(all.indexOf(here) + by, 0), all.length - 1)] : all[0]);
}

/** @param {string} what one of data-does */
function act(what) {
  const having = lines().filter((line) => line.querySelector(`[data-does="${what}"]`));
  const here = current();
  const line = here && having.includes(here) ? here : having[0];
  const button = /** @type {HTMLElement|undefined|null} */ (line?.querySelector(`[data-does="${what}"]`));
  if (what === "accept") focus(having[having.indexOf(/** @type {HTMLElement} */ (line)) + 1] ?? line);
  else focus(line);
  button?.click();
}

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element && /** @type {HTMLElement|null} */ (target.closest("[data-act], [data-step], [data-print]"));
  if (!button) return;
  if (button.dataset.act) act(button.dataset.act);
  else if (button.dataset.step) step(Number(button.dataset.step));
  else print();
});

send.start(({ ok }) => ok && refresh());

/** Facts change all the time: what two people look at is drawn anew at most every two seconds; what one of them did, at once. */
shared().subscribe(({ cards }) => {
  if (cards.some((card) => card.kind === "handover")) return refresh();
  waiting ||= window.setTimeout(() => {
    waiting = 0;
    refresh();
  }, FACTS_EVERY_MS);
});
