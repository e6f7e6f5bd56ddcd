"""Many style sheets -> one, so that a page waits for one file and not for a dozen."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

# A comment, or a text in quotes, in which `/*` begins none.
_COMMENT = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'|/\*.*?\*/', re.DOTALL)
# What a sheet fetches from a place of its own; not what stands in it, nor what is named in full.
_ADDRESS = re.compile(r"""url\((["']?)(?!data:|#|/|[a-z][a-z0-9+.-]*:)([^"')]+)\1\)""")
# A text in quotes, or space around a sign where it says nothing; before a colon it does.
_SPACE = re.compile(r"""("[^"\n]*"|'[^'\n]*')|\s*([{};,])\s*|(:)\s+""")


def joined(sheets: Mapping[str, str], path: str) -> str:
    """Return style sheets, known by their paths, as the one sheet that will have this path.

    They stay in their order, so the later ones still have the last word. Addresses in them lead
    where they led before. Comments are left out, and space that only people need.
    """
    parts = (_moved(_bare(text), sheet, path) for sheet, text in sheets.items())
    return "\n".join(part for part in parts if part) + "\n"


def _bare(text: str) -> str:
    kept = _COMMENT.sub(lambda each: "" if each[0].startswith("/*") else each[0], text)
    return _SPACE.sub(lambda each: each[1] or each[2] or each[3], kept).strip()


def _moved(text: str, old: str, new: str) -> str:
    def to_new(address: re.Match[str]) -> str:
        quote, target = address.groups()
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(old), target))
        return f"url({quote}{posixpath.relpath(whole, posixpath.dirname(new) or '.')}{quote})"

    return _ADDRESS.sub(to_new, text)
