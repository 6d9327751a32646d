/**
 * What lives here: single keys. Any button or link with data-shortcut="d" is pressed by that key while nobody is typing.
 * "?" shows them all. They can be switched off (WCAG 2.1.4): <html data-keys="off">; Ctrl+K and Escape stay.
 */

/** Keys without an element, e.g. register("g", "Go to an incident by number", fn). @type {Map<string, {words: string, act: () => void}>} */
const registered = new Map();

/** @param {string} key as KeyboardEvent.key, lower case @param {string} words what it does @param {() => void} act */
export function register(key, words, act) {
  registered.set(key.toLowerCase(), { words, act });
}

/** @param {EventTarget|null} target @returns {boolean} true where letters are text; a field of a dialog that just closed keeps the focus for a moment, and takes none */
export function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]") !== null && target.checkVisibility();
}

/** @returns {boolean} */
export function areOn() {
  return document.documentElement.dataset.keys !== "off";
}

/** @param {string} key @returns {HTMLElement|undefined} what this key presses: in the open dialog, or else in the page before its navigation, which gives way to the page's own keys */
function elementFor(key) {
  const scope = document.querySelector("dialog:modal") ?? document;
  const found = /** @type {NodeListOf<HTMLElement>} */ (scope.querySelectorAll(`[data-shortcut="${CSS.escape(key)}"]`));
  const usable = [...found].filter((element) => (element.checkVisibility() || element.closest("[data-nav-more]")) && !(/** @type {HTMLButtonElement} */ (element).disabled));
  const here = usable.find((element) => element.closest("main, dialog:modal"));
  return here ?? (registered.has(key) && scope === document ? undefined : usable[0]);
}

/** Press it; or, with data-focuses, put the focus on it, or on what that names inside it. @param {HTMLElement} element */
function usePress(element) {
  const { focuses } = element.dataset;
  if (focuses === undefined) return element.click();
  const inner = /** @type {HTMLElement|null} */ (focuses ? element.querySelector(focuses) : null);
  (inner ?? element).focus();
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || isTyping(event.target) || !areOn()) return;
  const key = event.key.toLowerCase();
  const element = elementFor(key);
  const act = element ? () => usePress(element) : document.querySelector("dialog:modal") ? undefined : registered.get(key)?.act;
  if (!act) return;
  event.preventDefault();
  act();
}

/** @param {HTMLElement} element @returns {string} its words, without the key printed on it */
function wordsOf(element) {
  if (element.dataset.focuses !== undefined) return `Go to: ${element.getAttribute("aria-label")?.split(",")[0] ?? /** @type {HTMLInputElement} */ (element).labels?.[0]?.textContent?.trim() ?? ""}`;
  const copy = /** @type {HTMLElement} */ (element.cloneNode(true));
  for (const key of copy.querySelectorAll("kbd")) key.remove();
  return (copy.textContent ?? "").trim().replace(/\s+/g, " ");
}

/** Write the keys of this page into the cheat sheet. */
export function writeCheatSheet() {
  const list = document.querySelector("[data-cheat-sheet]");
  if (!list) return;
  const rows = /** @type {[string, string][]} */ ([["/", "Command bar"], ["Ctrl K", "Command bar, also while typing"], ["?", "This list"], ["Esc", "Close what is open"]]);
  for (const [key, { words }] of registered) if (key !== "/" && key !== "?") rows.push([key.toUpperCase(), words]);
  for (const element of document.querySelectorAll("[data-shortcut]")) {
    const { shortcut = "" } = /** @type {HTMLElement} */ (element).dataset;
    if (elementFor(shortcut) === element) rows.push([shortcut.toUpperCase(), wordsOf(/** @type {HTMLElement} */ (element))]);
  }
  list.replaceChildren(...rows.flatMap(([key, words]) => line(key, words)));
}

/** @param {string} key @param {string} words */
function line(key, words) {
  const term = document.createElement("dt");
  const cap = document.createElement("kbd");
  cap.className = "key key--always";
  cap.textContent = key;
  term.append(cap);
  const meaning = document.createElement("dd");
  meaning.textContent = words;
  return [term, meaning];
}

/** Listen to the page's keys. */
export function start() {
  document.addEventListener("keydown", press);
  const sheet = /** @type {HTMLDialogElement|null} */ (document.getElementById("cheat-sheet"));
  sheet?.addEventListener("dialog:opening", writeCheatSheet);
  register("?", "This list", () => {
    writeCheatSheet();
    sheet?.showModal();
  });
}
