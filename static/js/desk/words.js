/**
 * What lives here: the desk's words as pure functions: numbers in groups, degrees, tones of stages, travel times.
 */

/** @param {string} number @returns {string} digits in groups that can be read out: "07700 900 123", "+44 20 7946 0123" */
export function inGroups(number) {
  const digits = number.replace(/[^\d+]/g, "");
  if (!/\d/.test(digits)) return "";
  if (/^0[38]\d{8,9}$/.test(digits)) return `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`;
  if (/^0\d{10}$/.test(digits)) return `${digits.slice(0, 5)} ${digits.slice(5, 8)} ${digits.slice(8)}`;
  if (/^\+44\d{10}$/.test(digits)) return `+44 ${digits.slice(3, 7)} ${digits.slice(7, 10)} ${digits.slice(10)}`;
  return (digits.match(/^\+?\d{1,3}|\d{1,3}/g) ?? []).join(" ");
}

/** @param {string} text "50.5745, -2.98" @returns {{lat: number, lon: number}|null} null when it is not two numbers on the globe */
export function degrees(text) {
  const found = text.trim().match(/^(-?\d{1,2}(?:\.\d+)?)\s*[, ]\s*(-?\d{1,3}(?:\.\d+)?)$/);
  if (!found) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

/** @param {{lat: number|null, lon: number|null}|undefined} place @returns {string} "50.57450, -2.98000", or nothing */
export function degreesShown(place) {
  return place && place.lat !== null && place.lon !== null ? `${place.lat}, ${place.lon}` : "";
}

const TONES = { assessing: "new", to_send: "waiting", alerted: "waiting", en_route: "moving", at_scene: "scene", to_close: "done", closed: "done" };

/** @param {string} stage @returns {string} one of the badge's five meanings */
export function toneOf(stage) {
  return TONES[/** @type {"alerted"} */ (stage)] ?? "new";
}

/** @param {number|null} seconds @returns {string} "4 min", or "?" when the way is not known */
export function travel(seconds) {
  return seconds === null ? "? min" : `${Math.max(1, Math.round(seconds / 60))} min`;
}

/** @param {string[]} words @returns {string} "M21, R7 and K9" */
export function listed(words) {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** @param {any} one @param {any} other incidents: the most urgent first, then the oldest */
export function byUrgency(one, other) {
  return one.urgency - other.urgency || String(one.opened_at).localeCompare(String(other.opened_at)) || String(one.id).localeCompare(String(other.id));
}

/** @param {any} one @param {any} other contacts: whose turn it is, and of those the first due */
export function byAnswering(one, other) {
  const due = (/** @type {any} */ card) => String(card.due_at ?? card.answer_by);
  return one.turn - other.turn || due(one).localeCompare(due(other)) || Number(one.id) - Number(other.id);
}

/** @param {any} card a contact @returns {boolean} whether whoever has it hands it over just now; part of an incident or not */
export function isOffered(card) {
  return Boolean(card.offered_to);
}

/** @param {any} card a contact @param {number} me @returns {boolean} whether this person is asked to take it now */
export function asksFor(card, me) {
  if (!isOffered(card)) return card.state === "waiting";
  return card.answered_by_id !== me && (card.offered_to_id === null || card.offered_to_id === me);
}

/** @param {any} card a contact @param {number} me @returns {string} what its button does */
export function contactAct(card, me) {
  if (card.state === "waiting") return "Answer";
  if (asksFor(card, me)) return "Accept";
  if (isOffered(card) && card.answered_by_id === me) return "Take it back";
  return card.callback_at && !card.called_back_by ? "Call back" : "Open";
}

/** @param {any} card a contact @param {number} me @returns {string} how it stands, for its row */
export function contactStands(card, me) {
  if (card.called_back_by) return `${card.called_back_by} is calling back`;
  if (isOffered(card)) return card.offered_to_id === me ? `From ${card.answered_by}` : `To ${card.offered_to}`;
  if (card.state === "answered") return card.answered_by_id === me ? "You have this" : (card.answered_by ?? "Somebody has it");
  return card.state_word;
}

/** @param {any} deployment @returns {string} how the brief stands */
export function briefStands({ brief }) {
  if (!brief) return "No brief";
  const version = brief.version > 1 ? ` (version ${brief.version})` : "";
  if (brief.accepted_at) return `Brief accepted${version}`;
  return brief.read_at ? `Brief read${version}` : `Brief not read yet${version}`;
}

/** @param {number} metres @returns {string} "40 m", "1.2 km" */
export function distance(metres) {
  return metres >= 1000 ? `${(metres / 1000).toFixed(1)} km` : `${metres < 10 ? metres : Math.round(metres / 10) * 10} m`;
}

/** @param {number|null|undefined} metres @returns {string} how exact: "±10 m", or nothing when it is not known */
export function asMetres(metres) {
  return metres === null || metres === undefined ? "" : `±${metres >= 1000 ? `${metres / 1000} km` : `${metres} m`}`;
}
