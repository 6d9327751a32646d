/**
 * What lives here: how the page says that its picture is live, old or lost, that the timers stand still, and what waits to be sent.
 */
import { TIMERS_LATE_S, shared } from "./live.js";
import { isDrill } from "./room.js";
import { TUNES } from "./sound.js";
import { say, standing } from "./standing.js";
import { span } from "./tick.js";

/** What is over sooner is not heard. */
const LASTS_MS = 2000;

/** @param {string} selector @param {boolean} shown */
function reveal(selector, shown) {
  for (const place of standing(selector)) if (place.hidden === shown) place.hidden = !shown;
}

/** @param {{mode: string, age_s: number|null}} health @returns {string} the light's word */
export function word({ mode, age_s }) {
  if (mode === "live") return "LIVE";
  if (mode === "stale") return `STALE ${span(age_s ?? 0)}`;
  return mode === "down" ? "NO CONNECTION" : "JOINING";
}

/** @param {{mode: string, withdrawn: boolean}} health @returns {string} the banner's sentence, "" when there is nothing to say */
export function sentence({ mode, withdrawn }) {
  if (withdrawn && isDrill()) return "You are not in this drill any more: it has ended. Load the page again to be back at work.";
  if (withdrawn) return "You are signed out, or your role has changed. Sign in again to see the board.";
  if (mode === "stale") return "The connection is lost. What you type is kept, and sent when it returns.";
  return mode === "down" ? "The board cannot be reached. What you type is kept, and sent when it returns." : "";
}

/** @param {any} health the detail of live:health */
export function show(health) {
  for (const light of standing("[data-connection]")) if (light.dataset.mode !== health.mode) light.dataset.mode = health.mode;
  say("[data-connection] [data-word]", word(health));
  const words = sentence(health);
  say("[data-connection-said]", words);
  say("[data-connection-age]", words && health.age_s !== null ? `This picture is ${span(health.age_s)} old.` : "");
  reveal("[data-connection-banner]", words !== "");
  // While the connection is lost nothing is known of the timers, so only the first banner speaks.
  const late = health.mode === "live" && health.joined && health.timers_s !== undefined && (health.timers_s === null || health.timers_s > TIMERS_LATE_S);
  say("[data-timers-said]", late ? "Timers are not running." : "");
  reveal("[data-timers-banner]", late);
  const concern = health.mode === "live" && !late ? (health.concern ?? "") : "";
  say("[data-concern-said]", concern);
  reveal("[data-concern-banner]", concern !== "");
  const level = late ? "critical" : words !== "" || concern !== "" ? "warning" : "";
  if (cue.isDue(level, performance.now())) document.dispatchEvent(new CustomEvent("sound:cue", { detail: level }));
}

/** When what the banners say is to be heard as well: not for a moment's trouble, and again while it lasts. */
export class Cue {
  constructor() {
    this.level = "";
    this.since_ms = 0;
    this.rung_ms = -Infinity;
  }

  /** @param {string} level "" when all is well @param {number} now_ms @returns {boolean} */
  isDue(level, now_ms) {
    if (level !== this.level) [this.level, this.since_ms, this.rung_ms] = [level, now_ms, -Infinity];
    if (!level) return false;
    const { every_ms } = TUNES[/** @type {"critical"} */ (level)];
    if (now_ms - this.since_ms < LASTS_MS || now_ms - this.rung_ms < every_ms) return false;
    this.rung_ms = now_ms;
    return true;
  }
}

const cue = new Cue();

/** Follow the wire and the outbox. */
export function start() {
  document.addEventListener("live:health", (event) => show(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("outbox:change", (event) => {
    const { waiting } = /** @type {CustomEvent} */ (event).detail;
    say("[data-outbox] [data-word]", String(waiting));
    reveal("[data-outbox]", waiting > 0);
  });
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-connection-retry]")) shared().hurry();
  });
}
