"""How many examples a property is tried with, where each of them takes long."""

from __future__ import annotations

from hypothesis import settings

_USUAL = 100


def examples(number: int) -> int:
    """Return how many examples to try: ten times the number in a long run.

    A long run is `make test ARGS=--hypothesis-profile=long`. Nobody waits for it, so it may look
    further than a run for each change can.
    """
    return number * settings().max_examples // _USUAL
