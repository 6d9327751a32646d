"""The scenes of the demo's story: how far one contact has come, each as the acts that led there.

A scene yields the instant of its next act, and acts when it is resumed.
"""

from collections.abc import Iterator
from datetime import datetime

from dispatch.accounts.actors import Staff
from incidents.commands.contacts import answer_contact, end_contact, lose_contact
from incidents.commands.escalate import take_alarm
from incidents.commands.respond import report_status
from incidents.commands.support import ask_support
from incidents.demo.story_acts import Thread
from incidents.models import Escalation, Incident


def take_alarms(by: Staff, incident: Incident, at: datetime) -> None:
    """Take every alarm of an incident that still rings."""
    for alarm in Escalation.objects.untaken().filter(incident=incident).order_by("pk"):
        take_alarm(alarm_id=alarm.pk, by=by, at=at)


def begun(thread: Thread, questions: int = 0) -> Iterator[datetime]:
    """A call is answered and logged, and the first questions are asked."""
    yield thread.at
    thread.ring()
    yield thread.wait(7)
    thread.answer()
    yield thread.wait(16)
    thread.log()
    yield from thread.ask(questions)


def assessed(thread: Thread) -> Iterator[datetime]:
    """The questions are answered and the advice is read."""
    yield from begun(thread, 99)
    yield from thread.advise()


def told(thread: Thread) -> Iterator[datetime]:
    """Nobody of ours goes; the organisations are told and it waits to be closed."""
    yield from assessed(thread)
    yield from thread.tell()


def sent(thread: Thread, *units: str) -> Iterator[datetime]:
    """A crew is sent, when the outcome sends one."""
    yield from begun(thread, 99)
    if thread.incident.deploys:
        yield thread.wait(22)
        thread.send(units)


def acknowledged(thread: Thread, *units: str) -> Iterator[datetime]:
    """The crew has its brief, and the organisations are told."""
    yield from sent(thread, *units)
    yield from thread.hear()
    yield from thread.tell()


def on_the_way(thread: Thread) -> Iterator[datetime]:
    """The crew is driving."""
    yield from acknowledged(thread)
    yield thread.wait(40)
    thread.report("en_route")
    yield thread.wait(90)
    for crew in thread.crews():
        thread.place(crew, 0.55)


def at_scene(thread: Thread, *units: str) -> Iterator[datetime]:
    """The crew has arrived."""
    yield from acknowledged(thread, *units)
    yield from thread.drive(6)


def untold(thread: Thread) -> Iterator[datetime]:
    """The crew is there, and an organisation that should know has not been told."""
    yield from sent(thread)
    yield from thread.hear()
    yield from thread.drive(7)
    yield thread.wait(200)
    thread.write(thread.story.updates[0])


def watched(thread: Thread) -> Iterator[datetime]:
    """The first check was answered; the next is about to fall due."""
    yield from at_scene(thread)
    yield thread.wait(10 * 60 + 20)
    thread.answer_checks("Doors open by hand now, child is calm.")
    yield thread.wait(60)
    thread.write(thread.story.updates[0])


def unanswered(thread: Thread) -> Iterator[datetime]:
    """The crew is there, and does not answer its check."""
    yield from at_scene(thread)
    yield thread.wait(240)
    thread.write(thread.story.updates[0])


def declined(thread: Thread) -> Iterator[datetime]:
    """The first crew cannot go; a second one is sent."""
    yield from sent(thread)
    yield thread.wait(50)
    for crew in thread.crews():
        report_status(deployment_id=crew.pk, status="declined", why="Van will not start", by=thread.crew(crew), at=thread.at)
    yield thread.wait(25)
    take_alarms(thread.cast.dev, thread.incident, thread.at)
    yield thread.wait(20)
    thread.send()
    yield from thread.hear()
    yield from thread.tell()
    yield thread.wait(40)
    thread.report("en_route")


def wants_help(thread: Thread) -> Iterator[datetime]:
    """Dan Okafor asks for more at the scene; the alarm is taken, the help is not there yet."""
    yield from at_scene(thread, "B41", "S91")
    yield thread.wait(150)
    dan = next(crew for crew in thread.crews() if crew.unit.call_sign == "B41")
    ask_support(deployment_id=dan.pk, wanted="A second recovery vehicle: the trailer is jack-knifed", by=thread.crew(dan), at=thread.at)
    yield thread.wait(25)
    take_alarms(thread.cast.dev, thread.incident, thread.at)


def been_there(thread: Thread) -> Iterator[datetime]:
    """The crew has come, worked and gone; the agent has to close it."""
    yield from assessed(thread)
    if thread.incident.deploys:
        yield thread.wait(18)
        thread.send()
        yield from thread.hear()
    yield from thread.tell()
    if thread.crews():
        yield from thread.drive(7)
        yield from thread.work(14)
        yield thread.wait(30)
        thread.report("clear")
        yield thread.wait(80)
        thread.come_free()


def whole(thread: Thread) -> Iterator[datetime]:
    """From the call to the closing."""
    yield from been_there(thread)
    yield thread.wait(100)
    take_alarms(thread.cast.sol, thread.incident, thread.at)
    yield thread.wait(20)
    thread.close()


def ringing(thread: Thread) -> Iterator[datetime]:
    """Nobody has answered."""
    yield thread.at
    thread.ring()


def written(thread: Thread) -> Iterator[datetime]:
    """Somebody has filled in the form on the web site, and waits."""
    yield thread.at
    thread.ring(channel="web", line="Report it", words=thread.story.opening, place_text=thread.story.premises.address)


def mailed(thread: Thread) -> Iterator[datetime]:
    """Somebody has written an e-mail."""
    yield thread.at
    thread.ring(channel="email", line="Roadside", words=thread.story.opening, place_text=thread.story.premises.address)


def hung_up(thread: Thread) -> Iterator[datetime]:
    """A caller who was gone before anybody answered, and is owed a call back."""
    yield thread.at
    thread.ring()
    yield thread.wait(11)
    lose_contact(contact_id=thread.contact_id, how="abandoned", by=thread.cast.telephony, at=thread.at)


def wrong_number(thread: Thread) -> Iterator[datetime]:
    """A call that needs no incident."""
    yield thread.at
    thread.ring()
    yield thread.wait(6)
    answer_contact(contact_id=thread.contact_id, by=thread.by, at=thread.at)
    yield thread.wait(25)
    end_contact(contact_id=thread.contact_id, why="Wanted bin collection days, given the number", by=thread.by, at=thread.at)
