"""The shared lists: what is a word, what is accounted for, and which words are also names."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from patternbook.confidentiality.tokens import WORD

Tree = dict[str, "Tree"]
END = ""

ACCOUNTED_FOR = ("agencies", "laws", "roles", "terms")
_SURNAME = "s"
# Longer ones, such as CAMHS and MARAC, are nobody's name, and are written in small letters too.
_LONGEST_ACRONYM = 4
# These are followed by a verb in its plain form, unless they are names.
BEFORE_A_VERB = frozenset({"may", "will"})


@dataclass(frozen=True, slots=True)
class WordLists:
    """What everybody's records are read against; the lists lie beside this file.

    `dictionary` holds ordinary words in small letters; `terms` are all that may stand in any
    record, and `longest` is the number of words of the longest.
    `likely_names` are words that at the start of a sentence are likelier a name; `possible_names`
    and `surnames` may be one, as may `places`; `hosts` are addresses to which a record may lead.

    `everyday` are the words that in small letters are nothing but words, and need no second look.
    """

    dictionary: frozenset[str]
    everyday: frozenset[str]
    terms: Tree
    longest: int
    likely_names: frozenset[str]
    possible_names: frozenset[str]
    surnames: frozenset[str]
    places: frozenset[str]
    hosts: frozenset[str]


@cache  # the lists are part of the program and never change while it runs
def word_lists() -> WordLists:
    """Return the shared lists, read once."""
    rows = [line.partition("\t") for line in dictionary_text().splitlines()]
    dictionary = frozenset(word for word, _, _ in rows) | frozenset(listed("words"))
    terms = as_tree(term for name in ACCOUNTED_FOR for term in listed(name))
    likely_names = frozenset(listed("names-that-are-words"))
    possible_names = frozenset(listed("words-that-may-be-names"))
    places = frozenset(listed("places-that-are-words"))
    surnames = frozenset(word for word, _, marks in rows if _SURNAME in marks)
    everyday = dictionary - likely_names - possible_names - surnames - places - BEFORE_A_VERB
    return WordLists(
        dictionary=dictionary,
        everyday=everyday,
        terms=terms,
        longest=longest_of(terms),
        likely_names=likely_names,
        possible_names=possible_names,
        surnames=surnames,
        places=places,
        hosts=frozenset(listed("hosts")),
    )


def dictionary_text() -> str:
    """Return the dictionary: on each line a word, and after a tab its marks, if it has any."""
    packed = files("patternbook.confidentiality").joinpath("words.txt.gz").read_bytes()
    return gzip.decompress(packed).decode("ascii")


def as_tree(terms: Iterable[str]) -> Tree:
    """Return terms word by word, in small letters; where one ends, the tree holds `END`.

    A short word in capitals stays so, since `ED` accounts for no `Ed`, nor `ABE` for `Abe`.
    """
    tree: Tree = {}
    for term in terms:
        branch = tree
        for word in WORD.findall(term):
            branch = branch.setdefault(word if _is_acronym(word) else plain(word), {})
        if branch is not tree:
            branch[END] = {}
    return tree


def longest_of(terms: Tree) -> int:
    """Return the number of words of the longest of these terms."""
    return max((1 + longest_of(branch) for word, branch in terms.items() if word != END), default=0)


def plain(word: str) -> str:
    """Return a word in small letters with straight apostrophes."""
    return word.lower().replace("’", "'").replace("\u02bc", "'")


def _is_acronym(word: str) -> bool:
    """Return whether a word is all capitals, and so short that it could be somebody's name."""
    return word.isupper() and len(word) <= _LONGEST_ACRONYM


def listed(name: str) -> Iterator[str]:
    """Yield the entries of a list: one on each line, but for notes and empty lines."""
    text = files("patternbook.confidentiality").joinpath("lists", f"{name}.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()
