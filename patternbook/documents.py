"""What may lie in the documentation folder: a builder publishes whatever it finds there.

A record, a draft or a note put into `docs/` would be public without ever having come to the
door, so all that has no business there is a fault. So is a note in a page that nobody sees on
the page and everybody can read in its source.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from patternbook.confidentiality.pictures import beside_the_picture
from patternbook.folders import VOCABULARY_FOLDERS
from patternbook.grouping import FOLDER as GROUPS
from patternbook.grouping import is_group_file
from patternbook.narrative import markdown_reader
from patternbook.problems import Problem
from patternbook.source import MAX_BYTES
from patternbook.working import MEND_OF_RECORDING, is_recording

# Folders whose pages are made from records or from rules; nobody writes there by hand.
GENERATED_FOLDERS = frozenset(
    {
        *("reviews", "near-misses", "debriefs", "episodes", "recommendations", "schema", "new"),
        *("browse", "navigator", "before-you-start", "reading-list", "packs", "workshop", "search"),
        *("contribute/rules", "contribute/write", "balance", "data"),
    }
)
# Pages that list others of their folder, and would take the place of one written by hand.
GENERATED_PAGES = frozenset({"patterns/index.md", "factors/index.md", "collations/index.md"})
# Folders in which people write, and whose own folders are made.
_FLAT_FOLDERS = frozenset({*VOCABULARY_FOLDERS, "collations"})
ASSETS = "assets"
ASSET_SUFFIXES = frozenset(
    {".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".ico", ".woff2"}
)

PICTURE_SUFFIXES = ASSET_SUFFIXES - {".css", ".js", ".woff2"}

# Data that readers may load into other programs, published as it is.
DATA = frozenset({"guide/sources.bib"})

_RECORD_FIELD = re.compile(r"^(stage|audience|sign_off|origin|what_happened)\s*:", re.MULTILINE)
# What a browser never shows: comments, declarations and instructions.
_UNSEEN = re.compile(r"<[!?]")
# A builder takes any other fence for text, and a comment in it for a comment.
_FENCE = re.compile(r"(`{3,}|~{3,}) *[\w.+#-]*\s*")
_FRONT_MATTER = re.compile(r"\A(?:\ufeff)?---[ \t]*\r?\n(.*?)^---", re.DOTALL | re.MULTILINE)


def faults_in_documents(docs: Path, root: Path) -> Iterator[Problem]:
    """Yield a fault for each file under the documentation folder that must not be there.

    What cannot be opened is a fault too, since nobody can tell what it holds.
    `root` is the folder that paths in messages are relative to. What begins with a full stop is
    passed over, as builders do.
    """
    unopened: list[OSError] = []
    for folder, folders, names in os.walk(docs, onerror=unopened.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names) + [f for f in folders if (Path(folder) / f).is_symlink()]:
            if not name.startswith("."):
                file = Path(folder) / name
                path = file.relative_to(root).as_posix()
                try:
                    reason = _reason(file, file.relative_to(docs).parts)
                    extras = _beside_the_picture(file) if reason is None else ""
                except OSError:
                    yield _unopened(path, "file")
                    continue
                if reason is not None:
                    yield Problem(path, 1, 1, "does-not-belong-in-docs", *reason)
                elif extras:
                    yield _more_than_a_picture(path, extras)
                elif file.suffix == ".md":
                    text = file.read_text(encoding="utf-8", errors="replace")
                    yield from _hidden_comments(path, text)
    for error in unopened:
        if not isinstance(error, FileNotFoundError):
            yield _unopened(Path(error.filename).relative_to(root).as_posix(), "folder")


def _hidden_comments(path: str, text: str) -> Iterator[Problem]:
    """Yield a fault for each place where a page holds a note that nobody sees on it."""
    if not _UNSEEN.search(text) and "]:" not in text:
        return
    front = _FRONT_MATTER.match(text)
    # The fields become empty lines, so that all else stays on its own.
    text = "\n" * text[: front.end()].count("\n") + text[front.end() :] if front else text
    lines = text.split("\n")
    env: dict[str, Any] = {}
    found = set()
    for token in markdown_reader().parse(text, env):
        start, end = token.map or (0, 0)
        if token.type == "html_block" or (token.type == "fence" and not _is_code(token, lines)):
            unseen = any(_UNSEEN.search(line) for line in lines[start:end])
        else:
            unseen = token.type == "inline" and _holds_unseen(token)
        if unseen:
            found.add(next((n for n in range(start, end) if _UNSEEN.search(lines[n])), start))
    said = re.sub(r"\s+", " ", text).lower().upper()  # as the reader compares names of links
    for name, each in env.get("references", {}).items():
        if said.count(f"[{name}]") < 2:
            found.add(each["map"][0])
    found |= {each["map"][0] for each in env.get("duplicate_refs", [])}
    for number in sorted(found):
        yield Problem(
            path,
            number + 1,
            1,
            "hidden-comment",
            "Here is a comment that no reader would see on the page, and anybody in its source.",
            "Remove it, or say it in a sentence for readers.",
        )


def _holds_unseen(inline: Token) -> bool:
    """Return whether something in a line of text stands outside code and is never shown."""
    text = inline.content
    # A builder looks for comments at the start of a line before it looks for code.
    if any(_UNSEEN.match(line.lstrip()) for line in text.split("\n")):
        return True
    for child in inline.children or ():
        if child.type == "code_inline":
            text = text.replace(child.content, "", 1)
    return _UNSEEN.search(text) is not None


def _is_code(fence: Token, lines: list[str]) -> bool:
    """Return whether every builder takes this for code, and shows what stands in it."""
    start, end = fence.map or (0, 0)
    opening = _FENCE.fullmatch(lines[start])
    return opening is not None and lines[end - 1].rstrip() == opening[1] and end - 1 > start


def _unopened(path: str, what: str) -> Problem:
    message = f"The {what} cannot be opened."
    return Problem(path, 1, 1, "cannot-open", message, "Check that you may read it.")


def _beside_the_picture(file: Path) -> str:
    """Return what a file holds beside the picture that it shows, in words, or nothing."""
    if file.suffix.lower() not in PICTURE_SUFFIXES:
        return ""
    return "; ".join(beside_the_picture(file.read_bytes()))


def _more_than_a_picture(path: str, extras: str) -> Problem:
    return Problem(
        path,
        1,
        1,
        "picture-metadata",
        f"This file holds more than its picture: {extras}.",
        "Export the picture again without metadata, or put a screenshot of it here instead.",
    )


def _reason(file: Path, parts: tuple[str, ...]) -> tuple[str, str] | None:
    """Return why a file must not be there and what to do about it, or None if it may."""
    if file.is_symlink():
        return "This is a link to something else, which would be published.", "Remove the link."
    if not file.is_file():
        return "This is no ordinary file.", "Remove it."
    if is_recording(file.name):
        return "This is a recording, and it would be published as it is.", MEND_OF_RECORDING
    if GENERATED_FOLDERS & {parts[0], "/".join(parts[:2])} and not is_group_file(parts):
        if parts[0] == GROUPS:
            return (
                "Beside the lists of recommendations, only pages of groups may lie, and this name "
                "is none for one.",
                "Move it out of this folder, or give it the id of a group: small letters, figures "
                "and single hyphens, and “.md”, but not the name of a list.",
            )
        return (
            "Everything here would be published, whoever it is meant for.",
            "Put a record into the folder of its kind under “reviews”.",
        )
    if "/".join(parts) in GENERATED_PAGES:
        return (
            "The builder makes a page with this name itself, so this one would never be seen.",
            "Give it another name.",
        )
    if parts[0] == ASSETS:
        if file.suffix.lower() in ASSET_SUFFIXES:
            return None
        return "A file of this sort would be published as it is.", "Move it out of this folder."
    if "/".join(parts) in DATA:
        return None
    if file.suffix != ".md":
        return "This is no page, and it would be published as it is.", "Move it out of this folder."
    if parts[0] in _FLAT_FOLDERS and len(parts) > 2:
        return "Pages of this sort stand directly in their folder.", "Move it up, or out."
    if file.stat().st_size > MAX_BYTES:
        return (
            f"This page is larger than {MAX_BYTES // 1024} KB.",
            "A page is text. Take out whatever is not, or split it.",
        )
    front = _FRONT_MATTER.match(file.read_text(encoding="utf-8", errors="replace"))
    if front and _RECORD_FIELD.search(front[1]):
        return (
            "This looks like a record, and here it would be published, whoever it is meant for.",
            "Put it into the folder of its kind under “reviews”.",
        )
    return None
