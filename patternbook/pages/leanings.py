"""The mirror in plain words: on each axis one sentence, chosen by the numbers and by nothing else.

A sentence names a side only if more than two thirds of those that say anything are on it. It
always brings its numbers, and how many do not say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from patternbook.measures.balance import Aspect
from patternbook.mirror import FEW, Answers, Mirror, most
from patternbook.typology import Typology
from patternbook.vocabulary import (
    Answer,
    EntryKind,
    FactorInfluence,
    Grade,
    Kind,
    Level,
    Origin,
    PatternInfluence,
    Practice,
    PreventedBy,
    Term,
    Trigger,
    Whereabouts,
)

# What prompted the work that a record is about, in the order of how grave it was.
_GRAVE = (Trigger.SERIOUS_INCIDENT,)
_NEARLY = (Trigger.CONCERN, Trigger.NEAR_MISS)
_EVERYDAY = (Trigger.ROUTINE_PRACTICE, Trigger.GOOD_PRACTICE, Trigger.NEW_WAY_OF_WORKING)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an axis: the values that are on it, its name, and the sentence if most are."""

    values: tuple[str, ...]
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Axis:
    """What could lean: its title, where the page has its figures, what is counted, its sides.

    `unsaid` is what is told of those without a value.
    """

    title: str
    anchor: str
    things: str
    sides: tuple[Side, ...]
    unsaid: str = "do not say"


@dataclass(frozen=True, slots=True)
class Leaning:
    """A sentence on one axis. `side` is the name of the side that most are on, if there is one."""

    title: str
    anchor: str
    sentence: str
    side: str | None = None


def _one(value: Term, says: str) -> Side:
    return Side((value.value,), value.label.lower(), says)


_AXES: tuple[tuple[Aspect, Axis], ...] = (
    (
        Aspect.ORIGIN,
        Axis(
            "Where records come from",
            "sources",
            "records",
            (
                _one(
                    Origin.CONTRIBUTED,
                    "Most records were written by people who took part in the work",
                ),
                _one(
                    Origin.LITERATURE,
                    "Most records retell what others have published",
                ),
            ),
        ),
    ),
    (
        Aspect.PRACTICE,
        Axis(
            "Good practice and problematic practice",
            "practice",
            "episodes",
            (
                _one(Practice.GOOD, "Most episodes are judged good practice"),
                _one(
                    Practice.PROBLEMATIC,
                    "Most episodes are judged problematic practice",
                ),
                _one(Practice.MIXED, "Most episodes are judged both good and problematic"),
            ),
        ),
    ),
    (
        Aspect.INFLUENCE,
        Axis(
            "What helped and what hindered",
            "influences",
            "namings of a factor",
            (
                _one(FactorInfluence.HELPED, "Most factors are named because they helped"),
                _one(
                    FactorInfluence.HINDERED,
                    "Most factors are named because they hindered",
                ),
            ),
        ),
    ),
    (
        Aspect.PATTERN_INFLUENCE,
        Axis(
            "Patterns that kept people safe, and unsafe ones",
            "influences",
            "namings of a pattern",
            (
                _one(
                    PatternInfluence.CONSTRUCTIVE,
                    "Most patterns are named because they were constructive",
                ),
                _one(
                    PatternInfluence.UNSAFE,
                    "Most patterns are named because they were unsafe",
                ),
            ),
        ),
    ),
    (
        Aspect.ADVICE_LEVEL,
        Axis(
            "Where recommendations are to work",
            "levels",
            "recommendations",
            (
                _one(Level.FRONT_LINE, "Most recommendations are for the front line"),
                _one(Level.LOCAL, "Most recommendations are for local leaders"),
                _one(Level.NATIONAL, "Most recommendations are for the whole country"),
            ),
        ),
    ),
    (
        Aspect.GRADE,
        Axis(
            "Danger overlooked, and danger seen where there was none",
            "grades",
            "near misses with a grade",
            (
                _one(
                    Grade.HARM_FALSE_NEGATIVE,
                    "Most grades are of danger that was overlooked",
                ),
                _one(
                    Grade.HARM_FALSE_POSITIVE,
                    "Most grades are of danger that was seen where there was none",
                ),
            ),
        ),
    ),
    (
        Aspect.NOTICED,
        Axis(
            "Who noticed",
            "noticed",
            "near misses that say who noticed",
            (
                _one(
                    Whereabouts.INSIDE,
                    "Most near misses were noticed inside the agency concerned",
                ),
                _one(
                    Whereabouts.OUTSIDE,
                    "Most near misses were noticed outside the agency concerned",
                ),
            ),
        ),
    ),
    (
        Aspect.PREVENTED_BY,
        Axis(
            "What prevented harm",
            "what-prevented",
            "near misses that say what prevented harm",
            (
                _one(
                    PreventedBy.INDIVIDUAL_VIGILANCE,
                    "In most near misses it was somebody's vigilance that prevented harm",
                ),
                _one(
                    PreventedBy.DESIGNED_SAFEGUARD,
                    "In most near misses a safeguard held that had been designed in",
                ),
                _one(
                    PreventedBy.FAMILY_OR_CHILD,
                    "In most near misses it was the family or the child who prevented harm",
                ),
                _one(
                    PreventedBy.ANOTHER_AGENCY,
                    "In most near misses it was another agency that prevented harm",
                ),
                _one(PreventedBy.CHANCE, "In most near misses nothing held but chance"),
            ),
        ),
    ),
    (
        Aspect.FAMILY_INVOLVED,
        Axis(
            "Families in reviews",
            "families",
            "reviews that say so",
            (
                Side(
                    (Answer.YES.value, Answer.PARTLY.value),
                    "took part, or did in part",
                    "In most reviews the family took part, at least in part",
                ),
                Side((Answer.NO.value,), "took no part", "In most reviews the family took no part"),
            ),
        ),
    ),
    (
        Aspect.FAMILY_HEARD,
        Axis(
            "Families after near misses",
            "families",
            "near misses that say so",
            (
                Side(
                    (Answer.YES.value, Answer.PARTLY.value),
                    "heard, or in part",
                    "After most near misses the family was heard, at least in part",
                ),
                Side(
                    (Answer.NO.value,),
                    "not heard",
                    "After most near misses the family was not heard",
                ),
            ),
        ),
    ),
)
WORK = Axis(
    "Routine, good and tragic cases",
    "work",
    "records",
    (
        Side(("grave",), "serious incidents", "Most records are about serious incidents"),
        Side(
            ("nearly",),
            "near misses and concerns",
            "Most records are about everyday work in which something nearly went wrong",
        ),
        Side(
            ("everyday",),
            "routine, good or new work",
            "Most records are about routine work, good work or new ways of working",
        ),
    ),
)
# After which of the axes above these stand, so that all have the order of the page.
_LEVEL = "Where in the system factors arise"


def leanings(mirror: Mirror, typology: Typology) -> Iterator[Leaning]:
    """Yield a sentence for each axis, in the order of the page."""
    for aspect, axis in _AXES:
        yield _lean(mirror.of(aspect), axis)
        if aspect is Aspect.ORIGIN:
            yield _one_source(mirror)
            yield _lean(kinds_of_work(mirror), WORK)
        if aspect is Aspect.PATTERN_INFLUENCE:
            yield _lean(mirror.of(Aspect.FACTOR_LEVEL), _levels(typology))
    yield _unwritten(mirror)


def kinds_of_work(mirror: Mirror) -> Answers:
    """Return how many records are about grave, near and everyday work, and how many do not say.

    Near misses are told whatever prompted them, and debriefs are of ordinary work.
    """
    kinds, triggers = mirror.of(Aspect.KIND), mirror.of(Aspect.TRIGGER)
    return Answers(
        asked=kinds.asked,
        unsaid=triggers.unsaid,
        told={
            "grave": triggers.number(*_GRAVE),
            "nearly": triggers.number(*_NEARLY) + kinds.number(Kind.NEAR_MISS),
            "everyday": triggers.number(*_EVERYDAY) + kinds.number(Kind.DEBRIEF),
        },
    )


def _levels(typology: Typology) -> Axis:
    """Return the axis of levels, which are entries of the vocabulary and bear its titles."""
    levels = [definition.entry for definition in typology.of_kind(EntryKind.LEVEL)]
    return Axis(
        _LEVEL,
        "levels",
        "namings of a factor",
        tuple(
            Side(
                (level.id,),
                level.title.lower(),
                f"Most factors that are named are of one level, {level.title.lower()}",
            )
            for level in levels
        ),
        unsaid="are under no level",
    )


def _lean(answers: Answers, axis: Axis) -> Leaning:
    numbers = [answers.number(*side.values) for side in axis.sides]
    place = most(numbers, answers.known)
    unsaid = f" {answers.unsaid:,} of {answers.asked:,} {axis.unsaid}." if answers.unsaid else ""
    if not answers.asked:
        return Leaning(axis.title, axis.anchor, "There are none here to ask.")
    if answers.known < FEW:
        sentence = f"Too few to speak of a lean: {answers.known:,} of {answers.asked:,} say so."
        return Leaning(axis.title, axis.anchor, sentence)
    if place is None:
        each = "; ".join(
            f"{side.name} {number:,}" for side, number in zip(axis.sides, numbers, strict=True)
        )
        sentence = f"No side has most of them. Of {answers.known:,} {axis.things}: {each}.{unsaid}"
        return Leaning(axis.title, axis.anchor, sentence)
    side = axis.sides[place]
    sentence = f"{side.says}: {numbers[place]:,} of {answers.known:,}.{unsaid}"
    return Leaning(axis.title, axis.anchor, sentence, side.name)


def _one_source(mirror: Mirror) -> Leaning:
    """Say whether one publication has given most of the records."""
    title, anchor = "One source or many", "sources"
    sources = mirror.of(Aspect.SOURCE)
    largest = max(sources.told.values(), default=0)
    share = f"{largest:,} of {sources.asked:,}"
    if sources.asked < FEW:
        return Leaning(title, anchor, f"Too few records to speak of a lean: {sources.asked:,}.")
    if most([largest], sources.asked) is not None:
        sentence = f"Most records retell one publication, and carry on its lean: {share}."
        return Leaning(title, anchor, sentence, "one source")
    if not largest:
        return Leaning(title, anchor, f"No record retells a publication: 0 of {sources.asked:,}.")
    sentence = f"No publication has given most of the records; the largest share is {share}."
    return Leaning(title, anchor, sentence)


def _unwritten(mirror: Mirror) -> Leaning:
    """Say how much of the vocabulary has no evidence."""
    title, anchor = "What no record shows", "unwritten"
    asked, empty = len(mirror.gaps.looked_at), len(mirror.gaps.unwritten)
    share = f"{empty:,} of {asked:,} patterns, issues and factors have no evidence here"
    sides = (
        ("mostly without evidence", "Most of the vocabulary is still without evidence"),
        ("mostly with evidence", "Most of the vocabulary has evidence"),
    )
    place = most([empty, asked - empty], asked)
    if place is None:
        return Leaning(title, anchor, f"{share}.")
    side, says = sides[place]
    return Leaning(title, anchor, f"{says}: {share}.", side)
