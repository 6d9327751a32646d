"""What simulated colleagues do: they answer calls, log, ask, send, tell, watch and close, and leave a visitor's work alone."""

from collections.abc import Callable
from typing import Any

from incidents.demo.simulator_world import AGENT, DISPATCHER, SUPERVISOR, Span, World, in_turn
from incidents.demo.stories import CLOSING_FACTS, Story

RING_S = (4.0, 11.0)
LEFT_SHARE = 0.3  # of the contacts, so many are left for a visitor
MOST_LEFT = 2  # at once
PATIENCE_S = (110.0, 170.0)  # then a colleague takes what nobody came for
STRANGERS_PATIENCE_S = (540.0, 660.0)  # the same for what a visitor's own desk holds: alarms, contacts of the story
MOST_ADVICE = 3
MANY_OPEN = 16
FORGOTTEN_S = (1200.0, 1500.0)


class Colleagues:
    """Three people who work beside the visitor."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._callers: dict[str, Story | None] = {}
        self._left: set[str] = set()
        self._late: set[str] | None = None
        self._whole: dict[str, dict[str, Any]] = {}

    def step(self, board: dict[str, Any]) -> None:
        """Let every colleague do what they have come to."""
        if self._late is None:
            self._late = {contact["id"] for contact in board["contacts"] if contact["overdue"]}
        for alarm in in_turn(board["alarms"]):
            self._take(alarm, board)
        for contact in in_turn(board["contacts"]):
            self._attend(contact)
        for incident in in_turn(board["incidents"]):
            if self._world.is_colleague(incident["handled_by"]) or self._is_forgotten(incident, len(board["incidents"])):
                self._handle(incident)
        self._left &= {contact["id"] for contact in board["contacts"]}

    # ── contacts ──────────────────────────────────────────────────────────────────────────────────────

    def _attend(self, contact: dict[str, Any]) -> None:
        key = contact["id"]
        story = self._story_of(key)
        if story is None:
            return
        state = contact["state"]
        if state == "waiting" and self._is_ours_to_answer(contact):
            self._world.act(f"contacts/{key}/answer/", who=AGENT)
        elif state == "callback":
            self._ring_back(key)
        elif state == "answered":
            self._log_when_due(contact, story)

    def _log_when_due(self, contact: dict[str, Any], story: Story) -> None:
        is_ours = self._world.is_colleague(contact["answered_by_id"])
        if is_ours and self._world.due("log", contact["id"], within=(5, 10), by="desk"):
            self._log(contact["id"], story)

    def _ring_back(self, key: str) -> None:
        if self._world.due("ring back", key, within=PATIENCE_S, by="desk"):
            self._world.act(f"contacts/{key}/callback/begun/", who=AGENT)
            self._world.act(f"contacts/{key}/callback/result/", {"result": "reached"}, who=AGENT)

    def _is_ours_to_answer(self, contact: dict[str, Any]) -> bool:
        """Whether a colleague answers now. What is written, and what was there before us, is the visitor's for ten minutes."""
        key = contact["id"]
        if key in (self._late or ()) or contact["channel"] in ("web", "email"):
            return self._world.due("ring", key, within=STRANGERS_PATIENCE_S, by="wall")
        return self._world.due("ring", key, within=self._patience_with(key), by="desk")

    def _story_of(self, key: str) -> Story | None:
        """The story behind a contact; None for one that did not come from the simulator, which is nobody's here."""
        if key not in self._callers:
            told = self._world.ask(f"contacts/{key}/", AGENT)
            self._callers[key] = self._world.story_behind(told["source_reference"]) if told else None
        return self._callers[key]

    def _patience_with(self, key: str) -> Callable[[], Span]:
        def patience() -> Span:
            if len(self._left) < MOST_LEFT and self._world.dice.random() < LEFT_SHARE:
                self._left.add(key)
                return PATIENCE_S
            return RING_S

        return patience

    def _log(self, key: str, story: Story) -> None:
        where = story.premises
        body = {
            "contact": int(key),
            "type": story.type_code,
            "summary": story.opening,
            "place": {"text": where.address, "lat": where.lat, "lon": where.lon, "access": where.site_note},
            "caller_name": story.caller,
            "callback_number": story.number,
            "read_back": ["place_text", "callback_number"],
        }
        logged = self._world.act("incidents/", body, who=AGENT)
        if logged:
            self._world.stories[logged["reference"]] = story
            self._whole[logged["reference"]] = logged

    # ── alarms ────────────────────────────────────────────────────────────────────────────────────────

    def _take(self, alarm: dict[str, Any], board: dict[str, Any]) -> None:
        incident = next((each for each in board["incidents"] if each["reference"] == alarm["incident"]), None)
        ours = incident is not None and self._world.is_colleague(incident["handled_by"])
        due = self._world.due
        if (
            due("alarm", alarm["id"], within=(12, 35), by="desk")
            if ours
            else due("alarm", alarm["id"], within=STRANGERS_PATIENCE_S, by="wall")
        ):
            self._world.act(f"alarms/{alarm['id']}/taken/", who=SUPERVISOR)

    # ── incidents ─────────────────────────────────────────────────────────────────────────────────────

    def _handle(self, incident: dict[str, Any]) -> None:
        """One step of an incident: the first of these that is wanted."""
        reference, stage = incident["reference"], incident["stage"]
        steps: list[tuple[bool, str, Span, Callable[[str], None]]] = [
            (stage == "assessing", "ask", (3, 6), self._ask),
            (stage == "to_send", "send", (4, 8), self._send),
            (stage != "assessing" and incident["untold"] > 0, "tell", (3, 7), self._tell),
            (stage not in ("assessing", "to_send") and self._has_advice(reference), "advise", (3, 6), self._advise),
            (stage == "to_close", "close", (15, 40), self._close),
        ]
        for wanted, name, within, do in steps:
            if wanted:
                if self._world.due(name, reference, within=within, by="desk"):
                    self._world.forget(name, reference)
                    do(reference)
                return

    def _is_forgotten(self, incident: dict[str, Any], how_many: int) -> bool:
        """Whether a visitor's incident only waits to be closed, has waited long, and the board is full of such."""
        waits = incident["stage"] == "to_close" and how_many > MANY_OPEN
        return waits and self._world.due("forgotten", incident["reference"], within=FORGOTTEN_S, by="wall")

    def _known(self, reference: str) -> dict[str, Any]:
        """The incident as last seen whole; read when it is not known yet."""
        if reference not in self._whole:
            self._whole[reference] = self._world.ask(f"incidents/{reference}/") or {}
        return self._whole[reference]

    def _refresh(self, reference: str) -> dict[str, Any]:
        self._whole.pop(reference, None)
        return self._known(reference)

    def _ask(self, reference: str) -> None:
        question = self._known(reference).get("question")
        if question is None:
            question = self._refresh(reference).get("question")
        if question is None:
            return
        story = self._world.stories.get(reference)
        given = dict((*story.answers, *story.after_transfer)) if story else {}
        calm = next((each for each in question["answers"] if not each["danger"]), question["answers"][0])
        answer = given.get(question["id"], calm["code"])
        asked = self._world.act(f"incidents/{reference}/answers/", {"question": question["id"], "answer": answer}, who=AGENT)
        self._whole[reference] = asked or {}

    def _send(self, reference: str) -> None:
        best = self._world.ask(f"incidents/{reference}/recommendation/", AGENT) or {"units": []}
        chosen = [unit["call_sign"] for unit in best["units"] if unit["recommended"]]
        if chosen:
            self._world.act(f"incidents/{reference}/deployments/", {"units": chosen}, who=AGENT)

    def _tell(self, reference: str) -> None:
        shown = self._world.ask(f"incidents/{reference}/notices/", AGENT) or {"results": []}
        notice = next((each for each in shown["results"] if each["confirmed_at"] is None), None)
        if notice is None:
            return
        number = self._world.dice.randint(1000, 9999)
        body = {"organisation": notice["code"], "their_reference": f"{notice['code'][:3]}-{number}"}
        self._world.act(f"incidents/{reference}/notices/", body, who=SUPERVISOR if notice["authority"] == "supervisor" else AGENT)

    def _advice_left(self, reference: str) -> list[str]:
        known = self._known(reference)
        lines = (known.get("outcome") or {}).get("advice", [])
        wanted = [*lines[:MOST_ADVICE], *(each for each in lines[MOST_ADVICE:] if each.get("mandatory"))]
        return [line["id"] for line in wanted if line["id"] not in known.get("advice_read", [])]

    def _has_advice(self, reference: str) -> bool:
        return bool(self._advice_left(reference))

    def _advise(self, reference: str) -> None:
        line = self._advice_left(reference)[0]
        self._world.act(f"incidents/{reference}/advice/", {"line": line}, who=AGENT)
        self._known(reference).setdefault("advice_read", []).append(line)

    def _close(self, reference: str) -> None:
        whole, story = self._refresh(reference), self._world.stories.get(reference)
        for sent in whole.get("deployments", []):
            for asked in sent["support"]:
                if asked["met_at"] is None:
                    self._world.act(f"support-requests/{asked['id']}/met/", {"how": "Sent as asked"}, who=DISPATCHER)
        closing = whole.get("closing") or {"codes": [], "facts": []}
        if not closing["codes"]:
            return
        code = story.close_code if story and story.close_code in closing["codes"] else closing["codes"][0]
        facts = {fact["name"]: CLOSING_FACTS.get(fact["name"], "Recorded") for fact in closing["facts"]}
        body = {"code": code, "outcome": story.closing if story else "Dealt with on site.", "facts": facts}
        if self._world.act(f"incidents/{reference}/closure/", body, who=AGENT):
            self._whole.pop(reference, None)
            self._world.stories.pop(reference, None)
