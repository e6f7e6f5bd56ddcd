"""Rules about people and places: nothing in a record may lead to somebody.

The whole file is read as its author wrote it, fields, account, notes and name alike, so that a
record that cannot be read otherwise is searched as well. What is found never stands in a
message; it goes into the excerpt, which only the author's own screen shows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import PurePosixPath

from patternbook.checks.each import Each, IsWanted, everything
from patternbook.checks.places import parts_marked
from patternbook.confidentiality import Finding, Reason, scan
from patternbook.confidentiality.identifiers import Kind
from patternbook.confidentiality.messages import MENDS, MESSAGES
from patternbook.library import Filed, Library
from patternbook.narrative import marks_internal
from patternbook.problems import Problem, Severity
from patternbook.spans import Lines, Span
from patternbook.vocabulary import Audience, Origin

# A field of the front matter with all that stands indented below it.
_FIELD = r"^{name}[ ]*:.*(?:\n(?:[ \t]+.*|[ \t]*-.*|[ \t]*))*"
_CITATION = re.compile(_FIELD.format(name="citation"), re.MULTILINE)
_MEMBERS = re.compile(_FIELD.format(name="members"), re.MULTILINE)
_SOURCE = re.compile(_FIELD.format(name="source"), re.MULTILINE)
# Months in which something came into the library. They say nothing of a case, and stand here alone.
_MONTH = r"[\"']?(?P<month>[0-9]{4}-[0-9]{2})[\"']?(?=[ ]*(?:#.*)?$)"
_ADDED = re.compile(rf"^added:[ ]*{_MONTH}", re.MULTILINE)
_HISTORY = re.compile(_FIELD.format(name="history"), re.MULTILINE)
_MONTH_OF_HISTORY = re.compile(
    rf"^[ ]*(?:-[ ]+)?month:[ ]*{_MONTH}|[{{,][ ]*month:[ ]*[\"']?(?P<inline>[0-9]{{4}}-[0-9]{{2}})"
    r"[\"']?(?=[ ]*[,}])",
    re.MULTILINE,
)
# What a record that cannot be read declares, as far as it can be made out.
_TERM = re.compile(r"\bterm:[ ]*(?P<quote>[\"']?)(?P<term>[^\"'\n,}]+)(?P=quote)")
_PSEUDONYMS = re.compile(_FIELD.format(name="pseudonyms"), re.MULTILINE)
_PSEUDONYM = re.compile(r"(?:^|[{,\n])[ \t]*[\"']?(?P<name>[^\W\d_][^:,{}\n\"']*)[\"']?[ ]*:")
_FRONT = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
OTHER_LINES = 6  # of a word that stands in many places, so many lines are named


@dataclass(frozen=True, slots=True)
class _Text:
    """A file as text, with what its record declares and where words are accounted for.

    Within the spans `told`, what is found is told and not refused. The spans `months` hold the
    months in which something came into the library, which are not read at all.
    """

    path: str
    text: str
    declared: tuple[str, ...] = ()
    spared: tuple[Span, ...] = ()
    told: tuple[Span, ...] = ()
    months: tuple[Span, ...] = ()
    is_public: bool = True

    @property
    def to_search(self) -> str:
        """Return the text with blanks in place of those months, sign for sign."""
        text = self.text
        for start, end in self.months:
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        return text


def nothing_leads_to_anybody(
    library: Library, public: bool = False, is_wanted: IsWanted = everything, each: Each = map
) -> Iterator[Problem]:
    """Every word that could identify somebody or somewhere is accounted for.

    In what is for the public it is a fault, and with `public` everything is; a board is told.
    Only files that are wanted are read. `each` applies a function to every text, as `map` does,
    perhaps in several processes.
    """
    wanted = (text for text in _texts(library) if is_wanted(text.path))
    return chain.from_iterable(each(partial(_found_in, public=public), wanted))


def _texts(library: Library) -> Iterator[_Text]:
    for filed in library.filed:
        yield _text_of_record(filed, library.local_terms)
    for definition in library.typology.definitions:
        text = library.pages[definition.file].text
        terms = tuple(each.term for each in definition.entry.declared_terms)
        yield _Text(
            definition.file,
            text,
            declared=terms,
            spared=_spans(_SOURCE, text),
            months=tuple(_months_of_history(text)),
        )
    for page in library.groups:
        text = page.source.text
        # The ids in it are looked at in the records that bear them.
        ids = _spans(_MEMBERS, text)
        yield _Text(page.source.path, text, spared=ids, is_public=page.is_shared)
    for path, text in library.unread_texts.items():
        yield _text_of_unread(path, text)


def _text_of_record(filed: Filed, local_terms: tuple[str, ...]) -> _Text:
    record, text = filed.record, filed.source.text
    is_literature = record.origin is Origin.LITERATURE
    is_public = filed.audience is Audience.PUBLIC
    return _Text(
        filed.source.path,
        text,
        declared=(
            *record.pseudonyms,
            *(each.term for each in record.declared_terms),
            # What a board calls its own is known there, and says to all others where it is.
            *(() if is_public else local_terms),
        ),
        spared=_spans(_CITATION, text) if is_literature else (),
        told=(*_internal_passages(text), *_internal_fields(filed), *_internal_parts(filed)),
        months=tuple(_months_added(text)),
        is_public=is_public,
    )


def _text_of_unread(path: str, text: str) -> _Text:
    """Return what can be made out of a file, which counts as public unless it says otherwise."""
    front = match[0] if (match := _FRONT.match(text)) else text
    pseudonyms = match[0] if (match := _PSEUDONYMS.search(front)) else ""
    names = [each["name"].strip() for each in _PSEUDONYM.finditer(pseudonyms)]
    terms = [each["term"].strip() for each in _TERM.finditer(front)]
    is_literature = re.search(r"^origin:[ ]*literature[ ]*(?:#.*)?$", front, re.MULTILINE)
    return _Text(
        path,
        text,
        declared=(*(name for name in names if name != "pseudonyms"), *terms),
        spared=(_spans(_CITATION, text) if is_literature else ()) + _spans(_SOURCE, text),
        told=tuple(_internal_passages(text)),
        months=(*_months_added(text), *_months_of_history(text)),
        is_public=not re.search(r"^audience:[ ]*board[ ]*(?:#.*)?$", front, re.MULTILINE),
    )


def _spans(field: re.Pattern[str], text: str) -> tuple[Span, ...]:
    front = _FRONT.match(text)
    end = front.end() if front else len(text)
    return tuple(match.span() for match in field.finditer(text, 0, end))


def _months_added(text: str) -> Iterator[Span]:
    """Yield where a record says in which month it came into the library."""
    front = _FRONT.match(text)
    yield from (m.span("month") for m in _ADDED.finditer(text, 0, front.end() if front else 0))


def _months_of_history(text: str) -> Iterator[Span]:
    """Yield where an entry says in which months something was done to it."""
    for start, end in _spans(_HISTORY, text):
        for match in _MONTH_OF_HISTORY.finditer(text, start, end):
            yield match.span("month" if match["month"] else "inline")


def _internal_passages(text: str) -> Iterator[Span]:
    """Yield where internal passages stand: they never leave the board's own copy."""
    opened: int | None = None
    offset = 0
    for line in text.split("\n"):
        if marks_internal(line):
            if opened is not None:
                yield opened, offset
            opened = offset if opened is None else None
        offset += len(line) + 1
    if opened is not None:
        yield opened, offset


def _internal_fields(filed: Filed) -> Iterator[Span]:
    """Yield where the fields stand that are for the board alone."""
    internal = filed.record.internal
    for name in ("internal", *(internal.fields if internal is not None else ())):
        yield from _spans(re.compile(_FIELD.format(name=name), re.MULTILINE), filed.source.text)


def _internal_parts(filed: Filed) -> Iterator[Span]:
    """Yield where the parts of a record stand that are marked for the board alone."""
    text = filed.source.text
    lines = Lines(text)
    for where in parts_marked(filed.record):
        line, column = filed.source.place_of(where)
        # A part ends where a line is indented less than what stands after its hyphen.
        outside = re.compile(rf"^[ ]{{0,{max(0, column - 2)}}}\S", re.MULTILINE)
        after = outside.search(text, lines.start(line + 1))
        yield lines.start(line), after.start() if after else len(text)


def _found_in(text: _Text, public: bool) -> list[Problem]:
    return list(_problems(text, public))


def _problems(text: _Text, public: bool) -> Iterator[Problem]:
    lines = Lines(text.text)
    found = scan(text.to_search, text.declared, text.spared)
    for same in _grouped(text.text, found):
        first = same[0]
        line, column = lines.place(first.start)
        others = sorted({lines.place(each.start)[0] for each in same[1:]} - {line})
        is_refused = public or (text.is_public and not _all_within(same, text.told))
        yield Problem(
            text.path,
            line,
            column,
            first.reason.value,
            MESSAGES[first.reason] + _also_on(others),
            MENDS[first.reason],
            Severity.FAULT if is_refused else Severity.ADVICE,
            length=first.end - first.start,
            excerpt=text.text[first.start : first.end],
        )
    yield from _problems_in_name(text, public)


def _problems_in_name(text: _Text, public: bool) -> Iterator[Problem]:
    """Yield what stands in the name of a file, unless its record bears the same id."""
    stem = PurePosixPath(text.path).stem
    if re.search(rf"^id:[ ]*{re.escape(stem)}[ ]*$", text.text, re.MULTILINE):
        return
    for each in scan(stem, text.declared):
        yield Problem(
            text.path,
            1,
            1,
            each.reason.value,
            f"In the name of the file: {MESSAGES[each.reason]}",
            MENDS[each.reason],
            Severity.FAULT if public or text.is_public else Severity.ADVICE,
            length=each.end - each.start,
            excerpt=stem[each.start : each.end],
        )


def _grouped(text: str, found: Iterable[Finding]) -> list[list[Finding]]:
    """Return what was found, the same words together, by the first place of each."""
    groups: dict[tuple[Reason | Kind, str], list[Finding]] = {}
    for each in found:
        words = " ".join(text[each.start : each.end].lower().split())
        groups.setdefault((each.reason, words), []).append(each)
    return list(groups.values())


def _all_within(found: Iterable[Finding], spans: Collection[Span]) -> bool:
    return all(any(start <= each.start < end for start, end in spans) for each in found)


def _also_on(lines: list[int]) -> str:
    """Return a sentence that names other lines with the same, or nothing."""
    if not lines:
        return ""
    shown = ", ".join(str(line) for line in lines[:OTHER_LINES])
    more = len(lines) - OTHER_LINES
    number = "line" if len(lines) == 1 else "lines"
    return f" It stands on {number} {shown}{f' and {more} more' if more > 0 else ''} as well."
