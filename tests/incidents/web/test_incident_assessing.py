"""Judging on the incident page: what waits for somebody stands there plainly, and only who may decide is offered to."""

from incidents.commands.comply import mark_contradiction, review_path, uphold_answer
from incidents.commands.contacts import answer_contact
from incidents.commands.join import join_incident
from incidents.commands.judge import judge_validity, weigh_risk
from incidents.commands.prioritise import decide_lowering, request_lowering, set_priority
from incidents.commands.reassess import settle_reassessment
from incidents.queries.cards import incident_cards
from incidents.queries.site_history import false_alarms_at
from tests.factories import LEAK, NOON, answer_all, close_quietly, fresh, log_incident, make_person, offer
from tests.incidents.web.test_incident import page_of


def card(incident):
    return incident_cards([fresh(incident)])[0]


def test_a_lowering_stands_with_its_age_and_is_decided_by_another_person_in_charge(flood, amina, sol, tess, noon):
    request_lowering(incident_id=flood.pk, priority="P4", reason="Only drips now", by=sol, at=noon)
    assert (card(flood)["lowering_to"], card(flood)["lowering_at"]) == ("P4", "2025-11-03T12:00:00Z")
    for person, decides in ((amina, False), (sol, False), (tess, True)):
        page = page_of(person, flood)
        assert "P2 to P4: waits for a supervisor" in page
        assert "Only drips now" in page
        assert ('data-ask="approve"' in page) is decides
    decide_lowering(incident_id=flood.pk, approved=False, reason="A child lives below", by=tess, at=noon)
    assert card(flood)["lowering_at"] is None
    assert "waits for a supervisor" not in page_of(tess, flood)


def test_every_judgement_of_the_report_stays_on_the_page(flood, amina, noon):
    judge_validity(incident_id=flood.pk, validity="hoax", grounds="Laughter", by=amina, at=noon)
    judge_validity(incident_id=flood.pk, validity="genuine", grounds="The neighbour says so", by=amina, at=noon)
    levels = dict.fromkeys(("threat", "harm", "risk", "vulnerability"), "some")
    weigh_risk(incident_id=flood.pk, levels=levels, words="An old couple", by=amina, at=noon)
    page = page_of(amina, flood)
    for words in ("The neighbour says so", "Before: Hoax", "Laughter", "Harm: some concern", "An old couple"):
        assert words in page


def test_a_repeat_contact_is_a_task_on_the_page_until_it_is_answered(flood, amina, telephony, noon):
    contact = offer(telephony, words="It is worse now")
    answer_contact(contact_id=contact.pk, by=amina, at=noon)
    join_incident(contact_id=contact.pk, incident_id=flood.pk, by=amina, at=noon)
    assert card(flood)["repeat"] is True
    page = page_of(amina, flood)
    assert "Repeat contact: assess again" in page
    assert "It is worse now" in page
    settle_reassessment(incident_id=flood.pk, result="no_change", reason="The same leak", by=amina, at=noon)
    assert card(flood)["repeat"] is False
    assert 'data-ask="reassessed"' not in page_of(amina, flood)


def test_the_row_says_how_the_path_stands(flood, amina, sol, noon):
    assert card(flood)["path_check"] == "followed"
    mark_contradiction(incident_id=flood.pk, question="q_elec", words="Sparks in the hall", by=amina, at=noon)
    assert card(flood)["path_check"] == "against"
    assert "P2 cannot close before it is reviewed" in page_of(amina, flood)
    assert 'data-ask="review"' not in page_of(amina, flood)
    assert 'data-ask="review"' in page_of(sol, flood)
    review_path(incident_id=flood.pk, reason="The fuse was out", by=sol, at=noon)
    assert card(flood)["path_check"] == "reviewed"
    uphold_answer(incident_id=flood.pk, question="q_elec", reason="It was a torch", by=amina, at=noon)
    assert card(flood)["path_check"] == "followed"
    set_priority(incident_id=flood.pk, priority="P1", reason="An old couple", by=amina, at=noon)
    assert card(flood)["path_check"] == "overridden"


def test_earlier_false_alarms_of_the_site_stand_beside_the_choice_and_lower_nothing(flood, amina, noon, as_amina):
    for number in range(3):
        earlier = log_incident(amina, at=NOON.replace(month=number + 1))
        judge_validity(incident_id=earlier.pk, validity="false_alarm", grounds="Nothing found", by=amina, at=noon)
        close_quietly(earlier)
    elsewhere = log_incident(amina, place_text="2 Quay Street")
    judge_validity(incident_id=elsewhere.pk, validity="hoax", grounds="Laughter", by=amina, at=noon)
    now = answer_all(log_incident(amina, "FLOOD"), LEAK, by=amina)
    assert (len(false_alarms_at(now)), fresh(now).priority) == (3, "P2")
    shown = as_amina.get(f"incidents/{now.reference}/false-alarms/").json()["results"]
    assert [each["opened_at"][:7] for each in shown] == ["2025-03", "2025-02", "2025-01"]
    assert shown[0]["how"].startswith("False alarm")
    assert "False alarms here, twelve months" in page_of(amina, now)


def test_who_only_reads_is_asked_nothing(wexmouth, flood, amina, noon):
    request_lowering(incident_id=flood.pk, priority="P4", reason="Only drips now", by=amina, at=noon)
    assert 'data-ask="' not in page_of(make_person(wexmouth, "reader", "A Reader", "auditor"), flood)
