"""Bringing a gazetteer in, and finding places in it."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from resources.commands.gazetteer import import_gazetteer
from resources.models import Place
from resources.queries.places import search_places

TOWN = """uprn,name,street,ward,postcode,lat,lon,kind
1,1,Alder Road,Castle,WX1 3AA,50.5701,-2.9801,home
2,2,Alder Road,Castle,WX1 3AA,50.5702,-2.9802,home
3,14,Alder Road,Castle,WX1 3AB,50.5703,-2.9803,home
4,14a,Alder Road,Castle,WX1 3AB,50.5703,-2.9804,home
5,14,Harbour Lane,Old Town,WX1 1AA,50.5745,-2.9800,home
6,St John’s Church,Church Street,Old Town,WX1 1AC,50.5750,-2.9810,church
7,Merrow Court,Eastbury Road,Eastbury,WX2 2AA,50.5800,-2.9700,home
8,14,Alder Road,Northgate,WX4 1AA,50.6901,-2.7801,home
,,Bypass,,,50.60,-2.99,street
,M5 A 148.2,,,,50.61,-2.95,marker
"""


@pytest.fixture
def town(wexmouth, noon):
    return import_gazetteer(centre=wexmouth, lines=io.StringIO(TOWN), at=noon)


def first(centre, text, most=3):
    return [place.address for place in search_places(centre.pk, text).places[:most]]


def test_a_list_is_brought_in_with_the_streets_its_addresses_name(wexmouth, town):
    assert (town.new, town.changed, town.same, town.findings) == (15, 0, 0, [])
    street = Place.objects.get(kind="street", street="Alder Road", locality="Castle")
    assert street.address == "Alder Road, Castle" and 30 <= street.accuracy_m < 60


def test_the_same_list_again_changes_nothing_and_a_newer_one_what_it_says(wexmouth, town, noon):
    again = import_gazetteer(centre=wexmouth, lines=io.StringIO(TOWN), at=noon)
    assert (again.new, again.changed, again.same) == (0, 0, 15)
    later = noon + timedelta(days=1)
    newer = import_gazetteer(centre=wexmouth, lines=io.StringIO(TOWN.replace("7,Merrow Court", "7,Merrow House")), at=later)
    assert (newer.new, newer.changed, newer.same) == (0, 1, 14)
    assert Place.objects.get(uprn="7").changed_at == later
    assert first(wexmouth, "merrow house") == ["Merrow House, Eastbury Road, Eastbury, WX2 2AA"]
    assert first(wexmouth, "merrow court") == []


def test_what_a_whole_list_leaves_out_is_kept_and_no_longer_offered(wexmouth, town, noon):
    without = "".join(line for line in TOWN.splitlines(keepends=True) if "Merrow" not in line)
    assert import_gazetteer(centre=wexmouth, lines=io.StringIO(without), at=noon, whole=True).gone == 2  # and its street
    assert first(wexmouth, "merrow") == []
    assert Place.objects.filter(uprn="7", in_use=False).exists()
    assert import_gazetteer(centre=wexmouth, lines=io.StringIO(TOWN), at=noon).changed == 2
    assert first(wexmouth, "merrow")


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("9,3,Alder Road,Castle,WX1,,,home", "lat is not a number"),
        ("9,3,Alder Road,Castle,WX1,91,0,home", "not on the globe"),
        ("9,3,Alder Road,Castle,WX1,nan,0,home", "lat is not a number"),
        ("9,,,Castle,WX1,50,-2,home", "neither a name nor a street"),
        ("12345678901234,3,Alder Road,Castle,WX1,50,-2,home", "a UPRN is at most 12 digits"),
        ("1,3,Alder Road,Castle,WX1,50,-2,home", "the same place as in line 2"),
        (f"9,{'x' * 200},Alder Road,Castle,WX1,50,-2,home", "name is longer than 160"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_its_line_and_the_others_come_in(wexmouth, noon, row, what):
    done = import_gazetteer(centre=wexmouth, lines=io.StringIO(TOWN + row + "\n"), at=noon)
    assert done.new == 15
    assert [each.line for each in done.findings] == [12]
    assert what in str(done.findings[0])


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "name,lat\nx,1\n", "name,lat,lon\n\x00,1,1\n"])
def test_a_list_that_is_none_is_refused_in_words(wexmouth, noon, tmp_path, text, capsys):
    file = tmp_path / "list.csv"
    file.write_text(text)
    with pytest.raises(CommandError):
        call_command("import_gazetteer", file, stderr=io.StringIO(), stdout=io.StringIO())
    assert Place.objects.count() == 0


def test_the_command_says_what_it_did(wexmouth, tmp_path):
    file, said, wrong = tmp_path / "list.csv", io.StringIO(), io.StringIO()
    file.write_bytes((TOWN + "9,3,Alder Road,Castle,WX1,,,home\n").encode("utf-8-sig"))
    call_command("import_gazetteer", file, stdout=said, stderr=wrong)
    assert "15 new, 0 changed, 0 the same; 1 lines left out" in said.getvalue()
    assert "line 12: lat is not a number" in wrong.getvalue()


def test_eastings_and_northings_are_read_too(wexmouth, noon):
    import_gazetteer(centre=wexmouth, lines=["name,street,easting,northing", "3,Far Road,651409,313177"], at=noon)
    place = Place.objects.get(name="3")
    assert (round(place.lat, 3), round(place.lon, 3)) == (52.658, 1.716)


@pytest.mark.parametrize(
    "text",
    [
        "14 alder road castle",
        "alder rd 14 castle",
        "castle road alder 14",
        "14 ald cas",
        "14 aldr road castle",
        "14 adler road castle",
        "Flat 3, 14 Alder Road, Castle",
        "14, ALDER ROAD, Castle.",
    ],
)
def test_an_address_is_found_in_any_order_half_typed_and_misspelt(wexmouth, town, text):
    assert first(wexmouth, text, 1) == ["14 Alder Road, Castle, WX1 3AB"]


def test_the_nearest_to_the_centre_comes_first(wexmouth, town):
    assert first(wexmouth, "14 alder road")[0] == "14 Alder Road, Castle, WX1 3AB"
    assert "14 Alder Road, Northgate, WX4 1AA" in first(wexmouth, "14 alder road")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("WX1 1AA", "14 Harbour Lane, Old Town, WX1 1AA"),
        ("wx11aa", "14 Harbour Lane, Old Town, WX1 1AA"),
        ("wx1 1ac", "St John’s Church, Church Street, Old Town, WX1 1AC"),
        ("st johns", "St John’s Church, Church Street, Old Town, WX1 1AC"),
        ("Saint John's church", "St John’s Church, Church Street, Old Town, WX1 1AC"),
        ("alder", "Alder Road, Castle"),
        ("harbuor", "Harbour Lane, Old Town"),
        ("14a alder", "14a Alder Road, Castle, WX1 3AB"),
        ("h", "Harbour Lane, Old Town"),
    ],
)
def test_postcodes_names_and_streets(wexmouth, town, text, found):
    assert first(wexmouth, text, 1) == [found]


def test_a_number_that_is_not_listed_still_finds_the_street(wexmouth, town):
    found = search_places(wexmouth.pk, "99 harbour lane")
    assert (found.how, found.places[0].address) == ("street", "Harbour Lane, Old Town")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "'",
        '"',
        "*",
        "%_",
        "a'; DROP TABLE",
        '" OR "',
        "🔥",
        "NEAR(",
        "\\",
        "zzzz qqqq",
        "x" * 3000,
        "ab " * 500,
        "’’’",
        ":*",
        "&|!()",
    ],
)
def test_whatever_is_typed_is_answered(wexmouth, town, text):
    assert search_places(wexmouth.pk, text).places is not None
    assert first(wexmouth, "merrow")


def test_another_centres_places_are_not_found(elsewhere, wexmouth, town):
    assert first(elsewhere, "alder") == []
