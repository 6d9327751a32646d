"""The browser modules at work in Chromium: rows that keep their place, entries that arrive once, a board that says how old it is."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute

pytestmark = pytest.mark.needs_chromium

BOARD = {"sequence": 10, "epoch": "abc", "at": "2026-11-22T10:00:00Z", "incidents": [], "units": [], "contacts": [], "alarms": []}
START = """async () => {
  const { Live } = await import('/static/js/lib/live.js');
  window.health = []; window.seen = []; window.live = new Live();
  document.addEventListener('live:health', ({detail}) => window.health.push(detail.mode));
  window.live.subscribe(({cards, whole}) => window.seen.push(whole ? 'whole' : cards.map((card) => card.id).join()));
  window.live.start();
}"""


def event(sequence: int, *cards: dict[str, Any], epoch: str = "abc") -> str:
    return json.dumps({"op": "event", "sequence": sequence, "epoch": epoch, "at": "2026-11-22T10:00:01Z", "cards": list(cards)})


def card(number: str, revision: int = 1, **fields: Any) -> dict[str, Any]:
    return {"kind": "incident", "id": number, "revision": revision, **fields}


class Server:
    """A board's three doors as the page sees them, kept in the test."""

    def __init__(self, page: Page) -> None:
        self.board = dict(BOARD)
        self.sockets: list[WebSocketRoute] = []
        self.fetches = 0
        page.route("**/api/v1/board/", self._board)
        page.route("**/api/v1/ticket/", lambda route: route.fulfill(json={"ticket": "t"}))
        page.route_web_socket("**/ws/board/**", lambda socket: self.sockets.append(socket))

    def _board(self, route: Route) -> None:
        self.fetches += 1
        route.fulfill(json=self.board)


def until(page: Page, condition: str) -> None:
    page.wait_for_function(condition, timeout=8000)


def test_a_page_joins_with_the_number_of_its_snapshot_and_hears_events(page: Page) -> None:
    server = Server(page)
    page.evaluate(START)
    page.wait_for_function("() => window.live.socket?.readyState === 1")
    assert "after=10&epoch=abc&ticket=t" in server.sockets[0].url
    server.sockets[0].send(event(11, card("1042")))
    until(page, "() => window.seen.includes('1042')")
    assert page.evaluate("window.live.picture.sequence") == 11


def test_a_lost_socket_is_joined_again_from_the_last_number(page: Page) -> None:
    server = Server(page)
    page.evaluate(START)
    page.wait_for_function("() => window.live.socket?.readyState === 1")
    server.sockets[0].send(event(11, card("1042")))
    until(page, "() => window.seen.includes('1042')")
    server.sockets[0].close()
    page.wait_for_timeout(1200)
    assert len(server.sockets) == 2
    assert "after=11" in server.sockets[1].url
    assert server.fetches == 1


def test_a_gap_is_filled_by_joining_again(page: Page) -> None:
    server = Server(page)
    page.evaluate(START)
    page.wait_for_function("() => window.live.socket?.readyState === 1")
    server.sockets[0].send(event(13, card("1044")))
    for _ in range(5):
        server.sockets[0].send(json.dumps({"op": "beat", "sequence": 13, "epoch": "abc", "at": "2026-11-22T10:00:01Z", "timers": 0.1}))
        page.wait_for_timeout(1100)
    assert len(server.sockets) >= 2
    assert "after=10" in server.sockets[1].url


def test_a_silent_server_makes_the_picture_stale_within_seconds(page: Page) -> None:
    Server(page)
    page.evaluate(START)
    page.wait_for_function("() => window.live.socket?.readyState === 1")
    until(page, "() => window.health.at(-1) === 'stale'")
    assert page.locator("[data-connection]").inner_text().startswith("STALE")
    assert page.locator("[data-connection-banner]").is_visible()


def test_the_server_can_ask_for_the_board_to_be_fetched_again(page: Page) -> None:
    server = Server(page)
    page.evaluate(START)
    page.wait_for_function("() => window.live.socket?.readyState === 1")
    server.board = {**BOARD, "sequence": 5000, "incidents": [{"id": "1099", "revision": 2}]}
    server.sockets[0].send(json.dumps({"op": "snapshot", "sequence": 5000}))
    until(page, "() => window.live.picture.sequence === 5000")
    assert page.evaluate("Object.keys(window.live.picture.cards.incident)") == ["1099"]


def test_timers_that_stand_still_are_said_loudly(page: Page) -> None:
    server = Server(page)
    page.evaluate(START)
    page.wait_for_function("() => window.live.socket?.readyState === 1")
    server.sockets[0].send(json.dumps({"op": "beat", "sequence": 10, "epoch": "abc", "at": "2026-11-22T10:00:01Z", "timers": 0.2}))
    until(page, "() => window.health.at(-1) === 'live'")
    assert page.locator("[data-timers-banner]").is_hidden()
    server.sockets[0].send(json.dumps({"op": "beat", "sequence": 10, "epoch": "abc", "at": "2026-11-22T10:00:03Z", "timers": 4.0}))
    page.locator("[data-timers-banner]").wait_for(state="visible", timeout=3000)


def test_what_is_wrong_with_the_console_is_seen_and_heard_and_goes_when_it_is_over(page: Page) -> None:
    server = Server(page)
    page.evaluate(START)
    page.evaluate("() => { window.cues = []; document.addEventListener('sound:cue', ({detail}) => window.cues.push(detail)); }")
    page.wait_for_function("() => window.live.socket?.readyState === 1")

    def beat(timers: float, concern: str = "") -> None:
        said = {"op": "beat", "sequence": 10, "epoch": "abc", "at": "2026-11-22T10:00:01Z", "timers": timers, "concern": concern}
        server.sockets[-1].send(json.dumps(said))

    def until_heard(timers: float, concern: str, level: str) -> None:
        for _ in range(12):
            beat(timers, concern)
            page.wait_for_timeout(500)
            if level in page.evaluate("window.cues"):
                return
        raise AssertionError(f"{level} was not heard")

    until_heard(0.2, "The exercise call failed.", "warning")
    assert page.locator("[data-concern-banner]").is_visible()
    assert page.locator("[data-concern-said]").inner_text() == "The exercise call failed."
    until_heard(9.0, "", "critical")
    assert page.locator("[data-timers-banner]").is_visible() and page.locator("[data-concern-banner]").is_hidden()
    beat(0.2)
    page.locator("[data-timers-banner]").wait_for(state="hidden", timeout=3000)


def test_withdrawn_rights_end_the_wire_and_say_so(page: Page) -> None:
    server = Server(page)
    page.evaluate(START)
    page.wait_for_function("() => window.live.socket?.readyState === 1")
    server.sockets[0].close(code=4401, reason="withdrawn")
    until(page, "() => window.health.at(-1) === 'down'")
    page.wait_for_timeout(700)
    assert len(server.sockets) == 1
    assert "signed out" in page.locator("[data-connection-said]").inner_text()


ROWS = """async (order) => {
  const { Rows } = await import('/static/js/lib/rows.js');
  window.rows ??= new Rows('incident', {values: (card) => card.cells, order: (one, other) => one.place - other.place});
  const known = ['1042', '1043', '1039', '1037', '1031'];
  window.rows.update(order.map((id, place) => ({id, place, revision: 2, cells: {units: 'Z' + place, link: {url: '/x', word: id}}})));
}"""
KEYS = "[...document.querySelectorAll('[data-rows=incident] tbody tr:not([data-leaving])')].map((row) => row.dataset.key)"


def test_cells_change_but_rows_stay_while_one_has_the_focus(page: Page) -> None:
    before = page.evaluate(KEYS)
    page.locator("[data-rows=incident] a").first.focus()
    page.evaluate(ROWS, ["1050", "1031", "1042"])
    assert page.evaluate(KEYS) == before
    assert page.locator("tr[data-key='1031'] [data-cell=units]").inner_text() == "Z1"
    assert page.evaluate("document.activeElement.textContent") == "1042"
    held = page.locator("[data-held-for=incident]")
    assert "5 changes held" in held.inner_text()
    held.get_by_role("button").click()
    assert page.evaluate(KEYS) == ["1050", "1031", "1042"]
    assert held.is_hidden()


def test_rows_take_their_places_when_nobody_is_in_the_list(page: Page) -> None:
    page.mouse.move(5, 5)
    page.evaluate(ROWS, ["1050", "1031", "1042"])
    assert page.evaluate(KEYS) == ["1050", "1031", "1042"]
    page.wait_for_timeout(600)
    assert page.locator("[data-rows=incident] tbody tr").count() == 3


# Two copies of the table: one is told the whole list each time, the other only what changed. 400 rows are a long list, 40 are not.
TAKEN = """async ([count, seed]) => {
  const { Rows } = await import('/static/js/lib/rows.js');
  const table = document.querySelector('[data-rows=incident]');
  const template = document.querySelector('template[data-row-of=incident]');
  const copy = () => {
    const root = document.createElement('div');
    root.append(table.cloneNode(true), template.cloneNode(true));
    root.style.cssText = 'height: 300px; overflow: auto; contain: strict';
    root.querySelector('tbody').replaceChildren();
    document.querySelector('main').append(root);
    return new Rows('incident', {values: (card) => card.cells, order: (a, b) => a.place - b.place || Number(a.id) - Number(b.id),
                                 keep: (card) => card.place < 90, root, scroller: root});
  };
  const [whole, taking] = [copy(), copy()];
  let state = seed;
  const chance = (most) => (state = (state * 1103515245 + 12345) % 2147483648) % most;
  const card = (id) => ({id, revision: ++revision, place: chance(100), cells: {units: String(chance(1000)), link: {url: '/x', word: id}}});
  let revision = 1;
  const all = new Map(Array.from({length: count}, (_, id) => [String(id), card(String(id))]));
  for (const rows of [whole, taking]) rows.update([...all.values()]);
  const shown = ({body}) => [...body.querySelectorAll(':scope > [data-key]:not([data-leaving])')]
    .map((row) => row.dataset.key + ':' + row.querySelector('[data-cell=units]').textContent).join(' ');
  for (let turn = 0; turn < 60; turn++) {
    const changed = Array.from({length: 1 + chance(6)}, () => String(chance(count + 5)))
      .map((id) => (chance(5) === 0 ? {id, revision: ++revision, gone: true} : card(id)));
    const last = [...new Map(changed.map((each) => [each.id, each])).values()];
    for (const each of last) each.gone ? all.delete(each.id) : all.set(each.id, each);
    whole.update([...all.values()]);
    taking.take(last);
    if (shown(whole) !== shown(taking)) return `turn ${turn}`;
  }
  const drawn = [...taking.body.querySelectorAll(':scope > [data-near]')].length;
  const last = taking.row(taking.cards.at(-1).id);
  last.dispatchEvent(new CustomEvent('rows:reveal', {bubbles: true}));
  const [before, revealed] = [taking.body.hasAttribute('data-long'), last.dataset.near === ''];
  taking.keep = (card) => card.place < 20;
  taking.update([...all.values()]);
  await new Promise((done) => setTimeout(done, 700));
  const rest = [...taking.body.children];
  const seen = rest.length > 0 && rest.every((row) => row.checkVisibility());
  return {drawn, seen, long: before, revealed};
}"""


@pytest.mark.parametrize("count", [40, 400])
def test_rows_that_are_told_only_what_changed_stand_as_those_that_are_told_everything(page: Page, count: int) -> None:
    found = page.evaluate(TAKEN, [count, 7])
    assert not isinstance(found, str), f"{found}: they differ"
    assert found["long"] == (count == 400)
    assert found["seen"], "a list that is short again is drawn whole"
    assert found["drawn"] < 80, "a long list is not drawn whole"
    assert found["revealed"] == (count == 400), "a row that is to take the focus is drawn first"


def test_typed_text_survives_the_row_it_is_in(page: Page) -> None:
    page.evaluate(
        'document.querySelector(\'tr[data-key="1043"] td.grows\').innerHTML += \'<input class="input" data-cell="what" aria-label="note">\''
    )
    page.locator("tr[data-key='1043'] input").fill("half a sen")
    page.evaluate(ROWS, ["1031", "1043"])
    page.keyboard.type("tence")
    assert page.locator("tr[data-key='1043'] input").input_value() == "half a sentence"


def test_entries_made_offline_arrive_once_and_in_order(page: Page) -> None:
    arrived: list[tuple[str, str]] = []
    lost = {"answers": 2}

    def receive(route: Route) -> None:
        arrived.append((route.request.headers["idempotency-key"], route.request.post_data_json["text"]))
        if lost["answers"]:
            lost["answers"] -= 1
            return route.abort()
        return route.fulfill(json={"id": 1}, status=201)

    page.route("**/api/v1/log/", receive)
    page.evaluate("""async () => {
      const outbox = await import('/static/js/lib/outbox.js');
      window.waiting = []; window.answers = [];
      document.addEventListener('outbox:change', ({detail}) => window.waiting.push(detail.waiting));
      for (const text of ['one', 'two', 'three']) {
        outbox.post('/api/v1/log/', {text}).then(({status}) => window.answers.push(text + status));
      }
    }""")
    page.wait_for_function("() => window.answers.length === 3", timeout=20000)
    assert page.evaluate("window.answers") == ["one201", "two201", "three201"]
    assert list(dict.fromkeys(text for _, text in arrived)) == ["one", "two", "three"]
    assert len({key for key, _ in arrived}) == 3
    assert page.evaluate("window.waiting.at(-1)") == 0
    assert page.evaluate("Math.max(...window.waiting)") >= 2


def test_an_entry_survives_the_page_it_was_made_on(page: Page) -> None:
    page.route("**/api/v1/log/", lambda route: route.abort())
    page.evaluate("async () => { const outbox = await import('/static/js/lib/outbox.js'); outbox.post('/api/v1/log/', {text: 'kept'}); }")
    page.wait_for_timeout(400)
    page.unroute("**/api/v1/log/")
    page.reload()
    arrived: list[str] = []
    page.route("**/api/v1/log/", lambda route: (arrived.append(route.request.post_data_json["text"]), route.fulfill(json={}))[1])
    page.evaluate("async () => (await import('/static/js/lib/outbox.js')).start()")
    page.wait_for_timeout(600)
    assert arrived == ["kept"]


def test_a_page_hears_the_answer_to_what_another_window_sent_for_it(page: Page) -> None:
    other, keys = page.context.new_page(), []

    def answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        route.fulfill(json={"id": 7}, status=201)

    page.route("**/api/v1/log/", lambda route: route.abort())
    page.evaluate("""async () => {
      const outbox = await import('/static/js/lib/outbox.js');
      outbox.post('/api/v1/log/', {text: 'kept'}).then(({json}) => (window.answer = json.id));
    }""")
    page.wait_for_timeout(400)
    other.goto(page.url)
    other.route("**/api/v1/log/", answer)
    other.evaluate("async () => { const outbox = await import('/static/js/lib/outbox.js'); await outbox.start(); }")
    page.route("**/api/v1/log/", answer)
    page.wait_for_function("() => window.answer === 7", timeout=10000)
    assert len(keys) == 2 and len(set(keys)) == 1
    other.close()


def test_the_command_bar_shows_the_effect_before_enter_and_works_without_a_mouse(page: Page) -> None:
    sent: list[str] = []

    def command(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data_json["text"])
            return route.fulfill(json={"detail": "L61 was sent to 1042."})
        return route.fulfill(json={"preview": "Sends L61 to 1042", "complete": [{"text": "D L61", "label": "Lift engineer"}]})

    page.route("**/api/v1/command/**", command)
    page.keyboard.press("/")
    text = page.locator("#command-bar [data-command-text]")
    text.type("d l")
    page.locator("#command-bar [role=option]").wait_for()
    assert text.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert text.get_attribute("aria-activedescendant") == "command-option-0"
    page.keyboard.press("Enter")
    page.keyboard.type("1042")
    page.wait_for_function("() => document.querySelector('#command-bar [data-command-effect]').dataset.state === 'ready'")
    assert sent == []
    page.keyboard.press("Enter")
    page.locator("[data-toasts]").get_by_text("L61 was sent to 1042.").wait_for()
    assert sent == ["D L61 1042"]
    assert page.locator("#command-bar").is_hidden()


def test_single_letter_keys_rest_while_typing_and_when_switched_off(page: Page) -> None:
    page.locator("#id_caller").press("?")
    assert page.locator("#cheat-sheet").is_hidden()
    page.locator("h1").click()
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("?")
    assert page.locator("#cheat-sheet").is_hidden()
    page.evaluate("document.documentElement.dataset.keys = 'on'")
    page.keyboard.press("?")
    assert page.locator("#cheat-sheet").is_visible()


ALARM = {
    "kind": "alarm",
    "id": "9",
    "revision": 1,
    "loudness": "critical",
    "priority": "P1",
    "what": "Crew has not acknowledged",
    "action": "Call the crew",
    "cause_word": "Crew has not acknowledged",
    "incident": "1042",
    "raised_at": "2026-11-22T10:00:00Z",
}
ALARM_BAR = """async (cards) => {
  document.querySelector('main').insertAdjacentHTML('beforebegin', `<section data-alarms><div data-rows="alarm" id="bar"></div>
    <template data-row-of="alarm"></template><p data-alarm-said></p></section>`);
  document.querySelector('template[data-row-of=alarm]').content.append(document.querySelector('main .alarm').cloneNode(true));
  const { Alarms, faceOf } = await import('/static/js/lib/alarm.js');
  window.alarms = new Alarms(document.querySelector('[data-alarms]'));
  window.played = []; window.alarms.sound.play = (level) => window.played.push(level);
  window.alarms.start();
  window.alarms.show(cards.map(faceOf));
}"""


def test_an_alarm_rings_until_a_named_person_takes_it(page: Page) -> None:
    taken: list[str] = []
    answer = {**ALARM, "revision": 2, "taken_by": "Sol Reyes"}
    page.route("**/api/v1/alarms/**", lambda route: (taken.append(route.request.url), route.fulfill(json=answer))[1])
    page.evaluate(ALARM_BAR, [ALARM])
    assert page.evaluate("window.played") == ["critical"]
    assert page.evaluate("document.documentElement.hasAttribute('data-alarmed')") is True
    row = page.locator("#bar .alarm")
    assert "Nobody has taken this" in row.inner_text()
    row.get_by_role("button").click()
    row.get_by_text("Sol Reyes has taken this").wait_for()
    assert row.get_attribute("data-taken") == "yes"
    assert [url.split("/api/")[1] for url in taken] == ["v1/alarms/9/taken/"]
    page.wait_for_timeout(1100)
    assert page.evaluate("document.documentElement.hasAttribute('data-alarmed')") is False
    assert page.evaluate("window.played") == ["critical"]


def test_the_worst_alarm_sounds_and_is_read_out_once(page: Page) -> None:
    quiet = {**ALARM, "id": "10", "loudness": "notice", "what": "Call the caller back"}
    page.evaluate(ALARM_BAR, [quiet, ALARM])
    page.wait_for_timeout(1500)
    assert page.evaluate("window.played") == ["critical"]
    assert "Crew has not acknowledged" in page.locator("[data-alarm-said]").last.inner_text()
    assert page.locator("#bar .alarm").first.get_attribute("data-key") == "9"
