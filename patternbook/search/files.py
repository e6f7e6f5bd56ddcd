"""What can be found -> the data files by which the search page understands a question.

`search/labels.json` names the filters and their values, with counts, and says what became of
those that were renamed or retired. `search/words.json` holds the words of the field and those of
this very library: how often each is said tells which of a question's words to go by, and what is
said at all tells what a misspelt word may have been meant to be.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from patternbook.publication import PublishedLibrary
from patternbook.search import facets
from patternbook.search.concepts import Concepts
from patternbook.search.record import EVERY, SLICE, FoundKind, SearchRecord
from patternbook.search.stems import IRREGULAR, NEGATIONS, NOT, THIN, stem, tokens
from patternbook.vocabulary import EntryStatus, FactorInfluence, Origin, PatternInfluence, Practice

LABELS = "search/labels.json"
WORDS = "search/words.json"

# More words would make the file larger, and these are so rare that a slip can hardly mean them.
_MOST_WORDS = 15_000
# What a question is asked with, rather than about: small words, and those of any story.
_ASKING = (
    "able about above across actual actually after again against ages ago agree ahead all "
    "almost alone along already also although always am among another any anybody anyone "
    "anything anyway apart around ask asked away back bad because become before began begin "
    "behind being believe below beside best better between big bit both bring but by call came "
    "case certain certainly clear close come common could couple course day deal dealing did "
    "different do does doing done down during each early either else enough especially even "
    "ever every everybody everyone everything exactly example expect fact far few find fine "
    "first for from full further get getting give go goes going good got great guess had half "
    "happen happened hard have hear help her here him his hope how however id idea if im "
    "important in instead into isnt it its ive just keep kept kind knew know known last late "
    "later least left less let like likely little long look looked looking lot made main make "
    "many matter may maybe me mean met middle mine moment month more most mostly much must my "
    "near nearly need never new next nobody none noone not nothing now number of off often oh "
    "ok okay old on once one only or other others our out over own part particular past people "
    "perhaps person place please point possible probably problem put question quite rather read "
    "ready real really reason recent recently right round said same saw say second see seem "
    "seemed seen send sense set several shall she should show side simply since sit sits small "
    "so some somebody somehow someone something sometimes soon sort start started stay still "
    "stop stopped such suddenly suppose supposed sure take taken talk tell than thank that "
    "thats the their them then there these they thing things think this those though thought "
    "through time times to today together told too took toward tried true try trying turn "
    "turned twice two type under understand until up upon us use used using usual usually very "
    "want wanted was way ways we week weeks well went were what whatever whats when where "
    "whether which while who whole whose why will with within without wonder word words work "
    "worked working would write written wrong year years yes yesterday yet you your"
)


def search_files(
    library: PublishedLibrary, records: Sequence[SearchRecord], concepts: Concepts
) -> dict[str, str]:
    """Return the data files of the search, by their paths, given all that can be found."""
    return {
        LABELS: _dumped(_labels(library, records)),
        WORDS: _dumped(_words(records, concepts)),
    }


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _labels(library: PublishedLibrary, records: Sequence[SearchRecord]) -> dict[str, Any]:
    return {
        "facets": [
            {
                "id": facet.id,
                "label": facet.label,
                "values": [
                    {
                        "id": value.id,
                        "label": value.label,
                        "counted": value.counted,
                        "illustrations": value.illustrations,
                        "under": value.under,
                    }
                    for value in facet.values
                ],
            }
            for facet in facets.make_facets(library, records)
        ],
        "former": facets.former(library.typology),
        EntryStatus.RETIRED.value: facets.retired(library.typology),
        "kinds": {kind.value: kind.label for kind in FoundKind},
        "practice": {each.value: each.label for each in Practice},
        "influence": {each.value: each.label for each in (*FactorInfluence, *PatternInfluence)},
        "origin": {each.value: each.label for each in Origin},
    }


def _words(records: Sequence[SearchRecord], concepts: Concepts) -> dict[str, Any]:
    said_in: Counter[str] = Counter()
    every: Counter[str] = Counter()
    marked_in: Counter[str] = Counter()
    for record in records:
        words = set(tokens(f"{record.title} {record.text}"))
        said_in.update({stem(word) for word in words})
        marked_in.update(set(record.marks))
        every.update(words)
    del said_in[""], said_in[NOT]
    forms: dict[str, list[str]] = defaultdict(list)
    for word in every:
        forms[stem(word)].append(word)
    common = sorted(
        (each for each in said_in if not each.isdigit()), key=lambda each: (-said_in[each], each)
    )[:_MOST_WORDS]
    shown = {
        max(forms[each], key=lambda form: (every[form], form)): said_in[each] for each in common
    }
    return {
        "records": len(records),
        "every": EVERY,
        "behind": {
            "illustration": _reach(records, lambda each: not each.counted),
            FoundKind.ENTRY.value: _reach(records, lambda each: each.kind is FoundKind.ENTRY),
            FoundKind.PAGE.value: _reach(records, lambda each: each.kind is FoundKind.PAGE),
        },
        "slice": SLICE,
        "thin": sorted(THIN),
        "negations": sorted(NEGATIONS),
        "irregular": IRREGULAR,
        "asking": sorted(_ASKING.split()),
        "concepts": [
            [
                concept.mark,
                concept.label,
                marked_in[concept.mark],
                list(concept.terms),
            ]
            for concept in concepts.all
        ],
        "words": dict(sorted(shown.items())),
    }


def _reach(records: Sequence[SearchRecord], is_meant: Callable[[SearchRecord], bool]) -> list[int]:
    """Return the number of the first record that is meant, and that after the last; none: 0, 0.

    Records of one sort stand side by side, so the page knows by its number what a result is.
    """
    numbers = [number for number, record in enumerate(records) if is_meant(record)]
    return [numbers[0], numbers[-1] + 1] if numbers else [0, 0]
