"""The words of the field and of one library -> marks by which a search finds what means the same.

A concept is a group of synonyms, or an entry of the vocabulary. Each has a mark, a word that no
text holds. A record is given the marks of all concepts that its text names, and of the entries
that it links to. A question is read for the same terms (in the browser), and asks for the marks:
so “serious case review” finds what says only “practice review”, with one look into the index.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from patternbook.publication import PublishedLibrary
from patternbook.search.stems import stems
from patternbook.search.synonyms import Group, Phrase, read_synonyms
from patternbook.vocabulary import EntryStatus

# No mark is the beginning of another, and none ends as English words do, so that the index,
# which knows beginnings and strips endings, takes each for what it is.
_SIGNS = "bcfhjkmpvwz"
_MARK = "qx"
_LENGTH = 3
# How often a mark is repeated for what is named again and again.
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Concept:
    """Terms that stand for one thing, and the mark of that thing.

    `phrases` are the terms as they are compared, and `label` is the one that a reader is shown.
    `entry` is the id of the entry of the vocabulary that this is, if it is one: then the mark
    stands for links, and not for words.
    """

    mark: str
    label: str
    terms: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    entry: str = ""


@dataclass(frozen=True)
class Concepts:
    """All concepts of one library."""

    all: tuple[Concept, ...]
    _starts: dict[str, list[tuple[int, list[str], list[str]]]] = field(
        init=False, repr=False, compare=False
    )
    _entries: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the terms by their first stem, the longest first, and entries by their ids."""
        marks: dict[Phrase, set[str]] = defaultdict(set)
        for concept in self.all:
            for phrase in concept.phrases if not concept.entry else ():
                marks[phrase].add(concept.mark)
        starts: dict[str, list[tuple[int, list[str], list[str]]]] = defaultdict(list)
        for phrase in sorted(marks, key=lambda phrase: (-len(phrase), phrase)):
            starts[phrase[0]].append((len(phrase), list(phrase), sorted(marks[phrase])))
        object.__setattr__(self, "_starts", dict(starts))
        entries = {concept.entry: concept.mark for concept in self.all if concept.entry}
        object.__setattr__(self, "_entries", entries)

    def marks(self, text: str, entry_ids: Iterable[str] = ()) -> list[str]:
        """Return the marks of what a text names and of these entries, each as often as it tells.

        Of two terms that begin at the same word the longer is meant: “child protection plan” is
        not a plan for a child.
        """
        named: Counter[str] = Counter()
        words = stems(text)
        for at, word in enumerate(words):
            for length, phrase, marks in self._starts.get(word, ()):
                if length == 1 or words[at : at + length] == phrase:
                    for mark in marks:
                        named[mark] += 1
                    break
        named.update({self._entries[each] for each in entry_ids if each in self._entries})
        return [mark for mark in sorted(named) for _ in range(min(named[mark], _OFTEN))]


def field_concepts(library: PublishedLibrary) -> Concepts:
    """Return the words of the field together with those of this library: entries, local terms.

    A board's own words are there only if its library has them, which the public's has not.
    Raises SynonymsAtFault if the shared list is at fault.
    """
    marks = ("".join([_MARK, *signs]) for signs in product(_SIGNS, repeat=_LENGTH))
    concepts = [
        Concept(next(marks), group.terms[0], group.terms, group.phrases)
        for group in _with_local_terms(read_synonyms(), library)
    ]
    for definition in library.typology.definitions:
        entry = definition.entry
        names = [entry.title, *(former.replace("-", " ") for former in entry.former_ids)]
        phrases = tuple(dict.fromkeys(p for name in names if (p := tuple(stems(name)))))
        if phrases and entry.status is not EntryStatus.RETIRED:
            # What is called as a group of synonyms is goes by all the terms of that group.
            same = [c for c in concepts if not c.entry and set(c.phrases) & set(phrases)]
            terms = [*names, *(term for other in same for term in other.terms)]
            every = [*phrases, *(phrase for other in same for phrase in other.phrases)]
            concepts.append(
                Concept(
                    next(marks),
                    entry.title,
                    tuple(dict.fromkeys(terms)),
                    tuple(dict.fromkeys(every)),
                    entry.id,
                )
            )
    return Concepts(tuple(concepts))


def _with_local_terms(groups: Sequence[Group], library: PublishedLibrary) -> list[Group]:
    """Return the groups with a board's own words, each beside what the public calls it."""
    known = {phrase: n for n, group in enumerate(groups) for phrase in group.phrases}
    result = list(groups)
    for term in library.local_terms:
        own, public = tuple(stems(term.term)), tuple(stems(term.publicly))
        if not own or not public or own in known:
            continue
        if public in known:
            at = known[public]
            old = result[at]
            result[at] = Group((*old.terms, term.term), (*old.phrases, own))
        else:
            at = len(result)
            result.append(Group((term.publicly, term.term), tuple(dict.fromkeys((public, own)))))
            known[public] = at
        known[own] = at
    return result
