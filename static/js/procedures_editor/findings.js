/**
 * What lives here: the validator's findings, each beside the field that it is about, or the nearest part around it.
 *
 * @typedef {{rule: string, level: "error"|"warning", path: string, message: string}} Finding
 */

/** @param {string} at @param {string} path @returns {boolean} true when the path is that place, or lies inside it */
export function holds(at, path) {
  return at === "" || path === at || (path.startsWith(at) && ".[".includes(path[at.length]));
}

/** @param {HTMLElement[]} places @param {string} path @returns {HTMLElement|undefined} the innermost place that holds it */
function nearest(places, path) {
  return places.filter((each) => holds(each.dataset.at ?? "", path)).sort((one, other) => (other.dataset.at ?? "").length - (one.dataset.at ?? "").length)[0];
}

/** @param {Finding} finding */
function line({ level, message, rule }) {
  const item = document.createElement("li");
  item.dataset.level = level;
  const code = document.createElement("span");
  code.className = "small muted mono";
  code.textContent = level === "error" ? rule : `${rule}, a warning`;
  item.append(message, " ", code);
  return item;
}

/** @param {HTMLElement} home @param {string} path @returns {boolean} true for a question that the page does not show */
function isOnAnotherPage(home, path) {
  const at = home.dataset.at ?? "";
  return at.endsWith(".tree.nodes") && path !== at;
}

/** @param {number} many */
function summary(many) {
  const item = document.createElement("li");
  item.textContent = `${many} more about questions on other pages.`;
  return item;
}

/** Say each where it belongs, and how many there are. @param {Finding[]} findings */
export function place(findings) {
  const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#editor [data-at]")]);
  for (const list of document.querySelectorAll("[data-findings-here]")) list.replaceChildren();
  for (const each of places) each.removeAttribute("data-level");
  let elsewhere = 0;
  for (const finding of findings) {
    const home = nearest(places, finding.path);
    if (!home) continue;
    if (isOnAnotherPage(home, finding.path)) {
      elsewhere += 1;
      continue;
    }
    home.querySelector("[data-findings-here]")?.append(line(finding));
    if (home.dataset.level !== "error") home.dataset.level = finding.level;
  }
  if (elsewhere > 0) document.querySelector("#editor [data-at$='.tree.nodes'] > [data-findings-here]")?.append(summary(elsewhere));
  count(findings);
}

/** @param {Finding[]} findings */
function count(findings) {
  const errors = findings.filter((each) => each.level === "error").length;
  const button = /** @type {HTMLElement} */ (document.querySelector("[data-next-finding]"));
  button.hidden = findings.length === 0;
  const words = button.querySelector("[data-finding-count]");
  if (words) words.textContent = errors > 0 ? `${errors} ${errors === 1 ? "error" : "errors"}` : `${findings.length} ${findings.length === 1 ? "warning" : "warnings"}`;
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-nav]"))) {
    const wrong = findings.filter((each) => each.level === "error" && holds(link.dataset.nav ?? "", each.path)).length;
    link.querySelector(".count")?.remove();
    if (wrong === 0) continue;
    const mark = document.createElement("span");
    mark.className = "count count--danger";
    mark.textContent = String(wrong);
    link.append(" ", mark);
  }
}

/** Go to the next finding on the page, or to the first part of the pack that has one. */
export function next() {
  const here = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#editor [data-at][data-level]")]).filter((each) => each.querySelector(":scope > [data-findings-here] li"));
  const after = here.find((each) => Boolean((document.activeElement?.compareDocumentPosition(each) ?? 0) & Node.DOCUMENT_POSITION_FOLLOWING)) ?? here[0];
  if (!after) return /** @type {HTMLElement|null} */ (document.querySelector("[data-nav] .count")?.closest("a"))?.click();
  const control = /** @type {HTMLElement} */ (after.querySelector("input, textarea, select") ?? after);
  control.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
}
