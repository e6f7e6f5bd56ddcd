"""`patternbook guard`: keep drafts and internal records out of repositories that are not ours."""

from __future__ import annotations

import os
import shlex
import stat
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from patternbook.cli.common import FAULTS, CannotRun, root_option
from patternbook.cli.repository import Repository, Version
from patternbook.cli.running import guarded, logged
from patternbook.cli.telling import say
from patternbook.folders import Folders
from patternbook.guarding import (
    Refusal,
    is_known,
    is_made_for_public,
    marked_folder,
    markers_of,
    why_in_no_repository,
    why_refused,
)
from patternbook.problems import FaultsFound
from patternbook.reports.report import printable
from patternbook.settings import FILE, Settings, read_settings

_AT_ONCE = 32  # versions of files that are held together
_MOST_SHOWN = 20
_MOST_NAMED = 3  # files in one command
_BY_PRE_COMMIT = "PRE_COMMIT_REMOTE_URL"  # which it sets when something is pushed
_HOOKS = {
    "pre-commit": "guard --staged",
    "pre-push": 'guard --push -- "$@"',
}


@click.command(
    epilog="\b\nFor example:\n"
    "  patternbook guard --install   # from then on git asks before each commit and push\n"
    "  patternbook guard             # look at what is staged\n"
    "  patternbook guard .           # look at everything that git knows here"
)
@click.argument("paths", nargs=-1)
@root_option
@click.option(
    "--staged", is_flag=True, help="Look at what the next commit would change; so unless told."
)
@click.option(
    "--push",
    is_flag=True,
    help="Look at what would be pushed, as git tells it to a pre-push hook: its two arguments "
    "stand in place of PATHS.",
)
@click.option("--install", is_flag=True, help="Have git ask before each commit and each push.")
@click.option("-v", "--verbose", count=True, help="Log what is done; twice: log more.")
def guard(
    paths: tuple[str, ...], root: Path, staged: bool, push: bool, install: bool, verbose: int
) -> None:
    """Refuse what must not get into a repository that is not the board's own.

    What counts is what is staged, not what lies in the folder. With PATHS, all that is staged
    there is looked at, changed or not. In a repository whose every address stands under
    “repositories” in patternbook.yml, everything is allowed but recordings and what belongs to the
    working folder of a review, which have to be destroyed one day. Anywhere else only records
    that the public may see, and see whole.

    Exit status 0 if nothing is refused, 1 if something is, 2 if the command cannot run.
    """
    with logged(verbose), guarded(is_redacted=True):
        repository = Repository.at(root)
        if install:
            sys.exit(_install(repository, root))
        settings, folders = _settings(root)
        if push or _BY_PRE_COMMIT in os.environ:
            refused = _refused_of_push(repository, settings, folders, paths)
        else:
            refused = _refused_of_commit(repository, settings, folders, paths, staged)
    sys.exit(FAULTS if refused else 0)


def _settings(root: Path) -> tuple[Settings, Folders]:
    try:
        return read_settings(root)
    except FaultsFound as found:
        raise CannotRun(
            f"{FILE} is not in order, so it is not known which repository is the board's own.\n"
            f"{found}"
        ) from None


# --- Before a commit ----------------------------------------------------------------------------


def _refused_of_commit(
    repository: Repository,
    settings: Settings,
    folders: Folders,
    paths: Sequence[str],
    only_changes: bool,
) -> bool:
    """Tell of all that must not be committed here; return whether there is anything."""
    addresses = repository.addresses()
    foreign = [
        each for each in addresses if not is_known(each, settings.repositories, repository.top)
    ]
    wanted = [_in_repository(Path(each), repository) for each in paths]
    if wanted and not only_changes:
        versions = repository.in_index(wanted)
        if not versions:
            say("Git knows no file at these paths, so nothing was looked at.", err=True)
    else:
        versions = [
            each
            for each in repository.staged()
            if not wanted or any(_lies_in(each.path, folder) for folder in wanted)
        ]
    if addresses and not foreign:
        return _refused_even_here(versions, repository, folders)
    made_for_others = _made_for_others(versions, repository)
    refused = dict(_refusals(versions, repository, folders, made_for_others))
    if not refused:
        return False
    say("This must not be committed here:", err=True)
    _tell(refused.items())
    say(
        "Why: this repository has an address that is not known as the board's own."
        if foreign
        else "Why: this repository has no address, so it is not known as the board's own.",
        err=True,
    )
    _tell_why()
    _tell_how_to_take_out(refused, repository)
    _tell_mends(settings)
    return True


def _refused_even_here(
    versions: Iterable[Version], repository: Repository, folders: Folders
) -> bool:
    """Tell of all that must get into no repository; return whether there is anything."""
    refused = {
        each: refusal
        for each in versions
        if (refusal := why_in_no_repository(repository.top / each.path, folders)) is not None
    }
    if not refused:
        return False
    say("This must not be committed, not even here:", err=True)
    _tell(refused.items())
    say(
        "Why: letters with names, notes and recordings have to be destroyed one day, and git keeps "
        "every version.",
        err=True,
    )
    click.echo("\nWhat to do:", err=True)
    _tell_how_to_take_out(refused, repository)
    return True


def _tell_how_to_take_out(refused: Iterable[Version], repository: Repository) -> None:
    say("Take it out of the commit:", "- ", err=True)
    files = list(dict.fromkeys(shlex.quote(each.path) for each in refused))
    shown = " ".join(files) if len(files) <= _MOST_NAMED else "."
    command = "git restore --staged" if repository.commit_of("HEAD") else "git rm -r --cached"
    click.echo(f"    {command} {printable(shown)}", err=True)


def _in_repository(path: Path, repository: Repository) -> str:
    """Return a path of the command line as one from the top of the repository."""
    whole = path.parent.resolve() / path.name if path.name not in {"", ".."} else path.resolve()
    if not whole.is_relative_to(repository.top):
        raise CannotRun(f"{printable(str(path))} does not lie in this repository.")
    return whole.relative_to(repository.top).as_posix()


def _lies_in(path: str, folder: str) -> bool:
    return folder == "." or path == folder or path.startswith(f"{folder}/")


# --- Before a push ------------------------------------------------------------------------------


def _refused_of_push(
    repository: Repository, settings: Settings, folders: Folders, arguments: Sequence[str]
) -> bool:
    """Tell of all that must not be pushed there; return whether there is anything."""
    address, new, there = _what_is_pushed(repository, arguments)
    if not new or is_known(address, settings.repositories, repository.top):
        return False
    commits = [each for each in new.values() if repository.knows(each)]
    strange = {name: each for name, each in new.items() if not repository.knows(each)}
    versions = repository.pushed(commits, there)
    made_for_others = _made_for_others(versions, repository)
    refused = dict(_refusals(versions, repository, folders, made_for_others))
    if refused or strange:
        # Some may be there already, as on another branch. Only that repository knows.
        held = repository.held_by(address)
        strange = {name: each for name, each in strange.items() if each not in held}
        versions = repository.pushed(commits, [*there, *held])
        refused = dict(_refusals(versions, repository, folders, made_for_others))
    if not refused and not strange:
        return False
    _tell_of_push(refused, strange)
    if _BY_PRE_COMMIT in os.environ:
        say(
            "pre-commit does not say all that is pushed, so every branch and tag here was looked "
            "at. What git asks itself sees just what is pushed: run “patternbook guard "
            "--install”, and take pre-push out of pre-commit's settings for the guard.",
            "- ",
            err=True,
        )
    _tell_mends(settings)
    return True


def _tell_of_push(refused: Mapping[Version, Refusal], strange: Iterable[str]) -> None:
    if refused:
        say("This must not be pushed there. These commits hold:", err=True)
        _tell(refused.items())
    if strange:
        say("This must not be pushed there, since it points to no commit:", err=True)
        _show([printable(name) for name in strange])
    say("Why: the address is not known as that of the board's own repository.", err=True)
    _tell_why()
    if strange:
        say(
            "A tag or a branch can point to a file or a folder itself, and nobody then knows "
            "what it is. Delete it (git tag -d, and its name), or give it a commit.",
            "- ",
            err=True,
        )
    if refused:
        say(
            "To delete the file in a later commit is not enough: the earlier one would be pushed "
            "too. Make a new branch from what is there already, put onto it only what may be "
            "public, and push that one. If you are unsure, ask whoever looks after the "
            "repository.",
            "- ",
            err=True,
        )


def _what_is_pushed(
    repository: Repository, arguments: Sequence[str]
) -> tuple[str, dict[str, str], list[str]]:
    """Return the address, what would be there by its name here, and what is there already."""
    by_pre_commit = os.environ.get(_BY_PRE_COMMIT)
    if by_pre_commit is not None:
        # It reads git's lines itself and hands on what it makes of the first of them. Where that
        # begins is a guess of its own, made from what was there when last seen.
        local = os.environ.get("PRE_COMMIT_TO_REF") or os.environ.get("PRE_COMMIT_LOCAL_BRANCH")
        commit = repository.commit_of(local or "HEAD")
        if not commit:
            raise CannotRun("It is not known what would be pushed, so nothing may be.")
        return by_pre_commit, {**repository.heads_and_tags(), "": commit}, []
    if len(arguments) != 2:
        raise CannotRun("A pre-push hook is given two arguments: the remote and its address.")
    new: dict[str, str] = {}
    there = []
    for line in sys.stdin.read().splitlines():
        words = line.rsplit(maxsplit=3)
        if len(words) != 4:
            raise CannotRun("It is not known what would be pushed, so nothing may be.")
        name, local, name_there, remote = words
        if set(local) != {"0"}:
            new[name if name == name_there else f"{name} (as {name_there})"] = local
        if set(remote) != {"0"}:
            there.append(remote)
    return arguments[1], new, there


# --- What is refused ----------------------------------------------------------------------------


def _refusals(
    versions: Sequence[Version],
    repository: Repository,
    folders: Folders,
    made_for_others: Collection[Path],
) -> Iterator[tuple[Version, Refusal]]:
    for version, content in _with_contents(versions, repository):
        refusal = why_refused(repository.top / version.path, content, folders, made_for_others)
        if refusal is not None:
            yield version, refusal


def _with_contents(
    versions: Sequence[Version], repository: Repository
) -> Iterator[tuple[Version, bytes]]:
    for start in range(0, len(versions), _AT_ONCE):
        some = versions[start : start + _AT_ONCE]
        yield from zip(some, repository.contents([each.blob for each in some]), strict=True)


def _made_for_others(versions: Sequence[Version], repository: Repository) -> set[Path]:
    """Return the folders with a site or a stage that was made for others than the public.

    What says so may go along, may be staged, or may lie beside the files and not go along.
    """
    others: set[Path] = set()
    if not versions:
        return others
    known = dict.fromkeys([*versions, *repository.in_index(["."])])
    marks = [each for each in known if marked_folder(repository.top / each.path) is not None]
    for version, content in _with_contents(marks, repository):
        folder = marked_folder(repository.top / version.path)
        if folder is not None and not is_made_for_public(content):
            others.add(folder)
    above = {parent for each in versions for parent in (repository.top / each.path).parents}
    for folder in above:
        if folder.is_relative_to(repository.top) and not _is_for_public(folder):
            others.add(folder)
    return others


def _is_for_public(folder: Path) -> bool:
    """Return whether nothing in a folder on the disk says that it was made for others."""
    for marker in markers_of(folder):
        try:
            if not is_made_for_public(marker.read_bytes()):
                return False
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            return False
    return True


def _tell(refused: Iterable[tuple[Version, Refusal]]) -> None:
    """Name every file that is refused, once for each reason, and not a word that is in it."""
    _show([f"{printable(each.path)} {why}." for each, why in refused])


def _show(lines: Iterable[str]) -> None:
    lines = list(dict.fromkeys(lines))
    for line in lines[:_MOST_SHOWN]:
        say(line, "- ", err=True)
    if len(lines) > _MOST_SHOWN:
        say(f"And {len(lines) - _MOST_SHOWN} more.", "- ", err=True)
    click.echo(err=True)


def _tell_why() -> None:
    say(
        "Its history keeps what a later commit deletes, and whoever may read it may read that "
        "too.\n",
        err=True,
    )
    click.echo("\nWhat to do:", err=True)


def _tell_mends(settings: Settings) -> None:
    say(
        f"If this is the board's own repository, name each of its addresses in {FILE}, under "
        "“repositories”: what “git remote -v” shows"
        + (", and no other." if settings.repositories else "."),
        "- ",
        err=True,
    )
    say(
        "If the record is to be public, “patternbook review status” says what it still needs, "
        "and “patternbook publish” makes its public version.",
        "- ",
        err=True,
    )


# --- Having git ask -----------------------------------------------------------------------------


def _install(repository: Repository, root: Path) -> int:
    """Write the hooks that are not there yet; return the exit status."""
    folder = repository.hooks()
    folder.mkdir(parents=True, exist_ok=True)
    status = 0
    for name, arguments in _HOOKS.items():
        text = _hook(arguments, repository, root)
        file = folder / name
        try:
            with file.open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(text)
        except FileExistsError:
            if file.is_file() and file.read_bytes() == text.encode():
                click.echo(f"There already: {file}")
                continue
            status = FAULTS
            say(f"There is a hook already, which stays as it is: {file}", err=True)
            say("Add this line to it, before anything that ends it:", err=True)
            click.echo(f"    {_command(arguments, repository, root)} || exit 1", err=True)
            continue
        file.chmod(file.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
        click.echo(f"Written: {file}")
    return status


def _command(arguments: str, repository: Repository, root: Path) -> str:
    whole = root.resolve()
    if whole.is_relative_to(repository.top):
        whole = whole.relative_to(repository.top)  # a hook runs at the top
    command, _, rest = arguments.partition(" ")
    python = shlex.quote(sys.executable)
    # “-P”: nothing that lies in the repository itself is taken for the program.
    start = f"{python} -P -m patternbook {command} --root {shlex.quote(whole.as_posix())}"
    return f"{start} {rest}"


def _hook(arguments: str, repository: Repository, root: Path) -> str:
    python = shlex.quote(sys.executable)
    return (
        "#!/bin/sh\n"
        "# Keeps drafts and internal records out of repositories that are not the board's own.\n"
        "# Written by “patternbook guard --install”.\n"
        f"if [ ! -x {python} ]; then\n"
        "    echo 'Patternbook is not where it was, so nothing is guarded. Delete this hook,' >&2\n"
        "    echo 'install Patternbook, and run “patternbook guard --install” again.' >&2\n"
        "    exit 1\n"
        "fi\n"
        f"exec {_command(arguments, repository, root)}\n"
    )
