/**
 * What lives here: the facts of an incident as an agent types them: kept at every key, saved when a field is left, never
 * overwritten by somebody else's words; both texts are then shown and a person chooses.
 */
import { newKey } from "../lib/api.js";
import { kept } from "../lib/draft.js";
import { el, one } from "../lib/dom.js";
import { keeper } from "./keeper.js";
import { chosenFor, pinFor } from "./place.js";
import { degrees, degreesShown, inGroups } from "./words.js";
import { work } from "./work.js";

const TICKS = { tick_place_text: "place_text", tick_callback_number: "callback_number" };
const LABELS = { place_text: "Where", coordinates: "Latitude, longitude", access: "How to get in", callback_number: "Callback", caller_name: "Caller", summary: "What has happened", hazards: "Hazards" };
const NAMES = Object.keys(LABELS);
/** Where Enter goes on to; degrees are for those who have them. */
const GO_ON = ["place_text", "access", "callback_number", "caller_name", "summary", "hazards"];
/** Facts that are worth an incident; a number alone is not. */
const ENOUGH = new Set(["place_text", "coordinates", "summary"]);

/** What the server last said of each field. @type {Object<string, string>} */
let base = {};
/** What a field held when its unsaved words were typed, where that is not what it holds now. @type {Object<string, string>} */
let typed_over = {};
/** What is on its way to the server. @type {Object<string, string>} */
const under_way = {};
/** The key a new incident is logged under, kept over a reload. */
let logKey = newKey();
/** While this one is being logged. @type {Promise<boolean>|null} */ let logging = null;

const form = /** @type {HTMLFormElement} */ (one("[data-intake]"));

/** @param {string} name @returns {HTMLInputElement} */
function field(name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/** @param {any} from an incident, a contact, or null @returns {Object<string, string>} */
function told(from) {
  const place = from?.place ?? {};
  const number = from?.callback_number ?? from?.caller_number ?? "";
  return {
    place_text: place.text ?? "",
    coordinates: degreesShown(from?.place),
    access: place.access ?? "",
    callback_number: number,
    caller_name: from?.caller_name ?? "",
    summary: from?.summary ?? from?.words ?? "",
    hazards: from?.hazards ?? "",
  };
}

/** @param {string} name @returns {boolean} typed and not saved yet */
function isDirty(name) {
  return field(name).value.trim() !== (base[name] ?? "").trim();
}

/** Keep every field that is not saved, and the key the incident will be logged under. */
function keepDrafts() {
  const dirty = NAMES.filter(isDirty);
  const unsaved = Object.fromEntries(dirty.map((name) => [name, field(name).value]));
  if (dirty.length && !work.whole) unsaved.log_key = logKey;
  typed_over = Object.fromEntries(Object.entries(typed_over).filter(([name]) => dirty.includes(name)));
  const overs = Object.fromEntries(dirty.map((name) => [name, typed_over[name] ?? base[name] ?? ""]));
  if (!keeper.keep("facts", unsaved, overs)) say("Not kept here: this browser has no room.", true);
}

/** Words from before the contact became this incident may have been kept in this browser only. @returns {Object<string, string>} */
function keptBefore() {
  const contact = work.whole && work.came_from;
  const name = `${document.body.dataset.owner ?? ""}:desk-contact-${contact}`;
  return { ...(contact ? kept(name) : {}), ...keeper.kept("facts") };
}

/** Words of ours that the server kept are back. @param {string} name @param {string} text @param {string} over what the field held when they were typed */
function put(name, text, over) {
  if (name === "log_key") return void (work.whole || (logKey = text));
  if (!NAMES.includes(name)) return;
  field(name).value = text;
  typed_over[name] = over;
  say("What you typed before is back.");
  showDigits();
  keepDrafts();
  if (work.whole) saveKept(name, over);
}

/** @param {string} words @param {boolean} [refused] what is said is a refusal, and looks like one */
function say(words, refused = false) {
  const said = one("[data-intake-said]");
  said.textContent = words;
  said.toggleAttribute("data-refused", refused);
}

/** Degrees nobody can read are said, and marked until they can be. @returns {boolean} */
function degreesAreUnread() {
  const typed = field("coordinates").value.trim();
  const unread = Boolean(typed) && !degrees(typed);
  if (unread) field("coordinates").setAttribute("aria-invalid", "true");
  else field("coordinates").removeAttribute("aria-invalid");
  return unread;
}

/** Another incident, or none, stands on the desk. */
function opened() {
  one("[data-intake-clashes]").replaceChildren();
  say("");
  const drafts = keptBefore();
  logKey = drafts.log_key ?? newKey();
  logging = null;
  typed_over = Object.fromEntries(NAMES.filter((name) => drafts[`over ${name}`] !== undefined).map((name) => [name, drafts[`over ${name}`]]));
  base = work.whole ? told(work.whole) : told(null);
  const shown = work.whole ? base : told(work.contact);
  for (const name of NAMES) field(name).value = drafts[name] ?? shown[name];
  degreesAreUnread();
  if (NAMES.some((name) => drafts[name] !== undefined)) say("What you typed before is back.");
  showTicks();
  showDigits();
  if (work.whole) for (const name of NAMES.filter(isDirty)) saveKept(name, drafts[`over ${name}`]);
}

/** Words from before a reload go out, unless somebody has changed the same fact since. @param {string} name @param {string|undefined} over */
function saveKept(name, over) {
  if (over === undefined || over.trim() === base[name].trim()) save(name);
  else clash(name, base[name]);
}

function showTicks() {
  for (const [box, fact] of Object.entries(TICKS)) {
    const ticked = Boolean(work.whole?.read_back.includes(fact));
    field(box).checked = ticked;
    field(box).disabled = ticked;
  }
}

function showDigits() {
  one("[data-digits]").textContent = inGroups(field("callback_number").value);
}

/** The incident is newer: fields nobody is typing in follow it; the others keep their words. */
function changed() {
  const now = told(work.whole);
  for (const name of NAMES) {
    if (under_way[name] === now[name].trim()) base[name] = now[name];
    const typing = isDirty(name) || document.activeElement === field(name);
    if (!typing) field(name).value = now[name];
    else if (now[name] !== base[name] && isDirty(name) && now[name].trim() !== field(name).value.trim()) clash(name, now[name]);
    if (!typing || !isDirty(name)) base[name] = now[name];
  }
  showTicks();
  showDigits();
  keepDrafts();
}

/** Both texts, and a choice. @param {string} name @param {string} theirs */
function clash(name, theirs) {
  const list = one("[data-intake-clashes]");
  const choose = (/** @type {string|null} */ taken) => () => {
    base[name] = theirs;
    delete typed_over[name];
    if (taken !== null) field(name).value = taken;
    note.remove();
    keepDrafts();
    field(name).focus();
    save(name);
  };
  const note = el("div.clash", { role: "alert", "data-clash": name },
    el("p", {}, el("b", {}, LABELS[/** @type {"summary"} */ (name)]), " was changed by somebody else to “", theirs, "”. Yours is still in the field."),
    el("div.button-row", {}, el("button.button.button--small", { type: "button", onclick: choose(null) }, "Keep mine"), el("button.button.button--small", { type: "button", onclick: choose(theirs) }, "Take theirs")));
  say("");
  list.querySelector(`[data-clash="${name}"]`)?.remove();
  list.append(note);
}

/** @param {string[]} names @returns {any|null} a body for the server; null when the degrees cannot be read */
function bodyOf(names) {
  /** @type {any} */ const body = {};
  /** @type {any} */ const place = {};
  for (const name of names) {
    const value = field(name).value.trim();
    if (name === "place_text") Object.assign(place, { text: value }, chosenFor(value));
    else if (name === "access") place.access = value;
    else if (name !== "coordinates") body[name] = value;
    else if (value) Object.assign(place, degrees(value), pinFor(value));
  }
  if (Object.keys(place).length) body.place = place;
  return body;
}

/** Log the incident with everything typed so far, once: whoever asks while it is being logged waits for that. @returns {Promise<boolean>} */
export async function ensureLogged() {
  if (work.whole) return true;
  const mine = (logging ??= logNow());
  const done = await mine;
  if (logging === mine) logging = null;
  return done;
}

/** @returns {Promise<boolean>} */
async function logNow() {
  const names = NAMES.filter((name) => field(name).value.trim());
  say("Logging…");
  const answer = await work.log(bodyOf(names), logKey);
  if (!answer.ok) {
    say(`Not logged: ${answer.fault?.detail ?? ""}`, true);
    return false;
  }
  logKey = newKey();
  say(`Logged as ${work.reference}.`);
  for (const name of NAMES.filter(isDirty)) save(name);
  return true;
}

/** A fact that is worth an incident logs it, unless an open one may be the same: then the agent says. @param {string} name */
async function logFor(name) {
  if (!ENOUGH.has(name) || !field(name).value.trim()) return;
  if (logging) await logging; // while it is being logged it would be found to resemble itself
  if (work.whole) return; // and what was not taken then is saved after it
  if (await work.mayBeSame()) return say("Kept here. It may be open already: F2.");
  if (!work.whole) await ensureLogged();
}

/** Everything typed about what is not logged yet. @returns {{body: any, told: () => Promise<void>}} */
export function typed() {
  return { body: bodyOf(NAMES.filter((name) => field(name).value.trim())), told: () => keeper.told("facts") };
}

/** @param {string} name save one field */
async function save(name) {
  if (name === "coordinates") {
    const wereUnread = field(name).hasAttribute("aria-invalid");
    if (degreesAreUnread()) return say("Not read as latitude, longitude. For example: 50.5745, -2.98", true);
    if (wereUnread) say("");
  }
  if (!work.whole) return logFor(name);
  if (!isDirty(name)) return;
  await send(name, field(name).value.trim(), work.whole.revision);
}

/** @param {string} name @param {string} value @param {number} revision the one this person saw */
async function send(name, value, revision, again = true) {
  const reference = work.reference;
  say("Saving…");
  under_way[name] = value;
  const answer = await work.act("", { revision, ...bodyOf([name]) });
  delete under_way[name];
  if (reference !== work.reference) return;
  if (answer.ok) {
    base[name] = value;
    keepDrafts();
    return say("Saved.");
  }
  const now = answer.json?.facts?.now?.[name];
  say("");
  if (answer.fault?.code !== "stale") return say(`Not saved: ${answer.fault?.detail ?? ""}`, true);
  // Another fact changed meanwhile, not this one: nothing of anybody's would be lost.
  if (again && (now === undefined || now.trim() === (base[name] ?? "").trim())) {
    await work.refresh();
    return send(name, value, work.whole.revision, false);
  }
  clash(name, now ?? "");
}

/** @param {HTMLInputElement} box */
async function tick(box) {
  if (!box.checked || !(await ensureLogged())) return;
  const fact = TICKS[/** @type {"tick_place_text"} */ (box.name)];
  const answer = await work.act("", { read_back: [fact] });
  if (!answer.ok) box.checked = false;
  say(answer.ok ? "Read back, noted." : `Not noted: ${answer.fault?.detail ?? ""}`, !answer.ok);
}

/** @param {KeyboardEvent} event Enter goes on to the next field; Escape leaves the form, so that single keys work */
function key(event) {
  const here = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Escape") return here.blur();
  if (event.key !== "Enter" || event.ctrlKey || !GO_ON.concat("coordinates").includes(/** @type {HTMLInputElement} */ (here).name) || here.tagName === "TEXTAREA") return;
  event.preventDefault();
  const all = GO_ON.map(field);
  const place = /** @type {HTMLInputElement} */ (here).name === "coordinates" ? 0 : all.indexOf(/** @type {HTMLInputElement} */ (here));
  const next = all[place + 1];
  if (next) next.focus();
  else here.blur();
}

/** Tie the form. */
export function start() {
  keeper.register("facts", { put, read: (name) => (name === "log_key" ? (work.whole ? undefined : logKey) : NAMES.includes(name) && isDirty(name) ? field(name).value : undefined) });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    keepDrafts();
    if (target === field("callback_number")) showDigits();
  });
  form.addEventListener("change", ({ target }) => {
    const changedField = /** @type {HTMLInputElement} */ (target);
    if (changedField.name in TICKS) tick(changedField);
    else save(changedField.name);
  });
  form.addEventListener("keydown", key);
  work.addEventListener("opened", () => {
    opened();
    if (work.busy && !work.whole) field("place_text").focus();
  });
  work.addEventListener("logged", () => (base = told(work.whole)));
  work.addEventListener("changed", changed);
}
