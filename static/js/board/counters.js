/**
 * What lives here: the figures above the board. They are counted from the picture, without exercises (but in a training room, where
 * everything is one); what is late is counted again every second.
 */
import { now } from "../lib/clock.js";
import { isDrill } from "../lib/room.js";
import { say, standing, write } from "../lib/standing.js";
import { span } from "../lib/tick.js";

/** @typedef {{figure: number, note: string, tone: ""|"warn"|"danger"}} Figure */

/**
 * @param {Object<string, any[]>} cards by kind @param {number} at_ms the server's time @param {boolean} [played] exercises count
 * @returns {Object<string, Figure>}
 */
export function figures(cards, at_ms, played = isDrill()) {
  cards = Object.fromEntries(Object.entries(cards).map(([kind, all]) => [kind, all.filter((card) => played || !card.exercise)]));
  const waiting = cards.contact.filter((card) => card.state === "waiting");
  const overdue = waiting.filter((card) => Date.parse(card.answer_by) < at_ms);
  const urgent = cards.incident.filter((card) => card.priority === "P1");
  const unsent = cards.incident.filter((card) => card.stage === "to_send");
  const late = cards.incident.filter((card) => card.clock && Date.parse(card.clock.due_at) < at_ms);
  const recalls = cards.recall ?? [];
  const late_recalls = recalls.filter((card) => Date.parse(card.due_at) < at_ms);
  const free = cards.unit.filter((card) => card.free);
  return {
    waiting: { figure: waiting.length, note: overdue.length ? `${overdue.length} late` : oldest(waiting, "offered_at", at_ms), tone: toneOf(overdue) },
    urgent: { figure: urgent.length, note: `of ${cards.incident.length} open`, tone: "" },
    unsent: { figure: unsent.length, note: oldest(unsent, "stage_at", at_ms), tone: unsent.length ? "warn" : "" },
    late: { figure: late.length, note: "", tone: toneOf(late) },
    alarms: { figure: cards.alarm.length, note: oldest(cards.alarm, "raised_at", at_ms), tone: toneOf(cards.alarm) },
    recalls: { figure: sum(recalls, "open"), note: late_recalls.length ? `${sum(late_recalls, "open")} overdue` : oldest(recalls, "withdrawn_at", at_ms), tone: toneOf(late_recalls) || (recalls.length ? "warn" : "") },
    free: { figure: free.length, note: `of ${cards.unit.length}`, tone: cards.unit.length > 0 && free.length === 0 ? "danger" : "" },
  };
}

/** @param {any[]} cards @param {string} field */
function sum(cards, field) {
  return cards.reduce((whole, card) => whole + card[field], 0);
}

/** @param {any[]} cards @returns {""|"danger"} */
function toneOf(cards) {
  return cards.length > 0 ? "danger" : "";
}

/** @param {any[]} cards @param {string} field @param {number} at_ms */
function oldest(cards, field, at_ms) {
  if (cards.length === 0) return "";
  return `oldest ${span((at_ms - Math.min(...cards.map((card) => Date.parse(card[field])))) / 1000)}`;
}

export class Counters {
  /** @param {Object<string, any[]>} cards by kind */
  show(cards) {
    for (const [name, { figure, note, tone }] of Object.entries(figures(cards, now()))) {
      const [box] = standing(`[data-counter="${name}"]`);
      if (!box) continue;
      if (box.dataset.tone !== tone) box.dataset.tone = tone;
      if (name === "recalls") box.hidden = figure === 0;
      write(box.querySelector("[data-figure]"), String(figure));
      write(box.querySelector("[data-note]"), note);
    }
    say("[data-contacts-count] [data-word]", String(cards.contact.length));
  }
}
