"""A board's own copy of the library, for tests: a public shelf, a shelf of its own, its words."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from patternbook.cli import main
from tests.making import write

REPOSITORY = "git@git.example.org:board/library.git"
SETTINGS = f"""\
audience: board
shelves:
  - folder: reviews
    name: Shared library
    audience: public
  - folder: library
    name: Our own
    audience: board
board:
  name: The board
  contact: Ask the business manager.
terms:
  - term: Oakfield
    means: The home at the edge of the park, which the board runs with the council.
    publicly: a children's home
  - term: the Larkspur Hub
    means: Where all referrals are read first.
    publicly: the referral team
repositories:
  - {REPOSITORY}
"""


def board_copy(root: Path, files: Mapping[str, str | bytes], settings: str = SETTINGS) -> Path:
    """Write a board's copy with these files, and return its root."""
    write(root, {"library/.keep": "", "reviews/.keep": "", "patternbook.yml": settings, **files})
    return root


def plain_words(**fields: Any) -> dict[str, Any]:
    """Return the fields of a record in whose words the check finds nothing."""
    return {
        "title": "A letter that went astray",
        "summary": "A letter was sent to the wrong address, and a neighbour brought it round.",
        "audience": "board",
        **fields,
    }


def run_here(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in this process, which takes less time, as `run_patternbook` does."""
    env: dict[str, str | None] = {"CI": None, "NO_COLOR": "1", **environment}
    ran = CliRunner().invoke(main, list(arguments), env=env)
    return subprocess.CompletedProcess(list(arguments), ran.exit_code, ran.stdout, ran.stderr)
