/**
 * What lives here: short confirmations at the foot of the window. Nothing that must be read lives only here.
 */

const STAYS_MS = 6000;

/** @param {string} words @param {"info"|"ok"|"warn"|"danger"} [tone] dangers stay until they are dismissed */
export function toast(words, tone = "info") {
  const region = document.querySelector("[data-toasts]");
  if (!region) return;
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.tone = tone;
  const text = document.createElement("p");
  text.textContent = words;
  const close = document.createElement("button");
  close.className = "button button--quiet button--small";
  close.type = "button";
  close.dataset.dismiss = "";
  close.textContent = "Dismiss";
  box.append(text, close);
  region.append(box);
  if (tone !== "danger") setTimeout(() => box.remove(), STAYS_MS);
}

/** Let every toast be dismissed, also those that came with the page. */
export function start() {
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element) target.closest("[data-dismiss]")?.closest(".toast")?.remove();
  });
}
