"""`patternbook review start`: a private working folder for one review, and the record itself."""

from __future__ import annotations

import datetime
import os
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from patternbook.cli.common import CannotRun, root_option
from patternbook.cli.new import place_of_new, refuse_no_id
from patternbook.cli.records import Copy, read_copy
from patternbook.cli.running import guarded, logged
from patternbook.cli.skeletons import skeleton
from patternbook.cli.stopping import Stopped, finish, stoppable
from patternbook.cli.telling import say
from patternbook.confidentiality import scan
from patternbook.guarding import markers_of
from patternbook.library import RECORD_FOLDERS, Removed
from patternbook.model import CaseReview
from patternbook.reports.report import printable
from patternbook.reviewing.folder import documents, files, written_aside
from patternbook.reviewing.plan import Intervals, plan
from patternbook.reviewing.roles import Part, part_of
from patternbook.settings import FILE as SETTINGS_FILE
from patternbook.vocabulary import Audience, Kind
from patternbook.working import WORKING

_LONGEST_ROLE = 300
_FIRST, _LAST = 2000, 2100
_SITES = (SETTINGS_FILE, "mkdocs.yml")  # in the folder of every library and every site
_USUAL = Intervals()


@click.command(
    epilog="\b\nFor example:\n"
    "  patternbook review start letters-that-nobody-opened --begins 2027-01-11 \\\n"
    "      --role “Health visitor” --role “Ward sister” --family “Mother”",
)
@click.argument("record_id", metavar="ID")
@root_option
@click.option(
    "--to",
    "target",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help=f"Where to make the folder; “{WORKING}” and the id unless told.",
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="ROLE",
    help="Somebody who takes part, by role and not by name. Say it again for each.",
)
@click.option(
    "--family",
    multiple=True,
    metavar="ROLE",
    help="A member of the family who takes part, such as “Mother”. Say it again for each.",
)
@click.option(
    "--begins",
    metavar="DATE",
    callback=lambda _context, _parameter, said: _as_day(said),
    help="The day of the first letters, such as 2027-01-11. Without it, there are weeks.",
)
@click.option(
    "--weeks-to-draft",
    type=click.IntRange(6, 104),
    default=_USUAL.to_draft,
    show_default=True,
    help="From the first letters to the first of the three drafts.",
)
@click.option(
    "--weeks-to-comment",
    type=click.IntRange(1, 12),
    default=_USUAL.to_comment,
    show_default=True,
    help="From each draft to the last comment. The meeting is a week after that.",
)
@click.option(
    "--weeks-to-revise",
    type=click.IntRange(1, 26),
    default=_USUAL.to_revise,
    show_default=True,
    help="From each meeting to the next draft.",
)
@click.option(
    "--weeks-to-destroy",
    type=click.IntRange(0, 104),
    default=_USUAL.to_destroy,
    show_default=True,
    help="From the finished report to the day by which notes are destroyed.",
)
@click.option("-v", "--verbose", count=True, help="Log what is done; twice: log more.")
def start(
    record_id: str,
    root: Path,
    target: Path | None,
    roles: tuple[str, ...],
    family: tuple[str, ...],
    begins: datetime.date | None,
    weeks_to_draft: int,
    weeks_to_comment: int,
    weeks_to_revise: int,
    weeks_to_destroy: int,
    verbose: int,
) -> None:
    """Make a private working folder for the review ID, and begin its record if there is none.

    In the folder are letters and sheets for those who take part, a guide for each conversation,
    the papers of the review team, and a log with what is due when. All but the log is Word, to be
    changed as you like. Nothing in it is ever published, and nothing that exists is overwritten.

    Exit status 0, or 2 if the command cannot run; nothing is left behind then.
    """
    if os.environ.get("CI"):
        raise CannotRun(
            "A working folder is private, so none is made where the variable CI is set. Make it on "
            "your own machine."
        )
    with logged(verbose), guarded(is_redacted=False):
        workers, relatives = _roles(roles, "--role"), _roles(family, "--family")
        copy = read_copy(root)
        review, begun = _record(record_id, copy)
        place = _place(target, record_id, copy)
        part = part_of(review, workers, relatives)
        way = plan(Intervals(weeks_to_draft, weeks_to_comment, weeks_to_revise, weeks_to_destroy))
        made = documents(
            part, way, begins, copy.settings.organisational_backing, copy.library.typology
        )
        _write(record_id, files(record_id, made, way, begins), place, begun)
        inside = place.is_relative_to(copy.folders.root)
        shown = copy.folders.relative(place) if inside else str(place)
        if begun is not None:
            say(f"Begun: {copy.folders.relative(begun)}")
        say(f"Made: {printable(shown)}, with {len(made)} Word documents and a log.")
        _tell(record_id, copy, part, begins, place)


# --- What was asked for -------------------------------------------------------------------------


def _as_day(said: str | None) -> datetime.date | None:
    if said is None:
        return None
    try:
        day = datetime.date.fromisoformat(said)
    except ValueError:
        day = None
    if day is None or day.isoformat() != said or not _FIRST <= day.year <= _LAST:
        raise click.UsageError("Write the day as year, month and day, such as 2027-01-11.")
    return day


def _roles(said: Sequence[str], option: str) -> list[str]:
    """Return the roles that were named; refuse what is none, without repeating it."""
    roles = [" ".join(each.split()) for each in said]
    if any(not each or len(each) > _LONGEST_ROLE or not each.isprintable() for each in roles):
        raise CannotRun(f"Say in {option} who takes part, in a few words on one line.")
    if any(scan(each) for each in roles):
        raise CannotRun(
            f"A role in {option} holds a word that may be a name. Write a role that many people "
            "have, such as “Health visitor” or “Mother”."
        )
    return roles


def _record(record_id: str, copy: Copy) -> tuple[CaseReview | None, Path | None]:
    """Return the record as far as it can be read, and where to begin one if there is none.

    Raises CannotRun if the id is that of something other than a review that is under way.
    """
    refuse_no_id(record_id)
    reviews: list[tuple[Audience, CaseReview]] = []
    for each in copy.named(record_id):
        if isinstance(each, Removed):
            raise CannotRun(f"{printable(record_id)} was withdrawn. Choose another id.")
        if isinstance(each.record, CaseReview):
            reviews.append((each.widest, each.record))
        else:
            _refuse_other_kinds(each.record.kind)
    unread = copy.unread(record_id)
    for path in unread:
        _refuse_other_kinds(_kind_of(path))
    if reviews:
        # A board's own record says more than the public version of it.
        return min(reviews, key=lambda one: list(Audience).index(one[0]))[1], None
    if unread:
        return None, None
    return None, place_of_new(Kind.CASE_REVIEW, record_id, copy.folders)


def _kind_of(path: str) -> Kind:
    """Return the kind of a record that cannot be read: that of the folder in which it stands."""
    folder = Path(path).parent.name
    return next((kind for kind, name in RECORD_FOLDERS.items() if name == folder), Kind.CASE_REVIEW)


def _refuse_other_kinds(kind: Kind) -> None:
    if kind is Kind.CASE_REVIEW:
        return
    name = kind.label.lower()
    raise CannotRun(
        f"This is a {name}. Letters, conversations and three drafts are for case reviews. For a "
        f"{name} its short form is enough: fill in the record itself, or the form for Word that "
        f"“patternbook template {kind.value}” makes, and let those who were there read it."
    )


def _place(target: Path | None, record_id: str, copy: Copy) -> Path:
    """Return where the folder will stand; raise CannotRun if it must not stand there."""
    root = copy.folders.root
    try:
        place = (root / WORKING / record_id if target is None else target).resolve()
    except (OSError, RuntimeError):
        raise CannotRun("The way to this folder leads nowhere. Choose another folder.") from None
    if place.exists() or place.is_symlink():
        raise CannotRun(
            f"{printable(str(place))} exists already, and nothing in it is overwritten. See what "
            f"comes next: patternbook review status {record_id}"
        )
    if target is not None and not place.parent.is_dir():
        raise CannotRun(f"There is no folder {printable(str(place.parent))}. Make it first.")
    _refuse_published(place, copy)
    return place


def _refuse_published(place: Path, copy: Copy) -> None:
    """Raise CannotRun where something could be published with a site, or handed on with one."""
    folders = copy.folders
    published = (*folders.of_records, *folders.of_pages)
    if any(place.is_relative_to(each) or each.is_relative_to(place) for each in published):
        raise CannotRun(
            "This lies among records or pages, and what lies there may be published. Choose a "
            "folder elsewhere."
        )
    for above in place.parents:
        if any(each.exists() for each in markers_of(above)):
            raise CannotRun("This lies in a site that was built. Choose a folder elsewhere.")
        if not any((above / name).exists() for name in _SITES):
            continue
        if above != folders.root or not place.is_relative_to(folders.root / WORKING):
            raise CannotRun(
                f"This lies in the folder of a library or a site. Choose “{WORKING}” in it, or a "
                "folder outside."
            )


# --- Making it ----------------------------------------------------------------------------------


def _write(record_id: str, contents: Mapping[str, bytes], place: Path, begun: Path | None) -> None:
    """Write the folder and the record, or neither."""
    is_new = not place.parent.exists()
    place.parent.mkdir(exist_ok=True)  # others may have a folder of their own in it
    try:
        with stoppable(), written_aside(contents, place) as fresh:
            _put_in_place(fresh, place, record_id, begun)
            finish()
    except Stopped as stopped:
        sys.exit(stopped.status)
    finally:
        if is_new and not any(place.parent.iterdir()):
            place.parent.rmdir()


def _put_in_place(fresh: Path, place: Path, record_id: str, begun: Path | None) -> None:
    is_written = False
    try:
        if begun is not None:
            begun.parent.mkdir(parents=True, exist_ok=True)
            with begun.open("x", encoding="utf-8", newline="\n") as file:
                is_written = True
                file.write(skeleton(Kind.CASE_REVIEW, record_id))
        fresh.rename(place)
    except BaseException:
        if begun is not None and is_written:
            begun.unlink(missing_ok=True)
        raise


# --- What was made ------------------------------------------------------------------------------


def _tell(
    record_id: str, copy: Copy, part: Part, begins: datetime.date | None, place: Path
) -> None:
    """Say what there is to know of the folder, and where to begin."""
    for note in _notes(copy, part, begins):
        say(note, "- ")
    click.echo()
    say("Begin with the document “start-here”. It says what is what.")
    say("See what is done and what comes next:")
    usual = copy.folders.root / WORKING
    elsewhere = "" if place.parent == usual else f" --working {shlex.quote(str(place))}"
    click.echo(f"    patternbook review status {record_id}{printable(elsewhere)}")


def _notes(copy: Copy, part: Part, begins: datetime.date | None) -> Iterator[str]:
    """Yield what is not as complete as it could be, or as safe."""
    if not any(shelf.audience is not Audience.PUBLIC for shelf in copy.folders.shelves):
        yield (
            "This copy has no folder of records for a board alone. Do not commit the record here: "
            "it is a draft, and a repository keeps every version."
        )
    if copy.settings.organisational_backing is None:
        yield (
            "The letters say nothing of whether the board backs the review, since "
            f"{SETTINGS_FILE} does not say that it does. Ask the board in writing. Once it has "
            "answered, put it under “organisational_backing”."
        )
    if begins is None:
        yield (
            "There are no dates, only weeks. Once you know the day of the first letters, write it "
            "into log.yml as “begins”."
        )
    if not any(role.has_conversation for role in part.roles):
        yield "No role is known yet, so there is one conversation guide, for any role."
