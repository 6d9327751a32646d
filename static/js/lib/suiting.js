/**
 * What lives here: choices that only suit another choice. <option data-suits="supervisor duty_manager"> is offered in a form while
 * its field "role", or the button that opened it (data-suits-what), says one of these words; what no longer suits makes way.
 */

/** @param {HTMLFormElement} form @param {string} what */
function narrow(form, what) {
  for (const option of /** @type {NodeListOf<HTMLOptionElement>} */ (form.querySelectorAll("option[data-suits]"))) {
    option.disabled = !(option.dataset.suits ?? "").split(" ").includes(what);
    option.hidden = option.disabled;
  }
  for (const select of form.querySelectorAll("select")) {
    const chosen = select.selectedOptions[0];
    if (!chosen || chosen.disabled) select.value = [...select.options].find((option) => !option.disabled)?.value ?? "";
  }
}

/** @param {HTMLFormElement|null|undefined} form @param {string} [what] */
function suit(form, what) {
  if (!form?.querySelector("option[data-suits]")) return;
  const role = what ?? /** @type {HTMLSelectElement|null} */ (form.querySelector("select[name=role]"))?.value;
  if (role) narrow(form, role);
}

/** Follow every such form of the page, from when its dialog opens. */
export function start() {
  document.addEventListener("change", ({ target }) => target instanceof HTMLSelectElement && target.name === "role" && suit(target.form));
  document.addEventListener("click", ({ target }) => {
    const opener = target instanceof Element ? /** @type {HTMLElement|null} */ (target.closest("[data-opens]")) : null;
    if (opener) suit(document.getElementById(opener.dataset.opens ?? "")?.querySelector("form"), opener.dataset.suitsWhat);
  });
}
