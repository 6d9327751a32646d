/**
 * What lives here: drawing once for everything that came since the last frame, however many events that were.
 */

/** How often a page that nobody sees is drawn: it is right when it is looked at again, and costs little until then. */
const UNSEEN_MS = 500;

/** @param {() => void} draw @returns {() => void} call it whenever there is something to draw */
export function eachFrame(draw) {
  let asked = false;
  const act = () => {
    asked = false;
    draw();
  };
  return () => {
    if (asked) return;
    asked = true;
    if (document.hidden) setTimeout(act, UNSEEN_MS);
    else requestAnimationFrame(act);
  };
}
