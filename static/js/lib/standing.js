/**
 * What lives here: the parts of a page's frame, which stand there as long as the page does, and the words in them.
 */

/** Words that stand there already are not written again. @param {Element|null} place @param {string} words */
export function write(place, words) {
  if (place && place.textContent !== words) place.textContent = words;
}

/** @type {Map<string, HTMLElement[]>} */
const found = new Map();

/**
 * Parts of the page's frame, which stand there as long as the page does: looking through a long board for each, at every event, cost more
 * than drawing it. They are looked for again once one of them has left.
 * @param {string} selector @returns {HTMLElement[]}
 */
export function standing(selector) {
  const known = found.get(selector);
  if (known?.every((place) => place.isConnected)) return known;
  const fresh = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);
  found.set(selector, fresh);
  return fresh;
}

/** @param {string} selector @param {string} words in every standing part of this kind */
export function say(selector, words) {
  for (const place of standing(selector)) write(place, words);
}
