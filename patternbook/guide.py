"""The pages of the guide: in which section each stands, in which order, and where each leads.

A section is a folder of `docs/guide/`, and its `index.md` is the page that opens it: the title
and the order of that page are those of the section. Every page says its place itself, so that one
who writes a page has nothing else to change, and no menu names a page that is not there:

    guide: {order: 3, explains: [local-rationality]}

`explains` are the ids of terms of the glossary, which then leads to this page for more. Pages that
lie directly in `docs/guide/` belong to no section.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from patternbook.folders import Folders
from patternbook.problems import Problem, nearest
from patternbook.source import Source, Unreadable, read_source

FOLDER = "guide"
INDEX = "index.md"
# The section whose pages are steps, one after the other, and the place from which its pages are
# variants of the path instead.
PATH_FOLDER = "review"
FIRST_VARIANT = 50

# Words that people read in a minute, of plain text on a screen.
_A_MINUTE = 200
_NO_TEXT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|\]\([^)]*\)|\{[:# ][^}]*\}", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A page of the guide. `path` is relative to the documentation folder.

    `explains` are the terms of the glossary of which it says more.
    """

    path: str
    title: str
    description: str
    order: int
    minutes: int
    explains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A part of the guide: the page that opens it, and the others in their order."""

    folder: str
    index: GuidePage
    pages: tuple[GuidePage, ...]

    @property
    def steps(self) -> tuple[GuidePage, ...]:
        """Return those of its pages that are steps on a way: none, but in one section."""
        if self.folder != PATH_FOLDER:
            return ()
        return tuple(page for page in self.pages if page.order < FIRST_VARIANT)


@dataclass(frozen=True, slots=True)
class Guide:
    """The sections of the guide in their order."""

    sections: tuple[GuideSection, ...] = ()

    def section_of(self, path: str) -> GuideSection | None:
        """Return the section to which the page with this path belongs, or None."""
        for section in self.sections:
            if path == section.index.path or any(path == page.path for page in section.pages):
                return section
        return None

    @property
    def explained(self) -> dict[str, GuidePage]:
        """Return the page that says more of each term of the glossary, by the term's id."""
        return {
            term_id: page
            for section in self.sections
            for page in (section.index, *section.pages)
            for term_id in page.explains
        }


def read_guide(folders: Folders, term_ids: Collection[str] = ()) -> tuple[Guide, list[Problem]]:
    """Return the guide, and every problem with the place that a page of it takes.

    `term_ids` are those of the glossary.
    """
    problems: list[Problem] = []
    sections = []
    for folder in _folders_in(folders.docs / FOLDER):
        section = _section(folder, folders, problems)
        if section is not None:
            sections.append(section)
    indexes = [section.index for section in sections]
    problems += _standing_in_one_place(indexes, folders, "section")
    guide = Guide(tuple(sorted(sections, key=lambda each: each.index.order)))
    problems += _explaining_amiss(guide, folders, term_ids)
    return guide, sorted(problems)


def _folders_in(base: Path) -> list[Path]:
    """Return the folders in a folder, but for hidden ones; none if it cannot be opened.

    Whoever looks at what lies in the documentation tells that.
    """
    try:
        found = sorted(base.iterdir()) if base.is_dir() else []
    except OSError:
        return []
    return [each for each in found if each.is_dir() and not each.name.startswith(".")]


def _section(folder: Path, folders: Folders, problems: list[Problem]) -> GuideSection | None:
    files = sorted(folder.glob("*.md"))
    pages = [page for file in files if (page := _page(file, folders, problems)) is not None]
    index = next((page for page in pages if page.path.endswith(f"/{INDEX}")), None)
    if index is None:
        if files and not (folder / INDEX).is_file():
            message = "The section of the guide to which this page belongs has no opening page."
            mend = "Write one and call it index.md: its title is that of the section."
            problems.append(_misplaced(folders.relative(files[0]), (1, 1), message, mend))
        return None
    others = [page for page in pages if page is not index]
    problems += _standing_in_one_place(others, folders, "page")
    ordered = tuple(sorted(others, key=lambda page: (page.order, page.path)))
    return GuideSection(folder.name, index, ordered)


def _page(file: Path, folders: Folders, problems: list[Problem]) -> GuidePage | None:
    try:
        source = read_source(file, folders.root)
    except Unreadable as unreadable:
        problems.append(unreadable.problem)
        return None
    except OSError:
        return None  # whoever looks at what lies in the documentation tells it
    fields = source.front_matter
    place = fields.get("guide")
    order = place.get("order") if isinstance(place, dict) else None
    explains = place.get("explains", []) if isinstance(place, dict) else []
    if not isinstance(order, int) or isinstance(order, bool):
        message = "This page of the guide does not say where it stands in its section."
        mend = "Add a line “guide: {order: 3}” to its first lines, with the number of its place."
        problems.append(_misplaced(source.path, source.place_of(["guide"]), message, mend))
        return None
    for name in ("title", "description"):
        if not isinstance(fields.get(name), str):
            message = f"This page of the guide has no {name}, and lists show it."
            mend = f"Add a line “{name}: …” to its first lines."
            problems.append(_misplaced(source.path, source.place_of([name]), message, mend))
            return None
    return GuidePage(
        path=file.relative_to(folders.docs).as_posix(),
        title=str(fields["title"]),
        description=str(fields["description"]),
        order=order,
        minutes=_minutes(source),
        explains=tuple(map(str, explains)) if isinstance(explains, list) else (str(explains),),
    )


def _minutes(source: Source) -> int:
    words = len(_WORD.findall(_NO_TEXT.sub(" ", source.body)))
    return max(1, round(words / _A_MINUTE))


def _standing_in_one_place(
    pages: list[GuidePage], folders: Folders, what: str
) -> Iterator[Problem]:
    """Yield a problem for each page that has the number of an earlier one."""
    first: dict[int, GuidePage] = {}
    for page in pages:
        other = first.setdefault(page.order, page)
        if other is not page:
            file = folders.docs / page.path
            place = read_source(file, folders.root).place_of(["guide", "order"])
            message = f"Another {what} of the guide has the same place: {other.path}."
            yield _misplaced(
                folders.relative(file), place, message, "Give each a number of its own."
            )


def _explaining_amiss(
    guide: Guide, folders: Folders, term_ids: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for each term that a page explains and that is none, or another's."""
    first: dict[str, str] = {}
    for section in guide.sections:
        for page in (section.index, *section.pages):
            for term_id in page.explains:
                if first.setdefault(term_id, page.path) != page.path:
                    message = f"Another page explains this term as well: {first[term_id]}."
                    mend = "Let one of the two explain it, and the other lead there."
                elif term_id not in term_ids:
                    message = "There is no term with this id in the glossary."
                    mend = nearest(term_id, term_ids) or "Add it to docs/glossary.md."
                else:
                    continue
                file = folders.docs / page.path
                place = read_source(file, folders.root).place_of(["guide", "explains"])
                yield _misplaced(folders.relative(file), place, message, mend)


def _misplaced(path: str, place: tuple[int, int], message: str, mend: str) -> Problem:
    return Problem(path, *place, "guide-page", message, mend)
