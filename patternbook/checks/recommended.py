"""What a review recommends, and was recommended before: its authors are told, and shown it.

No program can tell whether two recommendations are the same in substance; a person can, and says
so on the page of a group. Until somebody has, two are taken to be alike if they rest on findings
of the same pattern, or of a pattern and an issue within it, and are worded alike: see
`patternbook.likeness`. If they are of one kind and level, a little less has to be alike.

Only what is final, and is not kept to its participants, was recommended before: a draft may still
change. What was invented to teach the method never was, and an author of what is retold from the
literature cannot change it.
"""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from patternbook.checks.places import is_marked_for, may_be_read, problem_at
from patternbook.library import Filed, Library
from patternbook.likeness import are_alike, telling_words
from patternbook.model import CaseReview, Recommendation, Response
from patternbook.problems import Problem, Severity, is_repeatable
from patternbook.responses import newest_of
from patternbook.typology import Typology
from patternbook.vocabulary import Audience, Origin

# How much must be alike: per cent of the words of the shorter text that tell something, and how
# many words at the fewest. Chosen on pairs that people would take for the same, and on those of
# the library that they would not: tests/test_recommended_before.py has both.
ALIKE = (50, 4)
ALIKE_IF_OF_ONE_SORT = (40, 3)

_SHOWN = 300  # signs of the earlier text, and of what is said of it
_NO_YEAR, _NO_MONTH = 9999, "9999-99"  # what does not say when it was done is taken to be newest


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """A recommendation, the review that makes it, and what it is compared by.

    `entries` are the patterns and issues that its findings are about, by their present ids.
    """

    filed: Filed
    number: int
    recommendation: Recommendation
    entries: frozenset[str]
    words: frozenset[str]

    @property
    def key(self) -> tuple[str, str]:
        return self.filed.record.id, self.recommendation.id

    @property
    def when(self) -> tuple[int, str]:
        record = self.filed.record
        return record.completed or _NO_YEAR, record.added or _NO_MONTH

    @property
    def sort(self) -> tuple[str, str]:
        return self.recommendation.kind, self.recommendation.level


def nothing_is_recommended_unawares(library: Library) -> Iterator[Problem]:
    """A review that recommends what was recommended before says that it knows of it."""
    groups = _groups(library)
    earlier = _Earlier(library.typology, groups)
    made = sorted(_all(library), key=lambda each: each.when)
    # Of two that were done in the same month, nobody can say which came first.
    for _, at_one_time in groupby(made, key=lambda each: each.when):
        together = list(at_one_time)
        for each in together:
            if each.filed.record.origin is Origin.CONTRIBUTED:
                yield from _advice(each, earlier.alike(each), groups)
        earlier.add(each for each in together if _is_on_record(each))


class _Earlier:
    """What was recommended up to some time, so that what is like another is found at once."""

    def __init__(self, typology: Typology, groups: dict[tuple[str, str], set[tuple[str, str]]]):
        self._typology = typology
        self._groups = groups
        self._made: list[_Made] = []
        self._by_key: dict[tuple[str, str], _Made] = {}
        self._with: dict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, made: Iterable[_Made]) -> None:
        """Take in what comes next."""
        for each in made:
            # A board's fuller edition and the public version of it are one.
            if each.key in self._by_key:
                continue
            self._by_key[each.key] = each
            for entry in each.entries:
                for word in each.words:
                    self._with[entry, word].append(len(self._made))
            self._made.append(each)

    def alike(self, new: _Made) -> list[_Made]:
        """Return what is like this one, or in a group with it or with one like it; oldest first."""
        fewest = ALIKE_IF_OF_ONE_SORT[1] if len(new.words) >= ALIKE[1] else 1
        shared = Counter(
            number
            for entry in self._near(new.entries)
            for word in new.words
            for number in self._with.get((entry, word), ())
        )
        alike = {
            each.key
            for number, times in shared.items()
            if times >= fewest and _are_alike(each := self._made[number], new)
        }
        grouped = {member for key in (*alike, new.key) for member in self._groups.get(key, ())}
        found = [self._by_key[key] for key in alike | grouped if key in self._by_key]
        own = new.filed.record.id
        return sorted(
            (each for each in found if each.filed.record.id != own),
            key=lambda each: (each.when, each.key),
        )

    def _near(self, entries: Iterable[str]) -> set[str]:
        """Return these patterns and issues, what they stand under, and what stands under them."""
        near = {d.entry.id for entry in entries for d in self._typology.lineage(entry)}
        return near | {d.entry.id for entry in entries for d in self._typology.children(entry)}


def _are_alike(one: _Made, other: _Made) -> bool:
    percent, fewest = ALIKE_IF_OF_ONE_SORT if one.sort == other.sort else ALIKE
    return are_alike(one.words, other.words, percent=percent, fewest=fewest)


def _groups(library: Library) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Return for each recommendation that is in a group all those of its groups."""
    groups: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for page in library.groups:
        members = {(each.record, each.recommendation) for each in page.group.members}
        for member in members:
            groups[member] |= members
    return groups


def _all(library: Library) -> Iterator[_Made]:
    """Yield every recommendation of a review that was not invented."""
    for filed in library.filed:
        record = filed.record
        if not isinstance(record, CaseReview) or record.origin is Origin.ILLUSTRATIVE:
            continue
        patterns = {finding.id: finding.pattern for finding in record.findings}
        for number, recommendation in enumerate(record.recommendations):
            named = {patterns.get(finding, "") for finding in recommendation.findings}
            yield _Made(
                filed,
                number,
                recommendation,
                frozenset(
                    library.typology.get(each).entry.id
                    for each in named
                    if each in library.typology
                ),
                telling_words(recommendation.text),
            )


def _is_on_record(made: _Made) -> bool:
    """Return whether it was recommended, to others than those who took part in the review."""
    return may_be_read(made.filed, by_everybody=False) and is_marked_for(
        made.recommendation.audience, everybody=False
    )


def _advice(
    new: _Made, found: list[_Made], groups: dict[tuple[str, str], set[tuple[str, str]]]
) -> Iterator[Problem]:
    """Yield what is told of the newest that was found, unless the author knows of one of them."""
    if not found or any(_know_each_other(new.filed, each.filed) for each in found):
        return
    last = found[-1]
    told = [_told(last), *_told_of_others(found[:-1])]
    is_kept = last.filed.audience is not Audience.PUBLIC or _is_kept(last.recommendation)
    if is_kept:
        told.append("It is for the board alone.")
    yield problem_at(
        new.filed,
        ("recommendations", new.number, "text"),
        "recommended-before",
        " ".join(told),
        _mend(
            may_name=not is_kept or new.filed.audience is not Audience.PUBLIC,
            is_grouped=last.key in groups.get(new.key, ()),
        ),
        Severity.ADVICE,
        there=_shown(last),
    )


def _know_each_other(new: Filed, earlier: Filed) -> bool:
    return earlier.record.id in new.record.related or new.record.id in earlier.record.related


def _told(earlier: _Made) -> str:
    record = earlier.filed.record
    review = f"the review “{record.id}”" if is_repeatable(record.id) else "a review"
    when = f", completed in {record.completed}" if record.completed is not None else ""
    became = _became(_latest(earlier.recommendation))
    return f"Much the same was recommended before, by {review}{when}. {became}"


def _became(latest: Response | None) -> str:
    if latest is None:
        return "No response to it is recorded."
    effect = f"; effect: {latest.effect.label.lower()}" if latest.effect is not None else ""
    return f"Last known, {latest.year}: {latest.status.label.lower()}{effect}."


def _told_of_others(others: list[_Made]) -> list[str]:
    reviews = len({each.filed.record.id for each in others})
    if not reviews:
        return []
    return [f"{reviews} earlier review{'s' if reviews != 1 else ''} did so too."]


def _mend(*, may_name: bool, is_grouped: bool) -> str:
    ways = ["Look at what became of it, and say what shall be different this time."]
    if may_name:
        ways.append("If you know of it, name that review under “related”; this is then not said.")
    else:
        ways.append("Do not name it in this record, whose readers may not see it.")
    if not is_grouped:
        ways.append("If the two are the same in substance, a page of a group can say so.")
    return " ".join(ways)


def _shown(earlier: _Made) -> str:
    """Return the earlier text and what was last said of it, for the eyes of the author alone."""
    latest = _latest(earlier.recommendation)
    texts = [earlier.recommendation.text]
    if latest is not None and latest.note is not None:
        texts.append(f"({latest.year}: {textwrap.shorten(latest.note, _SHOWN, placeholder=' …')})")
    texts[0] = textwrap.shorten(texts[0], _SHOWN, placeholder=" …")
    return " ".join(texts)


def _latest(recommendation: Recommendation) -> Response | None:
    """Return the newest response that is not for participants alone."""
    return newest_of(
        each for each in recommendation.responses if is_marked_for(each.audience, everybody=False)
    )


def _is_kept(recommendation: Recommendation) -> bool:
    return not is_marked_for(recommendation.audience, everybody=True)
