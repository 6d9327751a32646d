/**
 * What lives here: crews in danger, over every page of the centre until a named person has each, and in sight until it has ended.
 * The bar never takes the focus: whoever types goes on typing. Its sound repeats while nobody has one of them.
 */
import { shared } from "./live.js";
import { post } from "./outbox.js";
import { present } from "./reducer.js";
import { Rows } from "./rows.js";
import { toast } from "./toast.js";

/** Alarms of these causes are shown here, and not once more below. */
export const CAUSES = new Set(["mayday", "duress"]);
const RINGS_EVERY_MS = 4000;

/** @param {any} one @param {any} other those that nobody has first, then the oldest */
export function byNeed(one, other) {
  return Number(Boolean(one.owned_by)) - Number(Boolean(other.owned_by)) || String(one.raised_at).localeCompare(String(other.raised_at));
}

/** @param {any} card @returns {Object<string, unknown>} its cells */
export function cellsOf(card) {
  return {
    word: `${card.exercise ? "EXERCISE " : ""}${card.word}`,
    call_sign: card.call_sign,
    link: { url: `/incidents/${encodeURIComponent(card.incident)}`, word: `Incident ${card.incident}` },
    place: card.place || "Place not known",
    help: card.help,
    raised_at: card.raised_at,
    owner: card.owned_by ? `${card.owned_by} has it. ${card.steps_done} of ${card.steps} done` : "NOBODY HAS IT",
  };
}

export class Emergencies {
  /** @param {HTMLElement} bar templates/partials/emergency_bar.html @param {import("./sound.js").Sound} sound */
  constructor(bar, sound) {
    this.bar = bar;
    this.sound = sound;
    this.cards = /** @type {any[]} */ ([]);
    this.rung_ms = -Infinity;
    this.rows = new Rows("emergency", { values: cellsOf, order: byNeed, dress, append: true, root: bar });
  }

  start() {
    shared().subscribe(({ picture, cards, whole }) => {
      if (whole || cards.some((card) => card.kind === "emergency")) this.show(present(picture, "emergency"));
    });
    setInterval(() => this.ring(), 1000);
    this.bar.addEventListener("click", ({ target }) => this.take(/** @type {Element} */ (target).closest("[data-own]")));
  }

  /** @param {any[]} cards */
  show(cards) {
    this.cards = cards;
    this.rows.update(cards);
    document.documentElement.toggleAttribute("data-danger", cards.some((card) => !card.owned_by));
    const said = this.bar.querySelector("[data-emergency-said]");
    const words = cards.map((card) => `${card.word} ${card.call_sign}: ${card.owned_by ? `${card.owned_by} has it` : card.help}`).join(" ");
    if (said && said.textContent !== words) said.textContent = words;
    this.ring();
  }

  ring() {
    if (!this.cards.some((card) => !card.owned_by) || Date.now() - this.rung_ms < RINGS_EVERY_MS) return;
    this.rung_ms = Date.now();
    this.sound.play("mayday");
  }

  /** @returns {HTMLElement|null} what takes the first one that nobody has */
  button() {
    return this.bar.querySelector("[data-own]:not([hidden])");
  }

  /** @param {Element|null} button */
  async take(button) {
    const url = /** @type {HTMLElement|null} */ (button)?.dataset.own;
    if (!button || !url || button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    const answer = await post(url, {});
    button.removeAttribute("aria-busy");
    if (!answer.ok) return void toast(answer.fault?.detail ?? "", "danger");
    this.show(this.cards.map((card) => (String(card.id) === String(answer.json.id) ? answer.json : card)));
  }
}

/** @param {HTMLElement} row @param {any} card */
function dress(row, card) {
  row.dataset.emergency = card.emergency;
  row.dataset.owned = card.owned_by ? "yes" : "no";
  const button = /** @type {HTMLElement|null} */ (row.querySelector("[data-own]"));
  if (!button) return;
  if (card.owned_by && document.activeElement === button) row.querySelector("a")?.focus({ preventScroll: true });
  button.dataset.own = `/api/v1/emergencies/${encodeURIComponent(card.id)}/owner/`;
  button.hidden = Boolean(card.owned_by);
}

/** @param {import("./sound.js").Sound} sound @returns {Emergencies|undefined} */
export function start(sound) {
  const bar = document.querySelector("[data-emergencies]");
  if (!(bar instanceof HTMLElement)) return undefined;
  const emergencies = new Emergencies(bar, sound);
  emergencies.start();
  return emergencies;
}
