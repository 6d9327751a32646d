"""Every REST door: role by role, in one's own centre and from another; and every write once, whatever is clicked."""

import re
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from functools import cache
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import override_settings

from dispatch.accounts.actors import Staff
from dispatch.accounts.models import Role
from dispatch.accounts.permissions import MAY
from dispatch.api.models import FirstAnswer
from incidents.commands.advise import read_advice
from incidents.commands.converse import use_aid
from incidents.commands.drill import open_drill
from incidents.commands.emergency import raise_emergency
from incidents.commands.escalate import escalate
from incidents.commands.link import link_incidents
from incidents.commands.major import declare_major
from incidents.commands.major_roles import offer_post
from incidents.commands.major_scene import record_arrival, set_task
from incidents.commands.promise import promise_update
from incidents.commands.recall import withdraw_advice
from incidents.commands.support import ask_support
from incidents.commands.trial import ask_trial, run_trial, take_asked_trials
from incidents.commands.walls import make_wall
from incidents.models import Check, Contact, Deployment, Desk, Draft, Escalation, Handover, Incident, LogLine, RecallTask, Trial, Visit
from incidents.rules.law import law_key
from resources.commands.site_notes import add_site_note
from resources.models import RotaDuty, Unit
from tests.architecture.routes import ANYONE, METHODS, POLICY, api_doors
from tests.factories import NOON, OURS, Rest, answer_all, fresh, log_incident, make_centre, make_person, make_place, make_unit, offer, send

pytestmark = pytest.mark.django_db

DOORS = api_doors()
named = pytest.mark.parametrize(("route", "method"), [key for key in POLICY if key in DOORS and not POLICY[key].signed])
signed = pytest.mark.parametrize(("route", "method"), [key for key in POLICY if POLICY[key].signed])
OF_ONE_CENTRE = [key for key in POLICY if key in DOORS and POLICY[key].names and POLICY[key].act is not ANYONE]
of_one_centre = pytest.mark.parametrize(("route", "method"), OF_ONE_CENTRE)
Ask = Callable[..., Any]


class Town(NamedTuple):
    """Wexmouth with a van on its way to a smell of gas, a call that waits and an alarm; and one person of each role, here and elsewhere."""

    amina: Staff
    sent: Deployment
    engineer: Unit
    call: Contact
    nearby: Incident
    ours: dict[str, Rest]
    strangers: dict[str, Rest]


def build_town() -> Town:
    wexmouth, elsewhere = make_centre("wexmouth"), make_centre("elsewhere")
    amina = make_person(wexmouth, "agent", "Amina Khan", "agent")
    make_unit(wexmouth, "B41", "housing_duty", name="Dan Okafor")
    sent = send(answer_all(log_incident(amina, "GAS-SMELL", summary="Smell of gas"), OURS, by=amina), "B41", by=amina)
    engineer = make_unit(wexmouth, "G31", "heating_engineer", name="Moira Kent")
    call = offer(make_person(wexmouth, "telephony", "Telephone system", "system"))
    escalate(incident_id=sent.incident_id, what="Is this ours?", by=amina, at=NOON)
    ours = {role: Rest(make_person(wexmouth, f"a-{role}", f"A {role.label}", role)) for role in Role}
    strangers = {role: Rest(make_person(elsewhere, f"b-{role}", f"B {role.label}", role)) for role in Role}
    return Town(amina, sent, engineer, call, log_incident(amina), ours, strangers)


@pytest.fixture(scope="module", autouse=True)
def town(django_db_setup, django_db_blocker) -> Iterator[Town]:
    """Built once for all the doors, each of which finds it as it was built: building takes as long as fifty requests."""
    quickly = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), transaction.atomic():
        with quickly:
            built = build_town()
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def as_sol(town) -> Rest:
    return town.ours["supervisor"]


@pytest.fixture
def as_nobody() -> Rest:
    return Rest(None)


@pytest.fixture
def address(town, noon) -> Callable[[str], str]:
    """Fill in an address with things of Wexmouth's, made when an address first names them."""
    sent, amina, engineer, call, nearby = town.sent, town.amina, town.engineer, town.call, town.nearby
    task = cache(lambda: call_back_on(sent.incident, amina, noon))
    home = cache(lambda: make_place(amina.centre))
    review_on = noon.date() + timedelta(days=90)
    words = {"field": "note", "text": "Gas", "writer": "w", "saved_at": noon}
    chief = cache(lambda: make_person(amina.centre, "chief", "A Chief", "supervisor"))
    major = cache(lambda: declare_major(incident_id=sent.incident_id, reason="Three houses", by=chief(), at=noon).incident)
    parts: dict[str, Callable[[], object]] = {
        "<str:reference>": lambda: sent.incident.reference,
        "<int:contact_id>": lambda: call.pk,
        "<int:deployment_id>": lambda: sent.pk,
        "<int:request_id>": lambda: ask_support(deployment_id=sent.pk, wanted="A ladder", by=amina, at=noon).pk,
        "<int:check_id>": lambda: Check.objects.create(deployment=sent, number=1, question="Well?", due_at=noon, grace_s=60).pk,
        "<int:emergency_id>": lambda: (
            raise_emergency(deployment_id=sent.pk, kind="duress", how="The word on the radio", by=amina, at=noon).pk
        ),
        "<int:visit_id>": lambda: visit_to(sent, noon).pk,
        "<int:duty_id>": lambda: duty_of_monday(amina).pk,
        "<int:desk_id>": lambda: Desk.objects.create(centre=amina.centre, code="X1", name="Spare", role="agent", made_at=noon).pk,
        "<int:drill_id>": lambda: a_drill(amina),
        "<int:handover_id>": lambda: handed_over(amina).pk,
        "<int:promise_id>": lambda: promise_update(incident_id=sent.incident_id, within_min=15, by=amina, at=noon).pk,
        "<int:alarm_id>": lambda: Escalation.objects.order_by("pk").first().pk,
        "<str:call_sign>": lambda: engineer.call_sign,
        "<int:recall_id>": lambda: task().recall_id,
        "<int:task_id>": lambda: task().pk,
        "<int:link_id>": lambda: (
            link_incidents(incident_id=sent.incident_id, other_id=nearby.pk, kind="related", why="Near", by=amina, at=noon).pk
        ),
        "<int:reading_id>": lambda: sent.incident.readings.get().pk,
        "<int:place_id>": lambda: home().pk,
        "<int:note_id>": lambda: add_site_note(place_id=home().pk, text="Dog", review_on=review_on, by=amina, at=noon).pk,
        "<int:trial_id>": lambda: trial_of(sent.incident, noon).pk,
        "<int:number>": lambda: 1,
        "<int:step_id>": lambda: use_aid(incident_id=sent.incident_id, aid="language", by=amina, at=noon).pk,
        "<int:draft_id>": lambda: Draft.objects.create(centre=amina.centre, person_id=amina.user_id, incident=sent.incident, **words).pk,
        "<int:post_id>": lambda: offer_post(incident_id=major().pk, role="gold", person="Moira Kent", by=chief(), at=noon).pk,
        "<int:attendance_id>": lambda: record_arrival(incident_id=major().pk, who="Pump 3", place="rvp", by=amina, at=noon).pk,
        "<int:major_task_id>": lambda: (
            set_task(incident_id=major().pk, what="Open the hall", owner="Moira Kent", within_min=30, by=amina, at=noon).pk
        ),
        "<int:wall_id>": lambda: make_wall(name="North", by=chief(), at=noon).wall.pk,
        "<int:view_id>": lambda: 77,
        "<str:key>": lambda: law_key("Civil Contingencies Act 2004", "Part 1"),
        "<str:name>": lambda: "answer_time",
        "<int:review_id>": lambda: 77,
        "<int:need_id>": lambda: 77,
        "<int:version_id>": lambda: sent.incident.pack_id,
        "<int:consultation_id>": lambda: 77,
        "<str:type_code>": lambda: "FLOOD",
        "<str:alarm_id>": lambda: "A-77",
    }
    return cache(lambda route: re.sub("<[^>]+>", lambda part: str(parts[part[0]]()), route))


def visit_to(sent, noon) -> Visit:
    """Somebody on the way to a crew that does not answer."""
    missed = Check.objects.create(deployment=sent, number=1, question="Well?", state="missed", due_at=noon, missed_at=noon, grace_s=60)
    return Visit.objects.create(missed=missed, visitor="Moira Kent", ordered_at=noon, ordered_by_name="Amina Khan", due_at=noon)


def duty_of_monday(amina) -> RotaDuty:
    """A duty that falls on a Monday far ahead."""
    return RotaDuty.objects.create(
        centre=amina.centre, person_id=amina.user_id, role="supervisor", weekday=0, starts=time(7), ends=time(19),
        begins_on=date(2025, 1, 6), made_at=NOON, made_by_name="Tess Moran",
    )  # fmt: skip


def a_drill(amina) -> int:
    """A drill of the town's first minutes, in which nobody who asks takes part."""
    lead = make_person(amina.centre, "drill-lead", "A Lead", "team_lead")
    until = NOON + timedelta(minutes=30)
    who = {"people": ["drill-lead"], "by": lead}
    return open_drill(from_at=NOON, until_at=until, speed=1, at=NOON + timedelta(hours=1), **who).pk


def handed_over(amina) -> Handover:
    """A handover under way, with one line."""
    handover = Handover.objects.create(centre=amina.centre, outgoing_id=amina.user_id, begun_at=NOON)
    handover.lines.create(key="free-1", kind="free", words="The lift is broken", added_at=NOON)
    return handover


def call_back_on(incident: Incident, amina, noon) -> RecallTask:
    """Somebody who heard a line that was withdrawn."""
    read_advice(incident_id=incident.pk, line="GAS-NOSPARK", by=amina, at=noon)
    approver = make_person(incident.centre, "approves", "An Approver", "procedure_approver")
    recall = withdraw_advice(line="GAS-NOSPARK", why="Wrong", say_instead="Wait outside.", by=approver, at=noon)
    return RecallTask.objects.get(recall=recall)


def trial_of(incident: Incident, noon) -> Trial:
    """The procedure that the incident follows, tried on it."""
    approver = make_person(incident.centre, "tries", "A Trier", "procedure_approver")
    day = timedelta(days=1)
    trial = ask_trial(version_id=incident.pack_id, since=noon - day, until=noon + day, by=approver, at=noon)
    take_asked_trials(at=noon)
    return run_trial(trial_id=trial.pk, at=noon)


@pytest.fixture
def ask(address) -> Ask:
    """Make a door's good request, and take back whatever it did."""

    def make(rest: Rest, route: str, method: str) -> Any:
        path = address(route)
        with transaction.atomic():
            answer = rest.get(path) if method == "get" else rest.post(path, POLICY[route, method].body)
            transaction.set_rollback(True)
        return answer

    return make


def test_every_door_has_a_policy_and_every_policy_a_door():
    assert sorted(DOORS) == sorted(POLICY)


@named
def test_each_role_may_do_what_the_policy_says_and_nothing_else(ask, town, route, method):
    act, personal = POLICY[route, method].act, POLICY[route, method].personal
    for role in Role:
        status = ask(town.ours[role], route, method).status_code
        assert status < 500, role
        if act is ANYONE or role in MAY[act]:
            assert status not in ((401, 403, 405) if personal else (401, 403, 404, 405)), f"{role} may, and got {status}"
        else:
            assert status in ((403, 404) if personal else (403,)), f"{role} may not, and got {status}"


@pytest.mark.parametrize(
    ("route", "method"), [key for key in POLICY if key in DOORS and POLICY[key].names and POLICY[key].act is not ANYONE]
)
def test_from_another_centre_nothing_of_ours_is_there(ask, address, town, route, method):
    door, _ = POLICY[route, method], address(route)
    before = fresh(Incident.objects.get(number=1001)).revision
    for role in Role:
        answer = ask(town.strangers[role], route, method)
        assert answer.status_code in ((404,) if role in MAY[door.act] and not door.personal else (400, 403, 404)), role
    assert fresh(Incident.objects.get(number=1001)).revision == before


@named
def test_without_a_token_nothing_opens(ask, as_nobody, route, method):
    expected = {200} if POLICY[route, method].act is ANYONE else {401}
    assert ask(as_nobody, route, method).status_code in expected


@signed
def test_what_is_signed_opens_to_no_token(ask, as_sol, as_nobody, route, method):
    assert [ask(each, route, method).status_code for each in (as_sol, as_nobody)] == [401, 401]


@pytest.mark.parametrize("route", ["contacts/", "incidents/", "units/", "organisations/"])
def test_lists_show_ones_own_centre_only(town, route):
    shown = town.strangers["supervisor"].get(route).json()["results"]
    assert all(each.get("label") for each in shown) if route == "organisations/" else shown == []


def test_the_board_shows_ones_own_centre_only(town):
    board = town.strangers["supervisor"].get("board/").json()
    assert [board[shelf] for shelf in ("incidents", "units", "contacts", "alarms")] == [[], [], [], []]


@pytest.mark.parametrize("route", sorted({route for route, _ in DOORS}))
def test_a_method_that_a_door_does_not_have_is_refused_in_the_house_shape(address, as_sol, route):
    there = {method for known, method in DOORS if known == route}
    for method in set(METHODS) - there:
        answer = getattr(as_sol.http, method)(f"/api/v1/{address(route)}", headers=as_sol.headers)
        assert answer.status_code == 405
        assert route in ("schema/", "docs/") or set(answer.json()) >= {"code", "detail", "fields"}


WRITES = [key for key in POLICY if key in DOORS and key[1] == "post" and POLICY[key].act is not ANYONE]


@pytest.mark.parametrize(("route", "method"), WRITES)
def test_every_write_with_the_same_key_happens_once(address, as_sol, route, method):
    path, body = address(route), POLICY[route, method].body
    first = as_sol.post(path, body, key="k-1")
    lines, kept = LogLine.objects.count(), FirstAnswer.objects.count()
    again = as_sol.post(path, body, key="k-1")
    if first.status_code >= 400:  # a refusal wrote nothing, keeps nothing, and is said again
        assert (again.status_code, kept) == (first.status_code, 0)
        return
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again.headers["Idempotent-Replay"] == "true"
    assert (LogLine.objects.count(), FirstAnswer.objects.count()) == (lines, 1)
    other = as_sol.post(path, {**body, "another": "body"}, key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")
