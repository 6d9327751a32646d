/**
 * What lives here: the little that helps on the public form where scripts run: a button that cannot be pressed twice, and the
 * focus on what went wrong. Everything works without it.
 */
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.getAttribute("aria-busy") === "true") event.preventDefault();
    form.setAttribute("aria-busy", "true");
  });
}
// Back from the next page: the same form may be sent again.
addEventListener("pageshow", () => document.querySelector("form[data-once]")?.removeAttribute("aria-busy"));
/** @type {HTMLElement|null} */ (document.querySelector("[data-takes-focus]"))?.focus();
