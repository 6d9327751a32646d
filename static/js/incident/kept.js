/**
 * What lives here: what is typed on the incident page is a draft on the server, as on the desk (lib/keeper.js): the same words
 * under the same names, so that an update begun here is there on the desk, in another window and after a crash.
 * A dialog about one of many (data-keeps-each) keeps its words by what it is about: the number in the address it is sent to.
 */
import * as asking from "../lib/asking.js";
import { one } from "../lib/dom.js";
import { Keeper } from "../lib/keeper.js";
import * as others from "../lib/others.js";
import { stood } from "../lib/send.js";

const { reference = "" } = one("#incident").dataset;
/** @type {Keeper|null} */ let keeper = null;

/** @param {string} area @returns {HTMLFormElement|null} the form that keeps its words there */
function formOf(area) {
  return document.querySelector(`form[data-keeps="${CSS.escape(area)}"]`);
}

/** @param {HTMLFormElement|null} form @returns {HTMLInputElement[]} the fields in which somebody writes */
function fieldsOf(form) {
  return form ? [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-draft]"))] : [];
}

/** A field's name among the drafts: the desk asks for the same facts under this one. @param {HTMLInputElement} field */
function nameOf(field) {
  return field.name.replace("facts.", "fact_");
}

/** @param {HTMLFormElement} form */
function keep(form) {
  const typed = Object.fromEntries(fieldsOf(form).filter((field) => field.value.trim() && field.value !== stood(form, field.name)).map((field) => [nameOf(field), field.value]));
  keeper?.keep(form.dataset.keeps ?? "", typed);
}

/** @param {string} area @param {string} name @param {string} words */
function put(area, name, words) {
  const form = formOf(area);
  const field = fieldsOf(form).find((each) => nameOf(each) === name);
  if (!form || !field) return;
  field.value = words;
  say(form, "Your draft is back");
  keep(form);
}

/** @param {HTMLFormElement} form @param {string} words @param {Object<string, string>} [typed] by field, where only these are meant */
function say(form, words, typed) {
  for (const place of form.querySelectorAll("[data-kept-for]")) {
    const field = fieldsOf(form).find((each) => each.name === /** @type {HTMLElement} */ (place).dataset.keptFor);
    place.textContent = field?.value.trim() && field.value !== stood(form, field.name) && (!typed || typed[nameOf(field)]) ? words : "";
  }
}

/** A dialog was filled for one of many: it gets the words back that were typed about this one. @param {HTMLFormElement} form */
function turnTo(form) {
  const number = form.dataset.send?.match(/\/(\d+)\//)?.[1];
  if (!keeper || !number) return;
  const area = `ask-${form.dataset.keepsEach}-${number}`;
  form.dataset.keeps = area;
  register(area);
  const before = keeper.kept(area);
  for (const field of fieldsOf(form)) if (before[nameOf(field)]) field.value = before[nameOf(field)];
  say(form, "Your draft is back", before);
}

/** Cancelled on purpose. @param {HTMLFormElement} form */
function giveUp(form) {
  for (const field of fieldsOf(form)) field.value = stood(form, field.name);
  keeper?.forget(form.dataset.keeps ?? "");
  say(form, "");
}

/** @param {string} area */
function register(area) {
  const read = (/** @type {string} */ name) => fieldsOf(formOf(area)).find((field) => nameOf(field) === name)?.value || undefined;
  keeper?.register(area, { put: (name, words) => put(area, name, words), read });
}

/** Forms that came with a newer rendering keep their words too. */
export function tie() {
  if (!keeper) return;
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-keeps]"))) {
    const area = form.dataset.keeps ?? "";
    if (keeper.areas.has(area)) continue;
    register(area);
    const before = keeper.kept(area);
    for (const field of fieldsOf(form)) if (!field.value && before[nameOf(field)]) field.value = before[nameOf(field)];
  }
}

/** Fetch what was typed here before, and keep what is typed from now on. Who may not write has nothing to keep. */
export function start() {
  if (!document.querySelector("form:is([data-keeps], [data-keeps-each])")) return;
  const { me } = JSON.parse(one("#incident-words").textContent ?? "{}");
  keeper = new Keeper({ key: `desk-incident-${reference}`, at: { incident: reference }, busy: true });
  asking.start(keeper);
  others.start({ keeper, me, isHere: (said) => said.incident === reference });
  keeper.stand();
  tie();
  keeper.turn_to();
  document.addEventListener("input", ({ target }) => {
    const form = target instanceof Element ? /** @type {HTMLFormElement|null} */ (target.closest("form[data-keeps]")) : null;
    if (form) keep(form);
  });
  document.addEventListener("form:filled", ({ target }) => {
    const form = /** @type {HTMLFormElement} */ (target);
    if (form.dataset.keepsEach) turnTo(form);
  });
  document.addEventListener("draft:sent", ({ target }) => keeper?.forget(/** @type {HTMLFormElement} */ (target).dataset.keeps ?? ""), true);
  document.addEventListener("draft:cancelled", ({ target }) => {
    const form = /** @type {HTMLFormElement} */ (target);
    if (form.dataset.keeps) giveUp(form);
  }, true);
  keeper.addEventListener("kept", (event) => {
    const where = /** @type {CustomEvent} */ (event).detail.where;
    for (const form of document.querySelectorAll("form[data-keeps]")) say(/** @type {HTMLFormElement} */ (form), where === "server" ? "Every word is kept" : "Kept in this browser only: no connection");
  });
}
