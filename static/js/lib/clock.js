/**
 * What lives here: the server's time as this page knows it. Ages and countdowns use it, never the desk's own clock.
 */

let offset_ms = 0;
let certainty_ms = Infinity;

/**
 * Learn from an instant the server just said. An answer that took less time to arrive is believed more; what was learnt
 * fades, so that a desk clock which is put right is noticed within a minute.
 * @param {string} at ISO instant @param {number} [took_ms] round trip, milliseconds
 */
export function learn(at, took_ms = 200) {
  const said = Date.parse(at);
  if (Number.isNaN(said)) return;
  const heard = said + took_ms / 2 - Date.now();
  certainty_ms += 20;
  if (took_ms <= certainty_ms || Math.abs(heard - offset_ms) > 2000) {
    offset_ms = heard;
    certainty_ms = took_ms;
  }
}

/** @returns {number} the server's time, milliseconds since 1970 */
export function now() {
  return Date.now() + offset_ms;
}

/** @returns {number} how far this desk's clock is off, milliseconds; positive when it is slow */
export function offset() {
  return offset_ms;
}

/** Start again from this desk's own clock (tests). */
export function forget() {
  offset_ms = 0;
  certainty_ms = Infinity;
}
