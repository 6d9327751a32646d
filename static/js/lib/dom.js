/**
 * What lives here: building elements, and swapping what is inside a box without losing the focus or typed text.
 */
import { tick } from "./tick.js";

/** @typedef {Node|string|number|false|null|undefined} Child */

/**
 * @param {string} what "button.button.button--small" @param {Object<string, any>} [attributes] onclick, data-…, aria-…; false and null are left out
 * @param {...(Child|Child[])} children @returns {HTMLElement}
 */
export function el(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) set(made, name, value);
  made.append(...children.flat(3).filter((child) => child !== false && child !== null && child !== undefined && child !== "").map((child) => /** @type {Node|string} */ (typeof child === "number" ? String(child) : child)));
  return made;
}

/** @param {HTMLElement} element @param {string} name @param {any} value */
function set(element, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (typeof value === "function") element.addEventListener(name.slice(2), value);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** @param {string} key @param {boolean} [always] @returns {HTMLElement} a key to press, as printed */
export function cap(key, always = false) {
  return el(always ? "kbd.key.key--always" : "kbd.key", {}, key);
}

/** @param {string} instant ISO @param {"since"|"due"} [counts] @param {Object<string, string>} [limits] @returns {HTMLElement} it ticks by itself */
export function clock(instant, counts = "since", limits = {}) {
  return el("span.age", { [`data-${counts}`]: instant, ...limits }, el("time", { "data-word": "" }));
}

/** @param {string} status @param {string} word */
export function statusBadge(status, word) {
  return el("span.status", { "data-status": status }, el("span", { "data-word": "" }, word));
}

/** @type {WeakMap<Element, string>} */
const signatures = new WeakMap();

/**
 * Fill a box when what it shows has changed. The focus goes back to the element with the same data-hold, typed text too.
 * @param {HTMLElement} box @param {unknown} shown everything the children depend on @param {() => Child|Child[]} build
 */
export function fill(box, shown, build) {
  const signature = JSON.stringify(shown);
  if (signatures.get(box) === signature) return;
  signatures.set(box, signature);
  const held = /** @type {HTMLElement|null} */ (box.contains(document.activeElement) ? document.activeElement : null);
  const typed = new Map(fieldsOf(box).map((field) => [field.dataset.hold, field.value]));
  box.replaceChildren(el("div", {}, build()));
  unwrap(box);
  for (const field of fieldsOf(box)) if (typed.has(field.dataset.hold)) field.value = typed.get(field.dataset.hold) ?? "";
  if (held) refocus(box, held.dataset.hold);
  tick(box);
}

/** @param {HTMLElement} box the children stand in the box itself */
function unwrap(box) {
  const wrapper = box.firstElementChild;
  if (wrapper) wrapper.replaceWith(...wrapper.childNodes);
}

/** @param {HTMLElement} box @returns {HTMLInputElement[]} */
function fieldsOf(box) {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (box.querySelectorAll("input[type=text][data-hold], textarea[data-hold]"))];
}

/** @param {HTMLElement} box @param {string|undefined} hold */
function refocus(box, hold) {
  const same = hold ? box.querySelector(`[data-hold="${CSS.escape(hold)}"]`) : null;
  const next = same ?? box.querySelector("[data-next], button, input");
  if (next) return /** @type {HTMLElement} */ (next).focus();
  box.tabIndex = -1;
  box.focus();
}

/** @param {string} selector @returns {HTMLElement} of this page, which has it */
export function one(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}

/** @param {HTMLElement} place @param {string} words a refusal's sentence, beside what was refused; "" takes it away */
export function refuse(place, words) {
  place.textContent = words;
  place.hidden = words === "";
}
