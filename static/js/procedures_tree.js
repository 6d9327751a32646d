/**
 * What lives here: walking the drawn tree: arrows move the focus, what has it is read at the side, Enter goes further in.
 * Plus and minus zoom, zero fits, and the drawing can be pulled about.
 */
import { areOn, isTyping } from "./lib/keys.js";

const STEP = 1.25;
const [LEAST, LEAST_READ, MOST] = [0.15, 0.8, 2.5];

const view = /** @type {HTMLElement} */ (document.querySelector("[data-tree-window]"));
const tree = /** @type {SVGSVGElement} */ (document.querySelector("[data-tree]"));
const side = /** @type {HTMLElement} */ (document.querySelector("[data-tree-detail]"));
const boxes = /** @type {SVGGElement[]} */ ([...document.querySelectorAll("[data-box]")]);
const byId = new Map(boxes.map((box) => [box.dataset.box ?? "", box]));
const [width, height] = [tree.viewBox.baseVal.width, tree.viewBox.baseVal.height];
let scale = 1;

/** @param {string|undefined} ids @returns {SVGGElement[]} */
function named(ids) {
  return (ids ?? "").split(" ").map((id) => byId.get(id)).filter((box) => box !== undefined);
}

/** @param {SVGGElement} box */
function choose(box) {
  for (const each of boxes) {
    each.setAttribute("tabindex", each === box ? "0" : "-1");
    each.toggleAttribute("data-chosen", each === box);
  }
  const id = box.dataset.box ?? "";
  for (const edge of tree.querySelectorAll("[data-from]")) edge.toggleAttribute("data-lit", edge.getAttribute("data-from") === id || edge.getAttribute("data-to") === id);
  const words = document.querySelector(`[data-words="${CSS.escape(id)}"]`);
  if (words) side.replaceChildren(...[...words.childNodes].map((node) => node.cloneNode(true)));
}

/** @param {SVGGElement|undefined} box */
function go(box) {
  if (!box) return;
  box.focus();
  box.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** @param {SVGGElement} box @param {string} key @returns {SVGGElement|undefined} */
function beside(box, key) {
  if (key === "ArrowRight") return named(box.dataset.after)[0];
  if (key === "ArrowLeft") return named(box.dataset.before)[0];
  if (key === "Home") return boxes[0];
  if (key === "End") return boxes.at(-1);
  const column = boxes.filter((each) => each.dataset.column === box.dataset.column);
  return column[column.indexOf(box) + (key === "ArrowDown" ? 1 : -1)];
}

/** @param {SVGGElement} box further in, where something stands behind it that is not drawn */
function enter(box) {
  const more = box.querySelector("a[href]");
  if (more) location.assign(`?at=${encodeURIComponent(box.dataset.box ?? "")}`);
}

/** @param {number} to */
function zoom(to) {
  const middle = { x: (view.scrollLeft + view.clientWidth / 2) / scale, y: (view.scrollTop + view.clientHeight / 2) / scale };
  scale = Math.min(MOST, Math.max(LEAST, to));
  tree.style.width = `${width * scale}px`;
  tree.style.height = `${height * scale}px`;
  view.scrollLeft = middle.x * scale - view.clientWidth / 2;
  view.scrollTop = middle.y * scale - view.clientHeight / 2;
}

/** @returns {number} the scale at which all of it is seen, where it can still be read; else the smallest one at which it can */
function fitting() {
  const across = (view.clientWidth - 16) / width;
  return Math.min(1, Math.max(Math.min(across, (view.clientHeight - 16) / height), LEAST_READ));
}

/** @type {Record<string, () => void>} */
const zooms = { in: () => zoom(scale * STEP), out: () => zoom(scale / STEP), fit: () => zoom(fitting()) };

for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => zooms[/** @type {HTMLElement} */ (button).dataset.zoom ?? "fit"]());

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !areOn()) return;
  const act = { "+": zooms.in, "=": zooms.in, "-": zooms.out, 0: zooms.fit }[event.key];
  if (act) act();
  // From nowhere in particular, left and right lead into the drawing.
  if (document.activeElement === document.body && (event.key === "ArrowRight" || event.key === "ArrowLeft")) go(boxes.find((box) => box.hasAttribute("data-chosen")));
});

tree.addEventListener("keydown", (event) => {
  const box = /** @type {SVGGElement|null} */ (event.target instanceof Element && event.target.closest("[data-box]"));
  if (!box) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    return enter(box);
  }
  if (!event.key.startsWith("Arrow") && event.key !== "Home" && event.key !== "End") return;
  event.preventDefault();
  go(beside(box, event.key));
});
tree.addEventListener("focusin", ({ target }) => {
  const box = /** @type {SVGGElement|null} */ (target instanceof Element && target.closest("[data-box]"));
  if (box) choose(box);
});
tree.addEventListener("dblclick", ({ target }) => {
  const box = /** @type {SVGGElement|null} */ (target instanceof Element && target.closest("[data-box]"));
  if (box) enter(box);
});

view.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || (event.target instanceof Element && event.target.closest("[data-box]"))) return;
  const from = { x: event.clientX + view.scrollLeft, y: event.clientY + view.scrollTop };
  const move = (/** @type {PointerEvent} */ to) => view.scrollTo(from.x - to.clientX, from.y - to.clientY);
  view.toggleAttribute("data-grabbed", true);
  view.addEventListener("pointermove", move);
  addEventListener("pointerup", () => {
    view.removeEventListener("pointermove", move);
    view.toggleAttribute("data-grabbed", false);
  }, { once: true });
});

/** The part that is drawn begins at its first box: show that one. */
function begin() {
  const [first] = boxes;
  if (!first) return;
  choose(first);
  const [box, frame] = [first.getBoundingClientRect(), view.getBoundingClientRect()];
  view.scrollTop += box.top - frame.top - Math.max(16, (frame.height - box.height) / 2);
}

zooms.fit();
begin();
