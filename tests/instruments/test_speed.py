"""Scoring is quick enough to stand beside every keystroke."""

import statistics
import time

import pytest

from tests.instruments.examples import EXAMPLES, Example
from tests.instruments.test_reading import of

BATCHES, CALLS, LONGEST = 7, 60, 0.0001


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_reading_an_instrument_takes_at_most_a_tenth_of_a_millisecond(example: Example) -> None:
    def batch() -> float:
        taken = []
        for _ in range(CALLS):
            begun = time.perf_counter()
            of(example)
            taken.append(time.perf_counter() - begun)
        return statistics.median(taken)

    assert min(batch() for _ in range(BATCHES)) <= LONGEST
