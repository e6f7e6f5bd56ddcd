"""Paragraphs from a document -> the Markdown of an account, which reads as they stood.

A sign that Markdown would take for its own is written with a backslash before it. What is bold or
slanted stays so where Markdown can say it; the words themselves come first, and each paragraph is
read again to see that they have stayed.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from patternbook.narrative import markdown_reader, marks_internal
from patternbook.word.found import Block, BlockKind, Grid, Piece, Row, Run

_WIDTH = 100
_ANYWHERE = re.compile(r"([\\`*\[\]<]|_(?!\s)|!(?=\[)|&(?=[#A-Za-z]))")
_AT_START = re.compile(r"(?m)^( *)(?:(\d{1,9})(?=[.)])|(?=[#>+~-]|=+ *$))")
# What a line that goes on may not begin with, or it would be taken for something else.
_BEGINS_A_BLOCK = re.compile(r"[#>+*~=-]|\d+[.)]|:::")
_OPENING = {"href": "[", "bold": "**", "italic": "*"}
_LOOKS = tuple(_OPENING)
_SPACES = re.compile(r"\s+")
_SPACE = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


def blocks_as_markdown(pieces: Sequence[Piece]) -> list[str]:
    """Return paragraphs, lists and tables as blocks of Markdown, each to stand by itself."""
    blocks: list[str] = []
    items: list[Block] = []
    was_quote = False
    for piece in pieces:
        if isinstance(piece, Block) and piece.kind is BlockKind.ITEM:
            items.append(piece)
            continue
        if isinstance(piece, Block) and items and goes_on(piece):
            items.append(piece)
            continue
        blocks += _lists(items)
        items = []
        if isinstance(piece, Grid):
            blocks.append(_table(piece))
        elif piece.kind is BlockKind.QUOTE and was_quote:
            blocks[-1] += f"\n>\n{_paragraph(piece)}"
        else:
            blocks.append(_paragraph(piece))
        was_quote = isinstance(piece, Block) and piece.kind is BlockKind.QUOTE
    blocks += _lists(items)
    return [block for block in blocks if block.strip()]


def goes_on(block: Block) -> bool:
    """Return whether a paragraph belongs to the item of a list before it."""
    return block.style.startswith(("list continue", "list paragraph continue"))


def heading_markdown(runs: Iterable[Run]) -> str:
    """Return a heading as Markdown, on one line."""
    written = inline_markdown([replace(run, text=_SPACES.sub(" ", run.text)) for run in runs])
    return re.sub(r"^(\d+)\\", r"\1", written)


def inline_markdown(runs: Iterable[Run]) -> str:
    """Return a row of runs as Markdown that says the same words."""
    runs = [run for run in runs if not run.is_placeholder]
    wanted = _words("".join(run.text for run in runs))
    for written in (_decorated(runs, with_looks=True), _decorated(runs, with_looks=False)):
        if _words(_as_read(written)) == wanted:
            return written
    return "".join(re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", run.text) for run in runs)


def folded(markdown: str, first: str = "", then: str = "") -> str:
    """Return a paragraph on lines of a fair width, where that changes nothing of what it says."""
    lines = []
    for line in markdown.split("\n"):
        wrapped = textwrap.wrap(
            line, _WIDTH - len(then), break_long_words=False, break_on_hyphens=False
        )
        safe = not any(_BEGINS_A_BLOCK.match(each) or marks_internal(each) for each in wrapped[1:])
        lines += wrapped if safe else [line]
    return "\n".join(f"{then if n else first}{line}" for n, line in enumerate(lines))


def _paragraph(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"### {heading_markdown(block.runs)}"
    text = inline_markdown(block.runs)
    if block.kind is BlockKind.QUOTE:
        return folded(text, "> ", "> ")
    return folded(text)


def _lists(items: Sequence[Block]) -> list[str]:
    """Return neighbouring items as one list, or as several where its kind changes."""
    lists: list[list[Block]] = []
    for item in items:
        begins = item.kind is BlockKind.ITEM and item.level == 0
        if not lists or (begins and _is_another(lists[-1], item)):
            lists.append([])
        lists[-1].append(item)
    return [_list(each) for each in lists]


def _is_another(above: Sequence[Block], item: Block) -> bool:
    first = above[0]
    return (first.number, first.is_numbered) != (item.number, item.is_numbered)


def _list(items: Sequence[Block]) -> str:
    lines: list[str] = []
    indents = [""]  # of what stands within an item, by level
    counts: dict[int, int] = {}
    for item in items:
        text = inline_markdown(item.runs)
        if item.kind is not BlockKind.ITEM:
            lines += ["", folded(text, indents[-1], indents[-1])]
            continue
        level = min(item.level, len(indents) - 1)
        del indents[level + 1 :]
        counts = {each: count for each, count in counts.items() if each <= level}
        counts[level] = counts.get(level, item.start - 1) + 1
        mark = f"{counts[level]}. " if item.is_numbered else "- "
        within = indents[level] + " " * len(mark)
        lines.append(folded(text, indents[level] + mark, within))
        indents.append(within)
    return "\n".join(lines)


def _table(grid: Grid) -> str:
    """Return a table as a list: an entry for each row, its cells under their headings."""
    rows = [row for row in grid.rows if any(cell.text.strip() for cell in row.cells)]
    heads = heads_of(grid)
    if heads:
        rows = rows[1:]
    lines = [_row(row, heads) for row in rows]
    filled = {cell.column for row in rows for cell in row.cells if cell.text.strip()}
    empty = [_inline_text(head) for at, head in heads.items() if head and at not in filled]
    if empty:
        lines.append("; ".join(f"{head}: –" for head in empty))
    return "\n".join(folded(line, "- ", "  ") for line in lines)


def heads_of(grid: Grid) -> dict[int, str]:
    """Return the headings of a table's columns, if its first row is one of headings.

    It is if Word was told so, or if all of it is bold and something below is not.
    """
    if not grid.rows or len(grid.rows) < 2:
        return {}
    first = grid.rows[0]
    texts = {cell.column: " ".join(cell.text.split()) for cell in first.cells}
    is_head = first.is_header or (all(texts.values()) and _is_bold(first))
    return texts if is_head else {}


def _is_bold(row: Row) -> bool:
    runs = [
        run
        for cell in row.cells
        for block in cell.blocks
        if isinstance(block, Block)
        for run in block.runs
        if run.text.strip()
    ]
    return bool(runs) and all(run.bold for run in runs)


def _row(row: Row, heads: dict[int, str]) -> str:
    said = []
    for cell in row.cells:
        text = "; ".join(_cell_lines(cell.blocks))
        if text:
            head = heads.get(cell.column, "")
            said.append(f"{_inline_text(head)}: {text}" if head else text)
    return "; ".join(said)


def _cell_lines(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Block):
            yield inline_markdown(piece.runs).replace("\\\n", " ")
        else:
            yield from (_row(row, {}) for row in piece.rows)


def _inline_text(text: str) -> str:
    return inline_markdown([Run(text)])


def _decorated(runs: Sequence[Run], *, with_looks: bool) -> str:
    written = _nested(runs, frozenset()) if with_looks else "".join(_escaped(r.text) for r in runs)
    written = re.sub(r"(?m)^[ \t]+|[ \t]+$", "", written)
    written = re.sub(r"\n+", "\n", written.strip())
    return _AT_START.sub(r"\1\2\\", written).replace("\n", "\\\n")


def _nested(runs: Sequence[Run], within: frozenset[str]) -> str:
    """Return runs with their looks; a look that reaches furthest stands around the others.

    `within` are the looks that stand around all of these runs already.
    """
    written, at = "", 0
    while at < len(runs):
        looks = [look for look in _LOOKS if look not in within and _has(runs[at], look)]
        reach = {look: _reach(runs, at, look) for look in looks}
        look = max(looks, key=lambda each: reach[each], default="")
        if not look or not runs[at].text.strip():
            written, at = written + _escaped(runs[at].text), at + 1
            continue
        end = reach[look]
        found = _SPACE.match(_nested(runs[at:end], within | {look}))
        assert found is not None  # noqa: S101 - this matches any text
        before, text, after = found.groups()
        written += f"{before}{_OPENING[look]}{text}{_closing(look, runs[at])}{after}"
        at = end
    return written


def _has(run: Run, look: str) -> bool:
    return bool(getattr(run, look))


def _reach(runs: Sequence[Run], at: int, look: str) -> int:
    """Return how far a look goes on from here."""
    end = at + 1
    while end < len(runs) and getattr(runs[end], look) == getattr(runs[at], look):
        end += 1
    return end


def _closing(look: str, run: Run) -> str:
    return f"]({run.href})" if look == "href" else _OPENING[look]


def _escaped(text: str) -> str:
    return _ANYWHERE.sub(r"\\\1", text)


def _words(text: str) -> str:
    return "".join(text.split())


def _as_read(markdown: str) -> str:
    """Return what a reader of this Markdown sees, if it is one paragraph."""
    tokens = markdown_reader().parse(markdown)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return ""
    return "".join(_shown(tokens[1].children or []))


def _shown(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"text", "text_special"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        elif token.type in {"html_inline", "code_inline", "image"}:
            yield "\N{NULL}"  # nothing of the sort was meant
