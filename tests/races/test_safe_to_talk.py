"""Two people say at once whether the caller can talk: both stand in the record, and what was written last is what holds."""

from functools import partial

import pytest

from incidents.commands.contacts import answer_contact
from incidents.models import LogLine, TalkStep
from incidents.queries.contacts import contact_page
from incidents.rules.conversation import SAFE, WAYS
from tests.factories import fresh, offer
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]
SAID = [{"safe": "yes"}, {"safe": "no", "way": "text"}] * 4


def test_the_log_and_what_holds_never_say_two_things(as_amina, as_sol, flood):
    path = f"incidents/{flood.reference}/safe-to-talk/"
    crowd = [twin(rest) for rest in (as_amina, as_sol) * 4]
    answers = all_at_once([partial(rest.post, path, said) for rest, said in zip(crowd, SAID, strict=True)])
    assert statuses(answers) == {201: 8}
    written = [line.text for line in LogLine.objects.filter(incident=flood, entry="talk.safe").order_by("number")]
    kept = TalkStep.objects.filter(incident=flood, kind="safe").order_by("pk")
    assert written == [SAFE[step.code] + (f". {WAYS[step.words]}" if step.words else "") for step in kept]
    assert as_amina.get(f"incidents/{flood.reference}/").json()["talk"][-1]["id"] == kept.last().pk


def test_of_a_contact_every_word_is_kept_and_the_last_holds(as_amina, telephony, amina, noon):
    contact = offer(telephony)
    answer_contact(contact_id=contact.pk, by=amina, at=noon)
    path = f"contacts/{contact.pk}/safe-to-talk/"
    answers = all_at_once([partial(twin(as_amina).post, path, said) for said in SAID])
    assert statuses(answers) == {201: 8}
    last = TalkStep.objects.filter(contact=contact, kind="safe").order_by("pk").last()
    assert contact_page(fresh(contact))["safe"]["id"] == last.pk
