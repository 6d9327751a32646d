/**
 * What lives here: forms and buttons that write through REST, each press once, and say no beside the thing.
 *
 *   <form data-send="/api/v1/…">     its named fields become the JSON body: "place.text" nests; data-as says how a value is read:
 *                                    number · boolean · chosen (boxes of one name: a list of those ticked) · ago (minutes before now, an instant; 0 is left out) · ahead (minutes from now)
 *                                    "place.at" holds "latitude, longitude". data-changed-only sends what differs from how it was
 *                                    filled; fields marked data-always are sent anyway. [data-refused] takes the refusal.
 *   <button data-post="/api/v1/…" data-body='{…}'>     one press, one write.
 *   <button data-opens="dialog" data-fill='{…}' data-fill-from="id of JSON" data-to="/api/v1/…" data-about="words">
 */
import { now } from "./clock.js";
import { post } from "./outbox.js";
import { toast } from "./toast.js";

/** How each form was filled. @type {WeakMap<HTMLFormElement, Object<string, string>>} */
const filled = new WeakMap();

/** @param {HTMLFormElement} form @param {string} name @returns {string} what a field held when its form was opened */
export function stood(form, name) {
  return filled.get(form)?.[name] ?? "";
}

/** @param {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} field @returns {unknown} undefined: leave it out */
function valueOf(field) {
  const { value, dataset } = field;
  if (dataset.as === "number") return value === "" ? undefined : Number(value);
  if (dataset.as === "boolean") return value === "true";
  if (dataset.as === "ago") return Number(value) > 0 ? new Date(now() - Number(value) * 60000).toISOString() : undefined;
  if (dataset.as === "ahead") return new Date(now() + Number(value) * 60000).toISOString();
  return value;
}

/** @param {string} text @returns {{lat: number, lon: number}|null} null when it is not two degrees */
export function coordinates(text) {
  const found = text.trim().match(/^(-?\d{1,2}(?:\.\d+)?)[,\s]+(-?\d{1,3}(?:\.\d+)?)$/);
  if (!found) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

/** @param {Object<string, any>} body @param {string} name "place.text" @param {unknown} value */
function put(body, name, value) {
  const [outer, inner] = name.split(/\.(.*)/s);
  if (inner) body[outer] = { ...body[outer], [inner]: value };
  else body[outer] = value;
}

/** @param {HTMLFormElement} form @returns {{body?: Object<string, any>, wrong?: string}} */
export function bodyOf(form) {
  /** @type {Object<string, any>} */
  const body = {};
  const before = filled.get(form);
  for (const element of form.elements) {
    const field = /** @type {HTMLInputElement} */ (element);
    if (!field.name || field.disabled || (field.type === "radio" && !field.checked)) continue;
    if (field.dataset.as === "chosen") {
      if (field.checked) body[field.name] = [...(body[field.name] ?? []), field.value];
      continue;
    }
    if (form.hasAttribute("data-changed-only") && field.dataset.always === undefined && field.value === (before?.[field.name] ?? "")) continue;
    if (field.name === "place.at") {
      const degrees = coordinates(field.value);
      if (!degrees) return { wrong: "Write the latitude and the longitude in degrees, for instance 50.5745, -2.9800." };
      body.place = { ...body.place, ...degrees };
    } else {
      const value = valueOf(field);
      if (value !== undefined) put(body, field.name, value);
    }
  }
  return { body };
}

/** @param {HTMLFormElement} form @param {Object<string, any>} values by field name; a list fills a select's options */
export function fill(form, values) {
  for (const element of form.elements) {
    const field = /** @type {HTMLInputElement|HTMLSelectElement} */ (element);
    const value = values[field.name];
    if (value === undefined) continue;
    if (field instanceof HTMLSelectElement && Array.isArray(value)) field.replaceChildren(...value.map((each) => new Option(each.label, each.value)));
    else field.value = String(value);
  }
  filled.set(form, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])));
}

/** @param {HTMLFormElement} form @param {string} sentence "" clears it @param {string[]} [lines] */
export function refuse(form, sentence, lines = []) {
  const place = /** @type {HTMLElement|null} */ (form.querySelector("[data-refused]"));
  if (!place) return void (sentence && toast(sentence, "danger"));
  place.replaceChildren(sentence, ...(lines.length ? [list(lines)] : []));
  place.hidden = !sentence;
  if (sentence) place.scrollIntoView({ block: "nearest" });
}

/** @param {string[]} lines */
function list(lines) {
  const items = lines.map((line) => Object.assign(document.createElement("li"), { textContent: line }));
  const whole = Object.assign(document.createElement("ul"), { className: "open-list" });
  whole.append(...items);
  return whole;
}

/** @param {import("./api.js").Answer} answer @returns {[string, string[]]} the sentence, and what it lists */
export function wordsOf({ fault, json }) {
  const facts = json?.facts ?? {};
  const both = Object.entries(facts.now ?? {}).map(([name, text]) => `It now says “${text}”. You wrote “${facts.yours?.[name] ?? ""}”. Send again to use yours.`);
  return [fault?.detail ?? "", [...(facts.open ?? []), ...both]];
}

/** @param {HTMLFormElement} form @param {(answer: import("./api.js").Answer) => void} done */
async function sendForm(form, done) {
  const { body, wrong } = bodyOf(form);
  if (wrong || form.getAttribute("aria-busy") === "true") return wrong && refuse(form, wrong);
  const dialog = form.closest("dialog");
  if (form.hasAttribute("data-changed-only") && Object.keys(body ?? {}).every((name) => name === "revision")) return dialog?.close();
  form.setAttribute("aria-busy", "true");
  refuse(form, "");
  const answer = await post(form.dataset.send ?? "", body);
  form.removeAttribute("aria-busy");
  if (!answer.ok) {
    const revision = /** @type {HTMLInputElement|null} */ (form.elements.namedItem("revision"));
    if (answer.json?.code === "stale" && revision) revision.value = "";
    return refuse(form, ...wordsOf(answer));
  }
  form.dispatchEvent(new CustomEvent("draft:sent"));
  form.reset();
  for (const place of form.querySelectorAll("[data-kept-for]")) place.textContent = "";
  dialog?.close();
  done(answer);
}

/** @param {HTMLElement} button @param {(answer: import("./api.js").Answer) => void} done */
async function press(button, done) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const answer = await post(button.dataset.post ?? "", JSON.parse(button.dataset.body ?? "{}"));
  button.removeAttribute("aria-busy");
  if (!answer.ok) toast(wordsOf(answer).flat().join(" "), "danger");
  done(answer);
}

/** @param {HTMLElement} opener fill its dialog before it opens */
function prepare(opener) {
  const dialog = document.getElementById(opener.dataset.opens ?? "");
  const form = /** @type {HTMLFormElement|null|undefined} */ (dialog?.querySelector("form[data-send]"));
  if (!dialog || !form) return;
  const { fillFrom, fill: words, to, about } = opener.dataset;
  if (to && to !== form.dataset.send) form.reset();  // what was typed about one thing never stands in the form about another
  if (to) form.dataset.send = to;
  const kept = fillFrom && document.getElementById(fillFrom)?.textContent;
  if (kept || words) fill(form, JSON.parse(kept || words || "{}"));
  for (const place of dialog.querySelectorAll("[data-about-here]")) place.textContent = about ?? "";
  refuse(form, "");
  form.dispatchEvent(new CustomEvent("form:filled", { bubbles: true }));
}

/** Listen to the page's forms and buttons. @param {(answer: import("./api.js").Answer) => void} done after each write that was answered */
export function start(done) {
  // In the capture phase: the draft of a form must outlive a refusal, so its own listener has to see that this one took over.
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches("form[data-send]")) return;
    event.preventDefault();
    sendForm(form, done);
  }, true);
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const button = /** @type {HTMLElement|null} */ (target.closest("[data-post]"));
    if (button) press(button, done);
    const opener = /** @type {HTMLElement|null} */ (target.closest("[data-opens]"));
    if (opener) prepare(opener);
  }, true);
  document.addEventListener("keydown", (event) => {
    const form = event.target instanceof Element && /** @type {HTMLFormElement|null} */ (event.target.closest("form[data-send]"));
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}
