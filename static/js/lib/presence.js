/**
 * What lives here: who is looking at what. The page says over its socket which incident stands on it; colleagues are shown on the incident's
 * rows and page ([data-lookers]). Changes come as whispers; the whole is fetched when the page joins, and twice a minute, so that nobody stays for ever.
 */
import { get } from "./api.js";
import { shared } from "./live.js";

const LOOKS_EVERY_MS = 1000;
const WHOLE_EVERY_MS = 30_000;

/** By incident: the names of those who look at it, by their number. @typedef {Map<string, Map<number, string>>} Lookers */

/** @param {Location|{pathname: string, search: string}} where @returns {string} the incident that stands on the page, or "" */
export function lookedAt({ pathname, search }) {
  const page = pathname.match(/^\/incidents\/([^/]+)$/);
  if (page) return decodeURIComponent(page[1]);
  return pathname === "/desk" ? (new URLSearchParams(search).get("incident") ?? "") : "";
}

/** @param {Lookers} lookers @param {{user: number, by: string, at: string, here: boolean}[]} changes @param {number} me @returns {string[]} the incidents that changed */
export function take(lookers, changes, me) {
  for (const { user, by, at, here } of changes) {
    if (user === me) continue;
    const there = lookers.get(at) ?? new Map();
    if (here) there.set(user, by);
    else there.delete(user);
    if (there.size > 0) lookers.set(at, there);
    else lookers.delete(at);
  }
  return [...new Set(changes.map(({ at }) => at))];
}

/** @param {Map<number, string>|undefined} there @returns {string} "Sol Reyes, Dev Patel and 2 more" */
export function words(there) {
  const names = [...(there?.values() ?? [])].sort();
  const more = names.length - 2;
  return more > 0 ? `${names.slice(0, 2).join(", ")} and ${more} more` : names.join(" and ");
}

/** @type {Lookers} */
const lookers = new Map();
let told = "";

/** @param {string} at */
function show(at) {
  const key = CSS.escape(at);
  const said = words(lookers.get(at));
  for (const place of document.querySelectorAll(`[data-rows="incident"] [data-key="${key}"] [data-lookers], [data-lookers="${key}"]`)) {
    const shown = said && `${said} ${lookers.get(at)?.size === 1 ? "looks" : "look"} at this`;
    if (place.textContent !== shown) place.textContent = shown;
    /** @type {HTMLElement} */ (place).hidden = !shown;
  }
}

function tell() {
  const at = lookedAt(location);
  if (at === told) return;
  told = at;
  shared().say({ op: "looking", at });
}

/** @param {number} me */
async function whole(me) {
  const answer = await get("/api/v1/presence/");
  if (!answer.ok) return;
  const before = [...lookers.keys()];
  lookers.clear();
  for (const at of [...before, ...take(lookers, answer.json.results, me)]) show(at);
}

/** Say what is looked at, and show who else does. */
export function start() {
  const me = Number(document.body.dataset.person);
  document.addEventListener("live:joined", () => {
    told = "";
    tell();
    whole(me);
  });
  document.addEventListener("live:whisper", (event) => {
    const said = /** @type {CustomEvent} */ (event).detail;
    if (said.about === "looking") for (const at of take(lookers, said.changes, me)) show(at);
  });
  setInterval(() => {
    tell();
    for (const at of lookers.keys()) show(at);
  }, LOOKS_EVERY_MS);
  setInterval(() => whole(me), WHOLE_EVERY_MS);
}
