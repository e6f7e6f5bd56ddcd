"""Pages on which a person says that recommendations are the same in substance -> groups of them.

Such a page is a file `docs/recommendations/<id>.md`, or one in the same folder among a board's own
pages, and its fields are all that it holds: the site makes the page that readers see. Whether the
recommendations that it names are there is for `patternbook.checks` to say, and which of them a
reader sees for the door.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from patternbook.folders import Folders
from patternbook.model import ID_PATTERN, RecommendationGroup
from patternbook.problems import Problem
from patternbook.source import Source, Unreadable, read_source
from patternbook.validation import validate

# In each folder of pages, that of the groups. The site puts its own lists beside them.
FOLDER = "recommendations"
_LISTS = re.compile(r"index|page-[0-9]+|follow-up|by-[a-z]+")


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group and the page that says so.

    `is_shared` tells whether the page belongs to the shared library, and so to the public.
    """

    group: RecommendationGroup
    source: Source
    is_shared: bool = True


def is_group_file(parts: tuple[str, ...]) -> bool:
    """Return whether a file at this path among pages has the place and the name of a group's.

    The names of the lists that the site makes there are taken.
    """
    if len(parts) != 2 or parts[0] != FOLDER or not parts[1].endswith(".md"):
        return False
    name = parts[1].removesuffix(".md")
    return re.fullmatch(ID_PATTERN, name) is not None and _LISTS.fullmatch(name) is None


def is_source(path: str) -> bool:
    """Return whether a file among pages is the source of a group, and no page for readers itself.

    Whether there is a page of that group is for the door to say.
    """
    return path.partition("/")[0] == FOLDER


def read_groups(folders: Folders) -> tuple[tuple[GroupPage, ...], list[Problem]]:
    """Return every group, in the order of their files, and every problem with their pages.

    A file that has no business there is passed over: whoever looks at what lies in the
    documentation tells it.
    """
    groups: list[GroupPage] = []
    problems: list[Problem] = []
    for pages in folders.of_pages:
        for file in sorted((pages / FOLDER).glob("*.md")):
            if not is_group_file(file.relative_to(pages).parts):
                continue
            try:
                source = read_source(file, folders.root)
            except Unreadable as unreadable:
                problems.append(unreadable.problem)
                continue
            except OSError:
                continue  # told with all else that cannot be opened there
            group, misfits = validate(source, RecommendationGroup)
            problems += [*misfits, *_below_the_fields(source)]
            if group is not None:
                groups.append(GroupPage(group, source, is_shared=pages == folders.docs))
    return tuple(groups), problems


def _below_the_fields(source: Source) -> Iterator[Problem]:
    """Yield a problem if something stands where nobody would read it."""
    if source.body.strip():
        yield Problem(
            source.path,
            source.body_line,
            1,
            "group-with-text",
            "What stands below the fields of this group is shown to nobody.",
            "Say it under “because”, or remove it.",
        )
