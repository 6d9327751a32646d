"""The limits of the public form: enough for a person, too little for a machine. Our own proposals."""

from datetime import timedelta

LOOK_BACK = timedelta(minutes=10)
MOST_FROM_ONE = 5  # reports in that time from one connection
MOST_IN_A_DAY = 20
MOST_FOR_A_CENTRE = 120  # in that time: a street of people who report one fire get through
SOONEST_S = 3  # nobody reads and writes faster
LATEST_S = 6 * 3600


def too_many(*, from_one: int, from_one_today: int, for_centre: int) -> bool:
    """Whether one more report would be one too many."""
    return from_one >= MOST_FROM_ONE or from_one_today >= MOST_IN_A_DAY or for_centre >= MOST_FOR_A_CENTRE
