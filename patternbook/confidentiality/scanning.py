"""A text -> every word in it that nothing accounts for, and every identifier."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from patternbook.confidentiality.context import Place
from patternbook.confidentiality.identifiers import Kind, identifiers
from patternbook.confidentiality.tokens import Words, as_seen, words
from patternbook.confidentiality.wordlists import (
    END,
    Tree,
    WordLists,
    as_tree,
    longest_of,
    plain,
    word_lists,
)
from patternbook.spans import Span, Spans

_ENDINGS = ("s", "d", "ll", "ve", "re", "m")
# What is left of “won’t” and the like when “n't” is taken off and no word remains.
_STUMPS = frozenset({"ai", "ca", "sha", "wo"})
# What may stand between the words of one term.
_JOINING = " -&/'’_"
_SHORTEST_WORD_BESIDE_A_FIGURE = 3  # “10am”, “1st” and “5mg” hold no name


class Reason(StrEnum):
    """Why a word is reported."""

    CAPITAL = "proper-name"
    UNFAMILIAR = "unfamiliar-word"
    MAY_BE_A_NAME = "possible-name"
    INITIAL = "initial"
    ALPHABET = "other-alphabet"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is reported, why, and where: offsets in the text that was given, the end exclusive."""

    reason: Reason | Kind
    start: int
    end: int


def scan(text: str, declared: Collection[str] = (), spared: Collection[Span] = ()) -> list[Finding]:
    """Return all that could identify somebody or somewhere, in the order of the text.

    `declared` are the pseudonyms and safe terms of a record: they account for words, never for
    identifiers. `spared` are spans in which words are accounted for, such as a citation.
    """
    seen = as_seen(text)
    every = words(seen.text)
    lists = word_lists()
    found: list[Finding] = []
    covered = bytearray(len(seen.text))
    for each in identifiers(seen.text, every, lists.hosts):
        found.append(Finding(each.kind, *seen.span(each.start, each.end)))
        covered[each.start : each.end] = b"\x01" * (each.end - each.start)
    for reason, number in _unaccounted(every, lists, as_tree(declared)):
        start, end = every.span(number)
        if not covered[start]:
            found.append(Finding(reason, *seen.span(start, end)))
    exempt = Spans(spared)
    return sorted(
        (f for f in found if not exempt.hold(f.start, f.start) or _is_always_told(f.reason)),
        key=lambda f: (f.start, f.end),
    )


def _is_always_told(reason: Reason | Kind) -> bool:
    """Return whether this has no place even in a citation."""
    return isinstance(reason, Kind) and reason.is_personal


def _unaccounted(every: Words, lists: WordLists, declared: Tree) -> Iterator[tuple[Reason, int]]:
    """Yield the number of every word that is in no list, with the reason why it is reported."""
    passed_over = lists.everyday.intersection(every.texts)
    known = [declared, lists.terms]
    longest = max(lists.longest, longest_of(declared))
    for number, word in enumerate(every.texts):
        if word not in passed_over:
            reason = _reason(every, number, lists)
            if reason is not None and not _belongs_to_a_term(every, number, known, longest):
                yield reason, number


def _belongs_to_a_term(every: Words, number: int, known: list[Tree], longest: int) -> bool:
    """Return whether a word is one of those of a term that is accounted for.

    `longest` is the number of words of the longest term.
    """
    for first in range(number, max(-1, number - longest), -1):
        if first + _length_of_term(every, first, known) > number:
            return True
        if every.gaps[first].strip(_JOINING):
            return False  # no term goes on beyond what parts it
    return False


def _length_of_term(every: Words, number: int, branches: list[Tree]) -> int:
    """Return how many words from here on are a term that is accounted for, or nought.

    Its words follow each other with no more than a gap; the last may be a genitive or a plural.
    """
    length = 0
    for end in range(number, len(every)):
        if end > number and every.gaps[end].strip(_JOINING):
            break
        word = every.texts[end]
        last = [branch for form in _without_ending(word) for branch in _next(branches, form)]
        branches = _next(branches, word)
        if any(END in branch for branch in (*branches, *last)):
            length = end - number + 1
        if not branches:
            break
    return length


def _next(branches: list[Tree], word: str) -> list[Tree]:
    """Return where terms go on with a word; one in capitals is met in capitals, or in none."""
    small = plain(word)
    capitals = word.upper() if word == small else word
    return [branch[form] for branch in branches for form in (small, capitals) if form in branch]


def _without_ending(word: str) -> Iterator[str]:
    """Yield what a word could be the genitive or the plural of."""
    if word.endswith("s"):
        yield word[:-1]
        if word.endswith(("'s", "’s")):
            yield word[:-2]
        elif word.endswith("ies"):
            yield f"{word[:-3]}y"


def _reason(every: Words, number: int, lists: WordLists) -> Reason | None:
    """Return why a word is reported where it stands, or None if it is not."""
    word = every.texts[number]
    base = _base(word)
    if base in lists.everyday and word.islower():
        return None
    if not _is_latin(word):
        return Reason.ALPHABET
    here = Place(every, number, lists)
    known = base in lists.dictionary or _without_accents(base) in lists.dictionary
    if len(word) < _SHORTEST_WORD_BESIDE_A_FIGURE and here.belongs_to_a_figure():
        return None if word.islower() or len(word) == 1 else Reason.CAPITAL
    if (len(word) == 1 and here.is_abbreviated()) or here.ends_the_name_of_a_page():
        return None
    if word.islower():
        if not known:
            return Reason.UNFAMILIAR
        return Reason.MAY_BE_A_NAME if here.holds_a_name() else None
    if len(base) == 1:
        return Reason.INITIAL if here.holds_an_initial() else None
    if here.holds_a_month():
        return None
    if word.isupper() and here.is_shouted():
        return Reason.MAY_BE_A_NAME if not known or here.shouts_a_name() else None
    if not known or not here.begins_a_sentence():
        return Reason.CAPITAL
    return Reason.MAY_BE_A_NAME if here.opens_with_a_name() else None


def _base(word: str) -> str:
    """Return a word in small letters without the ending after its apostrophe."""
    if "'" not in word and "’" not in word and "\u02bc" not in word:
        return word.lower()
    word = plain(word)
    if word.endswith("n't"):
        stump = word[:-3]
        return "not" if stump in _STUMPS else stump
    stem, _, ending = word.rpartition("'")
    return stem if ending in _ENDINGS else word


def _is_latin(word: str) -> bool:
    """Return whether all letters are of the alphabet of English, Welsh and their neighbours."""
    return word.isascii() or all(
        sign.isascii()
        or sign in "’\u02bc"
        or "\u00c0" <= sign <= "\u024f"
        or "\u1e00" <= sign <= "\u1eff"
        for sign in word
    )


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
