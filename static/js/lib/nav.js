/**
 * What lives here: the navigation on one line. What does not fit goes under "More", the last entries first; the page one is on stays in sight.
 * In a narrow window the bar wraps instead.
 */

const WIDE = matchMedia("(min-width: 64rem)");

/** @param {HTMLElement} nav @param {HTMLElement} more */
function fit(nav, more) {
  const sheet = /** @type {HTMLElement} */ (more.querySelector(".menu__sheet"));
  more.before(...sheet.children);
  more.hidden = true;
  nav.dataset.nav = WIDE.matches ? "fits" : "wraps";
  if (!WIDE.matches) return;
  const entries = /** @type {HTMLElement[]} */ ([...nav.querySelectorAll(":scope > a:not([aria-current])")]);
  while (nav.scrollWidth > nav.clientWidth && entries.length > 0) {
    more.hidden = false;
    sheet.prepend(/** @type {HTMLElement} */ (entries.pop()));
  }
}

export function start() {
  const nav = /** @type {HTMLElement|null} */ (document.querySelector("[data-nav]"));
  const more = /** @type {HTMLElement|null} */ (nav?.querySelector("[data-nav-more]"));
  const bar = nav?.parentElement;
  if (!nav || !more || !bar) return;
  let width = 0;
  // The bar's own width, and that of its tools: a longer word of the connection takes room from the navigation.
  const tools = /** @type {HTMLElement|null} */ (bar.querySelector(".app-bar__tools"));
  const look = () => {
    const now = bar.clientWidth * 10_000 + (tools?.offsetWidth ?? 0);
    if (now === width || more.hasAttribute("open")) return;
    width = now;
    fit(nav, more);
  };
  const observer = new ResizeObserver(look);
  observer.observe(bar);
  if (tools) observer.observe(tools);
  more.addEventListener("toggle", look);
  look();
}
