"""One incident in the hands of people who do things in any order: the acts of the property tests."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from dispatch.accounts.actors import Staff
from dispatch.refusal import Refusal
from incidents.commands._checks import RUNNING
from incidents.commands._round import WANTED
from incidents.commands.accountability import answer_round, start_round
from incidents.commands.assess import answer_question
from incidents.commands.check_plans import set_checks
from incidents.commands.close import close_incident
from incidents.commands.deploy import deploy_units, stand_down
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.inform import confirm_notice
from incidents.commands.intake import link_contact
from incidents.commands.monitor import answer_check
from incidents.commands.prioritise import set_priority
from incidents.commands.promise import keep_promise, promise_update
from incidents.commands.reassess import settle_reassessment
from incidents.commands.respond import report_status, write_update
from incidents.commands.rewalk import withdraw_answer
from incidents.commands.silence import order_visit, record_visit
from incidents.models import Check, Deployment, Escalation, Notice, PathAnswer, Promise, RoundAnswer, Visit
from incidents.queries.paths import question_now
from tests.factories import fresh, let_time_pass, log_incident, offer

ACTS = (
    "answer", "answer", "answer", "answer", "go_back", "send", "report", "report", "report", "stand_down", "escalate", "take", "take",
    "tell", "promise", "keep", "priority", "repeat", "settle_repeat", "write", "wait", "wait", "wait", "close",
    "arrive", "arrive", "check_oftener", "answer_check", "go_and_look", "come_back", "come_back", "count_crews", "count_one",
)  # fmt: skip
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 7))
WAITS_MIN = (1, 2, 3, 7, 20, 65, 65, 130)
STATUSES = ("acknowledged", "en_route", "on_scene", "clear", "declined", "delayed", "on_scene", "clear")


class Shift:
    """One incident in the hands of an agent and a supervisor who do things in any order."""

    def __init__(self, agent: Staff, supervisor: Staff, at: datetime) -> None:
        self.agent, self.supervisor, self.at = agent, supervisor, at
        self.incident = log_incident(agent, "GAS-SMELL", at=at)

    def do(self, act: str, choice: int) -> None:
        """Do it, a second later. A refusal is an answer too."""
        self.at += timedelta(seconds=1)
        try:
            getattr(self, act)(choice)
        except Refusal:
            pass

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.agent, "at": self.at}

    @property
    def here(self) -> dict[str, Any]:
        return {"incident_id": self.incident.pk, **self.who}

    def answer(self, choice: int) -> None:
        question = question_now(fresh(self.incident))
        if question:
            answers = question["answers"]
            answer_question(question=question["id"], answer=answers[choice % len(answers)]["code"], **self.here)

    def go_back(self, choice: int) -> None:
        given = PathAnswer.objects.filter(path__incident=self.incident, withdrawn_at=None).order_by("pk")
        if given:
            withdraw_answer(question=given[choice % len(given)].question, reason="Misheard", **self.here)

    def send(self, choice: int) -> None:
        deploy_units(units=[("B41", "G31")[choice % 2]], **self.here)

    def report(self, choice: int) -> None:
        crew = Deployment.objects.active().filter(incident=self.incident).first()
        if crew:
            report_status(deployment_id=crew.pk, status=STATUSES[choice], why="No way through", **self.who)

    def stand_down(self, choice: int) -> None:
        crew = Deployment.objects.active().filter(incident=self.incident).last()
        if crew:
            stand_down(deployment_id=crew.pk, why="Not needed", **self.who)

    def escalate(self, choice: int) -> None:
        escalate(what="Is this ours?", to_role=("dispatcher", "supervisor")[choice % 2], **self.here)

    def take(self, choice: int) -> None:
        alarm = Escalation.objects.untaken().filter(incident=self.incident).first()
        if alarm:
            take_alarm(alarm_id=alarm.pk, by=self.supervisor, at=self.at)

    def tell(self, choice: int) -> None:
        notice = Notice.objects.untold().filter(incident=self.incident).first()
        if notice:
            confirm_notice(incident_id=self.incident.pk, code=notice.code, spoke_to="Control", by=self.supervisor, at=self.at)

    def promise(self, choice: int) -> None:
        promise_update(within_min=WAITS_MIN[choice], **self.here)

    def keep(self, choice: int) -> None:
        promise = Promise.objects.filter(incident=self.incident, kept_at=None).first()
        if promise:
            keep_promise(promise_id=promise.pk, words="Told", **self.who)

    def priority(self, choice: int) -> None:
        set_priority(incident_id=self.incident.pk, priority=f"P{choice % 4 + 1}", reason="New facts", by=self.supervisor, at=self.at)

    def repeat(self, choice: int) -> None:
        link_contact(contact_id=offer(self.agent, at=self.at).pk, **self.here)

    def settle_repeat(self, choice: int) -> None:
        settle_reassessment(result="no_change", reason="The same again", **self.here)

    def write(self, choice: int) -> None:
        write_update(text="Nothing new", **self.here)

    def wait(self, choice: int) -> None:
        self.at += timedelta(minutes=WAITS_MIN[choice])
        let_time_pass(self.at)

    def close(self, choice: int) -> None:
        close_incident(code="resolved_by_phone", outcome="Made safe", facts={"made_safe_by": "Gas service"}, **self.here)

    def arrive(self, choice: int) -> None:
        """A crew at the scene is one that is checked on; half of the time the incident has no answers yet."""
        if not Deployment.objects.active().filter(incident=self.incident).exists():
            self.do("send", choice)
        crew = Deployment.objects.active().filter(incident=self.incident).first()
        if crew:
            report_status(deployment_id=crew.pk, status="on_scene", **self.who)

    def check_oftener(self, choice: int) -> None:
        set_checks(interval_min=choice + 1, grace_min=choice % 3 + 1, reason="Alone", question="All well?", **self.here)

    def answer_check(self, choice: int) -> None:
        check = Check.objects.filter(deployment__incident=self.incident, state__in=RUNNING).first()
        if check:
            answer_check(check_id=check.pk, all_well=choice > 1, words="Heard", via="radio", said_by="Dan", **self.who)

    def go_and_look(self, choice: int) -> None:
        check = Check.objects.filter(deployment__incident=self.incident, state="missed").first()
        if check:
            order_visit(check_id=check.pk, visitor="Moira Kent", within_min=WAITS_MIN[choice], **self.who)

    def come_back(self, choice: int) -> None:
        visit = Visit.objects.filter(missed__deployment__incident=self.incident, done_at=None).first()
        if visit:
            found = ("not_found", "well", "in_need", "called_off")[choice % 4]
            record_visit(visit_id=visit.pk, found=found, result="Looked everywhere", **self.who)

    def count_crews(self, choice: int) -> None:
        start_round(within_min=WAITS_MIN[choice] if choice < 4 else 5, by=self.supervisor, at=self.at, incident_id=self.incident.pk)

    def count_one(self, choice: int) -> None:
        asked = RoundAnswer.objects.filter(round__incident=self.incident, round__ended_at=None, state__in=WANTED).first()
        if asked:
            answer_round(deployment_id=asked.deployment_id, all_here=choice > 1, words="Counted", via="radio", **self.who)
