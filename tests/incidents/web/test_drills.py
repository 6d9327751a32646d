"""The pages of drills, and the way in and out: the whole console is the training room's, and says so, until one leaves or it ends."""

import csv
import io

import pytest
from django.test import Client

from dispatch.accounts.models import User
from incidents.commands.contacts import answer_contact, end_contact
from incidents.commands.drill import end_drill
from incidents.commands.walls import make_wall
from incidents.models import Contact, Incident
from incidents.queries.drill_debrief import debrief_of
from tests.factories import LEAK, answer_all, close_quietly, log_incident, send
from tests.incidents.commands.test_drill import in_the_room
from tests.incidents.drills import OPENED, after, every, opened, past_shift, play

BANNER = "Drill – nothing here is real"


@pytest.fixture
def shift(telephony, amina):
    return past_shift(telephony, amina)


@pytest.fixture
def drill(shift, sol, amina):
    return opened(sol, sol, amina)


def window_of(person) -> Client:
    """A browser window in which this person has signed in."""
    client = Client()
    client.force_login(User.objects.get(pk=person.user_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def room_of(client: Client) -> str:
    """The room that the person is in, by the page's own word."""
    return str(client.get("/drills").context["console"]["centre"])


def test_one_goes_in_by_one_button_sees_it_on_every_page_and_leaves_by_another(drill, amina):
    window = window_of(amina)
    assert BANNER not in window.get("/desk").text
    assert window.post(f"/drills/{drill.pk}/enter").url == "/"
    for page in ("/desk", "/board", "/units", "/shift", "/procedures", "/drills", f"/drills/{drill.pk}"):
        answer = window.get(page)
        assert answer.status_code == 200 and BANNER in answer.text and 'data-room="drill"' in answer.text, page
    assert drill.seats.get(person_id=amina.user_id).entered_at
    assert window.post("/drills/leave").url == f"/drills/{drill.pk}"
    assert BANNER not in window.get("/desk").text and room_of(window) == "Wexmouth Contact Centre"


def test_entering_twice_and_leaving_twice_is_no_trouble(drill, amina):
    window = window_of(amina)
    assert [window.post(f"/drills/{drill.pk}/enter").status_code for _ in range(2)] == [302, 302]
    assert [window.post("/drills/leave").status_code for _ in range(2)] == [302, 302]
    assert room_of(window) == "Wexmouth Contact Centre"


def test_who_takes_no_part_is_told_so_and_stays_where_they_are(drill, dev):
    window = window_of(dev)
    assert "You do not take part" in window.post(f"/drills/{drill.pk}/enter", follow=True).text
    assert room_of(window) == "Wexmouth Contact Centre"


def test_the_end_takes_everybody_out(drill, amina, sol):
    window = window_of(amina)
    window.post(f"/drills/{drill.pk}/enter")
    end_drill(drill_id=drill.pk, by=sol, at=after(60, OPENED))
    assert window.get("/desk").status_code == 200 and room_of(window) == "Wexmouth Contact Centre"
    assert "This drill has ended" in window.post(f"/drills/{drill.pk}/enter", follow=True).text


def test_a_page_of_another_room_changes_nothing(drill, amina):
    """A desk that was open before its person went into the drill in another window, and the other way about."""
    window = window_of(amina)
    for told, here in ((drill.room_id, amina.centre_id), (amina.centre_id, drill.room_id)):
        body = {"channel": "telephone"}
        answer = window.post("/api/v1/contacts/", body, content_type="application/json", headers={"X-Room": str(told)})
        assert (answer.status_code, answer.json()["code"]) == (409, "other-room")
        assert window.get("/shift", headers={"X-Room": str(told)}).status_code == 409
        assert window.get("/shift", headers={"X-Room": str(here)}).status_code == 200
        window.post(f"/drills/{drill.pk}/enter", {"x-room": str(told)})
    assert Contact.objects.count() == 3


def test_a_form_of_another_room_changes_nothing_but_one_may_always_leave(drill, sol):
    window = window_of(sol)
    window.post(f"/drills/{drill.pk}/enter")
    typed = {"x-room": str(sol.centre_id), "name": "North"}
    assert window.post("/walls", typed).status_code == 409
    assert window.post("/drills/leave", typed).status_code == 302
    assert window.post("/walls", typed).status_code == 200


def test_the_page_names_the_room_it_was_drawn_in_and_keeps_typed_words_apart(drill, amina):
    window = window_of(amina)
    assert f'data-owner="{amina.user_id}" data-centre="{amina.centre_id}"' in window.get("/desk").text
    window.post(f"/drills/{drill.pk}/enter")
    assert f'data-owner="{amina.user_id}@{drill.room_id}" data-centre="{drill.room_id}"' in window.get("/desk").text


def test_the_past_of_the_board_offers_its_shift_as_a_drill(shift, sol, amina):
    page = window_of(sol).get("/board", {"at": "2025-11-03T12:10:00Z"}).text
    assert "/drills?from=2025-11-03T12%3A00%3A00%2B00%3A00&amp;until=2025-11-03T19%3A00%3A00%2B00%3A00" in page
    assert "Replay this shift" not in window_of(amina).get("/board", {"at": "2025-11-03T12:10:00Z"}).text
    form = window_of(sol).get("/drills", {"from": "2025-11-03T12:00:00Z", "until": "2025-11-03T19:00:00Z"}).text
    assert 'value="2025-11-03T12:00"' in form and 'value="2025-11-03T19:00"' in form


@pytest.mark.parametrize("asked", ["", "\x00", "yesterday", "9" * 99, "\ud800"])
def test_a_window_that_nobody_can_read_is_the_last_two_hours(sol, asked):
    assert window_of(sol).get("/drills", {"from": asked.encode("utf-8", "surrogatepass")}).status_code == 200


def test_only_those_in_charge_are_offered_to_open_pause_and_end(drill, amina, sol):
    assert "Pause" in window_of(sol).get(f"/drills/{drill.pk}").text
    assert "/paused/" not in window_of(amina).get(f"/drills/{drill.pk}").text
    assert "Open the drill" not in window_of(sol).get("/drills").text, "one at a time"


def test_a_stranger_finds_no_drill_and_no_debrief(drill, charlie):
    window = window_of(charlie)
    for address in (f"/drills/{drill.pk}", f"/drills/{drill.pk}/debrief.csv"):
        assert window.get(address).status_code == 404
    assert window.post(f"/drills/{drill.pk}/enter").status_code == 404


def test_the_debrief_is_for_those_who_took_part_and_those_in_charge(drill, dev, tess, amina):
    assert "is read by those who took part" in window_of(dev).get(f"/drills/{drill.pk}").text
    assert window_of(dev).get(f"/drills/{drill.pk}/debrief.csv").status_code == 403
    for reader in (tess, amina):
        assert window_of(reader).get(f"/drills/{drill.pk}/debrief.csv").status_code == 200


def worked(drill, amina) -> Incident:
    """The drill as Amina works in it: the leak is answered later and sent sooner, the wrong number logged, the third caller answered."""
    there = in_the_room(drill, amina)
    play(drill, 1)
    leak = Contact.objects.get(centre=drill.room)
    answer_contact(contact_id=leak.pk, by=there, at=after(21, OPENED))
    flood = answer_all(log_incident(there, "FLOOD", at=after(30, OPENED), contact_id=leak.pk), LEAK, by=there, at=after(40, OPENED))
    send(flood, "B41", by=there, at=after(50, OPENED))
    play(drill, *every(10, 1210))
    _, wrong, gone = Contact.objects.of(drill.room_id).order_by("pk")
    answer_contact(contact_id=wrong.pk, by=there, at=after(620, OPENED))
    log_incident(there, at=after(630, OPENED), contact_id=wrong.pk)
    answer_contact(contact_id=gone.pk, by=there, at=after(1215, OPENED))
    end_contact(contact_id=gone.pk, why="All is well", by=there, at=after(1220, OPENED))
    return flood


def test_the_debrief_sets_then_beside_the_drill_and_marks_what_differs(drill, amina, shift):
    worked(drill, amina)
    close_quietly(shift.incident, at=after(2000))
    found = debrief_of(drill)
    leak, wrong, gone = found["rows"]
    assert (leak["then"]["answer_s"], leak["drill"]["answer_s"], leak["answer_slower_s"]) == (8.0, 20.0, 12.0)
    assert (leak["then"]["dispatch_s"], leak["drill"]["dispatch_s"]) == (60.0, 20.0)
    assert leak["then"]["units"] == leak["drill"]["units"] == ["B41"] and leak["then"]["priority"] == "P2"
    assert leak["differs"] == ["closed"] and leak["drill"]["closed_word"] == "Not done", "what is open is not done"
    assert wrong["differs"] == ["type", "closed"] and wrong["then"]["closed_word"] == "No incident: Wrong number"
    assert gone["differs"] == ["answer", "closed"] and gone["then"]["answer_word"] == "The caller hung up"
    assert found["summary"]["answer"] == ((14.0, 2), (20.0, 3)) and found["summary"]["dispatch"] == ((60.0, 1), (20.0, 1))
    assert (found["summary"]["done"], found["summary"]["differ"], found["summary"]["to_come"]) == ((2, 1), 3, 0)


def test_the_debrief_stays_after_the_end_on_the_page_and_as_a_file(drill, amina, sol):
    worked(drill, amina)
    end_drill(drill_id=drill.pk, by=sol, at=after(2000, OPENED))
    page = window_of(amina).get(f"/drills/{drill.pk}").text
    assert "+12 s" in page and "The caller hung up" in page and page.count("data-differs") >= 4
    rows = list(csv.reader(io.StringIO(window_of(sol).get(f"/drills/{drill.pk}/debrief.csv").content.decode("utf-8-sig"))))
    assert rows[1][4:7] == ["8.0", "20.0", "12.0"] and rows[3][-3:] == ["Not done", "No incident: All is well", "answer closed"]
    assert ["Done", "then 1, drill 1; what is open is not done"] in rows
    assert not any("07700" in cell or "Joan" in cell for row in rows for cell in row)


def test_the_debrief_takes_as_many_queries_for_many_contacts_as_for_few(drill, django_assert_max_num_queries):
    play(drill, 1)
    with django_assert_max_num_queries(3):
        debrief_of(drill)
    play(drill, *every(20, 1300))
    with django_assert_max_num_queries(3):
        debrief_of(drill)


def test_no_big_screen_shows_a_drill(drill, sol):
    window = window_of(sol)
    window.post(f"/drills/{drill.pk}/enter")
    assert "No big screen shows a drill" in window.post("/walls", {"name": "North"}).text
    assert make_wall(name="North", by=sol, at=OPENED).wall.centre_id == sol.centre_id
