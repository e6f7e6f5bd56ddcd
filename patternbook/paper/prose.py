"""The Markdown of an account -> parts of a document.

An account knows paragraphs, headings, lists, quotations, emphasis and links; reading it has
refused all else. Where a line was broken in the file, there is only a space on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from markdown_it.tree import SyntaxTreeNode

from patternbook.narrative import markdown_reader
from patternbook.paper.parts import Block, Bullets, Heading, Item, Paragraph, Run, Style

_INNER_HEADING = 3


def blocks_of(markdown: str) -> tuple[Block, ...]:
    """Return a stretch of an account as blocks."""
    tree = SyntaxTreeNode(markdown_reader().parse(markdown))
    return tuple(_blocks(tree.children))


def runs_of(markdown: str) -> tuple[Run, ...]:
    """Return a single paragraph of an account as runs."""
    tree = SyntaxTreeNode(markdown_reader().parse(markdown))
    return tuple(run for block in tree.children for run in _runs_below(block))


def _blocks(nodes: Sequence[SyntaxTreeNode], style: Style = Style.BODY) -> Iterator[Block]:
    for node in nodes:
        if node.type == "heading":
            yield Heading(_INNER_HEADING, "".join(run.text for run in _runs_below(node)))
        elif node.type in {"bullet_list", "ordered_list"}:
            yield _list(node)
        elif node.type == "blockquote":
            yield from _blocks(node.children, Style.QUOTE)
        else:
            yield Paragraph(tuple(_runs_below(node)), style)


def _list(node: SyntaxTreeNode) -> Bullets:
    start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    items = []
    for item in node.children:
        within = (_within_item(block) for block in _blocks(item.children))
        items.append(Item(tuple(within) or (Paragraph(()),)))
    return Bullets(tuple(items), start)


def _within_item(block: Block) -> Paragraph | Bullets:
    """Return what a list entry holds; reading an account has refused headings there."""
    if isinstance(block, Paragraph | Bullets):
        return block
    raise TypeError(f"A list entry holds a {type(block).__name__}.")


def _runs_below(node: SyntaxTreeNode) -> Iterator[Run]:
    """Yield the runs of a block; what follows one another and is the same is one."""
    runs = (run for inline in node.children for run in _runs(inline.children, Run("")))
    for like, same in groupby(runs, key=lambda run: replace(run, text="")):
        yield replace(like, text="".join(run.text for run in same))


def _runs(nodes: Sequence[SyntaxTreeNode], like: Run) -> Iterator[Run]:
    """Yield the text of inlines, each stretch with all that it is: strong, emphasised, a link."""
    for node in nodes:
        if node.type == "softbreak":
            yield replace(like, text=" ")
        elif node.type == "hardbreak":
            yield replace(like, text="\n")
        elif node.type == "strong":
            yield from _runs(node.children, replace(like, is_strong=True))
        elif node.type == "em":
            yield from _runs(node.children, replace(like, is_emphasised=True))
        elif node.type == "link":
            yield from _runs(node.children, replace(like, link=str(node.attrs.get("href", ""))))
        else:
            yield replace(like, text=node.content)
