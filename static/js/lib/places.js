/**
 * What lives here: a list in order from which one leaves and into which one comes, without sorting it again; and how far two lists differ.
 */

/** @template T @param {T[]} list @param {T} thing */
export function takeOut(list, thing) {
  const place = list.indexOf(thing);
  if (place >= 0) list.splice(place, 1);
}

/** Put it behind those it does not come before. @template T @param {T[]} list in order @param {T} thing @param {(one: T, other: T) => number} order */
export function putIn(list, thing, order) {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (order(list[middle], thing) > 0) to = middle;
    else from = middle + 1;
  }
  list.splice(from, 0, thing);
}

/** How many would come, go or move: of those that stay, the fewest that have to. @param {string[]} shown @param {string[]} wanted @returns {number} */
export function changesBetween(shown, wanted) {
  const place = new Map(shown.map((key, at) => [key, at]));
  const kept = wanted.filter((key) => place.has(key)).map((key) => place.get(key) ?? 0);
  return wanted.length - kept.length + (shown.length - kept.length) + (kept.length - longestRise(kept));
}

/** @param {number[]} numbers different ones @returns {number} how many of them rise, at most, without any of them being moved */
function longestRise(numbers) {
  /** The least number that a rise of each length can end with. @type {number[]} */
  const ends = [];
  for (const number of numbers) {
    let [from, to] = [0, ends.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (ends[middle] < number) from = middle + 1;
      else to = middle;
    }
    ends[from] = number;
  }
  return ends.length;
}
