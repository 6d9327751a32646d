/**
 * What lives here: how incidents and contacts become rows: their cells, their order, their marks.
 */
import { marks } from "../lib/marks.js";
import { Rows } from "../lib/rows.js";

/** What a stage means for the control room: see partials/stage_badge.html. */
const TONES = { assessing: "new", to_send: "waiting", alerted: "waiting", en_route: "moving", at_scene: "scene", to_close: "done" };

/** @param {any} one @param {any} other most urgent first, then the oldest */
export function byUrgency(one, other) {
  return one.urgency - other.urgency || String(one.opened_at).localeCompare(String(other.opened_at)) || one.id.localeCompare(other.id);
}

/** @param {any} card @returns {Object<string, unknown>} */
export function incidentCells(card) {
  return {
    priority: card.priority,
    link: { url: `/incidents/${encodeURIComponent(card.reference)}`, word: card.reference },
    what: card.type_title || card.summary || "Not known yet",
    place: card.place.text || (card.place.lat === null ? "Place not known" : "Place by coordinates"),
    stage: { code: card.stage, word: card.stage_word, tone: TONES[/** @type {"assessing"} */ (card.stage)] ?? "new" },
    stage_at: card.stage_at,
    units: card.units,
    due_at: card.clock?.due_at ?? null,
    clock: [card.unheard ? `${card.unheard} not accounted for` : "", card.clock?.what ?? "No clock runs"].filter(Boolean).join(", "),
    untold: card.untold,
    alarms: card.alarms,
    exercise: card.exercise,
    ...marks(card),
  };
}

/** @param {(card: any) => boolean} keep */
export function incidentRows(keep) {
  const dress = (/** @type {HTMLElement} */ row, /** @type {any} */ card) => {
    row.dataset.urgent = card.priority ?? "";
    row.toggleAttribute("data-danger", Boolean(card.danger || card.not_sent));
    row.title = [card.type_title, card.place.text, card.summary].filter(Boolean).join(" · ");
  };
  const scroller = /** @type {HTMLElement|null} */ (document.querySelector(".board__incidents [data-scroller]"));
  return new Rows("incident", { values: incidentCells, order: byUrgency, keep, dress, scroller });
}

/** @param {any} one @param {any} other whose turn it is, and of those the first due */
export function byAnswer(one, other) {
  return one.turn - other.turn || (one.due_at ?? one.answer_by).localeCompare(other.due_at ?? other.answer_by);
}

/** @param {any} card @returns {string} who has it, or what is wanted; nothing while it waits for an answer */
function stands(card) {
  if (card.called_back_by) return `${card.called_back_by} is calling back`;
  if (card.state === "answered") return `${card.answered_by ?? "Somebody"} has it`;
  if (card.offered_to) return `to ${card.offered_to}`;
  return card.callback_at ? "call back" : "";
}

/** @param {any} card @returns {Object<string, unknown>} */
export function contactCells(card) {
  return { channel: card.channel_word, line: card.line, answer_by: card.due_at, with: stands(card), offered_at: card.offered_at, exercise: card.exercise };
}

export function contactRows() {
  const dress = (/** @type {HTMLElement} */ row, /** @type {any} */ card) => (row.dataset.state = card.state);
  return new Rows("contact", { values: contactCells, order: byAnswer, dress });
}

/** Withdrawn advice with people still to be told, the first due first. */
export function recallRows() {
  const values = (/** @type {any} */ card) => ({
    link: { url: `/recalls/${encodeURIComponent(card.id)}`, word: card.line },
    say_instead: card.say_instead,
    open: `${card.open} of ${card.people}`,
    due_at: card.due_at,
  });
  return new Rows("recall", { values, order: (one, other) => one.due_at.localeCompare(other.due_at) || Number(one.id) - Number(other.id) });
}
