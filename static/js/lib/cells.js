/**
 * What lives here: how one value is written into one cell. A cell is an element with data-cell="name"; data-as says how:
 * text (default) · priority "P1" · status {code, word} · stage {code, word, tone} · age and countdown: ISO instant or null ·
 * count: number, hidden at 0 · link {url, word} · flag: true or false shows or hides it · units [{call_sign, status, status_word}].
 * Only what differs is touched, so focus, selection and typed text stay.
 */
import { show } from "./tick.js";

/** @param {Element} element @param {string} name @param {string} value */
function attribute(element, name, value) {
  if (element.getAttribute(name) === value) return false;
  element.setAttribute(name, value);
  return true;
}

/** @param {Element} element @param {unknown} value the words of the element, or of its [data-word] */
function words(element, value) {
  const word = element.querySelector("[data-word]") ?? element;
  const text = value === null || value === undefined ? "" : String(value);
  if (word.textContent === text) return false;
  word.textContent = text;
  return true;
}

/** @param {HTMLElement} element @param {"since"|"due"} field @param {string|null|undefined} instant */
function instant(element, field, instant) {
  const changed = attribute(element, `data-${field}`, instant ?? "");
  if (!instant) {
    element.removeAttribute("data-heat");
    words(element, "–");
  } else show(element);
  return changed;
}

/** @param {HTMLElement} element @param {{call_sign: string, status: string, status_word: string}[]} sent drawn again only when something differs */
function units(element, sent) {
  const written = sent.map(({ call_sign, status }) => `${call_sign}:${status}`).join(" ");
  if (!attribute(element, "data-written", written)) return false;
  element.replaceChildren(...sent.map(unit));
  return true;
}

/** @param {{call_sign: string, status: string, status_word: string}} sent */
function unit({ call_sign, status, status_word }) {
  const mark = document.createElement("span");
  mark.className = "status";
  mark.dataset.status = status;
  mark.title = `${call_sign}: ${status_word}`;
  const heard = document.createElement("span");
  heard.className = "heard-only";
  heard.textContent = ` ${status_word} `;
  mark.append(call_sign, heard);
  return mark;
}

/** @type {Object<string, (element: HTMLElement, value: any) => boolean>} */
const WRITERS = {
  text: words,
  priority: (element, value) => attribute(element, "data-priority", value ?? "") && (words(element, value || "Not set"), true),
  status: (element, value) => [attribute(element, "data-status", value?.code ?? ""), words(element, value?.word ?? value?.code)].some(Boolean),
  stage: (element, value) =>
    [attribute(element, "data-stage", value?.code ?? ""), attribute(element, "data-tone", value?.tone ?? "new"), words(element, value?.word ?? value?.code)].some(Boolean),
  age: (element, value) => instant(element, "since", value),
  countdown: (element, value) => instant(element, "due", value),
  count: (element, value) => {
    element.hidden = !value;
    return words(element, value ?? 0);
  },
  link: (element, value) => [attribute(element, "href", safeAddress(value?.url)), words(element, value?.word)].some(Boolean),
  units,
  flag: (element, value) => {
    const changed = element.hidden === Boolean(value);
    element.hidden = !value;
    return changed;
  },
};

/** @param {string|undefined} url @returns {string} only addresses of this console: a card must not smuggle in a script */
export function safeAddress(url) {
  return typeof url === "string" && /^\/(?!\/)/.test(url) ? url : "#";
}

/** @param {HTMLElement} cell @param {unknown} value @returns {boolean} true when something changed */
export function write(cell, value) {
  return (WRITERS[cell.dataset.as ?? "text"] ?? words)(cell, value);
}

/**
 * Write the values into the cells of a row; cells without a value, and fields being typed in, are left alone.
 * @param {ParentNode} row @param {Object<string, unknown>} values by cell name @param {{quiet?: boolean}} [options] quiet: no mark of change
 */
export function patch(row, values, { quiet = false } = {}) {
  for (const cell of /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll("[data-cell]"))) {
    const name = cell.dataset.cell ?? "";
    if (!Object.hasOwn(values, name) || cell.matches("input, textarea, select")) continue;
    if (write(cell, values[name]) && !quiet) mark(cell);
  }
}

/** Let the eye find what changed; the mark leaves by itself. @param {HTMLElement} cell */
function mark(cell) {
  cell.dataset.patched = "";
  setTimeout(() => delete cell.dataset.patched, 1300);
}
