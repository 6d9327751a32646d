"""Whatever is sent to a REST door, the answer is a refusal with a reason, never a 5xx."""

import json
from typing import Any

import pytest

from dispatch.api.parsers import DEEPEST, LARGEST
from incidents.models import Contact, Incident, LogLine

WORDS = {
    "NUL": '{"summary": "a\\u0000b"}',
    "NUL in a key": '{"sum\\u0000mary": "a"}',
    "NUL byte": b'{"summary": "a\x00b"}',
    "a lone surrogate": '{"summary": "\\ud800"}',
    "a lone surrogate, deep down": '{"place": {"text": "\\udfff"}}',
    "not UTF-8": b'{"summary": "\xff\xfe"}',
    "NaN": '{"place": {"lat": NaN, "lon": 1}}',
    "an infinity": '{"place": {"lat": -Infinity, "lon": 1}}',
    "a number too large for a float": '{"place": {"lat": 1e999, "lon": 1}}',
    "5,000 digits": '{"contact": ' + "9" * 5000 + "}",
    "a number beyond 2^53": '{"contact": 9007199254740993}',
    "a negative key": '{"contact": -1}',
    "60,000 lists deep": '{"summary": ' + "[" * 60_000 + "]" * 60_000 + "}",
    "one level too deep": '{"summary": ' + "[" * DEEPEST + "]" * DEEPEST + "}",
    "unfinished": '{"summary": ',
    "empty": "",
    "blank": "   ",
    "a list": "[1, 2]",
    "a word": '"summary"',
    "null": "null",
    "more than 2 MiB": '{"summary": "' + "x" * LARGEST + '"}',
    "a summary too long": '{"summary": "' + "x" * 20_001 + '"}',
    "wrong types": '{"summary": {"a": 1}, "place": [], "read_back": "no", "caller_name": true}',
    "a place that is no place": '{"place": "here"}',
    "half a place": '{"place": {"lat": 50}}',
    "off the globe": '{"place": {"lat": 91, "lon": 181}}',
    "the same key twice": '{"summary": "a", "summary": ["b"]}',
    "too many facts read back": '{"read_back": ' + json.dumps(["place_text"] * 13) + "}",
    "an unknown type": '{"type": "MOON-LANDING"}',
    "an unknown contact": '{"contact": 999999}',
    "a key of Python's": '{"__class__": "x", "centre": 2, "by": 1, "summary": 1.5e300, "type": "\u202e"}',
}
GOOD_AFTER_ALL = {"empty", "blank"}


@pytest.mark.parametrize("body", WORDS.values(), ids=WORDS.keys())
def test_a_hostile_body_is_refused_with_a_reason_and_writes_nothing(as_amina, body):
    answer = as_amina.raw("incidents/", body)
    assert 400 <= answer.status_code < 500 or body in ("", "   ")
    if answer.status_code >= 400:
        assert set(answer.json()) >= {"code", "detail", "fields"}
        assert answer.json()["detail"]
        assert Incident.objects.count() == LogLine.objects.count() == 0


def test_what_the_deepest_request_may_hold_is_taken(as_amina):
    assert as_amina.raw("incidents/", '{"summary": "Gas", "more": ' + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1) + "}").status_code == 201


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "999999999999999999999"},
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "501"},
        {"limit": "ten"},
        {"limit": "١٢"},
        {"cursor": "9" * 30},
        {"cursor": "0x10"},
        {"cursor": "1e9"},
        {"cursor": "\x00"},
        {"limit": "1' OR '1'='1"},
    ],
    ids=str,
)
@pytest.mark.parametrize("route", ["incidents/", "contacts/", "units/", "organisations/"])
def test_a_hostile_page_is_refused_by_name(as_amina, route, query):
    answer = as_amina.get(route, **query)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == list(query)


@pytest.mark.parametrize(
    "path",
    ["incidents/%00/", "incidents/%ED%A0%80/", "incidents/%F0%9F%94%A5/", "incidents/" + "9" * 500 + "/", "incidents/..%2F1001/"]
    + ["contacts/99999999999999999999999/", "units/%00/status/", "contacts/?state=%00", "contacts/?state=" + "x" * 5000]
    + ["procedures/?words=%00%ff", "incidents/?open=%00", "incidents/1001'--/", "command/?text=%00%ED%A0%80", "board/?limit=%00"],
)
def test_a_hostile_address_is_no_crash(as_amina, path):
    for answer in (
        as_amina.http.get(f"/api/v1/{path}", headers=as_amina.headers),
        as_amina.raw(path.partition("?")[0], '{"status": "break"}'),
    ):
        assert answer.status_code < 500


@pytest.mark.parametrize(
    "content_type", ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "", "x" * 300]
)
def test_anything_but_json_is_refused_by_its_type(as_amina, content_type):
    answer = as_amina.raw("incidents/", b"summary=x", content_type=content_type)
    assert answer.status_code == 415
    assert answer.json()["code"] == "unsupported-media-type"


@pytest.mark.parametrize("key", ["x" * 201, "tab\tbed", "é" * 300, "a\x7fb"])
def test_a_key_that_cannot_be_kept_is_refused(as_amina, key):
    answer = as_amina.post("incidents/", {}, key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "key-invalid")
    assert Incident.objects.count() == 0


@pytest.mark.parametrize(
    "authorization", ["Bearer", "Bearer ", "Bearer x", "Bearer \xff", "Basic YTpi", "Bearer " + "x" * 9000, "bearer\tx"]
)
def test_a_broken_authorization_is_401(as_nobody, wexmouth, authorization):
    answer = as_nobody.http.get("/api/v1/board/", headers={"Authorization": authorization})
    assert answer.status_code == 401
    assert set(answer.json()) >= {"code", "detail", "fields"}


HOSTILE: list[Any] = [
    None,
    True,
    -1,
    0,
    2**53,
    1.5,
    "",
    " ",
    "\u202e",
    "x" * 400,
    "’; DROP TABLE",
    [],
    [[]],
    {},
    {"a": 1},
    ["x"] * 70,
    "2026-13-45",
]
BODIES = {
    "incidents/{ref}/": ["summary", "place", "hazards", "revision", "read_back"],
    "incidents/{ref}/type/": ["type", "reason"],
    "incidents/{ref}/answers/": ["question", "answer", "inferred"],
    "incidents/{ref}/answers/withdrawn/": ["question", "reason"],
    "incidents/{ref}/answers/changed/": ["question", "was", "answer", "reason"],
    "incidents/{ref}/validity/": ["validity", "grounds", "organisation", "link"],
    "incidents/{ref}/risk/": ["levels", "words"],
    "incidents/{ref}/contradictions/": ["question", "words"],
    "incidents/{ref}/advice/unread/": ["line", "reason"],
    "incidents/{ref}/entry/": ["question", "answer", "inferred"],
    "incidents/{ref}/aids/": ["aid", "words"],
    "drafts/": ["incident", "contact", "writer", "typed"],
    "incidents/{ref}/lowering/": ["priority", "reason"],
    "incidents/{ref}/lowering/decision/": ["approved", "reason"],
    "incidents/{ref}/early-exit/": ["reason", "outcome"],
    "incidents/{ref}/priority/": ["priority", "reason"],
    "incidents/{ref}/advice/": ["line"],
    "incidents/{ref}/notices/": ["organisation", "spoke_to", "their_reference"],
    "incidents/{ref}/deployments/": ["units", "task", "reason", "hazards"],
    "incidents/{ref}/log/": ["text", "at"],
    "incidents/{ref}/escalations/": ["what", "to_role"],
    "incidents/{ref}/closure/": ["code", "outcome", "facts"],
    "deployments/{deployment}/status/": ["status", "at", "why", "forced"],
    "deployments/{deployment}/brief/": ["task", "limits"],
    "deployments/{deployment}/support/": ["wanted"],
    "units/G31/status/": ["status", "at", "why"],
    "units/G31/position/": ["lat", "lon", "at"],
    "contacts/": ["channel", "words", "place", "source_reference"],
    "token/": ["username", "password"],
    "command/": ["text"],
}


@pytest.mark.parametrize("route", BODIES)
def test_every_field_takes_or_refuses_every_kind_of_value(as_sol, sent, engineer, route):
    path = route.format(ref=sent.incident.reference, deployment=sent.pk)
    good = {"question": "q_harm", "answer": "deny", "reason": "Why", "status": "break", "lat": 50.5, "lon": -2.9, "text": "Hello"}
    for field in BODIES[route]:
        for value in HOSTILE:
            body = {name: good[name] for name in BODIES[route] if name in good} | {field: value}
            answer = as_sol.post(path, body)
            assert answer.status_code < 500, (field, value, answer.content[:300])
    assert Contact.objects.count() < 200


def test_instants_at_the_ends_of_time_are_taken_or_refused(as_sol, sent, engineer):
    for at in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00Z", "2025-02-30T00:00:00Z", "24:00", "1e9"):
        for path, body in (
            (f"deployments/{sent.pk}/status/", {"status": "en_route"}),
            (f"incidents/{sent.incident.reference}/log/", {"text": "Hello"}),
            ("units/G31/position/", {"lat": 1, "lon": 1}),
        ):
            assert as_sol.post(path, {**body, "at": at}).status_code < 500, (path, at)
