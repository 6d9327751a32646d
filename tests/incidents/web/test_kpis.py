"""The figures pages: who sees them, the same figures in every form, and nothing typed breaks them."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from incidents.commands.contacts import answer_contact
from incidents.models import Contact, Incident
from incidents.rules.kpi.formulas import formulas
from incidents.web.kpi_files import as_csv, as_workbook
from tests.coaching.conftest import browser_of
from tests.factories import NOON, Rest, offer

pytestmark = pytest.mark.django_db
DAY = "period=day&on=2025-11-03"
PAGES = ("/kpis", "/kpis/answer_time", "/kpis/staffing", "/kpis/export.csv", "/kpis/export.xlsx")


def plain(cell: object) -> object:
    """A cell of either file as a number, where it is one."""
    try:
        return float(str(cell))
    except ValueError:
        return cell or None


@pytest.fixture
def busy(sent, amina):
    """A smell of gas with a crew, and twelve calls answered after 1 to 12 seconds."""
    for number in range(1, 13):
        contact = offer(amina, at=NOON + timedelta(minutes=number))
        answer_contact(contact_id=contact.pk, by=amina, at=contact.offered_at + timedelta(seconds=number))


@pytest.mark.parametrize("path", PAGES)
def test_those_in_charge_see_them_and_agents_do_not(sol, tess, amina, path):
    assert browser_of(sol).get(path).status_code == browser_of(tess).get(path).status_code == 200
    assert browser_of(amina).get(path).status_code == 403


def test_every_figure_has_a_page_in_every_stretch(busy, sol):
    http = browser_of(sol)
    for name, formula in formulas().all.items():
        page = http.get(f"/kpis/{name}?{DAY}&every=hour&show=p90")
        assert page.status_code == 200 and formula.title in page.content.decode()
    assert http.get("/kpis/no_such_figure").status_code == 404


def test_the_page_the_files_and_the_interface_say_the_same(busy, sol):
    http = browser_of(sol)
    rest = {each["title"]: each["figure"] for each in Rest(sol).get("kpis/", period="day", on="2025-11-03").json()["results"]}
    rows = list(csv.reader(io.StringIO(http.get(f"/kpis/export.csv?{DAY}").content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(http.get(f"/kpis/export.xlsx?{DAY}").content))["Figures"]
    cells = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [[plain(cell) for cell in row] for row in cells] == [[plain(cell) for cell in row] for row in rows[: len(cells)]]
    by_title = {row[0]: row for row in rows[1 : len(cells)]}
    assert by_title.keys() == rest.keys()
    for title, figure in rest.items():
        assert figure is None or by_title[title][3] == str(figure["n"])
    answer = rest["Time to answer"]
    assert (answer["n"], answer["p50"], answer["p90"], answer["share"]) == (12, 6, 11, 100.0)
    assert by_title["Time to answer"][5:7] == ["6", "11"] and by_title["Time to answer"][12] == "100.0"
    assert "100.0 %" in http.get(f"/kpis?{DAY}").content.decode()


def test_what_is_not_recorded_says_so_and_is_no_nought(sol):
    page = browser_of(sol).get("/kpis").content.decode()
    assert page.count("Nothing recorded yet.") == sum(each.kind is None for each in formulas().all.values())
    assert "Complaints are not recorded here yet." in page


@pytest.mark.parametrize(
    "query",
    [
        *("period=year", "on=yesterday", "on=0001-01-01", "on=9999-12-31", "on=%00", "on=%ED%A0%80", "period=shift&shift=x"),
        *("period=custom&on=2025-01-01&to=2024-01-01", "period=custom&on=2025-11-03&to=2030-01-01", "period=month&on=9999-12-01"),
        *("every=x&show=y", "channel=%F0%9F%98%80", "share=100&away=100&handling=0"),
        "handling=nan&share=inf&target=1e99&more=1e9&weeks=-5&agents=9e9",
    ],
)
def test_nothing_typed_breaks_a_page(busy, sol, query):
    http = browser_of(sol)
    for path in ("/kpis", "/kpis/answer_time", "/kpis/staffing", "/kpis/export.csv"):
        assert http.get(f"{path}?{query}").status_code == 200, path
    assert Rest(sol).http.get(f"/api/v1/kpis/?{query}", headers=Rest(sol).headers).status_code in (200, 400)


def test_a_cell_is_never_a_formula():
    rows = [["=1+1", "@x", "\x00bell\x07", -5, "plain"]]
    text = as_csv(["-head"], rows, [("+a", "b")]).decode("utf-8-sig").splitlines()
    assert text == ["'-head", "'=1+1,'@x,\ufffdbell\ufffd,-5,plain", "", "'+a,b"]
    cell = load_workbook(io.BytesIO(as_workbook(["head"], rows, [])))["Figures"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_staffing_says_when_it_is_saturated(wexmouth, amina, sol):
    contact = offer(amina, at=NOON)
    Contact.objects.bulk_create(
        Contact(centre=wexmouth, offered_at=NOON, answer_by=NOON, channel="telephone", line=str(each)) for each in range(359)
    )
    page = browser_of(sol).get("/kpis/staffing?on=2025-11-10&handling=240&target=15&share=80&agents=48").content.decode()
    assert "Saturated: the queue only grows" in page and ">48.00<" in page and "<b>55</b>" in page
    assert contact.pk and Incident.objects.count() == 0


def test_the_board_shows_its_figures(busy, amina):
    piece = browser_of(amina).get("/board/figures").content.decode()
    assert "Answered in time" in piece and "Not sent, late" in piece
    assert Rest(amina).get("kpis/live/").json()["unsent"]["n"] == 0
