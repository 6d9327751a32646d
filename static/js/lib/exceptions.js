/**
 * What lives here: what on the board needs a person in charge, the worst first, and how a storm of it folds into a few lines.
 * The twin of incidents/rules/exceptions.py: the kinds come from there with the page, and both are held to tests/vectors/exceptions.json.
 *
 * @typedef {{id: string, kind: string, subject: string, where: string, url: string, priority: string|null, urgency: number, grave: number,
 *            exercise: boolean, since: string, owner: string|null, words: string, next_step: string, take_url: string|null, take_act: string|null}} Need
 * @typedef {{id: string, kind: string, head: Need, members: Need[]}} Line
 * @typedef {{code: string, word: string, causes: string[], next_step: string}} Kind
 */

export const MOST_LINES = 20;
const MOST_URGENT = 1;
const [IN_DANGER, GRAVE, SERIOUS] = [0, 1, 2];

export class Exceptions {
  /** @param {Kind[]} kinds the worst first */
  constructor(kinds) {
    this.place = new Map(kinds.map(({ code }, place) => [code, place]));
    this.kinds = new Map(kinds.map((kind) => [kind.code, kind]));
    this.kindOfCause = new Map(kinds.flatMap(({ code, causes }) => causes.map((cause) => [cause, code])));
  }

  /** @param {Object<string, any[]>} cards by kind @param {number} at_ms @returns {Need[]} every exception, the worst first */
  needs(cards, at_ms) {
    const emergencies = cards.emergency ?? [];
    const shouting = new Set(emergencies.map((card) => card.incident));
    const alarms = (cards.alarm ?? []).filter((card) => !(this.kindOf(card) === "danger" && shouting.has(card.incident)));
    const rung = new Set(alarms.map((card) => `${card.incident} ${this.kindOf(card)}`));
    const found = [...emergencies.map((card) => this.ofEmergency(card)), ...alarms.map((card) => this.ofAlarm(card))];
    for (const card of cards.incident ?? []) found.push(...this.ofIncident(card, at_ms).filter((need) => !rung.has(`${card.id} ${need.kind}`)));
    for (const card of cards.contact ?? []) if (isPast(card.due_at, at_ms)) found.push(this.ofContact(card));
    for (const card of cards.recall ?? []) if (isPast(card.due_at, at_ms)) found.push(this.ofRecall(card));
    return this.inOrder(found);
  }

  /** @param {Need} need @returns {(number|string)[]} real before exercise, danger first, what nobody has, the worse kind, the higher priority, the older */
  rank(need) {
    return [Number(need.exercise), need.grave, Number(need.owner !== null), this.placeOf(need.kind), need.urgency, need.since, need.id];
  }

  /** @param {Need[]} found @returns {Need[]} */
  inOrder(found) {
    return found.map((need) => ({ need, rank: this.rank(need) })).sort((one, other) => compare(one.rank, other.rank)).map(({ need }) => need);
  }

  /** One line for each incident or contact, and the most frequent kinds folded until they fit; nothing is lost. @param {Need[]} found in order @param {number} [most] @returns {Line[]} */
  lines(found, most = MOST_LINES) {
    let made = [...grouped(found, (need) => need.subject)].map(([subject, members]) => lineOf(subject, members));
    for (const code of this.toFold(made, most)) {
      const members = made.filter((line) => line.kind === code).flatMap((line) => line.members);
      made = made.filter((line) => line.kind !== code);
      made.push(lineOf(`kind:${code}`, this.inOrder(members)));
    }
    return made.map((line) => ({ line, rank: this.rank(line.head) })).sort((one, other) => compare(one.rank, other.rank)).map(({ line }) => line);
  }

  /** @param {Line[]} made @param {number} most @returns {string[]} the kinds to fold: the most frequent first, of equals the less bad */
  toFold(made, most) {
    const counts = [...grouped(made, (line) => line.kind)].map(([code, lines]) => ({ code, count: lines.length }));
    counts.sort((one, other) => other.count - one.count || this.placeOf(other.code) - this.placeOf(one.code));
    const folded = [];
    let shown = made.length;
    for (const { code, count } of counts) {
      if (shown <= most) break;
      folded.push(code);
      shown -= count - 1;
    }
    return folded;
  }

  /** @param {string} code @returns {number} */
  placeOf(code) {
    return this.place.get(code) ?? this.place.size;
  }

  /** @param {any} alarm @returns {string} */
  kindOf(alarm) {
    const kind = this.kindOfCause.get(alarm.cause) ?? "upwards";
    return alarm.nobody && kind !== "danger" ? "off-duty" : kind;
  }

  /** @param {string} kind @param {string} id @param {any} card @param {any} fields @returns {Need} */
  need(kind, id, card, fields) {
    const next_step = this.kinds.get(kind)?.next_step ?? "";
    return { id, kind, exercise: Boolean(card.exercise), priority: null, urgency: MOST_URGENT, grave: GRAVE, owner: null, take_url: null, take_act: null, next_step, ...fields };
  }

  /** @param {any} card */
  ofEmergency(card) {
    const take_url = card.owned_by ? null : `/api/v1/emergencies/${card.id}/owner/`;
    const fields = { ...atIncident(card.incident, card.priority), grave: IN_DANGER, since: card.raised_at, owner: card.owned_by ?? null, words: `${card.word}: ${card.call_sign}`, take_url };
    return this.need("danger", `emergency:${card.id}`, card, fields);
  }

  /** @param {any} card */
  ofAlarm(card) {
    const kind = this.kindOf(card);
    const grave = kind === "danger" ? IN_DANGER : card.loudness === "warning" ? SERIOUS : GRAVE;
    const fields = { ...atIncident(card.incident, card.priority), grave, since: card.raised_at, words: card.what, take_url: `/api/v1/alarms/${card.id}/taken/`, take_act: card.take_act ?? null };
    return this.need(kind, `alarm:${card.id}`, card, card.action ? { ...fields, next_step: card.action } : fields);
  }

  /** What stands although nobody's alarm waits. @param {any} card @param {number} at_ms @returns {Need[]} */
  ofIncident(card, at_ms) {
    const here = atIncident(card.id, card.priority);
    const grave = here.urgency === MOST_URGENT ? GRAVE : SERIOUS;
    const owner = card.in_hand ?? null;
    const found = [];
    if (card.not_sent) found.push(["unsent", GRAVE, card.stage_at, owner, "Reported, and nobody was sent"]);
    if (isPast(card.promised_at, at_ms)) found.push(["promise", grave, card.promised_at, owner, "The promised update is late"]);
    if (card.lowering_to) found.push(["decide", SERIOUS, card.lowering_at ?? card.stage_at, null, `To ${card.lowering_to}`]);
    if (isPast(card.clock?.due_at, at_ms) && card.clock.kind !== "not-updated") found.push(["overdue", grave, card.clock.due_at, owner, card.clock.what]);
    return found.map(([kind, level, since, who, words]) => this.need(kind, `${kind}:${card.id}`, card, { ...here, grave: level, since, owner: who, words }));
  }

  /** @param {any} card */
  ofContact(card) {
    const where = [...new Set([card.channel_word, card.line].filter(Boolean))].join(" ");
    const fields = { subject: `contact:${card.id}`, where, url: "/desk", since: card.due_at, owner: card.offered_to || card.called_back_by || null, words: card.state_word || "Waiting" };
    return this.need("contact", `contact:${card.id}`, card, fields);
  }

  /** @param {any} card */
  ofRecall(card) {
    const words = `${card.open} of ${card.people} still to be told`;
    return this.need("advice", `recall:${card.id}`, card, { subject: `recall:${card.id}`, where: card.line, url: `/recalls/${card.id}`, since: card.due_at, words });
  }
}

/** @param {string} reference @param {string|null} priority */
function atIncident(reference, priority) {
  const urgency = priority ? Number(priority.slice(1)) : MOST_URGENT;
  return { subject: `incident:${reference}`, where: reference, url: `/incidents/${encodeURIComponent(reference)}`, priority: priority ?? null, urgency };
}

/** @param {string|null|undefined} instant @param {number} at_ms */
function isPast(instant, at_ms) {
  return Boolean(instant) && Date.parse(instant ?? "") < at_ms;
}

/** @param {(number|string)[]} one @param {(number|string)[]} other by value: words by their letters' numbers, as the server does */
function compare(one, other) {
  const place = one.findIndex((value, at) => value !== other[at]);
  return place < 0 ? 0 : one[place] < other[place] ? -1 : 1;
}

/** @template T @param {T[]} things @param {(thing: T) => string} keyOf @returns {Map<string, T[]>} in the order in which each came first */
function grouped(things, keyOf) {
  const found = new Map();
  for (const thing of things) {
    const key = keyOf(thing);
    if (found.has(key)) found.get(key).push(thing);
    else found.set(key, [thing]);
  }
  return found;
}

/** @param {string} id @param {Need[]} members in order */
function lineOf(id, members) {
  return { id, kind: members[0].kind, head: members[0], members };
}
