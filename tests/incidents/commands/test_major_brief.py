"""One IIMARCH briefing to every crew, in one act."""

import pytest

from dispatch.refusal import Refusal
from incidents.commands.deploy import change_brief
from incidents.commands.emergency import raise_emergency
from incidents.commands.link import link_incidents
from incidents.commands.major import declare_major
from incidents.commands.major_brief import brief_crews
from incidents.commands.respond import accept_brief, read_brief
from incidents.models import Briefing, LogLine
from incidents.queries.major import briefings_of
from tests.factories import crew_of, make_unit, send

SAID = {
    "information": "Gas in three houses",
    "intent": "Nobody is hurt",
    "method": "Clear the row from the north",
    "administration": "Keep times",
    "risk_assessment": "It may explode",
    "communications": "Channel 4",
    "humanitarian": "The hall is open",
}


@pytest.fixture
def second(flood, engineer, amina):
    return send(flood, "G31", by=amina)


@pytest.fixture
def major(sent, second, sol, amina, noon):
    declare_major(incident_id=sent.incident_id, reason="Three houses", by=sol, at=noon)
    link_incidents(incident_id=second.incident_id, other_id=sent.incident_id, kind="child", why="The same main", by=amina, at=noon)
    return sent.incident


def newest(deployment) -> Briefing:
    return Briefing.objects.filter(deployment=deployment).order_by("-version").first()


def test_every_crew_of_the_family_is_briefed_and_accepts_anew(major, sent, second, dan, amina, noon):
    first = newest(sent)
    brief_crews(incident_id=major.pk, by=amina, at=noon, **SAID)
    brief = newest(sent)
    assert (brief.version, brief.accepted_at, brief.place_and_access) == (2, None, first.place_and_access)
    assert brief.task == f"{first.task}\n\nINTENT\nNobody is hurt\n\nMETHOD\nClear the row from the north"
    assert all(
        any(words in getattr(brief, part) for part in ("what_happened", "hazards", "task", "limits", "report_back"))
        for words in SAID.values()
    )
    assert newest(second).version == 2
    read_brief(deployment_id=sent.pk, by=dan, at=noon)
    accept_brief(deployment_id=second.pk, version=2, by=crew_of(second), at=noon)
    shown = briefings_of(major)[0]
    assert (shown["accepted"], shown["of"]) == (1, 2)
    assert [(each["call_sign"], bool(each["read_at"]), bool(each["accepted_at"])) for each in shown["crews"]] == [
        ("B41", True, False), ("G31", True, True),
    ]  # fmt: skip


def test_a_second_briefing_keeps_a_crews_own_task_once(major, sent, amina, noon):
    own = newest(sent).task
    brief_crews(incident_id=major.pk, by=amina, at=noon, **SAID)
    change_brief(deployment_id=sent.pk, hazards="The roof too", by=amina, at=noon)
    brief_crews(incident_id=major.pk, by=amina, at=noon, **SAID | {"intent": "Keep the row empty"})
    assert newest(sent).task == f"{own}\n\nINTENT\nKeep the row empty\n\nMETHOD\nClear the row from the north"


def test_a_crew_under_duress_is_left_out_and_the_log_says_so(major, sent, second, amina, noon):
    raise_emergency(deployment_id=second.pk, kind="duress", how="The word on the radio", by=amina, at=noon)
    brief_crews(incident_id=major.pk, by=amina, at=noon, **SAID)
    assert (newest(sent).version, newest(second).version) == (2, 1)
    line = LogLine.objects.get(entry="major.briefed")
    assert (line.known["crews"], line.known["left_out"]) == (["B41"], ["G31"])


def test_the_same_again_is_refused_until_another_crew_has_come(major, van, sent, amina, noon, wexmouth):
    def code(**said) -> str:
        with pytest.raises(Refusal) as no:
            brief_crews(incident_id=major.pk, by=amina, at=noon, **said)
        return no.value.code

    assert code(**SAID | {"method": " "}) == "parts-needed"
    brief_crews(incident_id=major.pk, by=amina, at=noon, **SAID)
    assert code(**SAID) == "brief-same"
    make_unit(wexmouth, "B42", "housing_duty")
    late = send(major, "B42", by=amina)
    brief_crews(incident_id=major.pk, by=amina, at=noon, **SAID)
    assert newest(late).joint.version == 2


def test_nobody_there_and_no_major_incident_are_refused(gas_to_send, flood, sol, amina, noon):
    declare_major(incident_id=gas_to_send.pk, reason="Three houses", by=sol, at=noon)
    for incident, code in ((gas_to_send, "nobody-there"), (flood, "not-major")):
        with pytest.raises(Refusal) as no:
            brief_crews(incident_id=incident.pk, by=amina, at=noon, **SAID)
        assert no.value.code == code
