"""What somebody wrote or chose in a form -> the word of a list that is meant, if it can be told.

First what is written just so, as a label or as the word itself; then what is written nearly so.
What is only a little like a word of the list is never taken for it: the nearest is named instead.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import NamedTuple

from patternbook.paper.layout import FieldLayout, Target, entry_named, normalised
from patternbook.paper.parts import Choice
from patternbook.typology import Typology

_NEAR = 0.84
_SEEN = 0.5
_PARTING = re.compile(r"\s*(?:;|\n|\t|•|☑|☒)\s*")
_SMALL_PARTING = re.compile(r"\s*,\s*|\s+(?:and|&)\s+")
_NOISE = re.compile(r"[^\w]+")


class Meant(NamedTuple):
    """The word that is meant, or None; the label of what is nearest; whether it was written so."""

    value: str | None
    nearest: str = ""
    is_exact: bool = True


def choose(said: str, choices: Sequence[Choice], value: str = "") -> Meant:
    """Return the choice that is meant; `value` is what a list of the document says was chosen."""
    if any(each.value == value for each in choices):
        return Meant(value)
    wanted = normalised(said)
    for each in choices:
        if wanted in {normalised(each.label), normalised(each.value)}:
            return Meant(each.value)
    by_letters: dict[str, str] = {}
    for each in choices:
        by_letters[_letters(each.label)] = each.value
        by_letters.setdefault(_letters(each.value), each.value)
    letters = _letters(said)
    if letters in by_letters:
        return Meant(by_letters[letters])
    labels = {each.value: each.label for each in choices}
    near = difflib.get_close_matches(letters, by_letters, n=1, cutoff=_SEEN)
    if not near:
        return Meant(None)
    value = by_letters[near[0]]
    ratio = difflib.SequenceMatcher(None, letters, near[0]).ratio()
    return Meant(value if ratio >= _NEAR else None, labels[value], is_exact=False)


def choose_several(said: str, choices: Sequence[Choice]) -> list[tuple[str, Meant]]:
    """Return what is meant by each part of a text that names several choices, with that part."""
    found: list[tuple[str, Meant]] = []
    for part in filter(None, map(str.strip, _PARTING.split(said))):
        whole = choose(part, choices)
        parts = [each for each in _SMALL_PARTING.split(part) if each.strip()]
        if whole.value is None and len(parts) > 1:
            found += [(each.strip(), choose(each, choices)) for each in parts]
        else:
            found.append((part, whole))
    return found


def choose_entry(
    said: str, field: FieldLayout, choices: Sequence[Choice], typology: Typology, value: str = ""
) -> Meant:
    """Return the factor or pattern that is meant by its title, its id, or a former id."""
    target = field.target or Target.FACTOR
    if value and value in typology and entry_named(value, target, typology):
        return Meant(value)
    said = said.strip()
    exact = entry_named(said, target, typology)
    return Meant(exact) if exact is not None else choose(said, choices)


def _letters(said: str) -> str:
    return _NOISE.sub(" ", said.casefold()).strip()
