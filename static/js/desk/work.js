/**
 * What lives here: what the desk works on: nothing, a contact being answered, a new incident, or one that is logged.
 * Everything that changes it goes out through the outbox and comes back as the incident, whole; live events ask for it anew.
 * Events on `work`: "opened" (another one), "changed" (the same one, newer), "contact" (the contact in hand, newer), "recommended".
 */
import { get, newKey } from "../lib/api.js";
import { shared } from "../lib/live.js";
import { post } from "../lib/outbox.js";

const SOON_MS = 40;
const UNITS_MS = 1200;

class Work extends EventTarget {
  /** @type {any} */ whole = null;
  /** @type {any} */ contact = null;
  /** @type {any} */ recommendation = null;
  /** @type {boolean} */ fresh = false;
  came_from = "";
  /** While this contact is being joined to an incident, which then opens. */ joining = false;
  /** @type {Promise<any>|null} */ opening = null;
  /** Whether what is typed may be an open incident, which the agent has not said yet (similar.js). @type {() => Promise<boolean>} */ mayBeSame = async () => false;

  get reference() {
    return this.whole?.reference ?? "";
  }

  get busy() {
    return Boolean(this.whole || this.contact || this.fresh);
  }

  /** @returns {string} the name its drafts are kept under */
  get key() {
    if (this.whole) return `desk-incident-${this.whole.reference}`;
    return this.contact ? `desk-contact-${this.contact.id}` : "desk-new";
  }

  /** @param {{whole?: any, contact?: any, fresh?: boolean}} what put everything else aside */
  turnTo({ whole = null, contact = null, fresh = false }) {
    Object.assign(this, { whole, contact, fresh, recommendation: null, opening: null });
    this.remember();
    this.dispatchEvent(new Event("opened"));
    this.recommendSoon(0);
  }

  remember() {
    const asked = new URLSearchParams();
    if (this.whole) asked.set("incident", this.whole.reference);
    else if (this.contact) asked.set("contact", this.contact.id);
    else if (this.fresh) asked.set("new", "1");
    const query = asked.toString();
    history.replaceState(null, "", query ? `/desk?${query}` : "/desk");
  }

  /** @param {string} reference @param {string} [came_from] the contact it was reached by @returns {Promise<import("../lib/api.js").Answer>} */
  async open(reference, came_from = "") {
    const answer = await get(`/api/v1/incidents/${encodeURIComponent(reference)}/`);
    if (answer.ok) {
      this.came_from = came_from;
      this.turnTo({ whole: answer.json });
    }
    return answer;
  }

  /** The incident of this contact, or the contact itself. @param {string} id */
  async openContact(id) {
    const answer = await get(`/api/v1/contacts/${encodeURIComponent(id)}/`);
    if (!answer.ok) return answer;
    if (answer.json.incident) return this.open(answer.json.incident, id);
    this.turnTo({ contact: answer.json });
    return answer;
  }

  /** @param {any} contact the contact in hand as the server now has it; one that has left this person's hands is put aside */
  adoptContact(contact) {
    if (!this.contact || this.whole || this.contact.id !== contact.id) return;
    const gone = contact.gone || contact.state === "callback" || (contact.answered_by_id && contact.answered_by_id !== this.contact.answered_by_id);
    if (contact.incident) return void (this.joining || this.open(contact.incident));
    if (gone) return this.turnTo({});
    this.contact = { ...this.contact, ...contact };
    this.dispatchEvent(new Event("contact"));
  }

  /** @param {any} whole the incident as the server now has it; an older one is not taken */
  adopt(whole) {
    if (!whole?.reference || (this.whole && (whole.reference !== this.whole.reference || whole.revision < this.whole.revision))) return;
    this.whole = whole;
    this.dispatchEvent(new Event("changed"));
    this.recommendSoon(0);
  }

  /**
   * Log the incident once, with what is known; every caller gets the same one.
   * @param {any} facts @param {string} [key] the same key as before a reload is the same incident
   * @returns {Promise<import("../lib/api.js").Answer>}
   */
  log(facts, key = newKey()) {
    this.opening ??= this.logOnce(facts, key);
    return this.opening;
  }

  /** @param {any} facts @param {string} key */
  async logOnce(facts, key) {
    const contact = this.contact;
    const body = contact ? { ...facts, contact: Number(contact.id) } : facts;
    const answer = await post("/api/v1/incidents/", body, { key });
    if (answer.ok && this.contact === contact && !this.whole) {
      this.whole = answer.json;
      this.remember();
      this.dispatchEvent(new Event("logged"));
      this.dispatchEvent(new Event("changed"));
      this.recommendSoon(0);
    }
    if (!answer.ok) this.opening = null;
    return answer;
  }

  /** Do something to the incident. @param {string} noun "answers/" @param {any} body */
  async act(noun, body) {
    return this.settle(await post(`/api/v1/incidents/${this.reference}/${noun}`, body));
  }

  /** Do something elsewhere that changes the incident. @param {string} url @param {any} body */
  async actAt(url, body) {
    return this.settle(await post(url, body));
  }

  /** @param {import("../lib/api.js").Answer} answer */
  settle(answer) {
    if (answer.ok && answer.json?.closing) this.adopt(answer.json);
    else this.refreshSoon(0);
    return answer;
  }

  refreshSoon(wait = SOON_MS) {
    clearTimeout(this.refreshing);
    this.refreshing = setTimeout(() => this.refresh(), wait);
  }

  async refresh() {
    const reference = this.reference;
    if (!reference) return;
    const answer = await get(`/api/v1/incidents/${reference}/`);
    if (answer.ok && reference === this.reference) this.adopt(answer.json);
  }

  recommendSoon(wait = UNITS_MS) {
    clearTimeout(this.recommending);
    this.recommending = setTimeout(() => this.recommend(), wait);
  }

  async recommend() {
    const reference = this.reference;
    if (!reference || this.whole.stage === "closed") return;
    const answer = await get(`/api/v1/incidents/${reference}/recommendation/`);
    if (!answer.ok || reference !== this.reference) return;
    this.recommendation = answer.json;
    this.dispatchEvent(new Event("recommended"));
  }

  /** @param {{cards: any[], whole: boolean}} change */
  hear({ cards, whole }) {
    if (!this.reference) return;
    const mine = cards.find((card) => card.kind === "incident" && card.id === this.reference);
    // Advice that is withdrawn changes what may be read here, although this incident itself has not changed.
    if (whole || (mine && mine.revision > this.whole.revision) || cards.some((card) => card.kind === "recall")) this.refreshSoon();
    else if (cards.some((card) => card.kind === "unit")) this.recommendSoon();
  }

  follow() {
    shared().subscribe((change) => this.hear(change));
  }
}

export const work = new Work();
