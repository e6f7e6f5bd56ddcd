"""`patternbook withdraw`: take a record away and keep its id, and say what else must be done."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from patternbook.cli.common import FAULTS, CannotRun, root_option
from patternbook.cli.records import Copy, id_of, nothing_named, read_copy, year_option
from patternbook.cli.running import guarded, logged
from patternbook.cli.telling import say
from patternbook.confidentiality import scan
from patternbook.fixes import Fix, LeftAlone
from patternbook.library import RECORD_FOLDERS, RECORD_SUFFIX, Filed, Removed
from patternbook.model import Confirmation
from patternbook.releasing import OUTBOX
from patternbook.reports.report import printable
from patternbook.vocabulary import Audience
from patternbook.withdrawing import CannotWithdraw, references_to, tombstones
from patternbook.withdrawing import withdraw as write_tombstones
from patternbook.working import WORKING

_LONGEST_ROLE = 300


@click.command(
    epilog="\b\nFor example:\n"
    "  patternbook withdraw waiting-for-the-second-referral --role “Board business manager”",
)
@click.argument("record")
@root_option
@click.option("--role", required=True, help="Who decides it: a role, and no name.")
@year_option
@click.option("--yes", is_flag=True, help="Withdraw it without asking.")
@click.option("-v", "--verbose", count=True, help="Log what is done; twice: log more.")
def withdraw(record: str, root: Path, role: str, year: int, yes: bool, verbose: int) -> None:
    """Withdraw RECORD, an id or the path of a file, on every shelf where it stands.

    Its id, its kind and its audience stay, so that no other record takes the id and a link to
    it says that it is gone. All else is removed from the file.

    Exit status 0 if it is withdrawn, 1 if it is not, 2 if the command cannot run.
    """
    with logged(verbose), guarded(is_redacted=True):
        by = _by(role, year)
        copy = read_copy(root)
        record_id, filed, unread = _meant(record, copy)
        if not filed and not unread:
            return
        try:
            fixes = tombstones(filed, unread, copy.library, copy.folders, by)
        except CannotWithdraw as reason:
            raise CannotRun(f"{printable(str(reason))} Nothing was changed.") from None
        if not _is_agreed(fixes, yes):
            click.echo("Nothing was changed.")
            sys.exit(FAULTS)
        try:
            write_tombstones(fixes)
        except LeftAlone as reason:
            raise CannotRun(f"{printable(str(reason))} Nothing was changed.") from None
        for fix in fixes:
            say(f"Withdrawn: {printable(fix.path)}")
        _tell_what_remains(record_id, filed, fixes, copy)


def _by(role: str, year: int) -> Confirmation:
    """Return who withdraws it; refuse what is no role."""
    role = " ".join(role.split())
    if not role or len(role) > _LONGEST_ROLE:
        raise CannotRun("Say in --role who decides it, in a few words.")
    if any(True for _ in scan(role)):
        raise CannotRun(
            "This role holds a word that may be a name. Write a role that many people have, such "
            "as “Board business manager”."
        )
    return Confirmation(role=role, year=year)


def _meant(record: str, copy: Copy) -> tuple[str, list[Filed], list[str]]:
    """Return the id that is meant, its records on all shelves, and files that cannot be read."""
    found = copy.named(record)
    unread = copy.unread(record)
    if not found and not unread:
        raise nothing_named(record, copy)
    record_id = id_of(found[0]) if found else Path(unread[0]).stem
    # A path may have been given; the record goes from all shelves.
    everywhere = copy.named(record_id)
    unread = sorted({*unread, *copy.unread(record_id)})
    filed = [each for each in everywhere if isinstance(each, Filed)]
    for each in everywhere:
        if isinstance(each, Removed):
            say(
                f"Withdrawn already, in {each.tombstone.withdrawn.year}: "
                f"{printable(each.source.path)}"
            )
    return record_id, filed, unread


def _is_agreed(fixes: list[Fix], is_agreed: bool) -> bool:
    if is_agreed:
        return True
    click.echo("All that is written in these files is removed, and only the id stays:")
    for fix in fixes:
        click.echo(f"  {printable(fix.path)}")
    if not sys.stdin.isatty():
        click.echo("To do this, add --yes.")
        return False
    try:
        return click.confirm("Withdraw it?", default=False)
    except click.Abort:
        click.echo()
        return False


def _tell_what_remains(record_id: str, filed: list[Filed], fixes: list[Fix], copy: Copy) -> None:
    """Say plainly where the record still is, and what to do about it."""
    click.echo("\nThis has changed the files here. It cannot reach these, so please see to them:\n")
    _tell_of_history([fix.path for fix in fixes], copy.folders.root)
    _tell_of_what_was_built(record_id, copy.folders.root)
    say(
        "Downloads, e-mails, printed copies and backups stay as they are. Tell those who have "
        "them. Search engines and archives of the web can be asked to forget a page.",
        "- ",
    )
    was_public = any(_shared_library_of(fix.path, copy.folders.root) for fix in fixes) or any(
        each.audience is Audience.PUBLIC or each.record.published is not None for each in filed
    )
    if was_public:
        say(
            "The public library needs the same change: withdraw it there too, and open a pull "
            "request with the file.",
            "- ",
        )
    waiting = [
        path
        for folder in RECORD_FOLDERS.values()
        if (path := copy.folders.root / OUTBOX / folder / f"{record_id}{RECORD_SUFFIX}").is_file()
    ]
    for file in waiting:
        say(f"Its public version lies in {copy.folders.relative(file)}. Delete it.", "- ")
    working = copy.folders.root / WORKING / record_id
    if working.is_dir():
        say(
            f"Its working folder lies in {printable(copy.folders.relative(working))}. Delete it.",
            "- ",
        )
    citing = references_to(record_id, copy.library)
    if citing:
        click.echo("\nThese refer to it. Take its id out of “related”, or out of the group:\n")
        for cited_in, place in citing:
            click.echo(f"  {printable(cited_in)}:{place.line}:{place.column}")


def _tell_of_history(paths: list[str], root: Path) -> None:
    """Say what is to be done with git: the board's own history, and never the shared library's."""
    own = [path for path in paths if not _shared_library_of(path, root)]
    if own:
        named = " ".join(f"--path {shlex.quote(path)}" for path in own)
        say(
            "The history of git keeps every earlier version. Commit this change first. If the "
            "record must go altogether, ask whoever looks after the repository to take it out of "
            "the history, on every copy and with the service that hosts it:",
            "- ",
        )
        click.echo(f"    git filter-repo --invert-paths {printable(named)}")
        say("Then commit the tombstone again, so that its id stays taken.", "  ")
    for path in paths:
        if path not in own:
            say(
                f"{printable(path)} belongs to the shared library, and is changed on this machine "
                "alone. Leave it so until the library itself has withdrawn it. Before you then run "
                "make update, put it back as it was:",
                "- ",
            )
            library = _shared_library_of(path, root)
            inside = (root / path).relative_to(root / library).as_posix()
            words = ("git", "-C", library, "restore", inside)
            click.echo(f"    {printable(shlex.join(words))}")


def _shared_library_of(path: str, root: Path) -> str:
    """Return the folder of the shared library that a file lies in, or nothing if it is our own."""
    for each in Path(path).parents:
        folder = root / each
        if each != Path() and ((folder / ".git").exists() or (folder / "patternbook").is_dir()):
            return each.as_posix()
    return ""


def _tell_of_what_was_built(record_id: str, root: Path) -> None:
    """Name every site and every packed copy that lies here, and may show the record."""
    say("Sites that were built before still show it. Build each of them anew.", "- ")
    for folder in sorted(each for each in root.glob("site*") if each.is_dir()):
        is_its_own = folder.name == f"site-{record_id}"
        click.echo(f"    {'Delete' if is_its_own else 'Build anew:'} {printable(folder.name)}")
    packed = sorted(root.glob("dist/*.zip"))
    if packed:
        say("These were packed before, and may hold it. Delete each, and tell who has it:", "- ")
    for file in packed:
        click.echo(f"    {printable(file.relative_to(root).as_posix())}")
