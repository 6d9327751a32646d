/**
 * What lives here: who is out and how many are free, while the desk works on nothing.
 */
import { shared } from "../lib/live.js";
import { present } from "../lib/reducer.js";
import { clock, el, fill, one, statusBadge } from "../lib/dom.js";
import { work } from "./work.js";

/** @param {any} unit */
function row(unit) {
  return el("a.keyed.out", { href: `/desk?incident=${encodeURIComponent(unit.incident)}`, "data-hold": unit.call_sign, "data-incident": unit.incident },
    el("b", {}, unit.call_sign), statusBadge(unit.status, unit.status_word), el("span.muted", {}, unit.incident), el("span.push", {}, clock(unit.status_at)));
}

/** @param {any} one @param {any} other @returns {number} an emergency first, then by call sign */
function order(one, other) {
  const rank = (/** @type {any} */ unit) => (unit.status === "emergency" ? 0 : 1);
  return rank(one) - rank(other) || one.call_sign.localeCompare(other.call_sign);
}

function render() {
  one("[data-roster-panel]").hidden = work.busy;
  if (work.busy) return;
  const units = present(shared().picture, "unit");
  const out = units.filter((unit) => unit.incident).sort(order);
  const free = units.filter((unit) => unit.free).length;
  one("[data-roster-sum]").textContent = `${free} free, ${out.length} out`;
  fill(one("[data-roster]"), out, () => (out.length ? out.map(row) : el("p.desk__none", {}, "No unit is out.")));
}

/** Follow the wire. */
export function start() {
  shared().subscribe(({ cards, whole }) => {
    if (whole || cards.some((card) => card.kind === "unit")) render();
  });
  work.addEventListener("opened", render);
  one("[data-roster]").addEventListener("click", (event) => {
    const row = event.target instanceof Element ? event.target.closest("[data-incident]") : null;
    if (!row || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    work.open(/** @type {HTMLElement} */ (row).dataset.incident ?? "");
  });
}
