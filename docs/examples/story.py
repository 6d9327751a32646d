"""One incident from first ring to agreed support, with nothing but HTTP and one WebSocket.

    python docs/examples/story.py http://127.0.0.1:8000      (a demo: bin/demo --empty)

Everything the console's own pages do goes through the same two doors: /api/v1/ for changes, /ws/board/ for what they cause.
Needs httpx and websockets. The story takes a little over a minute: one crew does not answer, and the console must notice by itself.
"""

import json
import sys
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

Json = dict[str, Any]


class Person:
    """Somebody signed in with a token."""

    def __init__(self, base: str, username: str) -> None:
        self.http = httpx.Client(base_url=f"{base}/api/v1", timeout=30)
        answer = self.http.post("/token/", json={"username": username, "password": "demo"})
        answer.raise_for_status()
        self.http.headers["Authorization"] = f"Bearer {answer.json()['token']}"

    def get(self, path: str) -> Json:
        """What is there now."""
        answer = self.http.get(path)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, body: Json | None = None, *, expect: int = 0) -> Json:
        """Change something. The key makes it safe to send again after a lost answer."""
        answer = self.http.post(path, json=body or {}, headers={"Idempotency-Key": str(uuid.uuid4())})
        if answer.status_code != expect and not (expect == 0 and answer.is_success):
            raise SystemExit(f"POST {path}: {answer.status_code} {answer.text}")
        return answer.json()


class Board:
    """The live board: a snapshot, then every event after it, in order and without a gap."""

    def __init__(self, base: str, person: Person) -> None:
        shown = person.get("/board/")
        ticket = person.post("/ticket/")["ticket"]
        self.first = self.last = shown["sequence"]
        self.seen: list[int] = []
        self.cards: dict[tuple[str, str], Json] = {}
        address = f"{base.replace('http', 'ws', 1)}/ws/board/?after={self.first}&epoch={shown['epoch']}&ticket={ticket}"
        self.socket = connect(address, max_size=None)
        self.changed = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            for text in self.socket:
                message = json.loads(text)
                if message["op"] == "event":
                    with self.changed:
                        self.seen.append(message["sequence"])
                        self.cards |= {(card["kind"], card["id"]): card for card in message["cards"]}
                        self.changed.notify_all()
        except ConnectionClosed:
            pass

    def wait_for(self, kind: str, wanted: Callable[[Json], bool], *, seconds: float) -> Json:
        """The first card of a kind that is as wanted."""
        until = time.monotonic() + seconds
        with self.changed:
            while time.monotonic() < until:
                for (kind_of, _), card in self.cards.items():
                    if kind_of == kind and wanted(card):
                        return card
                self.changed.wait(0.5)
        raise SystemExit(f"The board showed no such {kind} within {seconds:.0f} s.")


def say(text: str) -> None:
    """Tell the story."""
    print(text, flush=True)


def take_the_call(agent: Person, dispatcher: Person) -> Json:
    """A contact arrives, one person has it, the incident is logged."""
    contact = agent.post("/contacts/", {"channel": "telephone", "line": "Gas", "caller_number": "07700 900123"})
    agent.post(f"/contacts/{contact['id']}/answer/")
    refused = dispatcher.post(f"/contacts/{contact['id']}/answer/", expect=409)
    say(f"The call is answered; whoever comes second hears: {refused['detail']}")
    facts = {
        "contact": int(contact["id"]),
        "type": "GAS-SMELL",
        "summary": "Strong smell of gas in the kitchen",
        "place": {"text": "14 Harbour Lane", "lat": 50.5745, "lon": -2.98},
        "callback_number": "07700 900123",
    }
    return agent.post("/incidents/", facts)


def walk_the_path(agent: Person, incident: Json) -> Json:
    """Answer each question as it comes, until the outcome."""
    for answer in ("deny", "inside", "affirm", "deny", "affirm"):
        question = incident["question"]
        say(f"  {question['ask']} {answer}   ({question['why']})")
        incident = agent.post(f"/incidents/{incident['reference']}/answers/", {"question": question["id"], "answer": answer})
    say(f"{incident['priority']}, {incident['outcome']['determinant']}: {incident['explanation']}")
    return incident


def send_units(agent: Person, reference: str) -> list[Json]:
    """Send what the console recommends: all of them, or none."""
    advised = agent.get(f"/incidents/{reference}/recommendation/")
    units = [unit for unit in advised["units"] if unit["recommended"]]
    for unit in units:
        say(f"  {unit['call_sign']}, {unit['travel_s']} s away: {'; '.join(reason['text'] for reason in unit['reasons'])}")
    return agent.post(f"/incidents/{reference}/deployments/", {"units": [unit["call_sign"] for unit in units]})["results"]


def work_at_the_scene(agent: Person, reference: str, deployment: Json) -> None:
    """The first crew acknowledges, drives, arrives, is checked on, asks for help and gets it."""
    for status in ("acknowledged", "en_route", "on_scene"):
        agent.post(f"/deployments/{deployment['id']}/status/", {"status": status})
    [check] = agent.get(f"/incidents/{reference}/checks/")["results"]
    agent.post(f"/checks/{check['id']}/answer/", {"all_well": True, "words": "Outside the cordon"})
    asked = agent.post(f"/deployments/{deployment['id']}/support/", {"wanted": "A second person"})
    agent.post(f"/support-requests/{asked['id']}/met/", {"how": "Housing officer sent"})
    agent.post(f"/incidents/{reference}/log/", {"text": "Gas engineer has arrived"})


def tell_everybody(agent: Person, incident: Json) -> None:
    """The organisations that the outcome names are told, the caller hears the advice word for word."""
    for notice in incident["notices"]:
        agent.post(f"/incidents/{incident['reference']}/notices/", {"organisation": notice["code"], "their_reference": "G-4711"})
    for line in incident["outcome"]["advice"]:
        agent.post(f"/incidents/{incident['reference']}/advice/", {"line": line["id"]})


def wait_for_the_clock(board: Board, agent: Person, supervisor: Person, call_sign: str) -> None:
    """The other crew says nothing; the console notices, and somebody above the agent takes the alarm."""
    say(f"{call_sign} does not answer. Waiting for the console to notice…")
    alarm = board.wait_for("alarm", lambda card: card["cause"] == "not_acknowledged", seconds=90)
    say(f"Alarm: {alarm['what']}. {alarm['action']}.")
    agent.post(f"/alarms/{alarm['id']}/taken/", expect=403)
    for each in supervisor.get("/board/")["alarms"]:
        supervisor.post(f"/alarms/{each['id']}/taken/")


def close(agent: Person, reference: str, deployments: list[Json]) -> None:
    """Nothing closes while anything is open; then it does."""
    refused = agent.post(f"/incidents/{reference}/closure/", {"code": "resolved_on_scene", "outcome": "Safe"}, expect=409)
    say("It cannot be closed yet:")
    for line in refused["facts"]["open"]:
        say(f"  {line}")
    for deployment in deployments:
        for status in ("on_scene", "clear"):
            agent.post(f"/deployments/{deployment['id']}/status/", {"status": status})
    facts = {fact["name"]: "Done" for fact in agent.get(f"/incidents/{reference}/")["closing"]["facts"]}
    agent.post(f"/incidents/{reference}/closure/", {"code": "resolved_on_scene", "outcome": "Made safe", "facts": facts})


def learn_from_it(base: str, agent: Person, reference: str) -> None:
    """The team lead reviews it, puts support forward, and both sign the same words."""
    lead = Person(base, "lead")
    finding = {"criterion": "location", "weight": "minor", "text": "The side gate came late"}
    review = lead.post(
        "/reviews/", {"incident": reference, "colleague": "agent", "praise": "Calm from the first word", "findings": [finding]}
    )
    need = lead.post(
        "/support/",
        {
            "colleague": "agent",
            "review": review["id"],
            "area": "location",
            "kind": "buddy",
            "good_looks_like": "Access is asked for with every address",
            "agreed_text": "Two shifts beside a colleague who does",
            "lead_view": "The gate was asked for after the crew had left",
        },
    )
    lead.post(f"/support/{need['id']}/signature/", {"wording": need["wording"]})
    signed = agent.post(f"/support/{need['id']}/signature/", {"wording": need["wording"], "view": "I will ask sooner"})
    if not (signed["lead_signed_at"] and signed["colleague_signed_at"]):
        raise SystemExit("Both have signed, and the need does not say so.")
    say(f"Support agreed and signed by both: {signed['agreed_text']}.")


def insist_on_every_number(board: Board, agent: Person) -> None:
    """The socket has brought every event once, in order."""
    newest = agent.get("/board/")["sequence"]
    with board.changed:
        board.changed.wait_for(lambda: board.seen and board.seen[-1] >= newest, timeout=10)
        if board.seen[: newest - board.first] != list(range(board.first + 1, newest + 1)):
            raise SystemExit(f"The board brought {board.seen}; expected {board.first + 1} to {newest}.")
    say(f"The board brought every event from {board.first + 1} to {newest}, once and in order.")


def main(base: str) -> None:
    """Tell the whole story against a running console."""
    agent, dispatcher, supervisor = (Person(base, name) for name in ("agent", "dispatcher", "supervisor"))
    board = Board(base, agent)
    incident = walk_the_path(agent, take_the_call(agent, dispatcher))
    reference = incident["reference"]
    first, *others = sent = send_units(agent, reference)
    work_at_the_scene(agent, reference, first)
    tell_everybody(agent, incident)
    if others:
        wait_for_the_clock(board, agent, supervisor, others[0]["call_sign"])
    close(agent, reference, sent)
    learn_from_it(base, agent, reference)
    lines = agent.get(f"/incidents/{reference}/log/")["results"]
    say(f"Incident {reference} is closed; its log has {len(lines)} lines, each sealed to the one before.")
    insist_on_every_number(board, agent)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
