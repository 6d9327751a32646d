"""The tree of 358 nodes in use: brought in, reviewed, put live, and walked by agents; the record always agrees with the tree."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from incidents.commands.procedures_draft import import_draft
from incidents.commands.procedures_review import approve_procedure, ask_consultee, put_to_review, record_consultation
from incidents.commands.procedures_use import put_live
from incidents.models import DecisionPath
from incidents.queries.compliance import compliance
from incidents.rules.decision_path import Given, paths
from incidents.rules.packs.writer import write_yaml
from tests.factories import NOON, answer_all, log_incident, make_centre, make_person
from tests.incidents.rules.foreign import foreign_pack, foreign_type, needs_tree

pytestmark = needs_tree


@cache
def every_path() -> list[tuple[Given, ...]]:
    return list(paths(foreign_type()))


class InUse(TestCase):
    """Each example in a transaction of its own."""

    @classmethod
    def setUpTestData(cls):
        centre = make_centre("wexmouth")
        ana, piers = (make_person(centre, name, name, f"procedure_{name}") for name in ("author", "approver"))
        row, found = import_draft(text=write_yaml(foreign_pack()), name="legal.yaml", by=ana, at=NOON)
        assert row and found.errors == ()
        put_to_review(version_id=row.pk, by=ana, at=NOON)
        asked = ask_consultee(version_id=row.pk, who="Operators", by=ana, at=NOON)
        record_consultation(version_id=row.pk, consultation_id=asked.pk, stance="supports", said="As we work.", by=ana, at=NOON)
        approve_procedure(version_id=row.pk, words="Operators use it daily.", by=piers, at=NOON)
        put_live(version_id=row.pk, by=piers, at=NOON)
        cls.amina = make_person(centre, "agent", "Amina Khan", "agent")

    @settings(max_examples=6, deadline=None)
    @given(st.data())
    def test_a_walk_ends_with_the_outcome_that_follows_from_its_answers(self, data):
        path = data.draw(st.sampled_from(every_path()))
        incident = log_incident(self.amina, "LEGAL-ADVICE")
        incident = answer_all(incident, tuple(given.answer for given in path), by=self.amina)
        walked = DecisionPath.objects.get(incident=incident)
        assert walked.state == "complete" and walked.outcome_id == incident.outcome["id"]
        assert compliance(incident)["verdict"] == "followed"
