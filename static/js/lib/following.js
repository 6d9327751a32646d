/**
 * What lives here: what windows of one person say to each other of what was chosen in one of them, and when a window may go there. Pure.
 *
 * @typedef {"incident"|"unit"|"contact"} Kind
 * @typedef {{kind: Kind, id: string}} Choice
 */

const KINDS = new Set(["incident", "unit", "contact"]);
const LONGEST = 60;
/** Fields in which nothing of a person's is entered. */
const NOT_ENTERED = new Set(["hidden", "submit", "button", "reset", "search", "file"]);

/** Windows of another person, or of another centre, have another channel. @param {string} person @param {string} centre @returns {string} */
export function channelName(person, centre) {
  return `dispatch-follow person=${person} centre=${centre}`;
}

/** @param {any} said what came over the channel @returns {Choice|null} */
export function choiceIn(said) {
  if (said?.op !== "chosen" || !KINDS.has(said.kind) || typeof said.id !== "string") return null;
  return said.id && said.id.length <= LONGEST ? { kind: said.kind, id: said.id } : null;
}

/** @param {string} list the list's kind @param {string} key the row's @returns {Choice|null} what a row stands for; a folded line of exceptions stands for no one thing */
export function choiceOfRow(list, key) {
  const [kind, id] = list === "exception" ? [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)] : [list, key];
  return choiceIn({ op: "chosen", kind, id });
}

/** @param {Choice|null} one @param {Choice|null} other */
function same(one, other) {
  return one?.kind === other?.kind && one?.id === other?.id;
}

/**
 * What is chosen, as one window knows it. What it heard it never says again, so that nothing goes round; and what it said or showed
 * last it says only once.
 */
export class Chosen {
  /** @param {boolean} follows */
  constructor(follows) {
    this.follows = follows;
    this.last = /** @type {Choice|null} */ (null);
    this.missed = /** @type {Choice|null} */ (null);
  }

  /** Chosen here. @param {Choice} choice @returns {any} what to say, or null */
  choose(choice) {
    this.missed = null;
    if (same(choice, this.last)) return null;
    this.last = choice;
    return { op: "chosen", ...choice };
  }

  /** Known without being told: the window was led here. @param {Choice} choice */
  arrive(choice) {
    this.last = choice;
  }

  /** Heard from another window. @param {any} said @returns {Choice|null} what to show here */
  hear(said) {
    const choice = choiceIn(said);
    if (!choice) return null;
    if (!this.follows) {
      this.missed = choice;
      return null;
    }
    if (same(choice, this.last)) return null;
    this.last = choice;
    return choice;
  }

  /** @param {boolean} on @returns {Choice|null} what was chosen elsewhere while this window stood still */
  turn(on) {
    this.follows = on;
    const { missed } = this;
    if (!on || !missed) return null;
    this.missed = null;
    return this.hear({ op: "chosen", ...missed });
  }
}

/** @param {{type: string, value: string, defaultValue?: string, checked?: boolean, defaultChecked?: boolean}} field @returns {boolean} whether a person entered something there that came not with the page */
export function isEntered({ type, value, defaultValue = "", checked = false, defaultChecked = false }) {
  if (NOT_ENTERED.has(type) || type.startsWith("select")) return false;
  return type === "radio" || type === "checkbox" ? checked !== defaultChecked : value !== defaultValue;
}
