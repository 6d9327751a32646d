/**
 * What lives here: the live board's page. The picture comes with the page; what events change is drawn once in a frame, and only that.
 * Held updates wait, and are counted; alarms never wait (lib/alarm.js).
 */
import { Counters } from "./board/counters.js";
import { ExceptionList } from "./board/exceptions.js";
import { Filters } from "./board/filters.js";
import { contactRows, incidentRows, recallRows } from "./board/lists.js";
import { BoardMap } from "./board/map.js";
import { Roving } from "./board/roving.js";
import * as upwards from "./board/upwards.js";
import { Skills } from "./board/skills.js";
import { UnitList } from "./board/units.js";
import { Views } from "./board/views.js";
import { eachFrame } from "./lib/eachframe.js";
import { shared } from "./lib/live.js";
import { newest, present } from "./lib/reducer.js";
import { now } from "./lib/clock.js";
import { standing } from "./lib/standing.js";
import { span } from "./lib/tick.js";

const KINDS = ["incident", "contact", "unit", "alarm", "recall", "emergency"];

class Board {
  constructor() {
    this.picture = /** @type {any} */ (null);
    this.held = { on: false, since_ms: 0, changes: 0 };
    /** What came since the last frame. */
    this.changed = /** @type {any[]} */ ([]);
    /** What the map does not show yet: it is drawn with the beat, since a map of thousands costs much however little changes. */
    this.unmapped = /** @type {any[]} */ ([]);
    this.drawSoon = eachFrame(() => this.drawChanged());
    this.filters = new Filters(() => (this.views?.tell(), this.draw(["incident"])));
    this.views = new Views(this.filters);
    this.incidents = incidentRows((card) => this.filters.keep(card));
    this.contacts = contactRows();
    this.recalls = recallRows();
    this.units = new UnitList();
    this.counters = new Counters();
    this.exceptions = new ExceptionList();
    this.skills = new Skills();
    this.map = new BoardMap(() => this.draw(["incident"]));
    this.roving = new Roving(this.incidents.body);
    this.button = /** @type {HTMLElement} */ (document.querySelector("[data-hold]"));
    this.button.addEventListener("click", () => this.hold());
  }

  start() {
    shared().subscribe((change) => this.hear(change));
    setInterval(() => this.beat(), 1000);
    document.addEventListener("follow:chosen", (event) => this.follow(/** @type {CustomEvent} */ (event).detail));
  }

  /** @param {{kind: string, id: string}} choice made in another window */
  follow({ kind, id }) {
    if (kind === "incident") this.roving.stand(id);
    this.map.centre(kind, id);
  }

  /** @param {{picture: any, cards: any[], whole: boolean}} change */
  hear({ picture, cards, whole }) {
    if (this.held.on) {
      this.held.changes += whole ? 1 : cards.filter((card) => card.kind !== "alarm").length;
      return this.sayHeld();
    }
    this.picture = picture;
    if (whole) return this.draw(KINDS);
    this.changed.push(...cards);
    this.drawSoon();
  }

  drawChanged() {
    const all = byKind(this.picture);
    const changed = Object.fromEntries(KINDS.map((kind) => [kind, newest(this.picture, this.changed, kind)]));
    this.changed = [];
    this.incidents.take(changed.incident);
    this.contacts.take(changed.contact);
    this.recalls.take(changed.recall);
    if (changed.unit.length > 0) this.drawUnits(all.unit);
    this.unmapped.push(...changed.incident, ...changed.unit);
    this.tellRest(all);
  }

  /** @param {string[]} kinds */
  draw(kinds) {
    if (!this.picture) return;
    const cards = byKind(this.picture);
    if (kinds.includes("incident")) this.incidents.update(cards.incident);
    if (kinds.includes("contact")) this.contacts.update(cards.contact);
    if (kinds.includes("recall")) this.recalls.update(cards.recall);
    if (kinds.includes("unit")) this.drawUnits(cards.unit);
    this.unmapped = [];
    this.map.show(cards.incident, cards.unit);
    this.tellRest(cards);
    // A storm is drawn with the beat: sorting hundreds for each event would cost every frame.
    if (kinds === KINDS) this.exceptions.show(cards);
  }

  /** @param {any[]} cards */
  drawUnits(cards) {
    this.units.update(cards);
    this.skills.update(cards);
  }

  /** @param {Object<string, any[]>} cards by kind */
  tellRest(cards) {
    this.filters.tell(cards.incident);
    this.roving.refresh();
    // The list is there only while somebody is to be called back.
    for (const list of standing("[data-recalls]")) list.hidden = cards.recall.length === 0;
    this.counters.show(cards);
  }

  /** What turns late does so without an event; and exceptions are never held: they are what a person must not miss. */
  beat() {
    const fresh = shared().picture;
    if (!this.picture) return;
    this.counters.show(byKind(this.picture));
    if (!fresh.needs_snapshot) this.exceptions.show(byKind(fresh));
    if (this.held.on) this.sayHeld();
    this.map.take(newest(this.picture, this.unmapped, "incident"), newest(this.picture, this.unmapped, "unit"));
    this.unmapped = [];
  }

  hold() {
    this.held = { on: !this.held.on, since_ms: now(), changes: 0 };
    this.button.setAttribute("aria-pressed", String(this.held.on));
    document.querySelector("[data-board]")?.toggleAttribute("data-held", this.held.on);
    this.sayHeld();
    if (this.held.on) return;
    this.picture = shared().picture;
    this.draw(KINDS);
  }

  sayHeld() {
    const { on, changes, since_ms } = this.held;
    const said = document.querySelector("[data-hold-said]");
    const count = `${changes} ${changes === 1 ? "change waits" : "changes wait"}`;
    if (said) said.textContent = on ? `Held for ${span((now() - since_ms) / 1000)}: ${count}. Alarms still arrive.` : "";
  }
}

/** @param {any} picture @returns {Object<string, any[]>} */
function byKind(picture) {
  return Object.fromEntries(KINDS.map((kind) => [kind, present(picture, kind)]));
}

const board = new Board();
board.start();
upwards.start(() => board.picture);
