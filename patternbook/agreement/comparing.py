"""Two codings of one record, laid side by side: what both named, what one, and what neither."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from patternbook.agreement.coding import Aspect, Code, Coding, Spot
from patternbook.agreement.measures import Measure, alpha, alpha_of_sets, kappa, ready
from patternbook.library import Filed
from patternbook.model import CaseReview
from patternbook.problems import Place
from patternbook.typology import Typology, is_pattern_kind
from patternbook.vocabulary import EntryKind, EntryStatus, Kind, PreventedBy, Term


class NotComparable(Exception):
    """Raised where two files are not of one record, with what is different and what to do."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the answers that either person gave both of them gave."""

    both: int
    either: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What either person, or both, named in one spot, with the links of each.

    `places` says where that is in each file, or where it would be. `instead` is what whoever did
    not name it named in the same finding.
    """

    spot: Spot
    what: str
    first: tuple[Code, ...]
    second: tuple[Code, ...]
    places: tuple[Place, Place]
    instead: tuple[Code, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Return whether both named it."""
        return bool(self.first and self.second)

    @property
    def is_shared_in_full(self) -> bool:
        """Return whether both named it and said the same of its influence and scope."""
        return self.is_shared and _said(self.first) == _said(self.second)


@dataclass(frozen=True, slots=True)
class Row:
    """One name over all spots: in how many each person gave it."""

    what: str
    both: int
    only_first: int
    only_second: int
    neither: int
    kappa: Measure

    @property
    def agreed(self) -> int:
        """Return in how many spots the two gave the same answer, yes or no."""
        return self.both + self.neither


@dataclass(frozen=True, slots=True)
class Alike:
    """Two names in one spot, each from one person, that may stand for one thing.

    `difference` is what the vocabulary says to tell them apart. It is empty where the two are only
    in the same pattern.
    """

    spot: Spot
    first: str
    second: str
    difference: str


@dataclass(frozen=True, slots=True)
class Names:
    """How far two people agree on something of which several may be named in one spot.

    `listed` is how many names there were to choose from. `in_full` counts influence and scope as a
    part of the answer, and `by_pattern`, which only patterns have, each issue as its pattern. The
    alphas take each name of the list in each spot as an answer; `alpha_of_sets` takes all that was
    named in one spot as one.
    """

    aspect: Aspect
    spots: tuple[Spot, ...]
    listed: int
    cells: tuple[Cell, ...]
    rows: tuple[Row, ...]
    share: Share
    in_full: Share
    by_pattern: Share | None
    alpha: Measure
    alpha_in_full: Measure
    alpha_of_sets: Measure
    alike: tuple[Alike, ...]

    @property
    def differences(self) -> tuple[Cell, ...]:
        """Return where they differ, in the order of the first file."""
        return tuple(cell for cell in self.cells if not cell.is_shared_in_full)


@dataclass(frozen=True, slots=True)
class Answer:
    """What each person answered in one spot where there is one answer, or none."""

    spot: Spot
    first: Term | None
    second: Term | None

    @property
    def is_shared(self) -> bool:
        """Return whether both gave the same answer."""
        return self.first is self.second


@dataclass(frozen=True, slots=True)
class Answers:
    """How far two people agree on something that has one answer in each spot."""

    aspect: Aspect
    answers: tuple[Answer, ...]
    kappa: Measure

    @property
    def agreed(self) -> int:
        """Return in how many spots they gave the same answer."""
        return sum(answer.is_shared for answer in self.answers)

    @property
    def differences(self) -> tuple[Answer, ...]:
        """Return where they differ."""
        return tuple(answer for answer in self.answers if not answer.is_shared)


@dataclass(frozen=True, slots=True)
class OnlyOne:
    """An episode that only one of the two files has; `which` is 0 for the first."""

    id: str
    which: int
    place: Place


@dataclass(frozen=True, slots=True)
class Agreement:
    """All that can be said of two people's coding of one record."""

    record_id: str
    kind: Kind
    names: tuple[Names, ...]
    answers: tuple[Answers, ...]
    only_one: tuple[OnlyOne, ...]


def compare(first: Filed, second: Filed, typology: Typology) -> Agreement:
    """Return how far two people's coding of one record agrees.

    Every entry that the two name is one of the typology. Raises NotComparable if the files are not
    of one record, and NoMeasures if NLTK is missing.
    """
    ready()
    _refuse_strangers(first, second)
    pair = (Coding(first, typology), Coding(second, typology))
    spots = tuple(_spots(pair))
    whole = (_whole(pair),)
    kind = first.record.kind
    names = [_names(Aspect.FACTORS, pair, spots, typology)]
    if kind is not Kind.DEBRIEF:
        names.append(_names(Aspect.PATTERNS, pair, whole, typology))
    if kind is Kind.NEAR_MISS:
        names.append(_names(Aspect.PREVENTED_BY, pair, whole, typology))
    answers = []
    if kind is Kind.CASE_REVIEW:
        answers.append(_practice(pair, spots))
    if kind is Kind.NEAR_MISS:
        answers.append(_outcome(pair))
    return Agreement(
        record_id=first.record.id,
        kind=kind,
        names=tuple(names),
        answers=tuple(answers),
        only_one=tuple(_only_one(pair)),
    )


def _refuse_strangers(first: Filed, second: Filed) -> None:
    if first.record.kind is not second.record.kind:
        raise NotComparable(
            f"A is a {first.record.kind.label.lower()} and B a "
            f"{second.record.kind.label.lower()}. Give two copies of one record."
        )
    if first.record.id != second.record.id:
        raise NotComparable(
            "A and B have different ids, so they are not two copies of one record. If they are, "
            "let both say the same in “id”."
        )
    if isinstance(first.record, CaseReview) and isinstance(second.record, CaseReview):
        ids = [{episode.id for episode in each.episodes} for each in (first.record, second.record)]
        if any(ids) and not ids[0] & ids[1]:
            raise NotComparable(
                "A and B have no episode in common. Episodes are matched by their ids: agree on "
                "the episodes first, and let both code the same ones."
            )


_Pair = tuple[Coding, Coding]


def _spots(pair: _Pair) -> Iterator[Spot]:
    """Yield the spots in which both coded factors, in the order of the first file."""
    if not isinstance(pair[0].record, CaseReview):
        yield _whole(pair)
    first, second = (coding.episodes() for coding in pair)
    for episode, place in first.items():
        if episode in second:
            yield Spot(episode, (place, second[episode]))


def _whole(pair: _Pair) -> Spot:
    return Spot("", (pair[0].place(), pair[1].place()))


def _only_one(pair: _Pair) -> Iterator[OnlyOne]:
    """Yield the episodes that one file has and the other has not."""
    episodes = [coding.episodes() for coding in pair]
    for which, mine in enumerate(episodes):
        for episode, place in mine.items():
            if episode not in episodes[1 - which]:
                yield OnlyOne(episode, which, place)


# --- Where several may be named -------------------------------------------------------------------


def _names(aspect: Aspect, pair: _Pair, spots: tuple[Spot, ...], typology: Typology) -> Names:
    cells = tuple(cell for spot in spots for cell in _cells(aspect, pair, spot))
    used = list(dict.fromkeys(cell.what for cell in cells))
    listed = list(dict.fromkeys([*_list_of(aspect, typology), *used]))
    is_pattern = aspect is Aspect.PATTERNS
    return Names(
        aspect=aspect,
        spots=spots,
        listed=len(listed),
        cells=cells,
        rows=tuple(_row(what, cells, spots) for what in listed if what in used),
        share=_share(cells, lambda code: code.what),
        in_full=_share(cells, lambda code: (code.what, code.says)),
        by_pattern=_share_by_pattern(cells, typology) if is_pattern else None,
        alpha=alpha(_answers_to_list(cells, spots, listed, bool)),
        alpha_in_full=alpha(_answers_to_list(cells, spots, listed, _said)),
        alpha_of_sets=alpha_of_sets(_sets(cells, spots)),
        alike=() if aspect is Aspect.PREVENTED_BY else tuple(_alike(cells, typology)),
    )


def _cells(aspect: Aspect, pair: _Pair, spot: Spot) -> Iterator[Cell]:
    """Yield a cell for each name that either person gave in this spot."""
    first, second = (coding.codes(aspect, spot.id) for coding in pair)
    for what in dict.fromkeys(code.what for code in (*first, *second)):
        mine = tuple(code for code in first if code.what == what)
        theirs = tuple(code for code in second if code.what == what)
        parts = {code.part for code in (*mine, *theirs) if code.part}
        others = () if mine and theirs else second if mine else first
        places = [
            codes[0].place if codes else coding.place_for(aspect, spot.id, min(parts, default=""))
            for codes, coding in zip((mine, theirs), pair, strict=True)
        ]
        yield Cell(
            spot=spot,
            what=what,
            first=mine,
            second=theirs,
            places=(places[0], places[1]),
            instead=tuple(code for code in others if code.part in parts),
        )


def _list_of(aspect: Aspect, typology: Typology) -> list[str]:
    """Return all that could be named, in its order; what is retired is chosen no more."""
    if aspect is Aspect.PREVENTED_BY:
        return [word.value for word in PreventedBy]
    return [
        definition.entry.id
        for definition in typology
        if definition.entry.status is not EntryStatus.RETIRED
        and (
            definition.entry.kind is EntryKind.FACTOR
            if aspect is Aspect.FACTORS
            else is_pattern_kind(definition.entry.kind)
        )
    ]


def _row(what: str, cells: Iterable[Cell], spots: Sequence[Spot]) -> Row:
    answers = _answers_to_list(cells, spots, [what], bool)
    return Row(
        what=what,
        both=answers.count((True, True)),
        only_first=answers.count((True, False)),
        only_second=answers.count((False, True)),
        neither=answers.count((False, False)),
        kappa=kappa(answers),
    )


def _said(codes: Iterable[Code]) -> frozenset[tuple[Term, ...]]:
    """Return all that several links to one name say of its influence and scope."""
    return frozenset(code.says for code in codes)


def _answers_to_list(
    cells: Iterable[Cell],
    spots: Iterable[Spot],
    listed: Iterable[str],
    answer: Callable[[tuple[Code, ...]], Hashable],
) -> list[tuple[Hashable, Hashable]]:
    """Return both people's answers to each name on the list in each spot, one question each."""
    found = {(cell.spot.id, cell.what): (cell.first, cell.second) for cell in cells}
    asked = [found.get((spot.id, what), ((), ())) for spot in spots for what in listed]
    return [(answer(first), answer(second)) for first, second in asked]


def _sets(
    cells: Sequence[Cell], spots: Iterable[Spot]
) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return all that each person named in each spot."""
    return [
        (
            frozenset(cell.what for cell in cells if cell.spot == spot and cell.first),
            frozenset(cell.what for cell in cells if cell.spot == spot and cell.second),
        )
        for spot in spots
    ]


def _share(cells: Iterable[Cell], key: Callable[[Code], Hashable]) -> Share:
    """Count the answers of both, and of either, where an answer is what `key` makes of a link."""
    first = {(cell.spot.id, key(code)) for cell in cells for code in cell.first}
    second = {(cell.spot.id, key(code)) for cell in cells for code in cell.second}
    return Share(len(first & second), len(first | second))


def _share_by_pattern(cells: Sequence[Cell], typology: Typology) -> Share:
    return _share(cells, lambda code: _pattern_of(code.what, typology))


def _pattern_of(entry_id: str, typology: Typology) -> str:
    """Return the pattern that an issue stands under, or the pattern itself."""
    return typology.lineage(entry_id)[-1].entry.id


def _alike(cells: Sequence[Cell], typology: Typology) -> Iterator[Alike]:
    """Yield each pair of names, one from each person alone, that may stand for one thing."""
    alone = [cell for cell in cells if not cell.is_shared]
    for mine in (cell for cell in alone if cell.first):
        for theirs in (cell for cell in alone if cell.second and cell.spot == mine.spot):
            difference = _difference(mine.what, theirs.what, typology)
            if difference or _is_same_pattern(mine.what, theirs.what, typology):
                yield Alike(mine.spot, mine.what, theirs.what, difference)


def _difference(one: str, other: str, typology: Typology) -> str:
    """Return how the vocabulary tells two neighbours apart, on the page of either, or nothing."""
    for page, beside in ((other, one), (one, other)):
        for neighbour in typology.get(page).entry.neighbours:
            if neighbour.id in typology and typology.get(neighbour.id).entry.id == beside:
                return neighbour.difference
    return ""


def _is_same_pattern(one: str, other: str, typology: Typology) -> bool:
    if not is_pattern_kind(typology.get(one).entry.kind):
        return False
    return _pattern_of(one, typology) == _pattern_of(other, typology)


# --- Where there is one answer --------------------------------------------------------------------


def _practice(pair: _Pair, spots: Iterable[Spot]) -> Answers:
    answers = []
    for spot in spots:
        (first, here), (second, there) = (coding.practice(spot.id) for coding in pair)
        answers.append(Answer(Spot(spot.id, (here, there)), first, second))
    return _answers(Aspect.PRACTICE, answers)


def _outcome(pair: _Pair) -> Answers:
    (first, here), (second, there) = (coding.outcome() for coding in pair)
    return _answers(Aspect.OUTCOME, [Answer(Spot("", (here, there)), first, second)])


def _answers(aspect: Aspect, answers: Sequence[Answer]) -> Answers:
    return Answers(aspect, tuple(answers), kappa([(each.first, each.second) for each in answers]))
