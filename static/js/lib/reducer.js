/**
 * What lives here: the picture of the board as a pure function of what the server said.
 *
 * `snapshot(board)` starts a picture, `apply(picture, message)` moves it on. Messages may come in any order and twice.
 * - `sequence` is the highest number up to which nothing is missing; numbers received beyond a gap wait in `ahead`.
 * - A message at or below `sequence`, or already in `ahead`, changes nothing: it is in the picture.
 * - Of two cards with the same kind and id the higher revision wins; a card that is gone stays as a tombstone,
 *   so that an older card which arrives late cannot bring it back.
 * - Another epoch (the log was restored, or is another one) asks for a new snapshot; nothing else is believed.
 *
 * @typedef {{kind: string, id: string, revision: number, gone?: boolean, [field: string]: unknown}} Card
 * @typedef {{epoch: string, sequence: number, ahead: number[], head: number, at: string, timers: number|null, concern: string,
 *            needs_snapshot: boolean, cards: Object<string, Object<string, Card>>}} Picture
 * @typedef {{op: "event"|"beat"|"snapshot", sequence: number, epoch?: string, at?: string, timers?: number|null, concern?: string, cards?: Card[]}} Message
 */

/** Lists of a board's JSON and the kind of card each holds. */
const LISTS = { incidents: "incident", units: "unit", contacts: "contact", alarms: "alarm", recalls: "recall", emergencies: "emergency" };

/** @returns {Picture} a picture of nothing, which asks for a snapshot */
export function blank() {
  return { epoch: "", sequence: 0, ahead: [], head: 0, at: "", timers: null, concern: "", needs_snapshot: true, cards: {} };
}

/**
 * @param {{sequence: number, epoch: string, at?: string, timers?: number|null}} board the JSON of GET /api/v1/board/
 * @returns {Picture}
 */
export function snapshot(board) {
  /** @type {Object<string, Object<string, Card>>} */
  const cards = {};
  for (const [list, kind] of Object.entries(LISTS)) {
    cards[kind] = Object.fromEntries((board[list] ?? []).map((card) => [String(card.id), { ...card, kind, id: String(card.id) }]));
  }
  const { epoch, sequence, at = "", timers = null } = board;
  return { epoch, sequence, ahead: [], head: sequence, at, timers, concern: "", needs_snapshot: false, cards };
}

/**
 * @param {Picture} picture
 * @param {Message} message
 * @returns {Picture} the same object when nothing changed
 */
export function apply(picture, message) {
  if (message.op === "snapshot") return { ...picture, needs_snapshot: true };
  if (picture.needs_snapshot) return picture;
  if (message.epoch !== picture.epoch) return { ...picture, needs_snapshot: true };
  if (message.op === "beat") return withBeat(picture, message);
  return message.op === "event" ? withEvent(picture, message) : picture;
}

/** @param {Picture} picture @param {Message} beat @returns {Picture} */
function withBeat(picture, beat) {
  return { ...picture, head: Math.max(picture.head, beat.sequence), at: later(picture.at, beat.at), timers: beat.timers ?? null, concern: beat.concern ?? "" };
}

/** @param {Picture} picture @param {Message} event @returns {Picture} */
function withEvent(picture, event) {
  if (event.sequence <= picture.sequence || picture.ahead.includes(event.sequence)) return picture;
  const cards = (event.cards ?? []).reduce(withCard, picture.cards);
  const reached = advance(picture.sequence, [...picture.ahead, event.sequence]);
  return { ...picture, ...reached, cards, head: Math.max(picture.head, event.sequence), at: later(picture.at, event.at) };
}

/** Walk the number on as far as nothing is missing. @param {number} sequence @param {number[]} received */
function advance(sequence, received) {
  const ahead = received.sort((one, other) => one - other);
  while (ahead.length > 0 && ahead[0] === sequence + 1) {
    sequence += 1;
    ahead.shift();
  }
  return { sequence, ahead };
}

/** @param {Picture["cards"]} cards @param {Card} card */
function withCard(cards, card) {
  const id = String(card.id);
  const known = cards[card.kind]?.[id];
  if (known && known.revision >= card.revision) return cards;
  const kept = card.gone ? { kind: card.kind, id, revision: card.revision, gone: true } : { ...card, id };
  return { ...cards, [card.kind]: { ...cards[card.kind], [id]: kept } };
}

/** @param {string} one @param {string|undefined} other ISO instants in UTC */
function later(one, other) {
  return other && other > one ? other : one;
}

/** The cards of a kind that are still there. @param {Picture} picture @param {string} kind @returns {Card[]} */
export function present(picture, kind) {
  return Object.values(picture.cards[kind] ?? {}).filter((card) => !card.gone);
}

/** What stands now of the cards of a kind that a message named; those that are gone say so. @param {Picture} picture @param {Card[]} named @param {string} kind @returns {Card[]} */
export function newest(picture, named, kind) {
  const ids = new Set(named.filter((card) => card.kind === kind).map((card) => String(card.id)));
  return [...ids].map((id) => picture.cards[kind]?.[id]).filter((card) => card !== undefined);
}

/** True when the server has said more than this picture holds. @param {Picture} picture */
export function isBehind(picture) {
  return picture.needs_snapshot || picture.head > picture.sequence;
}
