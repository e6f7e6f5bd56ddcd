"""A document in parts -> Markdown that any reader of GitHub's flavour shows as it is meant.

Text of a record stays text: whatever could be taken for markup has a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.paper.parts import (
    Block,
    Bullets,
    Cell,
    Control,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Style,
    Table,
)

# CommonMark lets a backslash stand before any of these; braces are those of templates.
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#|~&!$@^]")
# What makes a list, a heading or a rule of a line, if the line begins with it.
_AT_THE_START = re.compile(r"^([-+=]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"(?<=\w):(?=//)|(?<=www)\.")


def markdown_of(document: Document) -> str:
    """Return a document as Markdown. It is to be read, so nothing in it can be filled in."""
    parts = [f"# {_inert(document.title)}", *map(_block, document.blocks)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_inert(block.text)}"
        case Paragraph():
            return _paragraph(block)
        case Bullets():
            return "\n".join(_bullets(block))
        case Table():
            return _table(block)
        case PageBreak():
            return "---"


def _paragraph(paragraph: Paragraph) -> str:
    said = _inlines(paragraph)
    if paragraph.style is Style.WARNING:
        return f"> **{said}**"
    return f"> {said}" if paragraph.style is Style.NOTE else said


def _inlines(paragraph: Paragraph) -> str:
    said = "".join(map(_run, paragraph.inlines))
    return _AT_THE_START.sub(_escaped_start, said)


def _run(run: Run | Control) -> str:
    if isinstance(run, Control):
        return ""
    said = _inert(run.text)
    if not said.strip():
        return said
    mark = "**" if run.is_strong or run.is_label else "_" if run.is_emphasised else ""
    return f"{mark}{said}{mark}"


def _bullets(bullets: Bullets) -> Iterator[str]:
    """Yield the lines of a list; what belongs to an entry stands in below it."""
    for item in bullets.items:
        first, *others = item.blocks
        yield f"- {_block(first)}"
        for each in others:
            yield ""
            yield from (f"  {line}".rstrip() for line in _block(each).split("\n"))
        if others:
            yield ""


def _table(table: Table) -> str:
    lines = [
        _row(map(_inert, table.header)),
        _row("---" for _ in table.header),
        *(_row(map(_cell, row)) for row in table.rows),
    ]
    return "\n".join(lines)


def _cell(cell: Cell) -> str:
    return " ".join(_block(block).replace("\n", " ") for block in cell.blocks)


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _inert(text: str) -> str:
    """Return text on one line in which nothing is markup."""
    line = " ".join(text.split()) if text.strip() else text
    # A space at either end parts a run from its neighbours.
    before, after = text[:1].isspace() and line != text, text[-1:].isspace() and line != text
    escaped = _ADDRESS.sub(_escaped, _ACTIVE.sub(_escaped, line))
    return f"{' ' if before else ''}{escaped}{' ' if after else ''}"


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}"


def _escaped_start(start: re.Match[str]) -> str:
    return f"{start[0]}\\" if start[0].isdigit() else f"\\{start[0]}"
