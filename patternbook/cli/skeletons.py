"""The skeleton of each kind of record, with the allowed words taken from the vocabulary.

A skeleton is valid YAML. It claims nothing: all that is to be written or chosen is left empty, or
holds a comment, so that `check` names it until it is filled in or, where it is optional, removed.
"""

from __future__ import annotations

import textwrap
from enum import StrEnum

from jinja2 import Environment, PackageLoader, StrictUndefined

from patternbook import vocabulary
from patternbook.vocabulary import Kind


def skeleton(kind: Kind, record_id: str) -> str:
    """Return the text of a new record of this kind."""
    environment = Environment(
        loader=PackageLoader("patternbook.cli", "skeleton_files"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the result is YAML and Markdown, from our own words only
    )
    environment.filters |= {"choices": _choices, "comment": _comment}
    return environment.get_template(f"{kind.value}.md.j2").render(id=record_id, words=vocabulary)


def _choices(words: type[StrEnum]) -> str:
    return " | ".join(words)


def _comment(text: str) -> str:
    """Return a text as lines of comment, to stand above its field."""
    return textwrap.fill(
        text, 96, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False
    )
