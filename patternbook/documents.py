"""What may lie in the documentation folder: a builder publishes whatever it finds there.

A record, a draft or a note put into `docs/` would be public without ever having come to the
door, so all that has no business there is a fault.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from patternbook.problems import Problem

VOCABULARY_FOLDERS = ("patterns", "factors")
# Folders whose pages are made from records; nobody writes there by hand.
GENERATED_FOLDERS = frozenset(
    {"reviews", "near-misses", "debriefs", "episodes", "recommendations", "schema"}
)
ASSETS = "assets"
ASSET_SUFFIXES = frozenset(
    {".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".ico", ".woff2"}
)

_RECORD_FIELD = re.compile(r"^(stage|audience|sign_off|origin|what_happened)\s*:", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A(?:\ufeff)?---[ \t]*\r?\n(.*?)^---", re.DOTALL | re.MULTILINE)


def faults_in_documents(docs: Path, root: Path) -> Iterator[Problem]:
    """Yield a fault for each file under the documentation folder that must not be there.

    `root` is the folder that paths in messages are relative to. What begins with a full stop is
    passed over, as builders do.
    """
    for folder, folders, names in os.walk(docs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names) + [f for f in folders if (Path(folder) / f).is_symlink()]:
            if not name.startswith("."):
                file = Path(folder) / name
                reason = _reason(file, file.relative_to(docs).parts)
                if reason is not None:
                    path = file.relative_to(root).as_posix()
                    yield Problem(path, 1, 1, "does-not-belong-in-docs", *reason)


def _reason(file: Path, parts: tuple[str, ...]) -> tuple[str, str] | None:
    """Return why a file must not be there and what to do about it, or None if it may."""
    if file.is_symlink():
        return "This is a link to something else, which would be published.", "Remove the link."
    if not file.is_file():
        return "This is no ordinary file.", "Remove it."
    if parts[0] in GENERATED_FOLDERS:
        return (
            "Everything here would be published, whoever it is meant for.",
            "Put a record into the folder of its kind under “reviews”.",
        )
    if parts[0] == ASSETS:
        if file.suffix.lower() in ASSET_SUFFIXES:
            return None
        return "A file of this sort would be published as it is.", "Move it out of “docs”."
    if file.suffix != ".md":
        return "This is no page, and it would be published as it is.", "Move it out of “docs”."
    if parts[0] in VOCABULARY_FOLDERS and len(parts) > 2:
        return "Pages of the vocabulary stand directly in their folder.", "Move it up, or out."
    front = _FRONT_MATTER.match(file.read_text(encoding="utf-8", errors="replace"))
    if front and _RECORD_FIELD.search(front[1]):
        return (
            "This looks like a record, and here it would be published, whoever it is meant for.",
            "Put it into the folder of its kind under “reviews”.",
        )
    return None
