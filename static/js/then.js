/**
 * What lives here: the slider of a page about the past: let it go, and the page of that minute is fetched.
 */
const form = /** @type {HTMLFormElement|null} */ (document.querySelector("[data-then]"));
const slider = /** @type {HTMLInputElement|null} */ (document.querySelector("[data-then-slider]"));
const field = /** @type {HTMLInputElement|null} */ (form?.querySelector("input[name=at]") ?? null);

/** @param {string} minutes since midnight @returns {string} "14:05" */
function clock(minutes) {
  const all = Number(minutes);
  return `${String(Math.floor(all / 60)).padStart(2, "0")}:${String(all % 60).padStart(2, "0")}`;
}

if (form && slider && field) {
  const show = () => {
    slider.setAttribute("aria-valuetext", clock(slider.value));
    field.value = `${field.value.slice(0, 10)}T${clock(slider.value)}`;
  };
  slider.setAttribute("aria-valuetext", clock(slider.value));
  slider.addEventListener("input", show);
  slider.addEventListener("change", () => {
    show();
    form.requestSubmit();
  });
}
