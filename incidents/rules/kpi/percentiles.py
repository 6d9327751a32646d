"""Percentiles by nearest rank: always a value that really occurred."""

from collections.abc import Sequence


def nearest_rank(ordered: Sequence[float], percent: int) -> float:
    """The p-th percentile of sorted values: the value number ceil(p/100 × n). Of p90 of ten values, the ninth.

    Raises:
        ValueError: no values, or a percentage outside 1 to 100.
    """
    if not ordered or not 1 <= percent <= 100:
        raise ValueError("A percentile needs values, and a percentage from 1 to 100.")
    return ordered[-(-percent * len(ordered) // 100) - 1]
