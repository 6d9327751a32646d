"""The gazetteer is drawn by the code beside it, and every address in it is whole, unique and invented."""

import re

from incidents.demo import draw_town
from incidents.demo.gazetteer import at, premises


def test_drawing_it_again_gives_the_file_in_the_checkout() -> None:
    assert draw_town.drawn_gazetteer() == draw_town.GAZETTEER_FILE.read_text(encoding="utf-8")


def test_it_has_at_least_fifteen_hundred_premises() -> None:
    assert len(premises()) >= 1_500


def test_property_references_are_invented_and_unique() -> None:
    references = [place.uprn for place in premises()]
    assert all(re.fullmatch(r"9990\d{8}", reference) for reference in references)
    assert len(set(references)) == len(references)


def test_postcodes_are_in_an_area_that_is_not_in_use() -> None:
    assert all(re.fullmatch(r"WX\d \d[ABD-HJLNP-UW-Z]{2}", place.postcode) for place in premises())


def test_no_two_premises_share_a_first_line() -> None:
    lines = [place.line for place in premises()]
    assert len(set(lines)) == len(lines)


def test_crews_are_warned_at_some_two_dozen_places() -> None:
    noted = [place for place in premises() if place.site_note]
    assert 20 <= len(noted) <= 40
    assert all(place.hazards for place in noted)
    assert {"dog", "oxygen", "asbestos", "key_safe"} <= {hazard for place in noted for hazard in place.hazards}


def test_a_home_and_a_named_place_are_spoken_as_people_say_them() -> None:
    assert at("999000000006").line == "Merrow Court, Eastbury Road"
    home = next(place for place in premises() if place.kind == "home")
    assert home.line == f"{home.name} {home.street}"
    assert home.address.endswith(home.postcode)
