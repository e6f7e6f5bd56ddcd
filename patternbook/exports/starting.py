"""A published library -> what the page “Before you start a review” compares a question with.

The page itself says all of it in words. The file lets its script say which of it lies near a
question: which recommendations are open, and where the gaps are.
"""

from __future__ import annotations

import json
from typing import Any

from patternbook.gaps import Gaps, find_gaps
from patternbook.model import CaseReview
from patternbook.pages import paths
from patternbook.pages.starting import left_out
from patternbook.publication import PublishedLibrary
from patternbook.responses import is_open
from patternbook.typology import Definition, Typology
from patternbook.vocabulary import EntryKind, Term

NEAR = "before-you-start/near.json"


def starting_files(library: PublishedLibrary) -> dict[str, str]:
    """Return the file by its path; none for an audience that does not get the page."""
    if paths.BEFORE_YOU_START in left_out(library.audience):
        return {}
    gaps = find_gaps(library)
    data = {
        "open": _open(library),
        "patterns": [
            {**_entry(each), "within": [_address(d) for d in _issues(each, library.typology)]}
            for each in library.typology.of_kind(EntryKind.PATTERN)
        ],
        "unwritten": [{**_entry(each), "kind": each.entry.kind.label} for each in gaps.unwritten],
        "oneSided": [
            {
                **_entry(each.definition),
                "seen": each.seen.label.lower(),
                "never": each.never.label.lower(),
            }
            for each in gaps.one_sided
        ],
        "settings": _settings(gaps),
        "agencies": [_named(agency) for agency in gaps.agencies],
    }
    return {NEAR: json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"}


def _open(library: PublishedLibrary) -> dict[str, list[str]]:
    """Return the anchors of the open recommendations, by the address of their review."""
    found = {}
    for published in library.records:
        if isinstance(published.record, CaseReview):
            anchors = [
                paths.recommendation_anchor(each.id)
                for each in published.record.recommendations
                if is_open(each)
            ]
            if anchors:
                found[paths.address(paths.of_record(published))] = anchors
    return found


def _settings(gaps: Gaps) -> list[dict[str, Any]]:
    """Return each setting that has a gap: `empty`, or the addresses of patterns not met there."""
    empty = [{**_named(setting), "empty": True, "unmet": []} for setting in gaps.settings]
    unmet = [
        {
            **_named(each.setting),
            "empty": False,
            "unmet": [_address(pattern) for pattern in each.patterns],
        }
        for each in gaps.unmet
    ]
    return empty + unmet


def _named(word: Term) -> dict[str, Any]:
    """Return a word's label, and the phrases by which a question would name it."""
    phrases = word.label.lower().replace("-", " ").replace("'", "").split(" and ")
    return {"label": word.label, "phrases": phrases}


def _entry(definition: Definition) -> dict[str, Any]:
    return {"title": definition.entry.title, "address": _address(definition)}


def _address(definition: Definition) -> str:
    return paths.address(definition.path)


def _issues(pattern: Definition, typology: Typology) -> list[Definition]:
    return typology.children(pattern.entry.id)
