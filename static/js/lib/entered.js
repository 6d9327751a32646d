/**
 * What lives here: what was entered in a dialog, or in a form of the page marked data-entered, words and choices alike, kept in this browser under the dialog and what it is about.
 * It is back when the dialog opens about the same thing, after a reload or a crash too, until it is sent or cancelled; Escape and
 * the cross only put it aside. It never stands in the dialog about another thing.
 *
 * Not kept: passwords, files, fields marked data-unkept, forms marked data-unkept. Words that a page keeps on the server
 * (data-draft in a form with data-keeps or data-keeps-each) come back from there.
 */
import { forget, keep, kept } from "./draft.js";

const NEVER = new Set(["hidden", "password", "file", "submit", "button", "reset"]);
const STOOD = "stood ";

/** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Field */
/** The form of each open dialog: where it is kept, and what stood in it before anybody entered something. @type {WeakMap<HTMLFormElement, {key: string, stood: Object<string, string>}>} */
const opened = new WeakMap();

/** @param {Pick<Field, "name"|"type"|"dataset">} field @param {boolean} served words marked as drafts are kept on the server @returns {boolean} */
export function isKept({ name, type, dataset }, served) {
  return Boolean(name) && !NEVER.has(type) && dataset.unkept === undefined && !(served && dataset.draft !== undefined);
}

/** @param {Field} field @returns {field is HTMLInputElement} */
function isBox({ type }) {
  return type === "radio" || type === "checkbox";
}

/** @param {Field[]} fields @returns {Object<string, string>} by name; of boxes the values that are ticked, one a line */
export function valuesOf(fields) {
  /** @type {Object<string, string>} */ const values = {};
  for (const field of fields) {
    const before = values[field.name] ?? "";
    if (!isBox(field)) values[field.name] = field.value;
    else values[field.name] = field.checked ? [before, field.value].filter(Boolean).join("\n") : before;
  }
  return values;
}

/** @param {Field[]} fields @param {Object<string, string>} values by name; others stay, and so does a choice that is no longer offered */
export function putInto(fields, values) {
  for (const field of fields) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (isBox(field)) field.checked = value.split("\n").includes(field.value);
    else if (!("options" in field) || [...field.options].some((option) => option.value === value)) field.value = value;
  }
}

/** @param {Object<string, string>} now @param {Object<string, string>} stood @returns {Object<string, string>} what is kept: what differs, and what stood there then */
export function differing(now, stood) {
  const names = Object.keys(now).filter((name) => now[name] !== stood[name]);
  return Object.fromEntries(names.flatMap((name) => [[name, now[name]], [STOOD + name, stood[name] ?? ""]]));
}

/** @param {Object<string, string>} found what was kept @param {Object<string, string>} stood what stands there now @returns {{back: Object<string, string>, changed: string[]}} changed: names of fields that somebody else wrote in meanwhile */
export function returning(found, stood) {
  const back = Object.fromEntries(Object.entries(found).filter(([name]) => !name.startsWith(STOOD) && name in stood));
  return { back, changed: Object.keys(back).filter((name) => found[STOOD + name] !== stood[name] && back[name] !== stood[name]) };
}

/** @param {HTMLFormElement} form @returns {Field[]} */
function fieldsOf(form) {
  const served = "keeps" in form.dataset || "keepsEach" in form.dataset;
  return /** @type {Field[]} */ ([...form.elements].filter((field) => isKept(/** @type {Field} */ (field), served)));
}

/** @param {HTMLFormElement} form @returns {string} what it is about: where it is sent, and what goes with it unseen */
function subjectOf(form) {
  const hidden = /** @type {HTMLInputElement[]} */ ([...form.elements].filter((field) => /** @type {Field} */ (field).type === "hidden"));
  const said = hidden.filter(({ name }) => name && name !== "revision" && name !== "csrfmiddlewaretoken").map(({ name, value }) => `${name}=${value}`);
  return [form.dataset.send || form.getAttribute("action") || location.pathname, ...said].join(" ");
}

/** @param {HTMLFormElement} form */
function remember(form) {
  const at = opened.get(form);
  if (!at) return;
  const entered = differing(valuesOf(fieldsOf(form)), at.stood);
  if (Object.keys(entered).length) keep(at.key, entered);
  else forget(at.key);
}

/** Give up what was entered. @param {HTMLFormElement} form */
function giveUp(form) {
  const at = opened.get(form);
  if (!at) return;
  forget(at.key);
  putInto(fieldsOf(form), at.stood);
  say(form, []);
}

/** @param {HTMLFormElement} form @param {string[]} sentences none: nothing is back */
function say(form, sentences) {
  form.querySelector(":scope > [data-back]")?.remove();
  if (!sentences.length) return;
  const box = document.createElement("p");
  box.className = "field__kept";
  box.dataset.back = "";
  box.setAttribute("role", "status");
  const afresh = document.createElement("button");
  afresh.type = "button";
  afresh.className = "button button--small button--quiet";
  afresh.textContent = "Start afresh";
  afresh.addEventListener("click", () => {
    giveUp(form);
    focusFirst(form);
  });
  box.append(`${sentences.join(" ")} `, afresh);
  form.prepend(box);
}

/** @param {HTMLFormElement} form @param {string} name @returns {string} */
function labelOf(form, name) {
  const field = fieldsOf(form).find((each) => each.name === name);
  const label = field && (isBox(field) ? field.closest("fieldset")?.querySelector("legend") : field.labels?.[0]);
  return label?.firstChild?.textContent?.trim() || name;
}

/** The first field takes the focus, not the way out: a key pressed at once belongs to it. @param {ParentNode} form */
export function focusFirst(form) {
  const fields = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input:not([type=hidden]), select, textarea")]);
  const first = fields.find((field) => !field.disabled && field.checkVisibility());
  const chosen = fields.find((field) => field.type === "radio" && field.checked && field.name === first?.name);
  (chosen ?? first)?.focus();
}

/** A form is about to be shown, filled: what was entered about the same thing comes back. @param {HTMLFormElement} form @param {string} [subject] what it is about, where its address does not say so */
export function open(form, subject = subjectOf(form)) {
  if ("unkept" in form.dataset) return;
  const key = `${document.body.dataset.owner ?? ""}:dialog-${form.closest("dialog")?.id ?? ""} ${subject}`;
  const stood = valuesOf(fieldsOf(form));
  const { back, changed } = returning(kept(key), stood);
  opened.set(form, { key, stood });
  putInto(fieldsOf(form), back);
  const meanwhile = changed.map((name) => `Meanwhile “${labelOf(form, name)}” was changed to “${stood[name]}”.`);
  say(form, Object.keys(back).length ? ["What you entered here is back.", ...meanwhile] : []);
}

/** @param {EventTarget|null} target @returns {HTMLFormElement|null} the form of a dialog, or one of the page that keeps what is entered */
function formAt(target) {
  return target instanceof Element ? target.closest("dialog form, form[data-entered]") : null;
}

/** Follow every dialog of the page, and its forms marked so: those stand open from the beginning. */
export function start() {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-entered]"))) {
    if (form.closest("dialog")) continue;
    open(form);
    if (form.querySelector(":scope > [data-back]")) form.closest("details")?.setAttribute("open", "");
  }
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, ({ target }) => {
      const form = formAt(target);
      if (form) remember(form);
    });
  }
  for (const kind of ["draft:sent", "draft:cancelled"]) {
    document.addEventListener(kind, ({ target }) => {
      if (target instanceof HTMLFormElement) giveUp(target);
    }, true);
  }
  // A form that the page itself sends.
  document.addEventListener("submit", (event) => {
    const form = formAt(event.target);
    const at = form?.method === "post" && !event.defaultPrevented && opened.get(form);
    if (at) forget(at.key);
  });
  document.addEventListener("click", ({ target }) => {
    const form = target instanceof Element && target.closest("[data-cancels]") ? formAt(target) : null;
    form?.dispatchEvent(new CustomEvent("draft:cancelled"));
  }, true);
  // Put aside: the page's own form is as it was, so that nothing of this stands in the dialog about another thing.
  document.addEventListener("close", ({ target }) => {
    if (!(target instanceof HTMLDialogElement) || target.open) return;
    for (const form of target.querySelectorAll("form")) {
      const at = opened.get(form);
      if (at) putInto(fieldsOf(form), at.stood);
      opened.delete(form);
    }
  }, true);
}
