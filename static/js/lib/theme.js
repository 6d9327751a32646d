/**
 * What lives here: colours, density and single keys as the person chose them. A cookie, so that the next page arrives right.
 */

const CHOICES = { theme: ["dark", "light", "contrast"], density: ["compact", "cosy"], keys: ["on", "off"] };
const A_YEAR_S = 365 * 24 * 3600;

/** @param {"theme"|"density"|"keys"} name @param {string} value unknown values are ignored */
export function choose(name, value) {
  if (!CHOICES[name].includes(value)) return;
  document.documentElement.dataset[name] = value;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${A_YEAR_S}; SameSite=Lax${secure}`;
}

/** Tie the choices of the display menu to the page. */
export function start() {
  for (const element of document.querySelectorAll("[data-choose]")) {
    const input = /** @type {HTMLInputElement} */ (element);
    const name = /** @type {"theme"|"density"|"keys"} */ (input.dataset.choose);
    const current = document.documentElement.dataset[name];
    input.checked = name === "keys" ? current !== "off" : input.value === current;
    input.addEventListener("change", () => choose(name, name === "keys" ? (input.checked ? "on" : "off") : input.value));
  }
}
