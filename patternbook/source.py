"""One file -> its front matter and its body, read strictly.

The YAML reader stands on PyYAML's events, so that an alias is seen before it is expanded.
Only `true` and `false` become booleans, only plain decimal numbers become integers, and an
empty value or `null` becomes None. All else stays the text that its author wrote: `no`,
`012`, `1.10` and `2024-01-01` are text. Duplicate keys, aliases, anchors, tags and merge keys
are refused, and so is a note that looks like a part of the text before it.
"""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import yaml

from patternbook.problems import START, Place, Problem
from patternbook.spans import HIDDEN

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLANK_LINES = re.compile(r"\n+(?!\Z)")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_DASHES = re.compile("[-\u2010-\u2015\u2212]+")  # a line of hyphens as a word processor may turn it
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}

Value = str | int | bool | None | list["Value"] | dict[str, "Value"]
FieldPath = tuple[str | int, ...]  # from the front matter down to one field or value


class Unreadable(Exception):
    """Raised where a file cannot be read as a record; carries the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read: its front matter as plain values, and its body as text.

    `path` is relative to the library's root. `body_line` is the line on which the body starts.
    """

    path: str
    front_matter: dict[str, Value]
    body: str
    body_line: int
    _yaml: str = field(repr=False)
    _places: dict[FieldPath, tuple[Place, Place]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def text(self) -> str:
        """Return the whole file as text, line for line and column for column as it was read."""
        return f"---\n{self._yaml}\n---\n{self.body}"

    def place_of(self, keys: Sequence[str | int], *, of_key: bool = False) -> Place:
        """Return where the value (or, with `of_key`, the key) at this path stands.

        Where the path leads nowhere, such as to a missing field, the place is that of the
        nearest part that exists. Places are worked out when the first is asked for, since only
        files with problems need any and a large library would otherwise hold millions.
        """
        if not self._places:
            _Reader(self.path, self._yaml, self._places).read()
        path = tuple(keys)
        while path and path not in self._places:
            path, of_key = path[:-1], True
        key, value = self._places.get(path, (START, START))
        return key if of_key else value


def read_source(file: Path, root: Path) -> Source:
    """Read one Markdown file with YAML front matter.

    `root` is the folder that paths in messages are relative to. Raises Unreadable, with the
    first thing that is wrong, if the file is no such text.
    """
    path = file.relative_to(root).as_posix()
    return parse_source(read_text(file, path), path)


def parse_source(text: str, path: str) -> Source:
    """Return what the text of a file with YAML front matter says; its line ends are plain.

    Raises Unreadable, with the first thing that is wrong, if it says nothing of the sort.
    """
    if not text.strip():
        raise _unreadable(
            path, START, "empty-file", "The file is empty.", "Write a record, or remove it."
        )
    lines = text.split("\n")
    if is_dashes(lines[0]):
        raise _unreadable(
            path,
            START,
            "no-front-matter",
            "The first line must be three hyphens (---).",
            "Type it again. Word processors turn hyphens into a dash.",
        )
    if lines[0].rstrip() != "---":
        raise _unreadable(
            path,
            START,
            "no-front-matter",
            "The file has no front matter.",
            "Begin the file with a line “---”, the fields, and another line “---”.",
        )
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        dashes = next((n for n, line in enumerate(lines[1:], 1) if is_dashes(line)), None)
        raise _unreadable(
            path,
            START if dashes is None else Place(dashes + 1, 1),
            "front-matter-not-closed",
            "The front matter begins but never ends.",
            "Add a line “---” after the last field."
            if dashes is None
            else "Type this line again as three hyphens (---). Word processors make them a dash.",
        )
    front = "\n".join(lines[1:end])
    return Source(
        path=path,
        front_matter=_Reader(path, front).read(),
        body="\n".join(lines[end + 1 :]),
        body_line=end + 2,
        _yaml=front,
    )


def text_of_unreadable(file: Path) -> str:
    """Return what can be made out of a file that is no readable record, as far as it is text.

    Whoever must mend the file also wants to know what else is in it. The text is empty if the
    file is no ordinary one of a record's size, or no text.
    """
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > MAX_BYTES:
            return ""
        raw = file.read_bytes()
    except OSError:
        return ""
    if b"\x00" in raw:
        return ""
    raw = raw.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw.decode(errors="replace")


def hidden_character(text: str) -> re.Match[str] | None:
    """Find the first character that no reader would see, or that reorders what they see."""
    return HIDDEN.search(text)


def is_dashes(line: str) -> bool:
    """Return whether a line may be meant as “---” but is not."""
    return line.rstrip() != "---" and _DASHES.fullmatch(line.rstrip()) is not None


def read_text(file: Path, path: str) -> str:
    """Return the file's text with all line ends alike; refuse what is no plain, visible text."""
    if file.is_symlink():
        raise _unreadable(
            path, START, "link", "This is a link to another file.", "Put the record itself here."
        )
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise _unreadable(path, START, "not-a-file", "This is no ordinary file.", "Remove it.")
    if status.st_size > MAX_BYTES:
        raise _unreadable(
            path,
            START,
            "too-large",
            f"The file is larger than {MAX_BYTES // 1024} KB.",
            "A record is text. Take out whatever is not, or split it.",
        )
    raw = file.read_bytes()
    if b"\x00" in raw:
        raise _unreadable(
            path,
            START,
            "not-text",
            "This is no text file.",
            "Save the record as plain text (UTF-8).",
        )
    raw = raw.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        raise _unreadable(
            path,
            _end_of(before),
            "not-utf-8",
            "The text is not saved as UTF-8.",
            "Save it again and choose the encoding UTF-8.",
        ) from None
    hidden = hidden_character(text)
    if hidden:
        raise _unreadable(
            path,
            _end_of(text[: hidden.start()]),
            "hidden-character",
            f"There is a character here that nobody can see (U+{ord(hidden.group()):04X}).",
            "Delete it and type the text again around it.",
        )
    return text


def _end_of(text: str) -> Place:
    """Return the place that follows this beginning of a file."""
    return Place(text.count("\n") + 1, len(text) - text.rfind("\n"))


def _unreadable(path: str, place: Place, code: str, message: str, mend: str) -> Unreadable:
    return Unreadable(Problem(path, place.line, place.column, code, message, mend))


class _Reader:
    """Turns the events of one YAML document into plain values."""

    def __init__(
        self, path: str, text: str, places: dict[FieldPath, tuple[Place, Place]] | None = None
    ) -> None:
        self._path = path
        self._text = text
        self._places = places
        self._lines = text.split("\n")
        self._may_have_notes = "#" in text
        self._events: Iterator[yaml.Event] = iter(())

    def read(self) -> dict[str, Value]:
        """Return the front matter; raise Unreadable at the first thing that is wrong."""
        self._events = yaml.parse(self._text, Loader=_Loader)
        try:
            event = next(self._events)  # the stream begins
            event = next(self._events)
            if isinstance(event, yaml.DocumentStartEvent):
                event = next(self._events)
            if not isinstance(event, yaml.MappingStartEvent):
                raise self._fault(
                    event,
                    "no-fields",
                    "The front matter has no fields.",
                    "Write one field on each line, such as “summary: One or two sentences.”",
                )
            self._refuse_magic(event)
            value = self._mapping(event, (), 1)
            next(self._events)  # the document ends
            event = next(self._events)
            if not isinstance(event, yaml.StreamEndEvent):
                raise self._fault(
                    event,
                    "two-documents",
                    "A second document begins here.",
                    "Remove the line that begins it.",
                )
        except yaml.MarkedYAMLError as error:
            raise self._syntax_fault(error) from None
        except (yaml.YAMLError, ValueError):  # the latter from impossible escapes
            raise self._unreadable(
                Place(2, 1),
                "broken-yaml",
                "The front matter cannot be read.",
                "See how a skeleton is laid out.",
            ) from None
        return value

    def _value(self, event: yaml.Event, path: FieldPath, depth: int, column: int) -> Value:
        """Return a value; `column` is that of its field's name or of its hyphen."""
        self._refuse_magic(event)
        if depth > MAX_DEPTH:
            raise self._fault(
                event,
                "too-deep",
                "Fields stand within fields more deeply than any record needs.",
                "Look for brackets that stand here by mistake.",
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, column)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, path, depth)
        return self._mapping(event, path, depth)

    def _refuse_magic(self, event: yaml.Event) -> None:
        """Refuse aliases, anchors and tags: they copy, hide or convert what an author wrote."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._fault(
                event,
                "alias",
                *_ALIAS,
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise self._fault(
                event,
                "tag",
                *_TAG,
            )

    def _scalar(self, event: yaml.ScalarEvent, column: int) -> Value:
        text = self._visible(event)
        if event.style == ">":  # folding leaves one line end of each blank line
            return _BLANK_LINES.sub("\n\n", text)
        if not event.implicit[0]:  # quoted or block text is always text
            return text
        if self._may_have_notes:
            self._refuse_lost_text(event, column)
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        return int(text) if _INTEGER.fullmatch(text) else text

    def _visible(self, event: yaml.ScalarEvent) -> str:
        """Return the text; refuse what nobody can see, which a backslash can stand for."""
        text: str = event.value
        # Only straight double quotation marks give a backslash this power; the rest of the file
        # has been searched already.
        hidden = hidden_character(text) if event.style == '"' else None
        if hidden:
            raise self._fault(
                event,
                "hidden-character",
                f"This text stands for a character that nobody can see (U+{ord(hidden[0]):04X}).",
                "Take out the backslash and what follows it.",
            )
        return text

    def _refuse_lost_text(self, event: yaml.ScalarEvent, column: int) -> None:
        """Refuse a note after unquoted text that may well be meant as a part of the text."""
        line, rest = self._rest_of_line(event)
        gap, sign, note = rest.partition("#")
        if sign and not gap.strip():
            if _begins_a_note(note) and (len(gap) > 1 or not event.value):
                return
        elif not rest.strip():
            # Text may go on below, further in than its field, and there a note ends it as well.
            line = next((n for n in range(line + 1, len(self._lines)) if self._lines[n].strip()), 0)
            gap, sign, note = self._lines[line].partition("#")
            if not sign or gap.strip() or len(gap) <= column:
                return
            if _begins_a_note(note) and not event.value:
                return
        else:
            return
        place = Place(line + 2, len(self._lines[line]) - len(note))
        raise self._unreadable(place, "lost-text", *_LOST_TEXT)

    def _rest_of_line(self, event: yaml.ScalarEvent) -> tuple[int, str]:
        """Return the number of the line on which a text ends, and what follows it there."""
        mark = event.end_mark
        if mark is None or mark.line >= len(self._lines):
            return 0, "-"
        return mark.line, self._lines[mark.line][mark.column :]

    def _sequence(self, begin: yaml.Event, path: FieldPath, depth: int) -> list[Value]:
        values: list[Value] = []
        column = _column(begin)
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            item = (*path, len(values))
            if self._places is not None:
                self._places[item] = (self._place(event), self._place(event))
            values.append(self._value(event, item, depth + 1, column))
        return values

    def _mapping(self, begin: yaml.Event, path: FieldPath, depth: int) -> dict[str, Value]:
        values: dict[str, Value] = {}
        first: dict[str, yaml.Event] = {}
        column = _column(begin)
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._fault(
                    event,
                    "field-name",
                    "A field's name must be a word.",
                    "Check for stray brackets or an asterisk, and put quotation marks around text "
                    "that begins with one.",
                )
            self._refuse_magic(event)
            key = self._visible(event)
            if key == "<<":
                raise self._fault(
                    event,
                    "merge-key",
                    "“<<” copies fields from elsewhere, which records may not do.",
                    "Write the fields out.",
                )
            if key in values:
                raise self._fault(
                    event,
                    "duplicate-field",
                    f"This field stands twice; first on line {self._place(first[key]).line}.",
                    "Keep one of the two.",
                )
            first[key] = event
            value_event = next(self._events)
            if self._places is not None:
                self._places[(*path, key)] = (self._place(event), self._place(value_event))
            values[key] = self._value(value_event, (*path, key), depth + 1, column)
        return values

    def _place(self, event: yaml.Event) -> Place:
        # The YAML begins on the file's second line, and marks count from nought.
        assert event.start_mark is not None  # noqa: S101 - every parsed event has one
        return Place(event.start_mark.line + 2, event.start_mark.column + 1)

    def _fault(self, event: yaml.Event, code: str, message: str, mend: str) -> Unreadable:
        return self._unreadable(self._place(event), code, message, mend)

    def _unreadable(self, place: Place, code: str, message: str, mend: str) -> Unreadable:
        return _unreadable(self._path, place, code, message, f"{mend} {_THE_REST}")

    def _syntax_fault(self, error: yaml.MarkedYAMLError) -> Unreadable:
        """Return what the YAML reader found, in words that help and at the place where it began."""
        end = error.problem_mark or error.context_mark
        beginning = error.context_mark or end
        said = f"{error.context or ''} {error.problem or ''}"
        before, sign = self._line_at(end)
        fault = next((fault for words, fault in _SYNTAX if words in said), _ANY_FAULT)
        if sign == "\t" and not before.strip():
            fault = _TAB
        elif fault is _INDENTATION and before.strip():
            fault = _LEFT_OVER
        elif fault is _COLON and _IN_CURLY_MARKS.match(before):
            fault = _CURLY_MARKS
        mark = beginning if fault.where_it_begins else end
        place = Place(mark.line + 2, mark.column + 1) if mark else Place(2, 1)
        if end is not None and fault in {_COLON, _INDENTATION}:
            held = self._held_above_a_list(end.line, before + sign)
            if held:
                fault = _SyntaxFault(
                    f"A list begins here, but the field above already holds {held}.",
                    "Remove what stands after the colon of that field, or move it into the list.",
                )
                place = Place(end.line + 2, len(before) - len(before.lstrip()) + 1)
        return self._unreadable(place, "broken-yaml", fault.message, fault.mend)

    def _held_above_a_list(self, line: int, until: str) -> str:
        """Return what the field above holds if a list begins on this line, or an empty string.

        `until` is the line up to where it could not be read.
        """
        item = _ITEM.match(until)
        if item is None:
            return ""
        indent = len(item["indent"])
        for above in reversed(self._lines[:line]):
            field = _FIELD.match(above)
            if field and len(field["indent"]) <= indent:
                # With the same name, it is the neighbour of an item that is indented too far.
                same = item["name"] == field["name"]
                held = "" if same or field["held"][:1] in {"#", "|", ">"} else field["held"]
                return "a list" if held.startswith("[") else held and "text"
        return ""

    def _line_at(self, mark: yaml.Mark | None) -> tuple[str, str]:
        """Return what stands before a mark on its line, and the character at the mark."""
        if mark is None:
            return "", ""
        line = self._lines[mark.line] if mark.line < len(self._lines) else ""
        return line[: mark.column], line[mark.column : mark.column + 1]


def _begins_a_note(after_the_sign: str) -> bool:
    return after_the_sign[:1] in {"", " "}


def _column(begin: yaml.Event) -> int:
    """Return the column at which a list or fields begin; in brackets any line belongs to them."""
    mark = begin.start_mark
    in_brackets = getattr(begin, "flow_style", False)
    return -1 if in_brackets or mark is None else int(mark.column)


class _SyntaxFault(NamedTuple):
    """What a person needs to hear of a fault in the YAML.

    `where_it_begins` tells whether the place to look at is where the faulty value begins,
    rather than where the YAML reader could not go on.
    """

    message: str
    mend: str
    where_it_begins: bool = False


_THE_REST = "The rest of this file can only be read after that."
# An item of a list up to its name; and a field, perhaps the first of an item, with what it holds.
_ITEM = re.compile(r"(?P<indent> *)-(?: +(?P<name>[\w-]*):?)?$")
_FIELD = re.compile(r"(?P<indent>(?: |- )*)(?P<name>[\w-]+):(?= |$) *(?P<held>.*)$")
_IN_CURLY_MARKS = re.compile(r" *(?:- +)*(?:[\w-]+: +)?[“”„‘’«»]")
_LOST_TEXT = (
    "Everything after “ #” would be lost.",
    "Put quotation marks around the text; set a real note off by two spaces.",
)
_ALIAS = (
    "“&” and “*” at the start of a value point to other values, which records may not do.",
    "Write the value out, or put quotation marks around the text.",
)
_TAG = (
    "“!” at the start of a value gives it a type, which records may not do.",
    "Remove it, or put quotation marks around the text.",
)
_TAB = _SyntaxFault(
    "This line is indented with a tab.",
    "Indent it with spaces, like its neighbours.",
)
_LEFT_OVER = _SyntaxFault(
    "From here on, this text stands outside its quotation marks or brackets.",
    "Inside the text use curly quotation marks (“ ” and ’), and check where it begins and ends.",
)
_INDENTATION = _SyntaxFault(
    "This line is not indented like its neighbours.",
    "Give all fields of one group the same number of spaces.",
)
_COLON = _SyntaxFault(
    "There is a colon inside this text, so it looks like another field.",
    "Put quotation marks around the whole text, or check that the line is indented like its "
    "neighbours.",
)
_CURLY_MARKS = _SyntaxFault(
    "There is a colon inside this text, and curly quotation marks do not keep it together.",
    'Put straight quotation marks (") around the whole text; curly ones may stand inside them.',
)
_BRACKET = _SyntaxFault(
    "The bracket that opens here is never closed, or a comma is missing after it.",
    "Check the brackets and commas of this list.",
    where_it_begins=True,
)
_ANY_FAULT = _SyntaxFault(
    "The front matter cannot be read from here on.",
    "Look at this line and the one before: a bracket, a quotation mark or a space may be missing.",
)

# What PyYAML says of a fault, and what a person needs to hear. The first that fits is used.
_SYNTAX = (
    ("mapping values are not allowed", _COLON),
    (
        "sequence entries are not allowed",
        _SyntaxFault(
            "A list with hyphens cannot begin on the line of its field.",
            "Begin it on the next line; or put quotation marks around text that begins with a "
            "hyphen.",
        ),
    ),
    ("a tab character", _TAB),
    (
        "cannot start any token",
        _SyntaxFault(
            "A value cannot begin with this character.",
            "Put quotation marks around the whole text.",
        ),
    ),
    (
        "escape",
        _SyntaxFault(
            "A backslash has a special meaning inside straight double quotation marks.",
            "Take the backslash out.",
        ),
    ),
    (
        "quoted scalar",
        _SyntaxFault(
            "The quotation mark that opens here is never closed.",
            "Close it at the end of the text.",
            where_it_begins=True,
        ),
    ),
    (
        "could not find expected ':'",
        _SyntaxFault(
            "A field's name must be followed by a colon and a space.",
            "Add the colon, or indent the line so that it belongs to the text above.",
            where_it_begins=True,
        ),
    ),
    ("flow sequence", _BRACKET),
    ("flow mapping", _BRACKET),
    (
        "node content",
        _SyntaxFault(
            "A bracket or a comma stands here where a value should be.",
            "Write the value, or put quotation marks around text that begins with a bracket.",
        ),
    ),
    (
        "block scalar",
        _SyntaxFault(
            "After “>” or “|” the text must begin on the next line.",
            "Write “>-” at the end of this line, and the text below it, indented.",
            where_it_begins=True,
        ),
    ),
    ("an anchor", _SyntaxFault(*_ALIAS, where_it_begins=True)),
    ("an alias", _SyntaxFault(*_ALIAS, where_it_begins=True)),
    ("tag", _SyntaxFault(*_TAG, where_it_begins=True)),
    (
        "<document start>",
        _SyntaxFault(
            "The fields have ended above this line.",
            "Remove the line “...” above, or the line that begins with “%”.",
        ),
    ),
    ("block", _INDENTATION),
)
