/**
 * What lives here: the one dialog that asks for words before something is done. The server's no stands inside it; what was
 * typed stays until it is taken.
 */
import { el, one } from "./dom.js";

/**
 * @typedef {{name: string, label: string, kind?: "text"|"number"|"textarea"|"select"|"radio", required?: boolean, either?: boolean, hint?: string, value?: string,
 *            options?: {value: string, label: string}[]}} Field
 * @typedef {{title: string, note?: string, fields: Field[], go: string, tone?: "danger", draft: string,
 *            beside?: HTMLElement|null, send: (values: Object<string, string>) => Promise<import("./api.js").Answer>}} Question  beside: what stands above the fields to be read
 */

/** Where what is typed is kept. @type {import("./keeper.js").Keeper} */
let keeper;

/** @type {Question|null} */
let asked = null;

/** @returns {HTMLDialogElement} */
function box() {
  return /** @type {HTMLDialogElement} */ (one("#desk-ask"));
}

/** @returns {HTMLFormElement} */
function form() {
  return /** @type {HTMLFormElement} */ (one("[data-ask-form]"));
}

/** @returns {string} where what is typed here is kept */
function area() {
  return `ask-${asked?.draft}`;
}

/** @param {Question} question */
export function ask(question) {
  asked = question;
  const { title, note = "", fields, go, tone, beside = null } = question;
  one("[data-ask-title]").textContent = title;
  one("[data-ask-note]").textContent = note;
  one("[data-ask-note]").hidden = !note;
  one("[data-ask-beside]").replaceChildren(...(beside ? [beside] : []));
  one("[data-ask-error]").hidden = true;
  const button = one("[data-ask-go]");
  button.textContent = go;
  button.className = tone === "danger" ? "button button--danger" : "button button--primary";
  const before = keeper.kept(area());
  one("[data-ask-fields]").replaceChildren(...fields.map((field) => fieldFor(field, before[field.name] ?? field.value ?? "")));
  keeper.register(area(), { put, read: (name) => typed()[name] });
  box().showModal();
  const first = /** @type {HTMLInputElement|null} */ (form().querySelector("[data-ask-fields] :is(input, textarea, select)"));
  first?.focus();
  if (fields[0]?.value && fields[0].value === first?.value) first.select?.();  // words that stood ready make way for one's own
}

/** @param {Field} field @param {string} value */
function fieldFor({ name, label, kind = "text", required = false, either = false, hint = "", options = [] }, value) {
  const id = `ask_${name}`;
  const words = [label, required || kind === "select" || either ? null : el("span.field__optional", {}, " (optional)")];
  const described = hint ? `${id}_hint` : null;
  const note = hint ? el("span.field__hint", { id: described }, hint) : null;
  if (kind === "radio") {
    const choices = options.map((option, place) =>
      el("div.choice", {}, el("input", { type: "radio", id: `${id}_${place}`, name, value: option.value, checked: option.value === value }), el("label", { for: `${id}_${place}` }, option.label)),
    );
    return el("fieldset.field", {}, el("legend", {}, words), note, el("div.choices.choices--beside", {}, choices));
  }
  const shared = { id, name, required, "aria-describedby": described, maxlength: kind === "textarea" ? 5000 : 300 };
  const control = kind === "select" ? el("select", { id, name }, options.map((option) => el("option", { value: option.value, selected: option.value === value }, option.label))) : el(kind === "textarea" ? "textarea" : "input", kind === "textarea" ? { ...shared, rows: 3 } : { ...shared, type: kind, min: kind === "number" ? 1 : null, autocomplete: "off" });
  if (kind !== "select") /** @type {HTMLInputElement} */ (control).value = value;
  return el("div.field", {}, el("label", { for: id }, words), note, control);
}

/** @returns {Object<string, string>} */
function values() {
  return Object.fromEntries([...new FormData(form()).entries()].map(([name, value]) => [name, String(value)]));
}

/** Words of ours that the server kept, or that another window holds. @param {string} name @param {string} words */
function put(name, words) {
  const field = /** @type {HTMLInputElement|null} */ (form().elements.namedItem(name));
  if (!box().open || !field || field instanceof RadioNodeList) return;
  field.value = words;
  keeper.keep(area(), typed());
}

/** @returns {Object<string, string>} what was written or chosen here; what stood there already is nobody's draft */
function typed() {
  const ready = new Map((asked?.fields ?? []).map(({ name, value }) => [name, value]));
  return Object.fromEntries(Object.entries(values()).filter(([name, words]) => words.trim() && words !== ready.get(name)));
}

/** @param {string} words @param {string[]} [list] */
function sayNo(words, list = []) {
  const place = one("[data-ask-error]");
  place.replaceChildren(el("p", {}, words), list.length > 1 ? el("ul", {}, list.map((item) => el("li", {}, item))) : "");
  place.hidden = false;
  if (list.length > 1) one("[data-ask-note]").hidden = true;
  place.scrollIntoView({ block: "nearest" });
}

/** @returns {string} the first thing missing, or nothing */
function missing() {
  const given = values();
  const empty = asked?.fields.find((field) => field.required && !(given[field.name] ?? "").trim());
  return empty ? `Fill in: ${empty.label}.` : "";
}

/** The first wrong field takes the focus. @param {Object<string, string[]>} wrong by name @returns {string} what is wrong with the fields asked for, by their labels */
function wrongFields(wrong) {
  const found = (asked?.fields ?? []).filter(({ name }) => wrong[name]);
  const first = found[0] && form().elements.namedItem(found[0].name);
  if (first instanceof HTMLElement) first.focus();
  return found.map(({ name, label }) => `${label.replace(/[?.:]$/, "")}: ${[wrong[name]].flat().join(" ")}`).join(" ");
}

/** @param {Event} event */
async function go(event) {
  event.preventDefault();
  const button = one("[data-ask-go]");
  if (!asked || button.getAttribute("aria-busy") === "true") return;
  const lack = missing();
  if (lack) return sayNo(lack);
  button.setAttribute("aria-busy", "true");
  const from = area();
  const answer = await asked.send(values());
  button.removeAttribute("aria-busy");
  if (!answer.ok) return sayNo(wrongFields(answer.fault?.fields ?? {}) || (answer.fault?.detail ?? ""), answer.json?.facts?.open ?? []);
  keeper.forget(from);
  box().close();
}

/** Tie the dialog to its form, once. @param {import("./keeper.js").Keeper} kept */
export function start(kept) {
  keeper = kept;
  form().addEventListener("submit", go);
  form().addEventListener("draft:cancelled", () => {
    const from = area();
    asked = null;
    keeper.forget(from);
  });
  form().addEventListener("input", () => keeper.keep(area(), typed()));
  box().addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) go(event);
  });
}
