"""What a document is made of, whether it becomes a Word file or a PDF, or was one.

A document is a title and a row of blocks: headings, paragraphs, lists, tables. A paragraph is a
row of inlines: runs of text, and controls, which are places to be filled in. Every part says what
it is and never how it looks, so that whoever writes it out can also say it to those who hear it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LANGUAGE = "en-GB"


class Style(StrEnum):
    """What a paragraph is for.

    What is guidance or a note was written by this programme and is no part of a record.
    """

    BODY = "body"
    SUBTITLE = "subtitle"  # below the title: what the document is
    GUIDANCE = "guidance"  # in a form: what to write here
    NOTE = "note"  # in a report: what the reader should know about it
    WARNING = "warning"  # who alone may read it
    QUOTE = "quote"  # words of others, in an account
    GAP = "gap"
    DISPUTE = "dispute"
    INTERNAL = "internal"  # a paragraph for the board alone
    INTERNAL_MARK = "internal-mark"  # where what is internal begins, and where it ends

    @property
    def is_ours(self) -> bool:
        """Return whether a paragraph of this style says nothing of what a record says."""
        return self in {Style.SUBTITLE, Style.GUIDANCE, Style.NOTE, Style.WARNING}


class ControlKind(StrEnum):
    """How a place is filled in."""

    TEXT = "text"  # in one's own words
    CHOICE = "choice"  # one of a list


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. A label names what follows it; a link leads to an address."""

    text: str
    is_strong: bool = False
    is_emphasised: bool = False
    is_label: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a list: what a record says for it, what a reader sees, and what that means.

    `group` is the heading under which it stands in a long list.
    """

    value: str
    label: str
    meaning: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A place to be filled in. `path` says which field of which part of a record it is.

    `label` is what somebody hears who comes to it; `placeholder` stands in it until it is filled.
    """

    path: str
    kind: ControlKind
    label: str
    placeholder: str
    choices: tuple[Choice, ...] = ()


Inline = Run | Control


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the document is above all of them, and has no level.

    In a form, a place for the rest of it may follow its text.
    """

    level: int
    text: str
    control: Control | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A row of inlines. A line break in the text of a run is one on paper."""

    inlines: tuple[Inline, ...]
    style: Style = Style.BODY

    @property
    def text(self) -> str:
        """Return what is written in it, without what is to be filled in."""
        return "".join(each.text for each in self.inlines if isinstance(each, Run))


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list. What it holds after its first paragraph belongs to it still."""

    blocks: tuple[Paragraph | Bullets, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list. `start` is the number of the first entry, or None if they bear none."""

    items: tuple[Item, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one field of a table."""

    blocks: tuple[Paragraph | Bullets, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `header` is its first row, which is said again on every page.

    `widths` are shares of the page, one for each column. With `has_row_headers`, the first cell of
    each row says what the row is about. `name` says what the table holds, for those who hear it.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    has_row_headers: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Bullets | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `mark` stands across every page of a draft, and `foot` at the foot of every page.
    """

    title: str
    blocks: tuple[Block, ...]
    mark: str = ""
    foot: str = ""


def text(said: str, style: Style = Style.BODY) -> Paragraph:
    """Return a plain paragraph."""
    return Paragraph((Run(said),), style)


def paragraphs(said: str, style: Style = Style.BODY) -> tuple[Paragraph, ...]:
    """Return a text as paragraphs: an empty line parts them, and any other line break stays one."""
    return tuple(text(each, style) for each in said.split("\n\n"))


def labelled(label: str, *following: Inline, style: Style = Style.BODY) -> Paragraph:
    """Return a paragraph that begins with a label and a colon."""
    return Paragraph((Run(f"{label}:", is_label=True), Run(" "), *following), style)
