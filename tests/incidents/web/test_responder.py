"""A crew's page: it opens one deployment, works without a script, takes each form once, and dies with its deployment."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from incidents.commands.deploy import change_brief, stand_down
from incidents.commands.monitor import answer_check
from incidents.commands.support import give_support
from incidents.models import Briefing, Check, CrewForm, Deployment, Escalation, LogLine, SupportRequest
from incidents.queries.links import token_for
from incidents.queries.responder import LINK_OUTLIVES_BY, crew_behind
from tests.factories import NOON, entries, fresh, make_unit, send

HOSTILE = ["\x00", "a\x00b", "x" * 30_000, "x" * 1_000_000, "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe"]


class Phone:
    """A phone with the link open."""

    def __init__(self, deployment: Deployment, *, csrf: bool = False) -> None:
        self.http = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
        self.address = f"/r/{token_for(deployment.pk)}"

    def look(self) -> str:
        answer = self.http.get(self.address)
        assert answer.status_code == 200
        return answer.content.decode()

    def send(self, what: str, **fields: Any) -> Any:
        return self.http.post(f"{self.address}/{what}", fields)


@pytest.fixture
def phone(sent: Deployment) -> Phone:
    return Phone(sent)


def test_the_page_holds_the_brief_in_six_parts_and_the_way_there(phone):
    page = phone.look()
    for words in ("What happened", "Where, and how to get in", "Hazards", "Your task", "Limits", "Report back"):
        assert words in page
    assert "geo:50.57450,-2.98000" in page
    assert "50.57450, -2.98000" in page


def test_looking_changes_nothing_and_a_person_who_looks_has_read_it(phone, sent):
    before = LogLine.objects.count()
    phone.look()
    phone.http.get(f"{phone.address}/state")
    assert (fresh(sent).read_at, LogLine.objects.count()) == (None, before)
    assert phone.send("opened").status_code == 204
    assert phone.send("opened").status_code == 204
    assert fresh(sent).read_at is not None
    assert entries(sent.incident).count("brief.read") == 1


@pytest.mark.parametrize("token", ["nope", "1~x", "%00", "%ED%A0%80", "1", "~", "9" * 300])
def test_a_link_that_opens_nothing_says_so_in_human_words(db, token):
    answer = Client(raise_request_exception=False).get(f"/r/{token}")
    assert answer.status_code == 404
    assert "This link opens nothing" in answer.content.decode()


def test_a_link_opens_its_own_deployment_only(wexmouth, amina, sent, phone):
    make_unit(wexmouth, "B42", "housing_duty")
    other = send(sent.incident, "B42", by=amina)
    check = Check.objects.create(deployment=other, number=1, question="Safe?", state="asked", due_at=NOON, asked_at=NOON, grace_s=60)
    refused = phone.send("check", check=check.pk, all_well="yes")
    assert refused.status_code == 403
    assert fresh(check).state == "asked"
    assert "B42" not in phone.look()


def test_the_work_goes_from_step_to_step_without_a_script(phone, sent):
    for status, word in (("acknowledged", "Got it"), ("en_route", "On the way"), ("on_scene", "At scene")):
        answer = phone.send("status", status=status, version=1)
        assert (answer.status_code, answer["Location"]) == (303, phone.address)
        assert f"<span data-word>{word}</span>" in phone.look()
    assert fresh(sent).status == "on_scene"
    assert Briefing.objects.get(deployment=sent).accepted_at is not None
    assert fresh(sent).read_at is not None
    assert LogLine.objects.filter(incident=sent.incident, entry="unit.status", by_name="B41 crew").count() == 3


def test_declining_needs_a_reason_and_the_typed_words_come_back_with_a_refusal(phone, sent):
    refused = phone.send("status", status="declined")
    assert refused.status_code == 409
    assert "Say why you cannot go." in refused.content.decode()
    assert phone.send("status", status="declined", why="Flat tyre").status_code == 303
    assert fresh(sent).status == "declined"
    assert Escalation.objects.filter(cause="declined").count() == 1


def test_the_crew_may_not_stand_itself_down_or_make_up_a_status(phone, sent):
    assert phone.send("status", status="stood_down", why="Home").status_code == 409
    assert phone.send("status", status="teleported").status_code == 409
    assert phone.send("status").status_code == 400
    assert fresh(sent).status == "alerted"


def test_a_double_tap_is_written_once_and_other_words_under_the_same_name_are_not_lost(phone, sent):
    for _ in range(3):
        assert phone.send("update", nonce="one-showing", text="The road is blocked").status_code == 303
    phone.send("update", nonce="one-showing", text="The road is open again")
    for _ in range(2):
        phone.send("support", nonce="one-showing", wanted="A ladder")
    texts = list(LogLine.objects.filter(incident=sent.incident, entry="update").values_list("text", flat=True))
    assert texts == ["The road is blocked", "The road is open again"]
    assert SupportRequest.objects.filter(deployment=sent).count() == 1


def test_a_refused_form_may_be_sent_again(phone, sent):
    assert phone.send("status", nonce="n", status="clear").status_code == 409
    assert CrewForm.objects.count() == 0
    phone.send("status", nonce="m", status="acknowledged")
    assert phone.send("status", nonce="n", status="clear").status_code == 303
    assert fresh(sent).status == "clear"


def test_what_waited_for_a_connection_says_when_it_was_pressed(phone, sent):
    phone.send("update", text="Arrived by boat", ago_s=600)
    line = LogLine.objects.get(incident=sent.incident, entry="update")
    assert abs((line.recorded_at - line.at) - timedelta(seconds=600)) < timedelta(seconds=1)
    assert phone.send("update", text="From the future", ago_s=-5).status_code == 400
    assert phone.send("update", text="From long ago", ago_s=10**9).status_code == 400


def test_a_changed_brief_is_marked_and_accepted_anew(phone, sent, amina):
    phone.send("status", status="acknowledged", version=1)
    change_brief(deployment_id=sent.pk, hazards="Gas in the street too", by=amina, at=NOON)
    page = phone.look()
    assert "Your brief has changed" in page
    assert len(re.findall(r"flag--warn\">Changed", page)) == 1
    assert phone.send("brief", version=1).status_code == 409
    assert phone.send("brief", version=2).status_code == 303
    assert Briefing.objects.get(deployment=sent, version=2).accepted_at is not None
    assert "Your brief has changed" not in phone.look()
    assert entries(sent.incident).count("brief.accepted") == 1


def test_getting_it_does_not_accept_a_version_that_was_not_on_the_screen(phone, sent, amina):
    change_brief(deployment_id=sent.pk, task="Go to the back door", by=amina, at=NOON)
    phone.send("status", status="acknowledged", version=1)
    assert Briefing.objects.get(deployment=sent, version=1).accepted_at is not None
    assert Briefing.objects.get(deployment=sent, version=2).accepted_at is None
    assert "Your brief has changed" in phone.look()


def test_a_check_is_answered_from_the_phone_and_help_rings_at_once(phone, sent):
    for status in ("acknowledged", "on_scene"):
        phone.send("status", status=status)
    check = Check.objects.get(deployment=sent)
    Check.objects.filter(pk=check.pk).update(state="asked", asked_at=timezone.now())
    assert check.question in phone.look()
    assert phone.send("check", check=check.pk, all_well="maybe").status_code == 400
    assert phone.send("check", check=check.pk, all_well="no", words="Man with a dog").status_code == 303
    assert (fresh(check).all_well, fresh(check).answered_by_name) == (False, "B41 crew")
    assert Escalation.objects.filter(cause="help_wanted", to_role="supervisor").count() == 1
    assert Check.objects.filter(deployment=sent, state="planned").count() == 1


def test_an_emergency_rings_and_the_page_says_that_it_was_heard(phone, sent):
    assert phone.send("status", status="emergency").status_code == 303
    assert Escalation.objects.filter(cause="mayday").count() == 1
    assert "The control room has your Mayday." in phone.look()


def test_the_page_says_how_a_request_was_met(phone, sent, amina):
    phone.send("support", wanted="A ladder")
    give_support(request_id=SupportRequest.objects.get().pk, how="B42 brings one", by=amina, at=NOON)
    assert "B42 brings one" in phone.look()


def test_after_the_end_the_page_says_so_holds_no_brief_and_takes_nothing(phone, sent, amina):
    stand_down(deployment_id=sent.pk, why="The gas service has it", by=amina, at=timezone.now())
    lines = LogLine.objects.count()
    page = phone.look()
    assert "You have been stood down" in page
    assert "14 Harbour Lane" not in page
    assert "geo:" not in page
    for what, fields in (
        ("status", {"status": "en_route"}),
        ("update", {"text": "One more thing"}),
        ("support", {"wanted": "A ladder"}),
        ("brief", {"version": 1}),
        ("check", {"check": 1, "all_well": "yes"}),
    ):
        refused = phone.send(what, **fields)
        assert refused.status_code == 409
        assert "This job has ended for you" in refused.content.decode()
    assert phone.send("opened").status_code == 204
    assert LogLine.objects.count() == lines


def test_a_day_after_the_end_the_link_opens_nothing(sent, amina):
    stand_down(deployment_id=sent.pk, why="Not needed", by=amina, at=NOON)
    token = token_for(sent.pk)
    assert crew_behind(token, NOON + LINK_OUTLIVES_BY) is not None
    assert crew_behind(token, NOON + LINK_OUTLIVES_BY + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("what", "field"), [("update", "text"), ("support", "wanted"), ("status", "why"), ("status", "status"), ("check", "words")]
)
def test_no_text_breaks_a_form(phone, sent, what, field):
    for text in HOSTILE:
        fields = {"status": "declined", "check": 1, "all_well": "no", "nonce": "n", field: text}
        answer = phone.send(what, **fields)
        assert answer.status_code in (303, 400, 404, 409), (text[:10], answer.status_code)
        if answer.status_code != 303:
            assert 'role="alert"' in answer.content.decode()
        phone.look()


def test_more_than_a_form_may_hold_is_refused_and_not_an_error(phone):
    assert phone.send("update", text="x" * 3_000_000).status_code == 400


def test_a_form_from_another_site_is_refused(sent):
    assert Phone(sent, csrf=True).send("status", status="emergency").status_code == 403
    assert fresh(sent).status == "alerted"


def test_nothing_is_kept_by_caches_and_nothing_is_indexed(phone):
    answer = phone.http.get(phone.address)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert " style=" not in answer.content.decode()


def test_the_state_tells_what_the_page_must_know(phone, sent, amina):
    before = phone.http.get(f"{phone.address}/state").json()
    assert (before["status"], before["version"], before["ended"], before["check"]) == ("alerted", 1, False, None)
    change_brief(deployment_id=sent.pk, task="Another task", by=amina, at=NOON)
    after = phone.http.get(f"{phone.address}/state").json()
    assert after["version"] == 2
    assert after["revision"] > before["revision"]


def test_an_answer_given_by_the_control_room_shows_on_the_phone(phone, sent, amina):
    for status in ("acknowledged", "on_scene"):
        phone.send("status", status=status)
    answer_check(check_id=Check.objects.get(deployment=sent).pk, all_well=True, words="By radio", by=amina, at=NOON + timedelta(days=1))
    assert "By radio" in phone.look()
