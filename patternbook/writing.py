"""A record and its account -> the text of a file that says the same.

Fields stand in the order of the model, long text is folded, and what is empty is left out. Each
value is read again before it is taken, since a text that reads otherwise than it was written
could say something that nobody has approved.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import groupby

from pydantic import BaseModel

from patternbook.narrative import Narrative, PassageKind, Section
from patternbook.source import Unreadable, parse_source

_WIDTH = 100
_STEP = "  "
_MARKS = {PassageKind.GAP: "Gap: ", PassageKind.DISPUTE: "Dispute: "}


class CannotWrite(Exception):
    """Raised where something cannot be written so that it reads as it should."""


def text_of(record: BaseModel, narrative: Narrative = (), width: int = _WIDTH) -> str:
    """Return the text of a file with this record and account; fields are folded at this width.

    What is internal stands between its marks.
    Raises CannotWrite if a value cannot be written in YAML as records use it.
    """
    front = "\n".join(_fields(_values(record), "", width))
    body = "\n\n".join(_blocks(narrative))
    return f"---\n{front}\n---\n" + (f"\n{body}\n" if body else "")


def _values(part: BaseModel) -> dict[str, object]:
    """Return the fields of a part that hold something."""
    held = {name: getattr(part, name) for name in type(part).model_fields}
    return {
        name: value
        for name, value in held.items()
        if value is not None and value != () and value != {}
    }


def _fields(values: Mapping[str, object], indent: str, width: int) -> Iterator[str]:
    for name, value in values.items():
        yield from _field(f"{indent}{_key(name)}:", value, indent, width)


def _field(head: str, value: object, indent: str, width: int) -> Iterator[str]:
    """Yield the lines of a field; `head` is its name with all that stands before it."""
    if isinstance(value, BaseModel):
        value = _values(value)
    if isinstance(value, dict):
        if not value:
            yield f"{head} {{}}"
            return
        yield head
        yield from _fields(value, indent + _STEP, width)
    elif isinstance(value, tuple):
        if (line := _in_brackets(head, value, width)) is not None:
            yield line
            return
        yield head
        for each in value:
            yield from _item(each, indent + _STEP, width)
    else:
        yield from _scalar(head, value, indent, width)


def _item(value: object, indent: str, width: int) -> Iterator[str]:
    if not isinstance(value, BaseModel):
        yield from _scalar(f"{indent}-", value, indent, width)
        return
    lines = list(_fields(_values(value), indent + _STEP, width))
    yield f"{indent}- {lines[0][len(indent) + len(_STEP) :]}"
    yield from lines[1:]


def _in_brackets(head: str, values: tuple[object, ...], width: int) -> str | None:
    """Return a list of ids, words or numbers on one line, or None if it does not fit on one."""
    words = [str(each.value) if isinstance(each, Enum) else each for each in values]
    if not all(isinstance(each, str) and re.fullmatch(r"[a-z][a-z0-9-]*", each) for each in words):
        return None
    line = f"{head} [{', '.join(map(str, words))}]"
    is_read = len(line) <= width and _read(f"x: {line[len(head) + 1 :]}") == words
    return line if is_read else None


def _scalar(head: str, value: object, indent: str, width: int) -> Iterator[str]:
    if isinstance(value, Enum):
        value = str(value.value)
    if isinstance(value, bool | int):
        yield f"{head} {str(value).lower()}"
        return
    text = str(value)
    for written in _spellings(text, head, indent, width):
        if _read("x: " + "\n".join(written)) == text:
            yield f"{head} {written[0]}"
            yield from written[1:]
            return
    raise CannotWrite("A text of this record cannot be written so that it reads the same.")


def _spellings(text: str, head: str, indent: str, width: int) -> Iterator[list[str]]:
    """Yield the ways in which a text may be written, the best first."""
    inner = indent + _STEP
    if "\n" not in text:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        single = text.replace("'", "''")
        on_one_line = [text, f'"{text}"', f"'{single}'", f'"{quoted}"']
        yield from ([each] for each in on_one_line if len(head) + 1 + len(each) <= width)
    folded: list[str] = []
    for n, paragraph in enumerate(text.split("\n\n")):
        folded += [""] if n else []
        folded += textwrap.wrap(
            paragraph,
            width,
            initial_indent=inner,
            subsequent_indent=inner,
            break_long_words=False,
            break_on_hyphens=False,
            expand_tabs=False,
            replace_whitespace=False,
            drop_whitespace=True,
        )
    yield [">-", *folded]
    yield ["|-", *(f"{inner}{line}" if line else "" for line in text.split("\n"))]
    if "\n" not in text:
        yield from ([each] for each in on_one_line)


def _key(name: str) -> str:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    for written in (name, f'"{name}"', f'"{quoted}"'):
        try:
            if list(parse_source(f"---\n{written}: x\n---\n", "").front_matter) == [name]:
                return written
        except Unreadable:
            continue
    raise CannotWrite("A name of this record cannot be written so that it reads the same.")


def _read(written: str) -> object:
    """Return the value of a field “x” that is written like this, or None if it is unreadable."""
    try:
        front = parse_source(f"---\n{written}\nnext: x\n---\n", "").front_matter
    except Unreadable:
        return None
    return front["x"] if list(front) == ["x", "next"] else None


def _blocks(narrative: Narrative) -> Iterator[str]:
    """Yield the blocks of an account, between which stands an empty line."""
    for is_internal, marked in groupby(_marked_blocks(narrative), key=lambda each: each[0]):
        blocks = (block for _, block in marked)
        if is_internal:
            yield "::: internal\n" + "\n\n".join(blocks) + "\n:::"
        else:
            yield from blocks


def _marked_blocks(narrative: Narrative) -> Iterator[tuple[bool, str]]:
    """Yield the blocks of an account, and of each whether it is internal."""
    for section in narrative:
        yield from ((section.audience is not None, each) for each in _heading(section))
        for passage in section.passages:
            mark = _MARKS.get(passage.kind, "")
            yield passage.audience is not None, f"{mark}{passage.markdown}"


def _heading(section: Section) -> Iterator[str]:
    if section.title:
        yield f"## {section.title}"
    if section.source is not None:
        yield f"Source: {section.source.value}"
