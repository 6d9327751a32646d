"""Every REST address, who may use it, and a request that would be good there. A new address needs a line here."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from dispatch.accounts.permissions import Act

API = "api/v1/"
ANYONE = None


class Door(NamedTuple):
    """One method of one address.

    ``names``: the address names something that belongs to a centre. ``personal``: it belongs to two people, and for everybody
    else, whatever their role, it is not there. ``signed``: another system signs each request, and no token opens it.
    """

    act: Act | None
    body: dict[str, Any] | None = None
    names: bool = True
    personal: bool = False
    signed: bool = False


INCIDENT = "incidents/<str:reference>/"
CONTACT = "contacts/<int:contact_id>/"
DRILL = "drills/<int:drill_id>/"
HANDOVER = "handovers/<int:handover_id>/"
VERSION = "procedures/versions/<int:version_id>/"
ALL = False  # the address names nothing of one centre: the asker sees their own

NEED = {
    "colleague": "nobody",
    "area": "location",
    "kind": "shadowing",
    "good_looks_like": "Reads every address back",
    "agreed_text": "We listen to two calls together",
    "lead_view": "Two addresses were not read back",
}

SIGNED = Door(ANYONE, signed=True)  # no person opens it: see tests/incidents/api/test_alarm_signals.py

POLICY: dict[tuple[str, str], Door] = {
    ("token/", "post"): Door(ANYONE, {"username": "agent", "password": "demo"}, ALL),
    ("ticket/", "post"): Door(Act.WATCH, {}, ALL),
    ("presence/", "get"): Door(Act.WATCH, None, ALL),
    ("schema/", "get"): Door(ANYONE, None, ALL),
    ("docs/", "get"): Door(ANYONE, None, ALL),
    ("contacts/", "get"): Door(Act.WATCH, None, ALL),
    ("contacts/", "post"): Door(Act.OFFER_CONTACT, {"channel": "telephone"}, ALL),
    ("contacts/<int:contact_id>/", "get"): Door(Act.TAKE_CONTACT),
    ("contacts/<int:contact_id>/answer/", "post"): Door(Act.TAKE_CONTACT, {}),
    ("contacts/<int:contact_id>/end/", "post"): Door(Act.TAKE_CONTACT, {"why": "Wrong number"}),
    (CONTACT + "abandoned/", "post"): Door(Act.OFFER_CONTACT, {"how": "abandoned"}),
    (CONTACT + "callback/", "post"): Door(Act.TAKE_CONTACT, {"within_min": 10, "why": "With the crew's time"}),
    (CONTACT + "callback/begun/", "post"): Door(Act.TAKE_CONTACT, {}),
    (CONTACT + "callback/result/", "post"): Door(Act.TAKE_CONTACT, {"result": "reached"}),
    (CONTACT + "transfer/", "post"): Door(Act.TAKE_CONTACT, {"line": "Repairs", "why": "Wants a repair"}),
    (CONTACT + "transfer/accepted/", "post"): Door(Act.TAKE_CONTACT, {}),
    (CONTACT + "transfer/declined/", "post"): Door(Act.TAKE_CONTACT, {"why": "On another call"}),
    (CONTACT + "referral/", "post"): Door(Act.TAKE_CONTACT, {"organisation": "WATER_CO", "warm": False, "why": "A public main"}),
    (CONTACT + "silent-call/", "get"): Door(Act.TAKE_CONTACT),
    (CONTACT + "silent-call/", "post"): Door(Act.TAKE_CONTACT, {"step": "ask", "heard": False}),
    (CONTACT + "silent-call/outcome/", "post"): Door(Act.TAKE_CONTACT, {"outcome": "speaks"}),
    (CONTACT + "alarm/", "post"): Door(Act.TAKE_CONTACT, {"how": "false_alarm", "words": "A bird"}),
    (CONTACT + "alarm/questions/", "post"): Door(Act.TAKE_CONTACT, {"kind": "keyholder"}),
    ("alarm-signals/", "post"): SIGNED,
    ("alarm-signals/<str:alarm_id>/", "get"): SIGNED,
    ("alarm-signals/<str:alarm_id>/news/", "post"): SIGNED,
    ("alarm-signals/<str:alarm_id>/answers/", "post"): SIGNED,
    ("answer-targets/", "get"): Door(Act.WATCH, None, ALL),
    ("answer-targets/", "post"): Door(Act.SET_UP, {"channel": "telephone", "line": "Gas", "answer_s": 10}, ALL),
    ("colleagues/", "get"): Door(Act.TAKE_CONTACT, None, ALL),
    ("emergencies/", "get"): Door(Act.WATCH, None, ALL),
    ("emergencies/<int:emergency_id>/owner/", "post"): Door(Act.TAKE_ALARM, {}),
    ("emergencies/<int:emergency_id>/steps/", "post"): Door(Act.ESCALATE, {"step": "listen"}),
    ("emergencies/<int:emergency_id>/end/", "post"): Door(Act.END_DURESS, {"result": "Seen and spoken to, safe"}),
    (INCIDENT + "emergencies/", "get"): Door(Act.WATCH),
    (INCIDENT + "check-plan/", "post"): Door(Act.DISPATCH, {"interval_min": 5, "grace_min": 2, "reason": "Alone on a roof"}),
    (INCIDENT + "rounds/", "get"): Door(Act.WATCH),
    (INCIDENT + "rounds/", "post"): Door(Act.COUNT_CREWS, {"within_min": 5}),
    ("deployments/<int:deployment_id>/emergencies/", "post"): Door(Act.ESCALATE, {"kind": "duress", "how": "The word on the radio"}),
    ("deployments/<int:deployment_id>/round-answer/", "post"): Door(Act.ANSWER_CHECK, {"all_here": True, "words": "Two of two"}),
    ("checks/<int:check_id>/visits/", "post"): Door(Act.DISPATCH, {"visitor": "Moira Kent"}),
    ("visits/<int:visit_id>/result/", "post"): Door(Act.ANSWER_CHECK, {"found": "well", "result": "Spoken to"}),
    ("units/<str:call_sign>/words/", "post"): Door(Act.AGREE_WORDS, {"holder": "Moira", "safe": "blue kettle", "duress": "red lorry"}),
    (INCIDENT + "methane/", "get"): Door(Act.WATCH),
    (INCIDENT + "methane/", "post"): Door(Act.REPORT_METHANE, {"hazards": "Smoke", "ask": True}),
    (INCIDENT + "major/", "get"): Door(Act.WATCH),
    (INCIDENT + "major/", "post"): Door(Act.DECLARE_MAJOR, {"reason": "Three houses"}),
    (INCIDENT + "major/stand-down/", "post"): Door(Act.DECLARE_MAJOR, {"reason": "It is out", "debrief_on": "2099-01-01"}),
    (INCIDENT + "major/posts/", "post"): Door(Act.DECLARE_MAJOR, {"role": "gold", "person": "Moira Kent"}),
    (INCIDENT + "major/attendance/", "post"): Door(Act.RUN_MAJOR, {"who": "Pump 3", "place": "rvp"}),
    (INCIDENT + "major/tasks/", "post"): Door(Act.RUN_MAJOR, {"what": "Open the hall", "owner": "Moira Kent", "within_min": 30}),
    (INCIDENT + "major/decisions/", "get"): Door(Act.WATCH),
    (INCIDENT + "major/decisions/", "post"): Door(
        Act.RUN_MAJOR, {"decision": "Evacuate", "decided_by": "Both", "reasons": "Smoke", "gather": "Smoke", "assess": "Homes"}
    ),
    (INCIDENT + "major/sitreps/", "post"): Door(Act.RUN_MAJOR, {"words": "Spreading"}),
    (INCIDENT + "major/briefings/", "post"): Door(
        Act.DISPATCH, dict.fromkeys(("information", "intent", "method", "risk_assessment"), "As told")
    ),
    ("command-posts/<int:post_id>/accepted/", "post"): Door(Act.RUN_MAJOR, {}),
    ("attendances/<int:attendance_id>/left/", "post"): Door(Act.RUN_MAJOR, {}),
    ("major-tasks/<int:major_task_id>/done/", "post"): Door(Act.RUN_MAJOR, {"result": "Open since noon"}),
    ("support-requests/<int:request_id>/refused/", "post"): Door(Act.DISPATCH, {"why": "None is free: withdraw"}),
    (INCIDENT + "contacts/", "get"): Door(Act.TAKE_CONTACT),
    (CONTACT + "incident/", "post"): Door(Act.LOG_INCIDENT, {"incident": "1001"}),
    (INCIDENT + "reassessment/", "post"): Door(Act.ASSESS, {"result": "reassessed"}),
    ("incidents/", "get"): Door(Act.WATCH, None, ALL),
    ("incidents/", "post"): Door(Act.LOG_INCIDENT, {"summary": "Smell of gas"}, ALL),
    (INCIDENT, "get"): Door(Act.WATCH),
    (INCIDENT, "post"): Door(Act.LOG_INCIDENT, {"hazards": "Dog in the yard"}),
    (INCIDENT + "type/", "post"): Door(Act.ASSESS, {"type": "FLOOD", "reason": "It is water"}),
    (INCIDENT + "answers/", "post"): Door(Act.ASSESS, {"question": "q_harm", "answer": "deny"}),
    (INCIDENT + "answers/withdrawn/", "post"): Door(Act.ASSESS, {"question": "q_harm", "reason": "Slip"}),
    (INCIDENT + "answers/changed/", "post"): Door(Act.ASSESS, {"question": "q_harm", "was": "deny", "answer": "affirm", "reason": "Worse"}),
    (INCIDENT + "early-exit/resumed/", "post"): Door(Act.ASSESS, {}),
    (INCIDENT + "validity/", "post"): Door(Act.ASSESS, {"validity": "hoax", "grounds": "Laughter"}),
    (INCIDENT + "false-alarms/", "get"): Door(Act.WATCH),
    (INCIDENT + "risk/", "post"): Door(
        Act.ASSESS, {"levels": dict.fromkeys(("threat", "harm", "risk", "vulnerability"), "some"), "words": "An old couple"}
    ),
    (INCIDENT + "contradictions/", "post"): Door(Act.ASSESS, {"question": "q_harm", "words": "She coughs"}),
    (INCIDENT + "answers/upheld/", "post"): Door(Act.ASSESS, {"question": "q_harm", "reason": "A cold"}),
    (INCIDENT + "path-review/", "post"): Door(Act.REVIEW, {"reason": "Seen"}),
    (INCIDENT + "advice/unread/", "post"): Door(Act.ASSESS, {"line": "GAS-OUT", "reason": "The line went dead"}),
    (INCIDENT + "entry/", "post"): Door(Act.LOG_INCIDENT, {"question": "e_danger", "answer": "deny"}),
    (INCIDENT + "aids/", "post"): Door(Act.LOG_INCIDENT, {"aid": "distress"}),
    ("contacts/<int:contact_id>/aids/", "post"): Door(Act.TAKE_CONTACT, {"aid": "anger"}),
    (INCIDENT + "safe-to-talk/", "post"): Door(Act.LOG_INCIDENT, {"safe": "no", "way": "yes_no"}),
    (CONTACT + "safe-to-talk/", "post"): Door(Act.TAKE_CONTACT, {"safe": "no", "way": "yes_no"}),
    ("talk/<int:step_id>/settled/", "post"): Door(Act.LOG_INCIDENT, {"connected": True}),
    ("drafts/", "get"): Door(Act.LOG_INCIDENT, None, ALL),
    ("drafts/", "post"): Door(Act.LOG_INCIDENT, {"writer": "w", "typed": [{"field": "summary", "text": "Gas", "turn": 1}]}, ALL),
    ("drafts/<int:draft_id>/taken/", "post"): Door(Act.LOG_INCIDENT, {}),
    (INCIDENT + "lowering/", "post"): Door(Act.ASSESS, {"priority": "P3", "reason": "Only drips"}),
    (INCIDENT + "lowering/decision/", "post"): Door(Act.LOWER_PRIORITY, {"approved": True}),
    (INCIDENT + "early-exit/", "post"): Door(Act.ASSESS, {"reason": "The line went dead"}),
    (INCIDENT + "priority/", "post"): Door(Act.RAISE_PRIORITY, {"priority": "P1", "reason": "Worse"}),
    (INCIDENT + "advice/", "post"): Door(Act.ASSESS, {"line": "GAS-OUT"}),
    (INCIDENT + "notices/", "get"): Door(Act.WATCH),
    (INCIDENT + "notices/", "post"): Door(Act.INFORM, {"organisation": "GAS_EMERGENCY", "their_reference": "G-1"}),
    ("incidents/similar/", "get"): Door(Act.LOG_INCIDENT, None, ALL),
    (INCIDENT + "callers/", "post"): Door(Act.LOG_INCIDENT, {"summary": "I can see it too"}),
    (INCIDENT + "links/", "get"): Door(Act.WATCH),
    (INCIDENT + "links/", "post"): Door(Act.LOG_INCIDENT, {"other": "1002", "kind": "related", "why": "The same street"}),
    ("links/<int:link_id>/undone/", "post"): Door(Act.LOG_INCIDENT, {"why": "Another street"}),
    (INCIDENT + "readings/", "get"): Door(Act.WATCH),
    (INCIDENT + "readings/", "post"): Door(Act.LOG_INCIDENT, {"text": "By the old mill"}),
    (INCIDENT + "readings/<int:reading_id>/in-use/", "post"): Door(Act.LOG_INCIDENT, {}),
    ("places/", "get"): Door(Act.LOG_INCIDENT, None, ALL),
    ("places/<int:place_id>/site-notes/", "get"): Door(Act.LOG_INCIDENT),
    ("places/<int:place_id>/site-notes/", "post"): Door(Act.WRITE_SITE_NOTE, {"text": "Large dog", "review_on": "2026-06-01"}),
    ("site-notes/<int:note_id>/amended/", "post"): Door(Act.RETIRE_SITE_NOTE, {"text": "A small dog", "review_on": "2026-06-01"}),
    ("site-notes/<int:note_id>/retired/", "post"): Door(Act.RETIRE_SITE_NOTE, {"why": "The dog is gone"}),
    (INCIDENT + "recommendation/", "get"): Door(Act.DISPATCH),
    (INCIDENT + "deployments/", "get"): Door(Act.WATCH),
    (INCIDENT + "deployments/", "post"): Door(Act.DISPATCH, {"units": ["G31"]}),
    (INCIDENT + "log/", "get"): Door(Act.READ_LOG),
    (INCIDENT + "log/", "post"): Door(Act.UPDATE, {"text": "The caller rang again"}),
    ("desks/", "get"): Door(Act.WATCH, None, ALL),
    ("desks/", "post"): Door(Act.SET_UP, {"code": "D1", "name": "Desk 1", "role": "agent"}, ALL),
    ("desks/on/", "post"): Door(Act.WORK_AT_DESK, {}, ALL),
    ("desks/off/", "post"): Door(Act.WORK_AT_DESK, {}, ALL),
    ("desks/sound/", "post"): Door(Act.WORK_AT_DESK, {"heard": True}, ALL),
    ("desks/<int:desk_id>/released/", "post"): Door(Act.RELEASE_DESK, {"why": "Gone home"}),
    ("desks/<int:desk_id>/retired/", "post"): Door(Act.SET_UP, {}),
    ("drills/", "get"): Door(Act.ENTER_DRILL, None, ALL),
    ("drills/", "post"): Door(
        Act.RUN_DRILL, {"from_at": "2025-11-03T12:00", "until_at": "2025-11-03T12:30", "speed": 1, "people": ["agent"]}, ALL
    ),
    (DRILL, "get"): Door(Act.ENTER_DRILL),
    (DRILL + "debrief/", "get"): Door(Act.RUN_DRILL),
    (DRILL + "paused/", "post"): Door(Act.RUN_DRILL, {}),
    (DRILL + "resumed/", "post"): Door(Act.RUN_DRILL, {}),
    (DRILL + "ended/", "post"): Door(Act.RUN_DRILL, {}),
    (DRILL + "entered/", "post"): Door(Act.ENTER_DRILL, {}),
    (DRILL + "left/", "post"): Door(Act.ENTER_DRILL, {}),
    ("handovers/", "get"): Door(Act.HAND_OVER, None, ALL),
    ("handovers/", "post"): Door(Act.HAND_OVER, {}, ALL),
    (HANDOVER, "get"): Door(Act.HAND_OVER),
    (HANDOVER + "received/", "post"): Door(Act.HAND_OVER, {}),
    (HANDOVER + "decisions/", "post"): Door(Act.HAND_OVER, {"line": "free-1", "decision": "accepted"}),
    (HANDOVER + "answers/", "post"): Door(Act.HAND_OVER, {"line": "free-1", "answer": "At six"}),
    (HANDOVER + "lines/", "post"): Door(Act.HAND_OVER, {"words": "The lift is broken"}),
    (HANDOVER + "called-off/", "post"): Door(Act.HAND_OVER, {"why": "Not yet"}),
    (HANDOVER + "sealed/", "post"): Door(Act.HAND_OVER, {}),
    ("rota/", "get"): Door(Act.WATCH, None, ALL),
    ("rota/on-duty/", "get"): Door(Act.WATCH, None, ALL),
    ("rota/duties/", "post"): Door(
        Act.SET_ROTA, {"person": 1, "role": "supervisor", "days": "weekdays", "starts": "07:00", "ends": "19:00"}, ALL
    ),
    ("rota/duties/<int:duty_id>/ended/", "post"): Door(Act.SET_ROTA, {"last_day": "2040-01-01"}),
    ("rota/duties/<int:duty_id>/swaps/", "post"): Door(Act.SET_ROTA, {"day": "2040-01-02", "reason": "Ill"}),
    ("escalation-policy/", "get"): Door(Act.WATCH, None, ALL),
    ("escalation-policy/", "post"): Door(Act.SET_ROTA, {"supervisor_s": 60}, ALL),
    (INCIDENT + "promises/", "get"): Door(Act.READ_LOG),
    (INCIDENT + "promises/", "post"): Door(Act.UPDATE, {"within_min": 15}),
    ("promises/<int:promise_id>/kept/", "post"): Door(Act.UPDATE, {"words": "Told"}),
    (INCIDENT + "escalations/", "get"): Door(Act.WATCH),
    (INCIDENT + "escalations/", "post"): Door(Act.ESCALATE, {"what": "Is this ours?"}),
    (INCIDENT + "checks/", "get"): Door(Act.WATCH),
    (INCIDENT + "messages/", "get"): Door(Act.READ_LOG),
    (INCIDENT + "closure/", "post"): Door(Act.CLOSE, {"code": "resolved_on_scene", "outcome": "Safe"}),
    ("deployments/<int:deployment_id>/status/", "post"): Door(Act.REPORT_STATUS, {"status": "acknowledged"}),
    ("deployments/<int:deployment_id>/brief/", "post"): Door(Act.DISPATCH, {"task": "Back door"}),
    ("deployments/<int:deployment_id>/support/", "post"): Door(Act.UPDATE, {"wanted": "A ladder"}),
    ("support-requests/<int:request_id>/met/", "post"): Door(Act.DISPATCH, {"how": "Sent"}),
    ("checks/<int:check_id>/answer/", "post"): Door(Act.ANSWER_CHECK, {"all_well": True}),
    ("alarms/<int:alarm_id>/taken/", "post"): Door(Act.TAKE_ALARM, {}),
    ("kpis/", "get"): Door(Act.SEE_FIGURES, None, ALL),
    ("kpis/live/", "get"): Door(Act.WATCH, None, ALL),
    ("kpis/<str:name>/", "get"): Door(Act.SEE_FIGURES, None, ALL),
    ("units/", "get"): Door(Act.WATCH, None, ALL),
    ("units/<str:call_sign>/status/", "post"): Door(Act.REPORT_STATUS, {"status": "break"}),
    ("units/<str:call_sign>/position/", "post"): Door(Act.MOVE_UNIT, {"lat": 50.5, "lon": -2.9}),
    ("organisations/", "get"): Door(Act.WATCH, None, ALL),
    ("procedures/", "get"): Door(Act.READ_PROCEDURES, None, ALL),
    ("procedures/packs/", "post"): Door(Act.WRITE_PROCEDURES, {"id": "drainage", "title": "Drainage"}, ALL),
    ("procedures/shared/drafts/", "post"): Door(Act.WRITE_PROCEDURES, {}, ALL),
    ("procedures/readings/", "get"): Door(Act.ACKNOWLEDGE_PROCEDURES, None, ALL),
    ("procedures/readings/", "post"): Door(Act.ACKNOWLEDGE_PROCEDURES, {"type": "FLOOD"}, ALL),
    ("procedures/changes/<str:type_code>/", "get"): Door(Act.READ_PROCEDURES, None, ALL),
    ("procedures/versions/", "get"): Door(Act.READ_PROCEDURES, None, ALL),
    ("procedures/versions/", "post"): Door(Act.WRITE_PROCEDURES, {"file": "a.yaml", "yaml": "id: a"}, ALL),
    (VERSION, "get"): Door(Act.READ_PROCEDURES),
    (VERSION + "text/", "get"): Door(Act.READ_PROCEDURES),
    (VERSION + "text/", "post"): Door(Act.WRITE_PROCEDURES, {"revision": 1, "edits": [{"op": "set", "path": ["title"], "value": "New"}]}),
    (VERSION + "findings/", "get"): Door(Act.READ_PROCEDURES),
    (VERSION + "drafts/", "post"): Door(Act.WRITE_PROCEDURES, {}),
    (VERSION + "disposal/", "post"): Door(Act.WRITE_PROCEDURES, {"reason": "Begun twice"}),
    (VERSION + "review/", "post"): Door(Act.WRITE_PROCEDURES, {"revision": 1}),
    (VERSION + "consultations/", "post"): Door(Act.CONSULT_ON_PROCEDURES, {"who": "Fire service"}),
    (VERSION + "consultations/<int:consultation_id>/", "post"): Door(Act.CONSULT_ON_PROCEDURES, {"stance": "supports", "said": "Good"}),
    (VERSION + "return/", "post"): Door(Act.CONSULT_ON_PROCEDURES, {"reason": "Say who rings back"}),
    (VERSION + "approval/", "post"): Door(Act.APPROVE_PROCEDURES, {}),
    (VERSION + "local-values/", "post"): Door(Act.CONSULT_ON_PROCEDURES, {"name": "targets", "value": "Contract, page 4"}),
    (VERSION + "use/", "post"): Door(Act.APPROVE_PROCEDURES, {}),
    (VERSION + "retirement/", "post"): Door(Act.APPROVE_PROCEDURES, {"reason": "The contract ended"}),
    ("advice-lines/", "get"): Door(Act.READ_PROCEDURES, None, ALL),
    ("recalls/", "get"): Door(Act.READ_PROCEDURES, None, ALL),
    ("recalls/", "post"): Door(Act.WITHDRAW_ADVICE, {"line": "GAS-VALVE", "why": "Wrong", "say_instead": "Wait outside."}, ALL),
    ("recalls/<int:recall_id>/", "get"): Door(Act.READ_PROCEDURES),
    ("recalls/<int:recall_id>/restored/", "post"): Door(Act.WITHDRAW_ADVICE, {"why": "Right after all"}),
    ("call-backs/<int:task_id>/taken/", "post"): Door(Act.CALL_BACK, {}),
    ("call-backs/<int:task_id>/result/", "post"): Door(Act.CALL_BACK, {"result": "told"}),
    ("call-backs/<int:task_id>/signature/", "post"): Door(Act.SIGN_UNREACHED, {"agreed": True}),
    ("services/", "get"): Door(Act.READ_PROCEDURES, None, ALL),
    ("law/", "get"): Door(Act.READ_PROCEDURES, None, ALL),
    ("law/<str:key>/checks/", "post"): Door(Act.CHECK_LAW, {"where": "legislation.gov.uk", "review_on": "2028-01-01"}, ALL),
    ("knowledge/", "get"): Door(Act.READ_PROCEDURES, None, ALL),
    ("trials/", "get"): Door(Act.TRY_PROCEDURES, None, ALL),
    ("trials/", "post"): Door(Act.TRY_PROCEDURES, {"version": 1}, personal=True),
    ("trials/<int:trial_id>/", "get"): Door(Act.TRY_PROCEDURES),
    ("trials/<int:trial_id>/incidents/", "get"): Door(Act.TRY_PROCEDURES),
    ("trials/<int:trial_id>/cases/<int:number>/", "get"): Door(Act.TRY_PROCEDURES),
    ("board/", "get"): Door(Act.WATCH, None, ALL),
    ("board/exceptions/", "get"): Door(Act.WATCH, None, ALL),
    ("board/views/", "get"): Door(Act.WATCH, None, ALL),
    ("board/views/", "post"): Door(Act.WATCH, {"name": "Urgent", "wanted": {"priorities": ["P1"]}}, ALL),
    ("board/views/<int:view_id>/dropped/", "post"): Door(Act.WATCH, {}, personal=True),
    ("wall/", "get"): SIGNED,
    ("walls/", "get"): Door(Act.SET_WALLS, None, ALL),
    ("walls/<int:wall_id>/ended/", "post"): Door(Act.SET_WALLS, {}),
    ("command/", "get"): Door(Act.WATCH, None, ALL),
    ("command/", "post"): Door(Act.UPDATE, {"text": "N 1001 The caller rang again"}, ALL),
    ("simulator/", "get"): Door(Act.RUN_SIMULATOR, None, ALL),
    ("simulator/", "post"): Door(Act.RUN_SIMULATOR, {"on": False}, ALL),
    ("reviews/", "get"): Door(Act.READ_LOG, None, ALL),
    ("reviews/", "post"): Door(Act.REVIEW, {"incident": "77", "colleague": "agent", "praise": "Calm"}, personal=True),
    ("reviews/<int:review_id>/", "get"): Door(Act.READ_LOG, personal=True),
    ("support/", "get"): Door(Act.SIGN_SUPPORT, None, ALL),
    ("support/", "post"): Door(Act.AGREE_SUPPORT, NEED, personal=True),
    ("support/<int:need_id>/", "get"): Door(Act.SIGN_SUPPORT, personal=True),
    ("support/<int:need_id>/wording/", "post"): Door(Act.SIGN_SUPPORT, {"wording": 1, "agreed_text": "Other words"}, personal=True),
    ("support/<int:need_id>/signature/", "post"): Door(Act.SIGN_SUPPORT, {"wording": 1}, personal=True),
    ("support/<int:need_id>/refusal/", "post"): Door(Act.SIGN_SUPPORT, {"wording": 1, "reason": "Not so"}, personal=True),
}

METHODS = ("get", "post", "put", "patch", "delete")


def patterns(under: URLResolver | None = None, so_far: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the console, and what answers there."""
    for each in (under or get_resolver()).url_patterns:
        here = so_far + str(each.pattern)
        if isinstance(each, URLPattern):
            yield here, each.callback
        else:
            yield from patterns(each, here)


def api_doors() -> list[tuple[str, str]]:
    """Every REST address below /api/v1/ with every method that it has."""
    found = []
    for route, view in patterns():
        if route.startswith(API):
            found += [(route.removeprefix(API), method) for method in METHODS if hasattr(view.cls, method)]
    return found
