/**
 * What lives here: what is being typed, kept in this browser until it is sent. Fields with data-draft inside a form with
 * data-draft-key="incident-1042-note" are kept as the person types and put back on the next visit; sending forgets them.
 * Drafts may name a caller: they are kept per person, for a day, and sign-out clears them.
 */

const PREFIX = "draft:";
const KEEP_MS = 24 * 3600 * 1000;

/** @param {string} key @param {Storage} [store] @param {number} [at_ms] @returns {Object<string, string>} the kept fields by name */
export function kept(key, store = localStorage, at_ms = Date.now()) {
  try {
    const found = JSON.parse(store.getItem(PREFIX + key) ?? "{}");
    return at_ms - (found.at_ms ?? 0) < KEEP_MS ? (found.fields ?? {}) : {};
  } catch {
    return {};
  }
}

/** @param {string} key @param {Object<string, string>} fields @param {Storage} [store] @param {number} [at_ms] @returns {boolean} false when the browser has no room */
export function keep(key, fields, store = localStorage, at_ms = Date.now()) {
  try {
    store.setItem(PREFIX + key, JSON.stringify({ at_ms, fields }));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} key @param {Storage} [store] */
export function forget(key, store = localStorage) {
  store.removeItem(PREFIX + key);
}

/** The keys of a place and of its parts: the place's own key, or that and a hyphen. @param {string} place @param {Storage} [store] @returns {string[]} */
export function keysUnder(place, store = localStorage) {
  const names = Array.from({ length: store.length }, (_, at) => store.key(at) ?? "").filter((name) => name.startsWith(PREFIX));
  return names.map((name) => name.slice(PREFIX.length)).filter((key) => key === place || key.startsWith(`${place}-`));
}

/** Forget every draft in this browser, e.g. at sign-out. @param {Storage} [store] */
export function forgetAll(store = localStorage) {
  const names = Array.from({ length: store.length }, (_, place) => store.key(place));
  for (const name of names) if (name?.startsWith(PREFIX)) store.removeItem(name);
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function fieldsOf(form) {
  return [...form.querySelectorAll("[data-draft]")].map((field) => /** @type {HTMLInputElement} */ (field));
}

/** @param {HTMLFormElement} form @param {string} name @param {string} words */
function say(form, name, words) {
  const place = form.querySelector(`[data-kept-for="${CSS.escape(name)}"]`);
  if (place) place.textContent = words;
}

/** @param {HTMLFormElement} form */
function tie(form) {
  const key = `${document.body.dataset.owner ?? ""}:${form.dataset.draftKey}`;
  const found = kept(key);
  for (const field of fieldsOf(form)) {
    if (!field.value && found[field.name]) {
      field.value = found[field.name];
      say(form, field.name, "Your draft is back");
    }
  }
  form.addEventListener("input", ({ target }) => {
    const fields = Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
    const room = keep(key, fields);
    if (target instanceof Element && target.matches("[data-draft]")) say(form, /** @type {HTMLInputElement} */ (target).name, room ? "Kept in this browser" : "Not kept: this browser has no room");
  });
  form.addEventListener("draft:sent", () => forget(key));
  form.addEventListener("submit", (event) => !event.defaultPrevented && !form.hasAttribute("hx-post") && navigator.onLine && forget(key));
  form.addEventListener("htmx:afterRequest", (event) => /** @type {CustomEvent} */ (event).detail.successful && forget(key));
}

/** Tie every form with drafts; and clear them at sign-out. @param {ParentNode} [root] */
export function start(root = document) {
  for (const form of root.querySelectorAll("form[data-draft-key]")) tie(/** @type {HTMLFormElement} */ (form));
  for (const form of root.querySelectorAll("form[data-signs-out]")) form.addEventListener("submit", () => forgetAll());
}
