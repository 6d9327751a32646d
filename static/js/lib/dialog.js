/**
 * What lives here: dialogs and menus by attribute: data-opens="id", data-closes, data-cancels (gives up what was entered), and
 * <details data-menu> that close like menus.
 */
import * as entered from "./entered.js";

/** @param {Element} target */
function openDialog(target) {
  const opener = target.closest("[data-opens]");
  const dialog = opener && document.getElementById(/** @type {HTMLElement} */ (opener).dataset.opens ?? "");
  if (!(dialog instanceof HTMLDialogElement)) return;
  dialog.dispatchEvent(new CustomEvent("dialog:opening"));
  const form = dialog.querySelector("form");
  if (form) entered.open(form);
  dialog.showModal();
  if (form) entered.focusFirst(form);
}

/** @param {Node} target close every menu the target is not in */
function closeMenus(target) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(target)) menu.removeAttribute("open");
}

/** @param {KeyboardEvent} event */
function escape(event) {
  const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.removeAttribute("open");
  menu.querySelector("summary")?.focus();
}

export function start() {
  entered.start();
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    closeMenus(target);
    openDialog(target);
    if (target.closest("[data-closes]")) target.closest("dialog")?.close();
  });
  document.addEventListener("keydown", escape);
}
