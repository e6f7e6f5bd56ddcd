"""The working folder of one review: what is in it at first, and how it comes to be, whole.

It is made beside the place where it will stand and put there when whole, for its owner's eyes
alone. A file in it keeps git from taking anything of it in, wherever it lies.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from patternbook.paper.parts import Document
from patternbook.reviewing.guides import guides
from patternbook.reviewing.letters import letters
from patternbook.reviewing.log import FILE, log_of, log_text
from patternbook.reviewing.plan import Plan
from patternbook.reviewing.prose import document
from patternbook.reviewing.roles import Part
from patternbook.reviewing.sheets import sheets
from patternbook.settings import OrganisationalBacking
from patternbook.typology import Typology
from patternbook.word.writing import docx_of
from patternbook.working import MARKER

LETTERS, CONVERSATIONS, PAPERS = "letters", "conversations", "papers"
SUFFIX = ".docx"
# What every working folder has; further guides depend on who takes part.
ALWAYS = (
    "start-here.docx",
    "conversations/guide-any-role.docx",
    "conversations/questions-to-draw-on.docx",
    "letters/about-the-conversation.docx",
    "letters/introduction.docx",
    "letters/three-drafts.docx",
    "letters/to-the-family.docx",
    "letters/who-reads-what.docx",
    "papers/episodes.docx",
    "papers/perspectives-and-gaps.docx",
    "papers/recordings-and-notes.docx",
    "papers/stages-of-dialogue.docx",
)
_IGNORE = "# Nothing here may get into git, which keeps what has to be destroyed.\n*\n"
_SAYS = "This is the working folder of a review. Nothing in it is published.\n"
_FOR_ITS_OWNER = 0o700


def documents(
    part: Part,
    plan: Plan,
    begins: datetime.date | None,
    backing: OrganisationalBacking | None,
    typology: Typology,
) -> dict[str, Document]:
    """Return every document of a new working folder by its path in it."""
    inside = {
        LETTERS: letters(plan, begins, backing),
        CONVERSATIONS: guides(part.roles, typology),
        PAPERS: sheets(part, plan, begins),
    }
    return {
        f"start-here{SUFFIX}": document("start-here"),
        **{
            f"{folder}/{name}{SUFFIX}": each
            for folder, named in inside.items()
            for name, each in named.items()
        },
    }


def files(
    record_id: str, made: Mapping[str, Document], plan: Plan, begins: datetime.date | None
) -> dict[str, bytes]:
    """Return every file of a new working folder by its path in it."""
    return {
        ".gitignore": _IGNORE.encode(),
        MARKER: _SAYS.encode(),
        FILE: log_text(log_of(record_id, plan, begins)).encode(),
        **{path: docx_of(each) for path, each in made.items()},
    }


@contextmanager
def written_aside(contents: Mapping[str, bytes], place: Path) -> Iterator[Path]:
    """Write these files into a folder beside the place where they will stand; yield that folder.

    Nobody else may look into it. Unless it is moved meanwhile, it goes away with all that is in it.
    """
    with tempfile.TemporaryDirectory(prefix=".starting-", dir=place.parent) as aside:
        folder = Path(aside) / place.name
        folder.mkdir(mode=_FOR_ITS_OWNER)
        for path, content in contents.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        yield folder
