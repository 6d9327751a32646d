"""The board's socket against a real server: what arrives, in which order, and what is refused."""

import json
import signal
import socket
import threading
import time

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.dispatch.live.conftest import House, Room, Watching

pytestmark = pytest.mark.xdist_group("live")  # one pair of servers for all of them


def closing_code(watching: Watching, timeout: float = 6) -> int:
    """The code with which the server closes, within so many seconds."""
    until = time.monotonic() + timeout
    with pytest.raises(ConnectionClosed) as closed:
        while time.monotonic() < until:
            watching.next(max(0.01, until - time.monotonic()))
    assert closed.value.rcvd
    return closed.value.rcvd.code


# ── what arrives ──────────────────────────────────────────────────────────────────────────────────────
def test_a_committed_act_arrives_as_one_event_with_its_cards(room: Room) -> None:
    with room.watch() as board:
        number = room.write()
        event = board.next_of("event")
    assert (event["sequence"], event["epoch"]) == (number, room.epoch)
    assert event["at"].endswith("Z")
    assert event["cards"] == [{"kind": "incident", "id": "1042", "revision": 1, "summary": "x" * 10}]


def test_a_browser_is_greeted_with_where_the_board_stands_and_then_hears_a_beat_every_two_seconds(room: Room) -> None:
    number = room.write()
    with room.watch(after=number) as board:
        assert board.next(1)["sequence"] == number
        began = time.monotonic()
        beat = board.next(3)
        assert beat["op"] == "beat"
        assert beat["sequence"] == number
        assert beat["epoch"] == room.epoch
        assert time.monotonic() - began < 2.6


def test_a_returning_browser_gets_what_it_missed_from_the_ring_and_then_what_is_new(room: Room) -> None:
    with room.watch() as witness:
        last = room.write(count=20)
        witness.numbers_to(last)
        with room.watch(after=last - 7) as board:
            new = room.write(count=3)
            assert board.numbers_to(new) == list(range(last - 6, new + 1))


def test_a_returning_browser_gets_what_it_missed_from_the_database(room: Room) -> None:
    last = room.house.act("write_at_once", centre=room.centre, count=320)["sequence"]
    with room.watch(after=11) as board:
        new = room.write(count=3)
        assert board.numbers_to(new) == list(range(12, new + 1))
        assert new == last + 3


def test_who_missed_too_much_is_told_to_fetch_the_board(room: Room) -> None:
    last = room.house.act("write_at_once", centre=room.centre, count=1001)["sequence"]
    with room.watch(after=0) as board:
        assert board.next() == {"op": "snapshot", "sequence": last, "epoch": room.epoch}
        assert board.numbers_to(room.write()) == [last + 1]


@pytest.mark.parametrize(
    "query", [{"epoch": "another-one"}, {"after": 999}, {"after": None}, {"epoch": None}], ids=["epoch", "ahead", "new", "no epoch"]
)
def test_who_holds_another_history_is_told_to_fetch_the_board(room: Room, query: dict[str, object]) -> None:
    last = room.write(count=5)
    with room.watch(after=3, query=query) as board:
        assert board.next()["op"] == "snapshot"
        assert board.numbers_to(room.write()) == [last + 1]


def test_events_that_were_pruned_make_a_snapshot(room: Room) -> None:
    room.write(count=5)
    room.house.act("prune")
    with room.watch(after=2) as board:
        assert board.next()["op"] == "snapshot"


def test_a_restore_under_open_boards_makes_them_fetch_afresh(room: Room) -> None:
    with room.watch() as board:
        board.numbers_to(room.write(count=9))
        epoch = room.house.act("restore", centre=room.centre)["epoch"]
        assert board.next_of("snapshot") == {"op": "snapshot", "sequence": 3, "epoch": epoch}
        assert board.numbers_to(room.write()) == [4]


def test_a_burst_in_one_commit_arrives_whole_and_in_order(room: Room) -> None:
    with room.watch() as board:
        last = room.house.act("write_at_once", centre=room.centre, count=900, size=500)["sequence"]
        assert board.numbers_to(last) == list(range(1, 901))


def test_an_event_larger_than_a_chunk_arrives(room: Room) -> None:
    with room.watch() as board:
        room.write(size=200_000)
        assert len(board.next_of("event")["cards"][0]["summary"]) == 200_000


def test_another_centres_events_never_arrive(house: House, room: Room) -> None:
    other = Room(house)
    with room.watch() as ours, other.watch() as theirs:
        other.write(count=30)
        room.write(count=2)
        assert ours.numbers_to(2) == [1, 2]
        assert theirs.numbers_to(30) == list(range(1, 31))
        assert {ours.next(3)["op"] for _ in range(2)} == {"beat"}


def test_writers_in_many_threads_give_numbers_without_a_hole_in_the_order_of_commits(room: Room) -> None:
    with room.watch() as board:
        numbers = room.house.act("storm", centre=room.centre, threads=8, each=25)["numbers"]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
        assert 50 < len(numbers) < 200
        assert board.numbers_to(len(numbers)) == list(range(1, len(numbers) + 1))


def test_an_announcement_outside_a_transaction_is_refused_and_takes_no_number(room: Room) -> None:
    answer = room.house.act("write_without_a_transaction", centre=room.centre)
    assert "transaction" in answer["refused"]
    assert answer["sequence"] == 0


def test_a_browser_that_reads_slowly_gets_everything_in_order_and_holds_nobody_up(room: Room) -> None:
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.connect(("127.0.0.1", room.house.server.port))
    with room.watch(sock=slow, ping_interval=None, max_queue=1) as late, room.watch() as quick:
        done = threading.Thread(target=room.write, kwargs={"count": 400, "size": 160_000})
        before = room.house.server.memory_mb()
        done.start()
        slowest = 0.0
        for number in range(1, 401):
            asked = time.monotonic()
            assert quick.next_of("event")["sequence"] == number
            slowest = max(slowest, time.monotonic() - asked)
        done.join()
        assert slowest < 1
        # A cursor, not a queue: 64 MB went by, of which the ring keeps ten; SQLite keeps up to 32 of the pages it read.
        assert room.house.server.memory_mb() - before < 56
        assert late.numbers_to(400) == list(range(1, 401))
        assert late.numbers_to(room.write()) == [401]


def test_a_killed_server_loses_and_repeats_nothing(room: Room) -> None:
    received: list[int] = []
    for _ in range(2):
        with room.watch(after=len(received)) as board:
            room.write(count=5)
            received += board.numbers_to(len(received) + 3)
            room.house.server.stop(signal.SIGKILL)
        room.write(count=5)
        room.house.server.start()
    with room.watch(after=len(received)) as board:
        received += board.numbers_to(20)
    assert received == list(range(1, 21))


@pytest.mark.needs_postgresql
def test_a_cut_bell_delays_but_loses_nothing_and_comes_back(room: Room) -> None:
    with room.watch() as board:
        board.numbers_to(room.write())
        assert room.house.act("cut_the_bell")["cut"] >= 1
        assert board.numbers_to(room.write(), timeout=2) == [2]
        time.sleep(1.5)
        asked = time.monotonic()
        for number in range(3, 13):
            assert board.numbers_to(room.write()) == [number]
        assert time.monotonic() - asked < 1  # ten safety looks would take five seconds


# ── who may watch ─────────────────────────────────────────────────────────────────────────────────────
def test_the_ways_to_sign_in(room: Room) -> None:
    dev, cookie = room.dev, {"Cookie": f"sessionid={room.dev['session']}"}
    page = room.house.act("ticket", user=dev["user"], centre=room.centre, credential=dev["session"])
    ways: list[tuple[dict[str, object], dict[str, str]]] = [
        ({"ticket": page["ticket"]}, cookie),
        ({"ticket": None}, cookie),
        ({"ticket": None}, {"Authorization": f"Bearer {dev['token']}"}),
    ]
    for query, headers in ways:
        with room.watch(query=query, headers=headers) as board:
            assert board.next()["op"] == "beat"


def test_tickets_that_open_nothing(room: Room) -> None:
    dev = room.dev
    asked = {"user": dev["user"], "centre": room.centre}
    of_a_browser = room.house.act("ticket", **asked, credential=dev["session"])["ticket"]
    of_another = room.house.act("person", centre=room.centre)["session"]
    old = room.house.act("ticket", **asked, credential="0" * 64, age=62)["ticket"]
    unknown = room.house.act("ticket", **asked, credential="0" * 64)["ticket"]
    for ticket in (of_a_browser, old, unknown, "nonsense", dev["ticket"][:-1] + "?"):
        with room.watch(query={"ticket": ticket}, headers={"Cookie": f"sessionid={of_another}"}) as board:
            assert closing_code(board) == 4401


def test_nobody_watches_without_signing_in_or_in_another_centre_or_role(house: House, room: Room) -> None:
    elsewhere = house.act("ticket", user=room.dev["user"], centre=Room(house).centre, credential="0" * 64)["ticket"]
    author = house.act("person", centre=room.centre, role="procedure_author")["ticket"]
    for ticket in (None, elsewhere, author):
        with room.watch(query={"ticket": ticket}) as board:
            assert closing_code(board) == 4401


def test_a_wall_gets_every_number_but_no_more_of_a_card_than_it_may_show_until_its_right_is_taken_away(room: Room) -> None:
    screen = room.house.act("wall", centre=room.centre)
    with room.watch() as person, room.watch(query={"ticket": screen["ticket"], "after": 0}) as wall:
        room.write()
        (whole,), shown = person.next_of("event")["cards"], wall.next_of("event")
        assert shown["sequence"] == 1
        assert set(shown["cards"][0]) == {"kind", "id", "revision", "in_hand"} != set(whole)
        began = time.monotonic()
        room.house.act("end_wall", wall=screen["wall"])
        assert closing_code(wall) == 4401
        assert time.monotonic() - began < 5
        assert person.numbers_to(room.write()) == [2]


def test_rights_that_are_withdrawn_close_the_socket_within_five_seconds(room: Room) -> None:
    house = room.house
    acts = ["sign_out", "end_token", "disable", "change_role", "change_password"]
    people = {act: house.act("person", centre=room.centre) for act in acts}
    boards = {}
    for act, person in people.items():
        cookie = {"Cookie": f"sessionid={person['session']}"}
        boards[act] = room.watch(query={"ticket": None}, headers=cookie) if act == "sign_out" else room.watch(query=person)
    for board in boards.values():
        board.next(5)  # let in, with the rights that are then withdrawn
    with room.watch() as untouched:
        house.act("sign_out", session=people["sign_out"]["session"])
        house.act("end_token", token=people["end_token"]["token"])
        house.act("disable", user=people["disable"]["user"])
        house.act("change_role", user=people["change_role"]["user"], role="agent")
        house.act("change_password", user=people["change_password"]["user"])
        began = time.monotonic()
        assert {act: closing_code(board) for act, board in boards.items()} == dict.fromkeys(acts, 4401)
        assert time.monotonic() - began < 5
        assert untouched.numbers_to(room.write()) == [1]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", "http://127.0.0.1:1", "http://[", ""])
def test_a_page_from_elsewhere_is_refused(room: Room, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        room.watch(origin=origin)
    assert refused.value.response.status_code == 403


def test_our_own_page_is_let_in(room: Room) -> None:
    with room.watch(origin=f"http://127.0.0.1:{room.house.server.port}") as board:
        assert board.next()["op"] == "beat"


# ── what breaks nothing ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("after", ["-1", "x", "9" * 30, "1.5", "\x00", "٣"])
def test_an_address_that_makes_no_sense_is_refused(room: Room, after: str) -> None:
    with room.watch(after=after) as board:
        assert closing_code(board) == 4400


def test_a_message_over_64_kib_closes_the_socket(room: Room) -> None:
    with room.watch() as board:
        board.socket.send("x" * (64 * 1024 + 1))
        assert closing_code(board) == 1009


def test_a_browser_that_talks_is_told_that_this_socket_only_listens_and_one_that_babbles_is_closed(room: Room) -> None:
    with room.watch() as board:
        board.socket.send("hello")
        assert board.next_of("refused")["code"] == "listen-only"
        for _ in range(40):
            board.socket.send(b"\x00\xff")
        assert closing_code(board) == 4429


def test_one_person_cannot_open_boards_without_end(room: Room) -> None:
    boards = [room.watch() for _ in range(60)]
    for board in boards:
        board.next()
    with room.watch() as one_more:
        assert closing_code(one_more) == 4429
    for board in boards:
        board.socket.close()


@pytest.mark.parametrize("house", ["wire_house"], indirect=True)
def test_frames_are_not_compressed_and_the_log_holds_no_ticket(room: Room) -> None:
    with room.watch(compression="deflate") as board:
        assert board.socket.protocol.extensions == []
        assert json.loads(board.socket.recv(1))["op"] == "beat"
    assert "ticket" not in room.house.server.log.read_text()
