/**
 * What lives here: the marks on an incident's row: nobody sent in time, an update that was promised, a lowering that waits for a
 * supervisor with its age, a repeat contact to be assessed again, and the path check. See partials/incident_marks.html.
 */

const FAILING = { departed: "Path departed", against: "Fact against an answer" };
const DECIDED = { overridden: "Path overridden", reviewed: "Path reviewed" };

/** @param {any} card an incident @returns {Object<string, unknown>} cells by name */
export function marks(card) {
  const failing = FAILING[/** @type {"departed"} */ (card.path_check)];
  const decided = DECIDED[/** @type {"reviewed"} */ (card.path_check)];
  return {
    not_sent: Boolean(card.not_sent),
    promised: Boolean(card.promised_at),
    promised_at: card.promised_at ?? null,
    lowering: Boolean(card.lowering_to),
    lowering_to: card.lowering_to ?? "",
    lowering_at: card.lowering_at ?? null,
    repeat: Boolean(card.repeat),
    path_failing: Boolean(failing),
    path_word: failing ?? "",
    path_decided: Boolean(decided),
    path_said: decided ?? "",
  };
}
