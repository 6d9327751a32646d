/**
 * What lives here: the editor of a draft. Each field writes by itself, one after the other, with what its author saw there; what
 * somebody else wrote meanwhile is shown beside it, and nothing is lost: unsaved words are kept in this browser until they are taken.
 */
import { forget, keep, kept } from "./lib/draft.js";
import { place, next } from "./procedures_editor/findings.js";
import { post } from "./lib/api.js";

const PAUSE_MS = 600;
const RETRY_MS = 3000;
const FOCUS_KEY = "editor-focus";

const page = /** @type {HTMLElement} */ (document.getElementById("editor"));
const { version = "" } = page.dataset;
const url = `/api/v1/procedures/versions/${version}/text/`;
const draftKey = `${document.body.dataset.owner ?? ""}:editor-${version}`;
const state = /** @type {HTMLElement} */ (page.querySelector("[data-saved]"));
const conflict = /** @type {HTMLElement} */ (page.querySelector("[data-conflict]"));
let revision = Number(page.dataset.revision);

/** @typedef {HTMLInputElement|HTMLTextAreaElement|HTMLSelectElement} Control */
/** Fields that wait to be written, by their path. @type {Map<string, Control>} */
const waiting = new Map();
let writing = false;
/** @type {ReturnType<typeof setTimeout>|undefined} */ let pause;

/** @param {Control} control @returns {unknown} what it holds, as the text keeps it */
function valueOf(control) {
  const { kind } = control.dataset;
  if (kind === "check") return /** @type {HTMLInputElement} */ (control).checked;
  if (kind === "lines") return control.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (kind === "number") return control.value === "" ? null : Number(control.value);
  return control.value === "" && control.dataset.optional !== undefined ? null : control.value;
}

/** @param {Control} control @param {unknown} value put it into the control */
function show(control, value) {
  if (control.dataset.kind === "check") /** @type {HTMLInputElement} */ (control).checked = Boolean(value);
  else if (Array.isArray(value)) control.value = value.join("\n");
  else control.value = value === null || value === undefined ? "" : String(value);
}

/** @param {Control} control @returns {boolean} true when it holds something else than was written last */
function isChanged(control) {
  return JSON.stringify(valueOf(control)) !== JSON.stringify(JSON.parse(control.dataset.was ?? "null") ?? (control.dataset.kind === "check" ? false : control.dataset.kind === "lines" ? [] : null));
}

/** @param {string} words @param {"ok"|"busy"|"warn"} tone */
function say(words, tone) {
  state.textContent = words;
  state.dataset.tone = tone;
}

/** Keep unsaved words in this browser, until there are none. */
function remember() {
  if (waiting.size === 0) return forget(draftKey);
  keep(draftKey, Object.fromEntries([...waiting].map(([path, control]) => [path, JSON.stringify(valueOf(control))])));
}

/** @param {Control} control */
function want(control) {
  const path = control.dataset.path ?? "";
  if (control.dataset.disputed !== undefined || !isChanged(control)) return;
  waiting.set(path, control);
  say("Not saved yet", "busy");
  remember();
}

/** Write what waits, one field after the other. @returns {Promise<boolean>} true when all of it is written */
async function write() {
  clearTimeout(pause);
  if (writing) return false;
  writing = true;
  let all = true;
  for (const [path, control] of [...waiting]) all = (await writeOne(path, control)) && all;
  writing = false;
  if (waiting.size > 0 && all) return write();
  if (waiting.size === 0 && all) say(`Saved at ${new Date().toLocaleTimeString("en-GB")}`, "ok");
  remember();
  return all && waiting.size === 0;
}

/** @param {string} path @param {Control} control @returns {Promise<boolean>} */
async function writeOne(path, control) {
  const value = valueOf(control);
  const edit = control.dataset.kind === "name" ? { op: "rename", path: JSON.parse(path), value } : { op: "set", path: JSON.parse(path), value, was: JSON.parse(control.dataset.was ?? "null") };
  const answer = await post(url, { revision, edits: [edit] });
  if (answer.ok) {
    waiting.delete(path);
    control.dataset.was = JSON.stringify(value);
    taken(answer.json);
    if (control.dataset.kind === "name") open(control.id);
    return true;
  }
  if (answer.status === 0 || answer.status >= 500) {
    say("Not saved: the server cannot be reached. Your words are kept.", "warn");
    pause = setTimeout(write, RETRY_MS);
    return false;
  }
  waiting.delete(path);
  refused(control, answer);
  return false;
}

/** @param {any} answer */
function taken(answer) {
  revision = answer.revision;
  page.dataset.revision = String(revision);
  place(answer.findings);
}

/** @param {Control} control @param {import("./lib/api.js").Answer} answer */
function refused(control, answer) {
  const { code, facts = {} } = answer.json ?? {};
  say("Not saved: see below", "warn");
  if (code === "stale" && !facts.moved) return offerBoth(control, facts.now);
  const words = /** @type {HTMLElement} */ (conflict.querySelector("[data-conflict-words]"));
  words.textContent = answer.fault?.detail ?? "This was not taken.";
  const mine = document.createElement("textarea");
  mine.readOnly = true;
  mine.className = "input";
  mine.setAttribute("aria-label", "Your words, kept");
  mine.value = control.value;
  const again = button("Show the draft as it is now", () => open(control.id));
  conflict.querySelector("[data-conflict-kept]")?.replaceChildren(mine, again);
  conflict.hidden = false;
}

/** @param {Control} control @param {unknown} now what somebody else wrote there */
function offerBoth(control, now) {
  const field = control.closest(".field");
  field?.querySelector(".editor-both")?.remove();
  const theirs = Array.isArray(now) ? now.join(", ") : String(now ?? "nothing");
  const box = document.createElement("div");
  box.className = "editor-both note note--warn";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = `Somebody else wrote “${theirs}” here meanwhile. Yours is still in the field.`;
  const settle = (/** @type {boolean} */ mine) => {
    control.dataset.was = JSON.stringify(now ?? null);
    delete control.dataset.disputed;
    if (!mine) show(control, now);
    box.remove();
    control.focus();
    want(control);
    write();
  };
  box.append(words, button("Use mine", () => settle(true)), button("Take theirs", () => settle(false)));
  control.dataset.disputed = "";
  field?.append(box);
  revision = Math.max(revision, Number(page.dataset.revision));
}

/** @param {string} label @param {() => void} act */
function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--small";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

/** Show the draft as it is now, with the focus where it belongs. @param {string} id */
function open(id) {
  sessionStorage.setItem(FOCUS_KEY, id);
  location.reload();
}

/** @param {(string|number)[]} path @returns {string} */
function idOf(path) {
  return `at-${path.map((part) => String(part).replaceAll(".", "-")).join("-")}`;
}

/** Add, move or remove a part. @param {HTMLElement} pressed */
async function change(pressed) {
  if (pressed.getAttribute("aria-busy") === "true") return;
  pressed.setAttribute("aria-busy", "true");
  const edit = JSON.parse(pressed.dataset.edit ?? "{}");
  if (waiting.size === 0 || (await write())) {
    const answer = await post(url, { revision, edits: [edit] });
    if (answer.ok) {
      const to = edit.op === "move" ? [...edit.path.slice(0, -1), edit.value] : edit.op === "remove" ? edit.path.slice(0, -1) : edit.path;
      if (edit.op === "add" && edit.path.length === 2 && edit.path[0] === "incident_types") return location.assign(`?type=${edit.path[1]}`);
      if (edit.op === "remove" && to.length === 1 && to[0] === "incident_types") return location.assign("?");
      return open(idOf(to));
    }
    say(answer.fault?.detail ?? "Not done.", "warn");
    if (answer.json?.code === "stale") setTimeout(() => open(pressed.closest("[id]")?.id ?? ""), RETRY_MS);
  }
  pressed.removeAttribute("aria-busy");
}

page.addEventListener("input", ({ target }) => {
  const control = /** @type {Control} */ (target);
  if (!control.dataset.path || control.dataset.kind === "name") return;
  want(control);
  clearTimeout(pause);
  pause = setTimeout(write, PAUSE_MS);
});
page.addEventListener("change", ({ target }) => {
  const control = /** @type {Control} */ (target);
  if (!control.dataset.path) return;
  want(control);
  write();
});
page.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  const pressed = /** @type {HTMLElement|null} */ (target.closest("[data-edit]"));
  if (pressed) change(pressed);
  if (target.closest("[data-next-finding]")) next();
});
addEventListener("beforeunload", (event) => waiting.size > 0 && event.preventDefault());

/** What was typed and not yet taken, when the page was left: put it back, and write it. */
function restore() {
  for (const [path, value] of Object.entries(kept(draftKey))) {
    const control = /** @type {Control|null} */ (page.querySelector(`[data-path="${CSS.escape(path)}"]`));
    if (!control || control.dataset.kind === "name") continue;
    show(control, JSON.parse(value));
    want(control);
  }
  if (waiting.size > 0) write();
}

place(JSON.parse(document.getElementById("editor-findings")?.textContent ?? "[]"));
restore();
const focused = sessionStorage.getItem(FOCUS_KEY) || location.hash.slice(1);
sessionStorage.removeItem(FOCUS_KEY);
const found = focused ? document.getElementById(focused) : null;
found?.scrollIntoView({ block: "center" });
found?.focus({ preventScroll: true });
