"""How much of what identifies somebody is found, in sentences written before the check was."""

from __future__ import annotations

import pytest

from bench.recall import CONFIDENTIALITY, find_identifying, identifiers, identifying
from tests.labelled import read, score

# At least so much must be found; what was measured, rounded down. The held-out half shows how the
# check does with sentences that nobody who works on it has read.
LEAST = {
    ("tuning", "person"): 0.99,
    ("tuning", "place"): 0.99,
    ("tuning", "identifiers"): 1.0,
    ("heldout", "person"): 0.96,
    ("heldout", "place"): 0.98,
    ("heldout", "identifiers"): 0.98,
}
# And at most so many false alarms per 1,000 words of sentences that identify nobody. These were
# chosen to be hard; ordinary accounts have far fewer.
MOST = {"tuning": 15, "heldout": 18}


@pytest.mark.parametrize(("half", "what"), LEAST)
def test_what_identifies_somebody_is_found(half, what):
    found = identifying(half)
    kinds = identifiers(found) if what == "identifiers" else (what,)

    assert found.recall(*kinds) >= LEAST[half, what]


@pytest.mark.parametrize("half", MOST)
def test_little_else_is(half):
    clean = score(read(CONFIDENTIALITY / f"clean-{half}.txt"), find_identifying)

    assert 1000 * len(clean.alarms) / clean.words <= MOST[half]


def test_both_halves_hold_sentences_of_every_kind():
    halves = [identifying(half) for half in ("tuning", "heldout")]

    assert set(halves[0].wanted) == set(halves[1].wanted)
    assert all(min(half.wanted.values()) >= 6 for half in halves)
