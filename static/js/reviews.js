/**
 * What lives here: the reviews pages: rows that open with a click anywhere, another finding, and Ctrl+Enter to record.
 */
import * as ctrlEnter from "./lib/ctrl-enter.js";
import * as rowLink from "./lib/row-link.js";

/** @param {HTMLFormElement} form @returns {HTMLElement} the new finding */
function addFinding(form) {
  const total = /** @type {HTMLInputElement} */ (form.querySelector('[name="findings-TOTAL_FORMS"]'));
  const template = /** @type {HTMLTemplateElement} */ (form.querySelector("template[data-finding]"));
  const number = Number(total.value);
  const drawn = document.createElement("template");
  drawn.innerHTML = template.innerHTML.replaceAll("__prefix__", String(number));
  const finding = /** @type {HTMLElement} */ (drawn.content.querySelector("[data-one-finding]"));
  finding.setAttribute("aria-label", `Finding ${number + 1}`);
  form.querySelector("[data-findings]")?.append(finding);
  total.value = String(number + 1);
  return finding;
}

/** @param {HTMLFormElement} form */
function tie(form) {
  form.querySelector("[data-add-finding]")?.addEventListener("click", () => {
    /** @type {HTMLElement|null} */ (addFinding(form).querySelector("select"))?.focus();
  });
}

rowLink.start();
ctrlEnter.start();
for (const form of document.querySelectorAll("form[data-review-form]")) tie(/** @type {HTMLFormElement} */ (form));
// The address names the review that was just recorded: it takes the focus, so that it is read out and seen.
if (location.hash.startsWith("#review-")) document.getElementById(location.hash.slice(1))?.focus();
