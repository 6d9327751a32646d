/**
 * What lives here: saying what a unit itself is doing, through the same door as everybody. A refusal is shown where it was asked.
 */
import * as entered from "../lib/entered.js";
import { post } from "../lib/outbox.js";
import { toast } from "../lib/toast.js";

export class StatusForm {
  /** @param {HTMLDialogElement} dialog @param {(call_sign: string) => any} cardOf */
  constructor(dialog, cardOf) {
    this.dialog = dialog;
    this.cardOf = cardOf;
    this.form = /** @type {HTMLFormElement} */ (dialog.querySelector("[data-status-form]"));
    this.refused = /** @type {HTMLElement} */ (dialog.querySelector("[data-status-refused]"));
    this.call_sign = "";
    document.addEventListener("click", ({ target }) => {
      const button = target instanceof Element && target.closest("[data-unit]");
      if (button) this.open((button.textContent ?? "").trim());
    });
    this.form.addEventListener("submit", (event) => this.send(event));
    this.form.addEventListener("keydown", (event) => this.number(event));
  }

  /** @param {string} call_sign */
  open(call_sign) {
    const card = this.cardOf(call_sign);
    if (!card) return;
    this.call_sign = call_sign;
    this.form.reset();
    this.say("");
    this.write("[data-status-unit]", [call_sign, card.type].filter(Boolean).join(", "));
    this.write("[data-status-now]", `is: ${card.status_word.toLowerCase()}`);
    entered.open(this.form, call_sign);
    this.dialog.showModal();
    const choices = /** @type {HTMLInputElement[]} */ ([...this.form.querySelectorAll("[name=status]")]);
    for (const choice of choices) choice.disabled = Boolean(card.incident) || choice.value === card.status;
    /** @type {HTMLButtonElement} */ (this.form.querySelector("[type=submit]")).disabled = Boolean(card.incident);
    if (card.incident) this.say(`${call_sign} is at incident ${card.incident}: report its status there.`);
    (choices.find((choice) => choice.checked) ?? choices.find((choice) => !choice.disabled))?.focus();
  }

  /** 1 to 4 choose. @param {KeyboardEvent} event */
  number(event) {
    const choice = /** @type {HTMLInputElement[]} */ ([...this.form.querySelectorAll("[name=status]")])[Number(event.key) - 1];
    if (!choice || choice.disabled || /** @type {HTMLElement} */ (event.target).matches("[name=why]")) return;
    event.preventDefault();
    choice.checked = true;
    choice.focus();
  }

  /** @param {SubmitEvent} event */
  async send(event) {
    event.preventDefault();
    const entered = new FormData(this.form);
    if (!entered.get("status")) return this.say("Choose what the unit is doing.");
    const answer = await post(`/api/v1/units/${encodeURIComponent(this.call_sign)}/status/`, { status: entered.get("status"), why: entered.get("why") ?? "" });
    if (!answer.ok) return this.say(answer.fault?.detail ?? "");
    this.form.dispatchEvent(new CustomEvent("draft:sent"));
    this.dialog.close();
    toast(`${this.call_sign}: ${answer.json.status_word}`, "ok");
  }

  /** @param {string} words */
  say(words) {
    this.refused.textContent = words;
    this.refused.hidden = words === "";
  }

  /** @param {string} selector @param {string} words */
  write(selector, words) {
    /** @type {HTMLElement} */ (this.dialog.querySelector(selector)).textContent = words;
  }
}
