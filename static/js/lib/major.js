/**
 * What lives here: the strip of major incidents over every page that follows the board. Standby and declared ones are incidents of the
 * picture like any other; their card says so.
 */
import { shared } from "./live.js";
import { present } from "./reducer.js";
import { Rows } from "./rows.js";

const WORDS = { standby: "Major incident standby", declared: "MAJOR INCIDENT" };

/** @param {any} card an incident's @returns {Object<string, unknown>} its cells */
export function cellsOf(card) {
  const word = WORDS[/** @type {"standby"} */ (card.major.state)] ?? "";
  return {
    word: `${card.exercise ? "EXERCISE " : ""}${word}`,
    link: { url: `/incidents/${encodeURIComponent(card.reference)}/major`, word: card.reference },
    what: [card.type_title || "Not assessed", card.place.text].filter(Boolean).join(", "),
    since: card.major.since,
    units: card.units.length === 1 ? "1 crew" : `${card.units.length} crews`,
  };
}

/** @param {any} one @param {any} other declared before standby, then the oldest */
export function byState(one, other) {
  return Number(one.major.state === "standby") - Number(other.major.state === "standby") || String(one.major.since).localeCompare(String(other.major.since));
}

/** @param {HTMLElement} row @param {any} card */
function dress(row, card) {
  row.dataset.state = card.major.state;
}

export function start() {
  const bar = document.querySelector("[data-majors]");
  if (!(bar instanceof HTMLElement)) return;
  const rows = new Rows("major", { values: cellsOf, order: byState, dress, append: true, root: bar });
  shared().subscribe(({ picture, cards, whole }) => {
    if (whole || cards.some((card) => card.kind === "incident")) rows.update(present(picture, "incident").filter((card) => card.major));
  });
}
