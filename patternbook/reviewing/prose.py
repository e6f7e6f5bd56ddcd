"""The texts of a working folder, written as Markdown, as blocks of a document.

Each is a file in `texts`. Its first heading is the title. What stands in brackets is a place for
the review team to fill in, what is quoted is guidance for them, and a paragraph that is one word
in capitals is the place of blocks that are made elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from patternbook.paper.parts import (
    Block,
    Bullets,
    Cell,
    Control,
    ControlKind,
    Document,
    Heading,
    Inline,
    Item,
    Paragraph,
    Run,
    Style,
    Table,
)
from patternbook.paper.prose import runs_of

Inserted = Mapping[str, Sequence[Block]]
NOTHING: Inserted = MappingProxyType({})

_TO_FILL_IN = re.compile(r"\[(?P<what>[^\]]+)\]")
_TITLE = re.compile(r"\A# (?P<title>.+)\n")


def document(name: str, inserted: Inserted = NOTHING, **facts: bool) -> Document:
    """Return the document of this name. `facts` say which of its parts belong in it."""
    text = _text(name, facts)
    title = _TITLE.match(text)
    if title is None:
        raise ValueError(f"The text “{name}” has no title.")
    return Document(title["title"], tuple(_blocks(text[title.end() :], inserted)))


def blocks(name: str, inserted: Inserted = NOTHING, **facts: bool) -> tuple[Block, ...]:
    """Return the blocks of a text that is a part of a document and has no title."""
    return tuple(_blocks(_text(name, facts), inserted))


def _text(name: str, facts: Mapping[str, bool]) -> str:
    environment = Environment(
        loader=PackageLoader("patternbook.reviewing", "texts"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - Markdown, from our own words only
    )
    return environment.get_template(f"{name}.md.j2").render(facts)


def _blocks(text: str, inserted: Inserted) -> Iterator[Block]:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    heading = ""
    for node in SyntaxTreeNode(reader.parse(text)).children:
        match node.type:
            case "heading":
                heading = _plain(node)
                yield Heading(int(node.tag[1:]) - 1, heading)
            case "paragraph" if (place := _plain(node)) in inserted:
                yield from inserted[place]
            case "paragraph":
                yield _paragraph(node)
            case "blockquote":
                yield from (_paragraph(each, Style.GUIDANCE) for each in node.children)
            case "bullet_list":
                yield Bullets(tuple(_item(each) for each in node.children))
            case "table":
                yield _table(node, heading)
            case _:
                raise ValueError(f"A text holds what no document of ours does: {node.type}.")


def _item(node: SyntaxTreeNode) -> Item:
    return Item(tuple(_paragraph(each) for each in node.children))


def _table(node: SyntaxTreeNode, name: str) -> Table:
    head, body = node.children
    header = tuple(_plain(cell) for cell in head.children[0].children)
    rows = tuple(tuple(Cell((_paragraph(cell),)) for cell in row.children) for row in body.children)
    widths = (1,) if len(header) == 1 else _widths(header, node)
    return Table(name, header, rows, widths, has_row_headers=True)


def _widths(header: Sequence[str], node: SyntaxTreeNode) -> tuple[int, ...]:
    """Return shares of the page: a column of longer texts gets more of it, within reason."""
    rows = [row for part in node.children for row in part.children]
    longest = [max(len(_plain(row.children[n])) for row in rows) for n in range(len(header))]
    return tuple(min(max(each, 12), 48) for each in longest)


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(each.text for each in _runs(node) if isinstance(each, Run))


def _paragraph(node: SyntaxTreeNode, style: Style = Style.BODY) -> Paragraph:
    return Paragraph(tuple(_runs(node)), style)


def _runs(node: SyntaxTreeNode) -> Iterator[Inline]:
    """Yield what a paragraph, a heading or a cell is made of."""
    inline = next((each for each in node.children if each.type == "inline"), None)
    # Joined first: a place to fill in may begin on one line and end on the next.
    said = runs_of(inline.content) if inline else ()
    for is_strong, runs in groupby(said, key=lambda run: run.is_strong):
        yield from _with_places("".join(run.text for run in runs), is_strong)


def _with_places(text: str, is_strong: bool) -> Iterator[Inline]:
    """Yield a text as runs, with a control for each place in brackets."""
    end = 0
    for place in _TO_FILL_IN.finditer(text):
        if place.start() > end:
            yield Run(text[end : place.start()], is_strong)
        yield to_fill_in(place["what"])
        end = place.end()
    if end < len(text):
        yield Run(text[end:], is_strong)


def to_fill_in(what: str) -> Control:
    """Return a place to fill in, which says what belongs there until somebody has done so."""
    return Control("", ControlKind.TEXT, what[:1].upper() + what[1:], f"[{what}]")
