"""Whether a paragraph begins with the label of a field, and which.

A label stands before a colon, a question mark or a dash, as people write. In a document of ours it
has a style of its own, by which it is told from a text that happens to read like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from patternbook.importing.account import without_beginning
from patternbook.paper.layout import normalised
from patternbook.word.found import Block, BlockKind

LONGEST_LABEL = 80
_STYLE = "pb label"
_AFTER_LABEL = re.compile(r"\s*[:\uff1a?](?:\s|$)|\s+[-–—]\s")


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one document, as far as they have our style.

    `may_be_changed` says that labels and headings may have lost it: those of reports have not.
    """

    styled: frozenset[str] = frozenset()
    may_be_changed: bool = True

    @classmethod
    def of(cls, blocks: Iterable[Block], *, is_form: bool) -> Labels:
        """Return the labels of a document, which may be one of our forms."""
        runs = (run for block in blocks for run in block.runs)
        styled = frozenset(normalised(run.text) for run in runs if run.style == _STYLE)
        return cls(styled, is_form or not styled)

    @property
    def are_styled(self) -> bool:
        """Return whether this is a document of ours."""
        return bool(self.styled)

    def split(self, block: Block) -> tuple[str, Block] | None:
        """Return what a paragraph begins with if that may be a label, and what follows it."""
        if block.kind is BlockKind.QUOTE:
            return None
        lead = _lead(block)
        if lead.strip():
            rest = without_beginning(block, len(lead))
            if not lead.rstrip().endswith(":") and rest.text.startswith(":"):
                rest = without_beginning(rest, 1)
            return lead, rest
        text = block.text
        sign = _AFTER_LABEL.search(text)
        label = text[: sign.start()] if sign else ""
        if sign is None or not 0 < len(label) <= LONGEST_LABEL or "\n" in label:
            return None
        has_style = normalised(label) in self.styled or not self.may_be_changed
        if has_style and not _is_bold(block, len(label)):
            return None
        return label, without_beginning(block, sign.end())


def begins_with_label(block: Block) -> bool:
    """Return whether a paragraph begins with letters in the style of our labels."""
    return bool(_lead(block).strip())


def _lead(block: Block) -> str:
    """Return what a paragraph begins with in the style of our labels."""
    lead = ""
    for run in block.runs:
        if run.is_placeholder:
            continue
        if run.style != _STYLE:
            break
        lead += run.text
    return lead


def _is_bold(block: Block, length: int) -> bool:
    """Return whether the first so many signs of a paragraph are bold."""
    for run in block.runs:
        if length <= 0:
            break
        if run.text.strip() and not run.bold:
            return False
        length -= len(run.text)
    return True
