"""Going live: contacts and local values first; incidents under way keep theirs; what changed is to be read, and delays nobody."""

import pytest

from dispatch.refusal import NotAllowed, Refusal
from incidents.commands.procedures import load_packs
from incidents.commands.procedures_use import acknowledge_procedure, put_live, retire_procedure, set_local_value
from incidents.models import ProcedureReading
from incidents.queries.procedures import of_incident, type_in_use
from resources.models import Organisation
from tests.factories import PACKS, fresh, log_incident
from tests.incidents.procedures import begin, in_use, path_to, put, reviewed, taken_live


def reworded(ana, piers, type_code="FLOOD", ask="Is anybody in the water?"):
    draft = begin(ana)
    return taken_live(
        put(draft, path_to(draft, type_code, type_question(draft, type_code), "ask"), ask, by=ana), author=ana, approver=piers
    )


def type_question(row, type_code):
    return next(kind["tree"]["start"] for kind in row.body["incident_types"] if kind["code"] == type_code)


def test_it_goes_live_only_with_contacts_and_local_values(ana, piers, noon):
    row = reviewed(begin(ana), author=ana, approver=piers)

    def refused():
        with pytest.raises(Refusal) as no:
            put_live(version_id=row.pk, by=piers, at=noon)
        return no.value

    assert refused().code == "local-values-missing" and set(refused().facts["names"]) == {"targets", "northern_ireland_numbers"}
    for name, code in (("nonsense", "name-unknown"), ("targets", None)):
        if code is None:
            set_local_value(version_id=row.pk, name=name, value="Contract, page 4", by=piers, at=noon)
            continue
        with pytest.raises(Refusal) as no:
            set_local_value(version_id=row.pk, name=name, value="1", by=piers, at=noon)
        assert no.value.code == code
    set_local_value(version_id=row.pk, name="northern_ireland_numbers", value="We do not serve it", by=piers, at=noon)
    Organisation.objects.filter(code="LANDLORD").update(telephone="", email="")
    assert refused().code == "contacts-missing"
    Organisation.objects.filter(code="LANDLORD").update(telephone="01632 960800")
    assert put_live(version_id=row.pk, by=piers, at=noon).status == "live"


def test_an_incident_under_way_keeps_the_version_it_began_with(ana, piers, amina, wexmouth):
    old = in_use(wexmouth.pk)
    under_way = log_incident(amina, "FLOOD")
    new = reworded(ana, piers)
    assert fresh(old).status == "retired" and old.events.order_by("-number").first().words == "Version 1.0.1 took its place."
    assert of_incident(fresh(under_way))[0].row_id == old.pk
    assert of_incident(fresh(under_way))[1].tree.nodes[0].ask != "Is anybody in the water?"
    assert of_incident(log_incident(amina, "FLOOD"))[0].row_id == new.pk


def test_only_the_types_whose_words_changed_are_to_be_read_and_the_rest_is_carried(ana, piers, wexmouth):
    first = in_use(wexmouth.pk)
    assert first.changed_types == {}
    second = reworded(ana, piers, "FLOOD")
    assert second.changed_types == {"FLOOD": {"since": second.pk, "before": first.pk}}
    third = reworded(ana, piers, "GAS-SMELL", "Is anybody hurt?")
    assert third.changed_types["FLOOD"] == {"since": second.pk, "before": first.pk}
    assert third.changed_types["GAS-SMELL"] == {"since": third.pk, "before": second.pk}
    fourth = reworded(ana, piers, "FLOOD", "Is anybody in deep water?")
    assert fourth.changed_types["FLOOD"] == {"since": fourth.pk, "before": first.pk}


def test_a_change_is_acknowledged_once_and_of_the_version_that_was_shown(ana, piers, amina, wexmouth, noon):
    shown = in_use(wexmouth.pk).digest
    assert acknowledge_procedure(type_code="FLOOD", by=amina, at=noon) is None
    row = reworded(ana, piers)
    with pytest.raises(Refusal) as no:
        acknowledge_procedure(type_code="FLOOD", digest=shown, by=amina, at=noon)
    assert no.value.code == "stale"
    made = acknowledge_procedure(type_code="FLOOD", digest=row.digest, by=amina, at=noon)
    assert made == acknowledge_procedure(type_code="FLOOD", digest=row.digest, by=amina, at=noon)
    assert ProcedureReading.objects.count() == 1
    assert acknowledge_procedure(type_code="GAS-SMELL", by=amina, at=noon) is None


def test_unread_changes_never_delay_an_incident(ana, piers, amina):
    reworded(ana, piers)
    assert log_incident(amina, "FLOOD").type_code == "FLOOD"


def test_only_the_floor_acknowledges(ana, noon):
    with pytest.raises(NotAllowed):
        acknowledge_procedure(type_code="FLOOD", by=ana, at=noon)


def test_a_version_is_taken_out_of_use_with_a_reason(piers, amina, wexmouth, noon):
    row = in_use(wexmouth.pk)
    with pytest.raises(Refusal):
        retire_procedure(version_id=row.pk, reason="", by=piers, at=noon)
    retire_procedure(version_id=row.pk, reason="The contract ended", by=piers, at=noon)
    with pytest.raises(Refusal):
        type_in_use(wexmouth.pk, "FLOOD")


def test_loading_a_folder_over_a_version_written_here_retires_it_and_asks_for_reading(ana, piers, wexmouth, noon):
    here = reworded(ana, piers)
    load_packs(centre=wexmouth, folder=PACKS, live=True, at=noon)
    assert fresh(here).status == "retired"
    assert in_use(wexmouth.pk).version == "1.0.0" and "FLOOD" in in_use(wexmouth.pk).changed_types
