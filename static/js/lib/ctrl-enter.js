/**
 * What lives here: Ctrl+Enter sends the form that the focus is in: <form data-ctrl-enter>.
 */

/** @param {KeyboardEvent} event */
function send(event) {
  const form = event.target instanceof Element ? event.target.closest("form[data-ctrl-enter]") : null;
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  /** @type {HTMLFormElement} */ (form).requestSubmit();
}

/** Listen to the page's forms. */
export function start() {
  document.addEventListener("keydown", send);
}
