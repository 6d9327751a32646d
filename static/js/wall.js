/**
 * What lives here: the board on a big screen. It signs in with the key after the # of its address, follows by itself a page after another, stops
 * when somebody scrolls, and follows again after a minute or on F. When its right is taken away it forgets what it showed.
 */
import { Counters } from "./board/counters.js";
import { byUrgency, incidentCells } from "./board/lists.js";
import { get } from "./lib/api.js";
import { learn, now } from "./lib/clock.js";
import * as connection from "./lib/connection.js";
import { one } from "./lib/dom.js";
import { Exceptions } from "./lib/exceptions.js";
import { Live } from "./lib/live.js";
import { present, snapshot } from "./lib/reducer.js";
import { Rows } from "./lib/rows.js";
import * as tick from "./lib/tick.js";

const KINDS = ["incident", "contact", "unit", "alarm", "recall", "emergency"];
const PAGE_STAYS_MS = 10_000;
const GESTURE_HOLDS_MS = 60_000;

/** The wire of a screen: its picture and its ticket come in one answer, by its key. */
class WallLive extends Live {
  /** @param {string} key */
  constructor(key) {
    super({ board: "/api/v1/wall/" });
    this.key = key;
    this.given = /** @type {any} */ (null);
  }

  async join() {
    const answer = await get(this.addresses.board, { Authorization: `Bearer ${this.key}` });
    if (this.stopped) return;
    if (!answer.ok) return this.refused(answer.status);
    learn(answer.json.at, answer.took_ms);
    this.given = answer.json;
    this.picture = snapshot(answer.json);
    this.tell([], true);
    this.open(answer.json.ticket);
  }

  /** A fresh picture needs no second way: joining again brings it. @returns {Promise<boolean>} */
  async refetch() {
    this.drop();
    await this.join();
    return true;
  }
}

/** Rows of lines, which have no revision of their own. @param {string} said @param {Map<string, [string, number]>} kept @param {string} id */
function revision(said, kept, id) {
  const [was, number] = kept.get(id) ?? ["", 0];
  if (was === said) return number;
  kept.set(id, [said, number + 1]);
  return number + 1;
}

class Wall {
  /** @param {WallLive} live */
  constructor(live) {
    this.live = live;
    this.rules = /** @type {Exceptions|null} */ (null);
    this.kept = /** @type {Map<string, [string, number]>} */ (new Map());
    const cells = (/** @type {any} */ card) => ({ ...incidentCells({ place: { text: "", lat: null }, ...card }), reference: card.reference, what: card.type_title || "Being assessed" });
    this.incidents = new Rows("incident", { values: cells, order: byUrgency });
    this.exceptions = new Rows("exception", { values: (card) => card.cells, order: (a, b) => a.place - b.place, dress: (row, card) => (row.dataset.grave = String(card.grave)) });
    this.counters = new Counters();
    this.gesture_ms = -Infinity;
    this.scrollers = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-wall-scroller]")]);
  }

  start() {
    document.addEventListener("live:health", (event) => this.health(/** @type {CustomEvent} */ (event).detail));
    for (const gesture of ["wheel", "touchmove", "pointerdown", "keydown"]) document.addEventListener(gesture, (event) => this.heed(event), { passive: true });
    one("[data-wall-follow]").addEventListener("click", () => this.follow());
    this.live.subscribe(({ whole }) => whole && this.draw());
    setInterval(() => this.draw(), 1000);
    setInterval(() => this.turn(), PAGE_STAYS_MS);
    this.live.start();
  }

  draw() {
    if (!this.live.given || this.live.withdrawn) return;
    const { centre, time_zone, kinds } = this.live.given;
    this.rules ??= new Exceptions(kinds);
    one("[data-wall-centre]").textContent = centre;
    one("[data-centre-clock]").dataset.zone = time_zone;
    one("[data-wall-board]").hidden = false;
    const cards = Object.fromEntries(KINDS.map((kind) => [kind, present(this.live.picture, kind)]));
    this.incidents.update(cards.incident);
    one("[data-wall-count] [data-word]").textContent = String(cards.incident.length);
    this.drawExceptions(this.rules, cards);
    this.counters.show(cards);
    this.sayFollowing();
  }

  /** @param {Exceptions} rules @param {Object<string, any[]>} cards */
  drawExceptions(rules, cards) {
    const needs = rules.needs(cards, now());
    const rows = rules.lines(needs).map(({ id, kind, head, members }, place) => {
      const where = id.startsWith("kind:") ? `${members.length} ×` : members.length > 1 ? `${head.where} (${members.length})` : head.where;
      const shown = { exercise: head.exercise, where, kind: rules.kinds.get(kind)?.word ?? kind, owner: head.owner ? "taken" : "nobody has it", since: head.since };
      return { id, place, cells: shown, grave: head.grave, revision: revision(JSON.stringify([shown, head.grave]), this.kept, id) };
    });
    this.exceptions.update(rows);
    one("[data-exceptions-count] [data-word]").textContent = String(needs.length);
  }

  /** @param {Event} event */
  heed(event) {
    if (event instanceof KeyboardEvent && event.key.toLowerCase() === "f") return this.follow();
    if (/** @type {Element} */ (event.target).closest?.("[data-wall-follow], [data-wall-key]")) return;
    this.gesture_ms = performance.now();
    this.sayFollowing();
  }

  follow() {
    this.gesture_ms = -Infinity;
    for (const scroller of this.scrollers) scroller.scrollTo({ top: 0 });
    this.sayFollowing();
  }

  /** @returns {number} ms until it follows again; 0 or less: it follows */
  left_ms() {
    return this.gesture_ms + GESTURE_HOLDS_MS - performance.now();
  }

  /** The next page of each list; after the last one the first. */
  turn() {
    if (this.left_ms() > 0) return;
    for (const list of this.scrollers) {
      const last = list.scrollTop + list.clientHeight >= list.scrollHeight - 4;
      list.scrollTo({ top: last ? 0 : list.scrollTop + list.clientHeight * 0.9 });
    }
  }

  sayFollowing() {
    const left_s = Math.ceil(this.left_ms() / 1000);
    const words = left_s > 0 ? `Stands still, follows again in ${left_s} s` : "";
    const said = one("[data-wall-following]");
    if (said.textContent !== words) said.textContent = words;
    one("[data-wall-follow]").hidden = left_s <= 0;
  }

  /** @param {{mode: string, withdrawn: boolean}} health */
  health({ mode, withdrawn }) {
    one("[data-wall]").toggleAttribute("data-stale", mode === "stale" || mode === "down");
    if (withdrawn) this.forget();
  }

  /** Its right is gone: nothing of the picture stays. */
  forget() {
    this.live.stop();
    this.live.given = null;
    one("[data-wall-board]").remove();
    one("[data-wall-refused]").textContent = "This screen may no longer read the board. A supervisor lets screens in under More, Big screens.";
    askForKey();
  }
}

function askForKey() {
  one("[data-wall-key]").hidden = false;
  one("[data-wall-form]").addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = /** @type {HTMLInputElement} */ (one("#wall-key")).value.trim();
    location.reload();
  });
}

connection.start();
tick.start();
addEventListener("hashchange", () => location.reload());
const key = location.hash.slice(1);
if (key) new Wall(new WallLive(key)).start();
else askForKey();
