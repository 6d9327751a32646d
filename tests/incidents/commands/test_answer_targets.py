"""Setting how soon a line is to be answered: an administrator's, and for one's own centre."""

import pytest

from dispatch.refusal import NotAllowed
from incidents.commands.answer_targets import set_answer_target
from incidents.queries.answering import target_for, targets_of
from tests.factories import make_person


def test_a_target_is_set_and_set_again(wexmouth, elsewhere, noon):
    admin = make_person(wexmouth, "admin", "Ada Lowe", "administrator")
    set_answer_target(channel="telephone", line="Gas", answer_s=5, basis="Ours", by=admin, at=noon)
    set_answer_target(channel="telephone", line="Gas", answer_s=8, callback_s=60, basis="Ours", by=admin, at=noon)
    assert target_for(wexmouth.pk, "telephone", "Gas") == (8, 60, "Ours")
    assert target_for(elsewhere.pk, "telephone", "Gas").answer_s == 15
    shown = [each for each in targets_of(wexmouth.pk) if each["own"]]
    assert [(each["channel"], each["line"], each["answer_s"]) for each in shown] == [("telephone", "Gas", 8)]
    assert all(each["basis"] for each in targets_of(wexmouth.pk))


def test_an_agent_sets_none(amina, noon):
    with pytest.raises(NotAllowed):
        set_answer_target(channel="email", answer_s=60, by=amina, at=noon)
