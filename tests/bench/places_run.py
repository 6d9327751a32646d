"""One database's part of the benchmark of places: seconds of the import, then milliseconds of every keystroke, a line each."""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dispatch.settings")
django.setup()

from django.test.utils import setup_test_environment
from django.utils import timezone

from resources.commands.gazetteer import import_gazetteer
from resources.queries.places import search_places
from tests.bench.places import as_csv, typed
from tests.factories import Rest, make_centre, make_person

UNCOUNTED = 20  # keystrokes: they load what stays loaded


def run(rows: int, count: int) -> None:
    """Import, then search by the function alone and over REST."""
    centre = make_centre("wexmouth")
    began = time.perf_counter()
    done = import_gazetteer(centre=centre, lines=as_csv(rows), at=timezone.now())
    assert done.new >= rows and not done.findings
    print(f"{time.perf_counter() - began:.1f}")
    rest = Rest(make_person(centre, "amina", "Amina", "agent"))
    keys = typed(rows, count)
    setup_test_environment()
    assert rest.get("places/", q=keys[0]).status_code == 200
    for ask in (lambda text: search_places(centre.pk, text), lambda text: rest.get("places/", q=text)):
        for number, text in enumerate([*keys[:UNCOUNTED], *keys]):
            began = time.perf_counter()
            ask(text)
            if number >= UNCOUNTED:
                print(f"{(time.perf_counter() - began) * 1000:.3f}")


if __name__ == "__main__":
    run(int(sys.argv[1]), int(sys.argv[2]))
