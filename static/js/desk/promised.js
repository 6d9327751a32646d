/**
 * What lives here: the update that somebody was promised, above the incident on the desk: by when, its clock, and the call that keeps it.
 */
import { clock, el, fill, one } from "../lib/dom.js";
import { timeOf } from "../lib/tick.js";
import * as upwards from "../lib/upwards.js";
import { work } from "./work.js";

const post = (/** @type {string} */ url, /** @type {any} */ body) => work.actAt(url, body);

/** Promise one, or keep the one that is open. */
export function update() {
  if (!work.whole) return;
  if (work.whole.promise) upwards.keep(work.whole, post);
  else upwards.promise(work.whole, post);
}

/** @param {any} promise */
function band(promise) {
  return [
    el("b", {}, "Update promised"),
    el("span.clip", { title: `Promised by ${promise.made_by}` }, `${promise.to_whom ? `to ${promise.to_whom}, ` : ""}by ${timeOf(promise.due_at)}`),
    clock(promise.due_at, "due", { "data-ageing": "300", "data-late": "0" }),
    el("span.button-row.push", {},
      el("button.button.button--small", { type: "button", "data-hold": "keep-promise", onclick: update }, "They were told…"),
      el("button.button.button--small.button--quiet", { type: "button", "data-hold": "promise-anew", onclick: () => upwards.promise(work.whole, post) }, "Another time…")),
  ];
}

function render() {
  const promise = work.whole?.stage === "closed" ? null : work.whole?.promise;
  const box = one("[data-promised]");
  box.hidden = !promise;
  fill(box, promise, () => (promise ? band(promise) : null));
  one("[data-promise-word]").textContent = promise ? "Update…" : "Promise";
}

/** Follow the incident. */
export function start() {
  for (const name of ["opened", "logged", "changed"]) work.addEventListener(name, render);
}
