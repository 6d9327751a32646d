/**
 * What lives here: putting a newer rendering of a part of the page over the older one, touching only what differs.
 * Elements with the same data-key or id are the same element, wherever they stand. What a person is busy with stays:
 * [data-steady] parts, open dialogs, open or closed details, and whatever is typed in a field.
 */
import { show } from "./tick.js";

/** @param {Node|null} node @returns {string} "" for what has no name of its own */
function keyOf(node) {
  return node instanceof Element ? (node.getAttribute("data-key") ?? node.id) : "";
}

/** @param {Node} one @param {Node} other */
function isAlike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && keyOf(one) === keyOf(other);
}

/** @param {Node} node @returns {boolean} true for what must not be changed or taken away now */
function isHeld(node) {
  return node instanceof Element && (node.hasAttribute("data-steady") || node.matches("dialog[open]"));
}

/** Make `from` like `to`. @param {Element} from @param {Element} to */
export function morph(from, to) {
  if (isHeld(from) || from.isEqualNode(to)) return;
  copyAttributes(from, to);
  if (from.matches("[data-since]:not([data-since='']), [data-due]:not([data-due=''])")) show(/** @type {HTMLElement} */ (from));
  else morphChildren(from, to);
}

/** @param {Element} from @param {Element} to */
function copyAttributes(from, to) {
  const counts = to.hasAttribute("data-since") || to.hasAttribute("data-due");
  const own = (/** @type {string} */ name) => (name === "open" && from.nodeName === "DETAILS") || (name === "data-heat" && counts && !to.hasAttribute(name)) || name === "data-fresh";
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !own(name)) from.removeAttribute(name);
  for (const { name, value } of [...to.attributes]) if (!own(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
}

/** @param {Element} from @param {Element} to */
function morphChildren(from, to) {
  const named = new Map([...from.children].filter((child) => keyOf(child)).map((child) => [keyOf(child), child]));
  let place = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const known = keyOf(wanted) ? named.get(keyOf(wanted)) : place;
    const match = known && isAlike(known, wanted) ? known : null;
    if (!match) {
      from.insertBefore(fresh(wanted), place);
      continue;
    }
    if (match === place) place = place.nextSibling;
    else from.insertBefore(match, place);
    if (match instanceof Element) morph(match, /** @type {Element} */ (wanted));
    else if (match.nodeValue !== wanted.nodeValue) match.nodeValue = wanted.nodeValue;
  }
  removeFrom(place);
}

/** @param {Node} wanted @returns {Node} a copy that says that it is new */
function fresh(wanted) {
  const node = document.importNode(wanted, true);
  if (!(node instanceof HTMLElement) || !node.dataset.key) return node;
  node.dataset.fresh = "";
  setTimeout(() => delete node.dataset.fresh, 1700);
  return node;
}

/** @param {Node|null} place everything from here to the end goes, except what is held */
function removeFrom(place) {
  for (let node = place; node; ) {
    const next = node.nextSibling;
    if (!isHeld(node)) node.parentNode?.removeChild(node);
    node = next;
  }
}

/**
 * Put the newer page's parts over this one's, and keep the focus: when its element is gone, its panel takes it.
 * @param {Document} newer @param {string[]} ids of the parts
 */
export function morphParts(newer, ids) {
  const focused = document.activeElement;
  const panel = focused?.closest("[data-panel]");
  for (const id of ids) {
    const [from, to] = [document.getElementById(id), newer.getElementById(id)];
    if (from && to) morph(from, to);
  }
  if (focused === document.activeElement || document.activeElement !== document.body) return;
  const rest = /** @type {HTMLElement|null|undefined} */ (panel?.isConnected ? panel : document.getElementById("main"));
  if (rest && !rest.hasAttribute("tabindex")) rest.tabIndex = -1;
  rest?.focus({ preventScroll: true });
}
