"""What people and crews do in the demo's story, act by act, through the same commands as everybody else."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from dispatch.accounts.actors import Crew, Staff
from dispatch.accounts.models import Centre
from incidents.commands.advise import read_advice
from incidents.commands.assess import answer_question
from incidents.commands.close import close_incident
from incidents.commands.contacts import answer_contact, offer_contact
from incidents.commands.deploy import deploy_units
from incidents.commands.inform import confirm_notice
from incidents.commands.intake import open_incident
from incidents.commands.monitor import answer_check
from incidents.commands.respond import report_status, write_update
from incidents.demo.stories import CLOSING_FACTS, Story
from incidents.models import Check, Contact, Deployment, Incident, Notice
from incidents.queries.closing import required_facts
from incidents.queries.recommendation import recommendation
from resources.commands.status import record_position, report_own_status

ASKED = ("asked", "missed")
LINES = {"telephone": "Out of hours", "alarm": "Alarm receiver"}


class Cast(NamedTuple):
    """Who plays in the story."""

    centre: Centre
    amina: Staff
    dev: Staff
    sol: Staff
    tess: Staff
    telephony: Staff
    devices: Staff


class Thread:
    """One contact and what becomes of it. ``at`` is the thread's own time; ``wait`` moves it on."""

    def __init__(self, cast: Cast, story: Story, by: Staff, at: datetime) -> None:
        self.cast = cast
        self.story = story
        self.by = by
        self.at = at
        self.contact_id = 0
        self.incident_id = 0

    def wait(self, seconds: float) -> datetime:
        """The thread's time after so many seconds more."""
        self.at += timedelta(seconds=seconds)
        return self.at

    @property
    def incident(self) -> Incident:
        """The incident as it stands."""
        return Incident.objects.select_related("centre").get(pk=self.incident_id)

    def ring(self, **other: Any) -> Contact:
        """Somebody calls."""
        told = {
            "channel": self.story.channel,
            "line": LINES.get(self.story.channel, ""),
            "caller_number": self.story.number,
            "caller_name": self.story.caller,
            **other,
        }
        contact = offer_contact(
            centre=self.cast.centre, by=self.cast.telephony, at=self.at, source_reference=f"story-{self.story.code}", **told
        )
        self.contact_id = contact.pk
        return contact

    def answer(self) -> None:
        """The call is answered."""
        answer_contact(contact_id=self.contact_id, by=self.by, at=self.at)

    def log(self) -> None:
        """The incident is logged, its place and number read back."""
        where = self.story.premises
        logged = open_incident(
            centre=self.cast.centre,
            by=self.by,
            at=self.at,
            contact_id=self.contact_id,
            type_code=self.story.type_code,
            summary=self.story.opening,
            place_text=where.address,
            lat=where.lat,
            lon=where.lon,
            access=where.site_note,
            caller_name=self.story.caller,
            callback_number=self.story.number,
            read_back=("place_text", "callback_number"),
        )
        self.incident_id = logged.pk

    def ask(self, most: int = 99) -> Iterator[datetime]:
        """The questions are asked and answered, at most so many."""
        for question, answer in (*self.story.answers, *self.story.after_transfer)[:most]:
            yield self.wait(9)
            answer_question(incident_id=self.incident_id, question=question, answer=answer, by=self.by, at=self.at)

    def advise(self, most: int = 3) -> Iterator[datetime]:
        """The first lines of advice are read out, and always the mandatory ones."""
        lines = (self.incident.outcome or {}).get("advice", [])
        for line in [*lines[:most], *(each for each in lines[most:] if each["mandatory"])]:
            yield self.wait(7)
            read_advice(incident_id=self.incident_id, line=line["id"], by=self.by, at=self.at)

    def tell(self) -> Iterator[datetime]:
        """Every organisation that the procedure names is told; a supervisor tells those that are a supervisor's."""
        for notice in Notice.objects.untold().filter(incident_id=self.incident_id).order_by("pk"):
            yield self.wait(25)
            by = self.cast.sol if notice.authority == "supervisor" else self.by
            reference = f"{notice.code[:3]}-{4000 + notice.pk * 37}"
            confirm_notice(incident_id=self.incident_id, code=notice.code, by=by, at=self.at, their_reference=reference)

    def send(self, units: Iterable[str] = ()) -> None:
        """The recommended units are sent, or these."""
        named = list(units)
        chosen = named or [unit["call_sign"] for unit in recommendation(self.incident)["units"] if unit["recommended"]]
        reason = "Knows the site" if named else ""
        deploy_units(incident_id=self.incident_id, units=chosen, by=self.by, at=self.at, reason=reason)

    def crews(self) -> list[Deployment]:
        """The crews that are still sent."""
        return list(Deployment.objects.active().filter(incident_id=self.incident_id).select_related("unit").order_by("pk"))

    def report(self, status: str, why: str = "") -> None:
        """Every crew reports a status by its own device."""
        for crew in self.crews():
            report_status(deployment_id=crew.pk, status=status, by=self.crew(crew), at=self.at, why=why)
            if status == "on_scene":
                self.place(crew, 1.0)

    def crew(self, deployment: Deployment) -> Crew:
        """The crew of a deployment, as one who acts."""
        return Crew(call_sign=deployment.unit.call_sign, centre_id=self.cast.centre.pk, deployment_id=deployment.pk)

    def place(self, deployment: Deployment, share: float) -> None:
        """A crew's device reports a position: 0 is where it set out, 1 is the scene."""
        unit, where = deployment.unit, self.story.premises
        lat = (unit.lat or where.lat) + (where.lat - (unit.lat or where.lat)) * share
        lon = (unit.lon or where.lon) + (where.lon - (unit.lon or where.lon)) * share
        record_position(unit_id=unit.pk, lat=round(lat, 5), lon=round(lon, 5), by=self.cast.devices, at=self.at)

    def hear(self, seconds: float = 24) -> Iterator[datetime]:
        """The crews say that they have their brief."""
        yield self.wait(seconds)
        self.report("acknowledged")

    def drive(self, minutes: float) -> Iterator[datetime]:
        """The crews drive off and arrive."""
        yield self.wait(40)
        self.report("en_route")
        yield self.wait(minutes * 60)
        self.report("on_scene")

    def answer_checks(self, words: str = "All well here.") -> None:
        """Every check that has been asked is answered by its crew."""
        asked = Check.objects.filter(deployment__incident_id=self.incident_id, state__in=ASKED).select_related("deployment__unit")
        for check in asked:
            answer_check(check_id=check.pk, all_well=True, words=words, by=self.crew(check.deployment), at=self.at)

    def come_free(self) -> None:
        """The crews that have finished report themselves available."""
        gone = Deployment.objects.filter(incident_id=self.incident_id, unit__status="clear", unit__engaged_on="")
        for unit_id in gone.values_list("unit_id", flat=True).distinct():
            report_own_status(unit_id=unit_id, status="available", by=self.cast.devices, at=self.at)

    def write(self, text: str) -> None:
        """A line is written into the log."""
        write_update(incident_id=self.incident_id, text=text, by=self.by, at=self.at)

    def work(self, minutes: int) -> Iterator[datetime]:
        """The crews work, answer what they are asked and report what they find."""
        share = minutes / (len(self.story.updates) + 1)
        reports = {round(share * (place + 1)): text for place, text in enumerate(self.story.updates)}
        for minute in range(1, minutes + 1):
            yield self.wait(60)
            self.answer_checks()
            if minute in reports:
                self.write(reports[minute])

    def close(self) -> None:
        """The incident is closed with everything that its procedure asks for."""
        facts = {name: CLOSING_FACTS[name] for name in required_facts(self.incident)}
        close_incident(
            incident_id=self.incident_id, code=self.story.close_code, outcome=self.story.closing, facts=facts, by=self.by, at=self.at
        )
