"""Whether a caller can talk is recorded, and somebody who cannot is never left without a way to go on."""

import pytest

from dispatch.refusal import Refusal
from incidents.commands.contacts import answer_contact
from incidents.commands.converse import say_whether_safe
from incidents.models import TalkStep
from incidents.queries.contacts import contact_page
from incidents.queries.incident_page import incident_whole
from tests.factories import entries, fresh, history, offer


def test_a_caller_who_cannot_talk_gets_a_way_to_go_on(flood, amina, noon):
    say_whether_safe(incident_id=flood.pk, safe="no", way="yes_no", by=amina, at=noon)
    step = incident_whole(fresh(flood), amina)["talk"][-1]
    assert (step["kind"], step["code"], step["words"]) == ("safe", "no", "yes_no")
    assert entries(flood)[-1] == "talk.safe"


@pytest.mark.parametrize(
    ("told", "code"),
    [({"safe": "no"}, "way-needed"), ({"safe": "unknown", "way": "shout"}, "way-needed"), ({"safe": "perhaps"}, "answer-unknown")],
)
def test_without_a_way_nothing_is_recorded(flood, amina, noon, told, code):
    with pytest.raises(Refusal) as refusal:
        say_whether_safe(incident_id=flood.pk, by=amina, at=noon, **told)
    assert (refusal.value.code, TalkStep.objects.count()) == (code, 0)


def test_it_is_kept_with_the_contact_before_there_is_an_incident_and_the_last_word_holds(amina, telephony, noon):
    contact = offer(telephony)
    answer_contact(contact_id=contact.pk, by=amina, at=noon)
    say_whether_safe(contact_id=contact.pk, safe="no", way="call_back", by=amina, at=noon)
    say_whether_safe(contact_id=contact.pk, safe="yes", way="call_back", by=amina, at=noon)
    safe = contact_page(fresh(contact))["safe"]
    assert (safe["code"], safe["words"]) == ("yes", "")
    assert history(contact)[-2:] == ["talk", "talk"]


def test_both_doors_take_it(as_amina, flood, amina, telephony, noon):
    assert as_amina.post(f"incidents/{flood.reference}/safe-to-talk/", {"safe": "no", "way": "text"}).status_code == 201
    contact = offer(telephony)
    answer_contact(contact_id=contact.pk, by=amina, at=noon)
    refused = as_amina.post(f"contacts/{contact.pk}/safe-to-talk/", {"safe": "no"})
    assert (refused.status_code, refused.json()["code"]) == (409, "way-needed")
