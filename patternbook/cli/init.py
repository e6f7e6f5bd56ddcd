"""`patternbook init`: make a board's own copy of the library, in a folder of its own.

A copy holds the shared library as a clone of its own, so that an upgrade touches nothing that
the board has written. It is made beside the place where it will stand, and put there when whole.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import click
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import ValidationError

from patternbook.cli.common import FAULTS, CannotRun
from patternbook.library import RECORD_FOLDERS
from patternbook.pages.markup import inert
from patternbook.problems import FaultsFound
from patternbook.settings import Board, read_settings

# Where the shared library stands in a copy, and what in it such a copy is built with.
LIBRARY = "library"
_NEEDED = ("mkdocs.copy.yml", "docs", "reviews", "patternbook", "scripts/setup.sh")
# The files of a copy, and the skeleton of each.
_FILES = {
    "patternbook.yml": "patternbook.yml.j2",
    "mkdocs.yml": "mkdocs.yml.j2",
    "Makefile": "Makefile.j2",
    "README.md": "README.md.j2",
    ".gitignore": "gitignore.j2",
    "library.address": "library.address.j2",
    "pages/about-this-copy.md": "about-this-copy.md.j2",
}
# Git keeps no empty folder, and without its folders a copy cannot be built.
_KEPT = (
    *(f"reviews/{folder}" for folder in RECORD_FOLDERS.values()),
    "pages/factors",
    "pages/patterns",
)
_KEEP = ".gitkeep"
_GUARD = "guard"

# Addresses such as https://… and git@host:…; all else is a path.
_ELSEWHERE = re.compile(r"[a-z+]+://|[^/]+:", re.IGNORECASE)

_NAME = "Our board"
_CONTACT = "whoever looks after this copy"
_COLOUR = "#5a2a55"
_FORM_OF_COLOUR = "Write the colour as # and six figures or letters a to f, such as “#1a4d6b”."


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", help="Whose copy this is, as every page of it will say.")
@click.option("--contact", help="Whom to ask about it: a role, a telephone number or an address.")
@click.option("--colour", help="The header's colour, such as “#1a4d6b”; dark enough for white.")
@click.option(
    "--library",
    "address",
    metavar="PATH_OR_URL",
    help="The shared library's git repository; the one this command belongs to unless told.",
)
@click.pass_context
def init(
    context: click.Context,
    directory: Path,
    name: str | None,
    contact: str | None,
    colour: str | None,
    address: str | None,
) -> None:
    """Make a board's own copy of the library in the folder DIR.

    The copy has the shared library in it, and room for the board's own records, pages and words.
    DIR must be new or empty. With any fault nothing is made.
    """
    copy = _place_for(directory)
    board = _board(name, contact, colour)
    if shutil.which("git") is None:
        raise CannotRun("A copy needs git, and it is not installed here. Install it first.")
    source = _source_of(address)
    try:
        with (
            _ended_politely(),
            tempfile.TemporaryDirectory(prefix=".making-", dir=copy.parent) as scratch,
        ):
            fresh = Path(scratch) / "copy"
            remote = _clone(source, fresh / LIBRARY, keeps_address=address is not None)
            _write_files(fresh, board, remote, is_guarded=_knows_guard(context))
            _run_git("init", "--quiet", "--initial-branch=main", str(fresh))
            read_settings(fresh)
            fresh.rename(copy)
    except OSError as error:
        raise CannotRun(
            f"The copy could not be made in {copy.parent}: {error.strerror}. Nothing is left of it."
        ) from None
    except FaultsFound as found:
        raise CannotRun(str(found)) from None
    click.echo(f"The copy is in {copy}.")
    if not _has_branch(copy / LIBRARY):
        click.echo(
            "Its shared library stands on no branch, so “make update” cannot bring anything new. "
            f"Choose one: git -C {copy / LIBRARY} switch main",
            err=True,
        )
    is_safe = _install_guard(copy) if _knows_guard(context) else True
    click.echo("Go there and run “make serve” to read it. README.md says what is where.")
    if name is None and not sys.stdin.isatty():
        click.echo(f"It is called “{_NAME}”; change that in patternbook.yml.")
    if not is_safe:
        sys.exit(FAULTS)


def _place_for(directory: Path) -> Path:
    """Return where the copy will stand; raise CannotRun if it must not stand there."""
    try:
        copy = directory.resolve()
    except (OSError, RuntimeError):
        raise CannotRun("The way to this folder leads nowhere. Choose another folder.") from None
    try:
        if copy.exists() and not copy.is_dir():
            raise CannotRun(f"{copy} is a file. Choose a folder that is new or empty.")
        if copy.is_dir() and any(copy.iterdir()):
            raise CannotRun(f"{copy} is not empty. Choose a folder that is new or empty.")
        if not copy.parent.is_dir():
            raise CannotRun(f"There is no folder {copy.parent}. Make it first.")
        around = next((each for each in copy.parents if (each / ".git").exists()), None)
    except PermissionError:
        raise CannotRun(f"You may not look into {copy}. Choose another folder.") from None
    except OSError as error:
        raise CannotRun(
            f"No folder can be made there: {error.strerror}. Choose another, with a short name."
        ) from None
    if around is not None:
        raise CannotRun(
            f"{copy} lies in {around}, which git keeps already; what only the board may read "
            "could be sent on with it. Choose a folder elsewhere."
        )
    return copy


def _board(name: str | None, contact: str | None, colour: str | None) -> Board:
    """Return whose copy it will be. What was not said is asked for, if there is somebody to ask.

    Raises CannotRun, with everything that is wrong, if what was said cannot be.
    """
    faults = []
    for field, said in (("name", name), ("contact", contact), ("colour", colour)):
        try:
            if said is not None:
                _checked(field)(said)
        except click.UsageError as error:
            faults.append(f"--{field}: {error.message}")
    if faults:
        raise CannotRun("\n".join(faults))
    return Board(
        name=_answer("name", name, "Whose copy is this?", _NAME),
        contact=_answer("contact", contact, "Whom should its readers ask?", _CONTACT),
        colour=_answer("colour", colour, "Which colour has its header?", _COLOUR),
    )


def _answer(field: str, said: str | None, question: str, otherwise: str) -> str:
    if said is not None:
        return said
    if not sys.stdin.isatty():
        return otherwise
    answer: str = click.prompt(question, default=otherwise, value_proc=_checked(field))
    return answer


def _checked(field: str) -> Callable[[str], str]:
    """Return a function that returns a value of this field, or raises UsageError with the mend."""

    def check(value: str) -> str:
        said = {"name": _NAME, "contact": _CONTACT, "colour": _COLOUR, field: value}
        try:
            Board.model_validate(said)
        except ValidationError as error:
            raise click.UsageError(_mend(field, error.errors()[0])) from None
        if not value.isprintable():
            raise click.UsageError("Write one line of ordinary letters and signs.")
        return value

    return check


def _mend(field: str, fault: Any) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return _FORM_OF_COLOUR if field == "colour" else "Write one line of at most 300 signs."


def _source_of(address: str | None) -> str:
    """Return what to clone: what was asked for, or the checkout that this command belongs to."""
    if address is None:
        checkout = Path(__file__).resolve().parents[2]
        if not (checkout / ".git").exists() or not (checkout / _NEEDED[0]).is_file():
            raise CannotRun(
                "This command was installed without the library that it belongs to, so there is "
                "nothing to copy. Say where the shared library is, with --library."
            )
        return str(checkout)
    if not address.strip() or not address.isprintable():
        raise CannotRun("The address of the shared library must be one line.")
    if Path(address).exists():
        return str(Path(address).resolve())
    _refuse_password(address)
    return address


def _refuse_password(address: str) -> None:
    try:
        has_password = bool(urlsplit(address).password)
    except ValueError:
        has_password = False
    if has_password:
        raise CannotRun(
            "The address of the shared library holds a password, which would be kept with the "
            "copy. Leave it out: git asks for it, or finds it where you keep such things."
        )


def _clone(source: str, library: Path, *, keeps_address: bool) -> str:
    """Clone the shared library; return the address from which it will be brought up to date.

    It is where the library itself came from, unless the copy keeps the address it was told.
    """
    library.parent.mkdir()
    click.echo("Copying the shared library…")
    _run_git("clone", "--quiet", "--no-hardlinks", "--single-branch", "--", source, str(library))
    missing = [name for name in _NEEDED if not (library / name).exists()]
    if missing:
        raise CannotRun(
            f"{source} holds no shared library from which a copy can be made: there is no "
            f"“{missing[0]}” in it. Name another with --library."
        )
    if keeps_address:
        return source
    known = _git("-C", source, "remote", "get-url", "origin")
    address = known.stdout.strip()
    if known.returncode != 0 or not _ELSEWHERE.match(address):
        return source
    _refuse_password(address)
    _run_git("remote", "set-url", "origin", address, at=library)
    return address


def _write_files(copy: Path, board: Board, address: str, *, is_guarded: bool) -> None:
    environment = Environment(
        loader=PackageLoader("patternbook.cli", "copy_files"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - each value says how it is to be written
    )
    environment.filters |= {"yaml": _quoted, "inert": inert}
    for name, skeleton in _FILES.items():
        file = copy / name
        file.parent.mkdir(parents=True, exist_ok=True)
        text = environment.get_template(skeleton).render(
            **board.model_dump(), address=address, is_guarded=is_guarded
        )
        file.write_text(text, encoding="utf-8")
    for folder in _KEPT:
        (copy / folder).mkdir(parents=True)
        (copy / folder / _KEEP).touch()


def _quoted(text: str) -> str:
    """Return text as a value of YAML: in single marks, within which nothing else has a meaning."""
    return "'" + text.replace("'", "''") + "'"


def _knows_guard(context: click.Context) -> bool:
    commands = context.find_root().command
    return isinstance(commands, click.Group) and _GUARD in commands.list_commands(context)


def _install_guard(copy: Path) -> bool:
    """Let git refuse what must not leave the copy; return whether it does from now on."""
    command = [sys.executable, "-P", "-m", "patternbook", _GUARD, "--install"]
    installed = subprocess.run(  # noqa: S603 - our own words
        command, cwd=copy, env=_environment(), capture_output=True, text=True, check=False
    )
    if installed.returncode == 0:
        click.echo("From now on git refuses to send on what must not leave it.")
        return True
    click.echo(installed.stderr.strip(), err=True)
    click.echo(
        f"The guard is not in place. In {copy}, run “patternbook guard --install” before anything "
        "is committed.",
        err=True,
    )
    return False


def _has_branch(repository: Path) -> bool:
    return _git("-C", str(repository), "symbolic-ref", "--quiet", "HEAD").returncode == 0


def _run_git(*arguments: str, at: Path | None = None) -> None:
    """Run git, in this repository; raise CannotRun with its reason if it could not do its work."""
    ran = _git(*arguments) if at is None else _git("-C", str(at), *arguments)
    if ran.returncode != 0:
        said = ran.stderr.strip().splitlines() or ["it gave no reason"]
        reason = next((line for line in said if line.startswith("fatal:")), said[-1])
        raise CannotRun(
            f"Git could not “{arguments[0]}”: {reason.removeprefix('fatal: ')}\nNothing was made."
        )


def _git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - git, with words that it takes for what they are
        ["git", *arguments],  # noqa: S607 - wherever this system has it
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def _environment() -> dict[str, str]:
    """Return our environment without what would lead git to another repository.

    Nobody is asked for a password where nobody can answer.
    """
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}
    }
    return own if sys.stdin.isatty() else {**own, "GIT_TERMINAL_PROMPT": "0"}


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Let a request to end be like an interruption, so that nothing half-made is left behind."""

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
