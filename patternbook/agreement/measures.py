"""Coefficients of agreement between two people, which NLTK works out.

Cohen's kappa (1960) and Krippendorff's alpha (1980) ask by how much two people agree beyond what
luck alone would bring. Alpha takes a distance, so that answers which are sets can be partly the
same: MASI (Passonneau, 2006). Where a coefficient would mean nothing, the reason stands in its
place, since NLTK would still give a number.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# With fewer answers than this, one more or one less turns a coefficient round.
ENOUGH = 5

_HOW_TO = (
    "Two people's coding cannot be compared here: the Python package nltk is missing. It belongs "
    "to what “make setup-site” installs. Elsewhere: python -m pip install nltk"
)

Pair = tuple[Hashable, Hashable]


class NoMeasures(Exception):
    """Raised where the package with the coefficients is missing, with how to get it."""


class WhyNot(StrEnum):
    """Why a coefficient is not told."""

    TOO_FEW = "too-few"
    NO_VARIATION = "no-variation"
    ONE_SIDED = "one-sided"


@dataclass(frozen=True, slots=True)
class Measure:
    """A coefficient, over how many answers of each person it was worked out, or why it was not."""

    value: float | None
    units: int
    why_not: WhyNot | None = None


def ready() -> None:
    """Raise NoMeasures unless coefficients can be worked out here."""
    try:
        import nltk.metrics  # noqa: F401
    except ImportError:
        raise NoMeasures(_HOW_TO) from None


def kappa(answers: Sequence[Pair]) -> Measure:
    """Return Cohen's kappa of two people's answers to the same questions.

    Where one person gave the same answer throughout, kappa is 0 whatever the other did, so it is
    not told.
    """
    why_not = _why_not(answers)
    if why_not is None and any(len(set(each)) == 1 for each in zip(*answers, strict=True)):
        why_not = WhyNot.ONE_SIDED
    if why_not is not None:
        return Measure(None, len(answers), why_not)
    return Measure(float(_task(answers).kappa()), len(answers))


def alpha(answers: Sequence[Pair]) -> Measure:
    """Return Krippendorff's alpha, where two answers are the same or they are not."""
    why_not = _why_not(answers)
    if why_not is not None:
        return Measure(None, len(answers), why_not)
    return Measure(float(_task(answers).alpha()), len(answers))


def alpha_of_sets(answers: Sequence[tuple[frozenset[str], frozenset[str]]]) -> Measure:
    """Return Krippendorff's alpha, where answers are sets that can be partly the same."""
    from nltk.metrics.distance import masi_distance

    def distance(one: frozenset[str], other: frozenset[str]) -> float:
        # MASI has no answer for two empty sets, which are the same.
        return 0.0 if one == other else float(masi_distance(one, other))

    why_not = _why_not(answers)
    if why_not is not None:
        return Measure(None, len(answers), why_not)
    return Measure(float(_task(answers, distance=distance).alpha()), len(answers))


def _why_not(answers: Sequence[Pair]) -> WhyNot | None:
    if len(answers) < ENOUGH:
        return WhyNot.TOO_FEW
    if len({answer for pair in answers for answer in pair}) == 1:
        return WhyNot.NO_VARIATION
    return None


def _task(answers: Iterable[Pair], **options: Any) -> Any:
    """Return answers as NLTK takes them: who, to which question, with what."""
    from nltk.metrics.agreement import AnnotationTask

    triples = [
        (who, question, answer)
        for question, pair in enumerate(answers)
        for who, answer in zip("AB", pair, strict=True)
    ]
    return AnnotationTask(triples, **options)
