/**
 * What lives here: one ticker a second for every age and countdown of the page, and the words and marks they take.
 * Elements: [data-since] counts up, [data-due] counts down; thresholds in seconds in data-ageing, data-late, data-critical.
 */
import { now } from "./clock.js";
import { standing, write } from "./standing.js";

const EVERY_MS = 1000;
/** @type {ReturnType<typeof setTimeout>|undefined} */
let timer;

/** @param {number} seconds @returns {string} "45 s", "12:07", "3 h 05", "2 d 4 h" */
export function span(seconds) {
  const whole = Math.floor(Math.abs(seconds));
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))}`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

/**
 * @param {number} age_s @param {{ageing?: string, late?: string, critical?: string}} limits seconds
 * @returns {"fresh"|"ageing"|"late"|"critical"}
 */
export function heatOfAge(age_s, { ageing, late, critical }) {
  if (critical && age_s >= Number(critical)) return "critical";
  if (late && age_s >= Number(late)) return "late";
  return ageing && age_s >= Number(ageing) ? "ageing" : "fresh";
}

/**
 * @param {number} left_s seconds until it is due, negative once it is late @param {{ageing?: string, late?: string}} limits
 * @returns {"fresh"|"ageing"|"late"|"critical"}
 */
export function heatOfCountdown(left_s, { ageing = "60", late = "0" }) {
  if (left_s < 0) return "critical";
  if (left_s <= Number(late)) return "late";
  return left_s <= Number(ageing) ? "ageing" : "fresh";
}

/** @param {HTMLElement} element write its words and its mark for this instant */
export function show(element) {
  const { since, due } = element.dataset;
  const counted = since ? ageOf(element, since) : due ? leftOf(element, due) : null;
  if (!counted) return;
  const word = element.querySelector("[data-word]") ?? element;
  if (word.textContent !== counted.text) word.textContent = counted.text;
  if (element.dataset.heat !== counted.heat) element.dataset.heat = counted.heat;
}

/** @param {HTMLElement} element @param {string} since */
function ageOf(element, since) {
  const age_s = Math.max(0, (now() - Date.parse(since)) / 1000);
  return Number.isNaN(age_s) ? null : { text: span(age_s), heat: heatOfAge(age_s, element.dataset) };
}

/** @param {HTMLElement} element @param {string} due */
function leftOf(element, due) {
  const left_s = (Date.parse(due) - now()) / 1000;
  if (Number.isNaN(left_s)) return null;
  return { text: left_s < 0 ? `${span(left_s)} late` : span(left_s), heat: heatOfCountdown(left_s, element.dataset) };
}

/** Long lists (longlist.js): the clocks of rows that are not drawn rest until they are. @type {Set<Node>} */
const lists = new Set();

/** @param {HTMLElement} list @param {boolean} rests */
export function rest(list, rests) {
  if (rests) lists.add(list);
  else lists.delete(list);
}

/** Everything that counts, without what is in rows that are not drawn, and without maps. @param {ParentNode} root @param {(element: HTMLElement) => void} act */
function eachDrawn(root, act) {
  const rests = lists.has(root);
  for (let child = root.firstElementChild; child; child = child.nextElementSibling) {
    if (!(child instanceof HTMLElement) || child.dataset.map !== undefined || (rests && child.dataset.near === undefined)) continue;
    if (child.hasAttribute("data-since") || child.hasAttribute("data-due")) act(child);
    eachDrawn(child, act);
  }
}

/** Show every age, countdown and clock of the page now. @param {ParentNode} [root] */
export function tick(root = document) {
  if (lists.size > 0) eachDrawn(root, show);
  else for (const element of root.querySelectorAll("[data-since], [data-due]")) show(/** @type {HTMLElement} */ (element));
  for (const clock of standing("[data-centre-clock]")) showClock(clock);
}

/** Making one of these takes milliseconds, using it microseconds. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} zone IANA name @param {"short"|"medium"} timeStyle without seconds, with them */
function formatOf(zone, timeStyle) {
  const key = `${zone} ${timeStyle}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeStyle });
  formats.set(key, format);
  return format;
}

/** @param {string} instant ISO @returns {string} "17:40", the centre's own time */
export function timeOf(instant) {
  const zone = /** @type {HTMLElement|null} */ (document.querySelector("[data-centre-clock]"))?.dataset.zone || "Europe/London";
  return formatOf(zone, "short").format(new Date(instant));
}

/** @param {HTMLElement} clock its data-zone is an IANA name */
function showClock(clock) {
  write(clock, formatOf(clock.dataset.zone || "Europe/London", "medium").format(now()));
}

/** Start the page's one ticker; it stays on the second. Calling it twice is harmless. */
export function start() {
  if (timer) return;
  const beat = () => {
    tick();
    timer = setTimeout(beat, EVERY_MS - (now() % EVERY_MS));
  };
  beat();
}

/** Stop the ticker (tests). */
export function stop() {
  clearTimeout(timer);
  timer = undefined;
}
