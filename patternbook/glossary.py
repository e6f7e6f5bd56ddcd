"""The glossary: every term and abbreviation that the pages use, explained once.

It stands in the first lines of `docs/glossary.md`. A word that is on one of the closed lists of
`patternbook.vocabulary` is explained there, and the glossary only points to it with `word`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from pydantic import Field, StrictBool, field_validator, model_validator

from patternbook import vocabulary
from patternbook.folders import Folders
from patternbook.model import Id, Line, Once, Part, Text
from patternbook.problems import Problem
from patternbook.source import Source, Unreadable, read_source
from patternbook.validation import validate

FILE = "glossary.md"


class WordList(NamedTuple):
    """A closed list that the glossary shows: its heading, its anchor, and its words."""

    title: str
    anchor: str
    words: type[vocabulary.Term]


SHOWN = (
    WordList("Kinds of record", "kinds", vocabulary.Kind),
    WordList("Where records come from", "origins", vocabulary.Origin),
    WordList("Stages of a record", "stages", vocabulary.Stage),
    WordList("Who may read a record", "audiences", vocabulary.Audience),
    WordList("What a factor did", "factor-influences", vocabulary.FactorInfluence),
    WordList("What a pattern did", "pattern-influences", vocabulary.PatternInfluence),
    WordList("Kinds of recommendation", "recommendation-kinds", vocabulary.RecommendationKind),
    WordList("What prevented harm", "prevented-by", vocabulary.PreventedBy),
)


class GlossaryTerm(Part):
    """A term with its meaning.

    `also` are other forms in which texts use it, such as its plural. An abbreviation says what it
    `stands_for`, and no more if that is a term itself. Otherwise either `means` explains it, or
    `word` names a word of a closed list that does, such as “Kind.near-miss”. `more` is a list of
    the things themselves; a page of the guide that says more says so itself. A term that is an
    everyday word as well is not marked on pages: `hover: false`.
    """

    id: Id
    term: Line
    also: Once[Line] = ()
    stands_for: Line | None = None
    means: Text | None = None
    word: Line | None = None
    more: Line | None = None
    hover: StrictBool = True

    @field_validator("word")
    @classmethod
    def _is_on_a_list(cls, word: str | None) -> str | None:
        if word is not None and _listed(word) is None:
            raise ValueError(
                "The field “word” names no word of a closed list that is explained there. It is "
                "written like “Kind.near-miss”."
            )
        return word

    @model_validator(mode="after")
    def _is_explained_once(self) -> GlossaryTerm:
        explained = (self.means is not None) + (self.word is not None)
        if explained > 1 or (not explained and self.stands_for is None):
            raise ValueError("A term has either “means” or “word”, and not both.")
        return self

    @property
    def meaning(self) -> str:
        """Return what the term means, wherever that is written."""
        listed = _listed(self.word) if self.word is not None else None
        return listed.meaning if listed is not None else self.means or ""

    @property
    def heading(self) -> str:
        """Return the term as a list shows it, with a capital at its beginning."""
        return self.term[:1].upper() + self.term[1:]

    @property
    def anchor(self) -> str:
        """Return the anchor of the term on the page of the glossary."""
        return f"term-{self.id}"

    @property
    def names(self) -> tuple[str, ...]:
        """Return every form in which a text may use the term, but for what it stands for."""
        return (self.term, *self.also)

    @property
    def is_abbreviation(self) -> bool:
        """Return whether the term stands for something longer."""
        return self.stands_for is not None


class GlossaryPage(Part):
    """The first lines of the page: its own fields, and the terms."""

    title: Line
    description: Text
    terms: Annotated[tuple[GlossaryTerm, ...], Field(max_length=1000)] = ()


class Glossary(Part):
    """All terms in the order of the alphabet, and the file that explains them, if there is one."""

    terms: tuple[GlossaryTerm, ...] = ()
    file: str | None = None


def read_glossary(folders: Folders) -> tuple[Glossary, list[Problem]]:
    """Return the glossary, and every problem with it; without the file it is empty."""
    file = folders.docs / FILE
    if not file.is_file():
        return Glossary(), []
    try:
        source = read_source(file, folders.root)
    except Unreadable as unreadable:
        return Glossary(), [unreadable.problem]
    except OSError:
        return Glossary(), []  # whoever looks at what lies in the documentation tells it
    page, problems = validate(source, GlossaryPage)
    if page is None:
        return Glossary(), problems
    by_name = {name.casefold(): each for each in page.terms for name in each.names}
    problems = list(_explained_twice(page.terms, source))
    terms = []
    for n, each in enumerate(page.terms):
        whole = by_name.get((each.stands_for or "").casefold())
        if not each.meaning and (whole is None or not whole.meaning):
            message = "What this term stands for is no term of the glossary."
            place = source.place_of(["terms", n, "stands_for"])
            mend = "Say with “means” what it means."
            problems.append(Problem(source.path, *place, "missing-field", message, mend))
        elif not each.meaning and whole is not None:
            each = each.model_copy(update={"means": whole.meaning})
        terms.append(each)
    terms.sort(key=lambda each: each.term.casefold())
    return Glossary(terms=tuple(terms), file=source.path), problems


def _explained_twice(terms: tuple[GlossaryTerm, ...], source: Source) -> Iterator[Problem]:
    """Yield a problem for each term that an earlier one or a closed list explains already."""
    lists = {
        word.label.casefold(): f"{each.words.__name__}.{word.value}"
        for each in SHOWN
        for word in each.words
        if word.meaning
    }
    first: dict[str, int] = {}
    for n, term in enumerate(terms):
        said = {name.casefold() for name in term.names}
        if term.stands_for is not None and (term.means or term.word):
            said.add(term.stands_for.casefold())
        line = source.place_of(["terms", n, "term"])
        earlier = sorted({first[name] for name in said | {f"#{term.id}"} if name in first})
        # A short form may well have another sense on a list, as “board” has among audiences.
        listed = lists.get(term.term.casefold())
        if listed is not None and listed != term.word:
            message = "This term is on a closed list of the vocabulary, and explained there."
            mend = f"Point to it with “word: {listed}” in place of “means”."
            yield Problem(source.path, *line, "term-twice", message, mend)
        if earlier:
            there = source.place_of(["terms", earlier[0], "term"]).line
            message = f"This term is explained twice; first on line {there}."
            mend = "Keep one of the two, and give it the other's forms under “also”."
            yield Problem(source.path, *line, "term-twice", message, mend)
        for name in said | {f"#{term.id}"}:
            first.setdefault(name, n)


def _listed(word: str) -> vocabulary.Term | None:
    """Return the word of a closed list that is named like “Kind.near-miss”, if it is explained."""
    name, _, value = word.partition(".")
    words = next((each.words for each in SHOWN if each.words.__name__ == name), None)
    if words is None:
        return None
    return next((each for each in words if each.value == value and each.meaning), None)
