/**
 * What lives here: codes as words, the same on every page.
 */

/** @param {string} code @returns {string} "resolved_on_scene" as "Resolved on scene" */
export function asWords(code) {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
