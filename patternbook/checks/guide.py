"""Rules about hand-written pages: what they show and cite must be there, and still fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from patternbook.bibliography import KEY
from patternbook.calls import Call
from patternbook.checks.places import is_marked_for, may_be_read
from patternbook.library import Filed, Library
from patternbook.model import CaseReview, Debrief, NearMiss
from patternbook.problems import Problem, is_repeatable, nearest
from patternbook.typology import is_pattern_kind

_ENTRIES = ("show_factor", "show_pattern", "ask_feature")
_PARTS = {
    "show_episode": ("episode_id", "episodes", "episode"),
    "show_finding": ("finding_id", "findings", "finding"),
    "show_recommendation": ("recommendation_id", "recommendations", "recommendation"),
}
# What a page may say that an example is an example of.
_SAYS = frozenset(
    {
        *("factor", "influence", "kind", "level", "outcome", "pattern", "practice"),
        "prevented_by",
    }
)
_KINDS: dict[str, type[CaseReview] | type[NearMiss] | type[Debrief]] = {
    "show_near_miss": NearMiss,
    "show_debrief": Debrief,
}


def examples_are_there(library: Library) -> Iterator[Problem]:
    """A record that a page shows can be read by whoever reads the page, and is what it says.

    The guide belongs to the shared library along with its records. A library that has none of
    those that the pages name is another one with the same pages: they then say that it has not.
    """
    by_id: dict[str, list[Filed]] = defaultdict(list)
    for filed in library.filed:
        by_id[filed.record.id].append(filed)
    withdrawn = {removed.tombstone.id for removed in library.removed}
    shown = [call for call in library.calls if "record_id" in call.said]
    here = by_id.keys() | withdrawn | library.unread
    if not any(_text(call, "record_id") in here for call in shown):
        return
    for call in shown:
        record_id = _text(call, "record_id")
        if record_id in library.unread:
            continue
        found = [
            filed
            for filed in by_id.get(record_id, ())
            if may_be_read(filed, by_everybody=call.is_shared)
        ]
        if not found:
            yield _not_there(call, record_id, by_id, withdrawn)
            continue
        misfits = [_misfit(filed, call) for filed in found]
        if all(misfits) and (misfit := misfits[0]) is not None:
            yield _fault(call, *misfit)


def entries_are_there(library: Library) -> Iterator[Problem]:
    """A factor or pattern that a page shows is one of the vocabulary, and of that kind."""
    for call in library.calls:
        if call.macro not in _ENTRIES:
            continue
        named = (
            call.said.get("entries", []) if call.macro == "ask_feature" else [call.said["entry_id"]]
        )
        for entry_id in named if isinstance(named, list | tuple) else [named]:
            yield from _entry(library, call, str(entry_id))


def citations_are_known(library: Library) -> Iterator[Problem]:
    """A source that a page cites is on the list of sources."""
    known = [each.key for each in library.bibliography.references]
    for call in library.calls:
        key = _text(call, "key")
        if call.macro == "cite" and key not in known:
            said = f"“{key}”" if KEY.fullmatch(key) else "with this key"
            near = get_close_matches(key, known, n=1)
            yield Problem(
                call.file,
                call.line,
                1,
                "unknown-citation",
                f"There is no source {said} on the list of sources.",
                f"Did you mean “{near[0]}”?"
                if near
                else "Add it to docs/guide/sources.bib, or correct the key.",
            )


def _entry(library: Library, call: Call, entry_id: str) -> Iterator[Problem]:
    if entry_id in library.unread_entries:
        return
    if entry_id not in library.typology:
        known = {d.entry.id: d.entry.title for d in library.typology.definitions}
        mend = nearest(entry_id, known) or "Correct its id; each page of the vocabulary has one."
        yield _fault(call, f"There is no entry {_named(entry_id)} in the vocabulary.", mend)
        return
    is_pattern = is_pattern_kind(library.typology.get(entry_id).entry.kind)
    if call.macro == "show_pattern" and not is_pattern:
        yield _fault(call, "This is a factor, and no pattern.", "Use “show_factor”.")
    if call.macro == "show_factor" and is_pattern:
        yield _fault(call, "This is a pattern, and no factor.", "Use “show_pattern”.")


def _not_there(
    call: Call, record_id: str, by_id: Mapping[str, list[Filed]], withdrawn: Iterable[str]
) -> Problem:
    another = "Show another record, or take the example out."
    if record_id in by_id:
        message = "This page shows a record that its readers may not see, or not yet."
        return _fault(call, message, f"{another} Or have it signed off.")
    if record_id in withdrawn:
        return _fault(call, "This page shows a record that was withdrawn.", another)
    known = {each: by_id[each][0].record.title for each in by_id}
    message = f"There is no record {_named(record_id)} for this page to show."
    return _fault(call, message, nearest(record_id, known) or another)


class _Misfit(NamedTuple):
    """What does not fit, and what to do about it."""

    message: str
    mend: str


def _misfit(filed: Filed, call: Call) -> _Misfit | None:
    """Return why a record is not the example that the page takes it for, or None."""
    record = filed.record
    if not isinstance(record, _KINDS.get(call.macro, CaseReview)):
        message = f"This record is a {record.kind.label.lower()}."
        return _Misfit(message, "Show it with the macro for its kind.")
    if call.macro in _KINDS:
        return _not_as_said(record, call)
    if call.macro == "show_perspective":
        titles = [
            s.title for s in filed.narrative if is_marked_for(s.audience, everybody=call.is_shared)
        ]
        if _text(call, "title") in titles:
            return None
        message = "This review has no account under this heading."
        return _Misfit(message, "Copy a heading from the page of the record.")
    name, field, what = _PARTS[call.macro]
    parts = {
        part.id: part
        for part in getattr(record, field)
        if is_marked_for(part.audience, everybody=call.is_shared)
    }
    part = parts.get(_text(call, name))
    if part is None:
        said = _named(_text(call, name))
        message = f"This review has no {what} {said} that readers of the page may see."
        known = ", ".join(parts)
        near = nearest(_text(call, name), list(parts))
        return _Misfit(message, near or (f"It has: {known}." if known else "It has none."))
    return _not_as_said(part, call)


def _not_as_said(part: Any, call: Call) -> _Misfit | None:
    """Return what a page says of an example that is not, or no longer, so."""
    for name, said in call.said.items():
        if name in _SAYS and str(said) not in _told(part, name):
            message = f"This example no longer fits: its “{name}” is not {_named(str(said))}."
            return _Misfit(message, "Show another one, or correct what the page says of it.")
    return None


def _told(part: Any, name: str) -> set[str]:
    """Return what an example itself tells of what a page may say of it."""
    if name == "factor":
        return {link.factor for link in part.factors}
    if name == "prevented_by":
        return {str(each.by) for each in part.prevented_by}
    return {str(getattr(part, name))}


def _text(call: Call, name: str) -> str:
    said = call.said.get(name, "")
    return said if isinstance(said, str) else ""


def _named(word: str) -> str:
    return f"“{word}”" if is_repeatable(word) else "of this name"


def _fault(call: Call, message: str, mend: str) -> Problem:
    return Problem(call.file, call.line, 1, "broken-example", message, mend)
