/**
 * What lives here: table rows that open with a click anywhere: <tr data-row-link> with a link in it. The keyboard uses the link.
 */

/** @param {MouseEvent} event selecting text is no click */
function open(event) {
  const target = /** @type {Element} */ (event.target);
  const row = target.closest("tr[data-row-link]");
  if (!row || target.closest("a, button") || String(getSelection())) return;
  /** @type {HTMLAnchorElement|null} */ (row.querySelector("a[href]"))?.click();
}

/** Listen to the page's rows. */
export function start() {
  document.addEventListener("click", open);
}
