"""`patternbook build`: make the site beside the old one, and put it in its place when whole."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import click

from patternbook.cli.builder import AUDIENCE, OFFLINE, PDF, RECORD, Builder, BuilderFailed
from patternbook.cli.common import FAULTS, CannotRun, root_option
from patternbook.cli.stopping import Stopped, finish, stoppable
from patternbook.cli.trouble import about_writing
from patternbook.exchange import InUse, NoWorkshop, Workshop, workshop
from patternbook.packing import START, pack_site
from patternbook.printing import CannotPrint, ready
from patternbook.publication import Reader
from patternbook.reports.report import printable
from patternbook.vocabulary import Audience

# A builder's hooks write here for whom they have made a site.
_MADE_FOR = ".patternbook/audience"
_COPY_MADE_FOR = ".patternbook/offline"
# What MkDocs makes, and people do not: sites that were built before they said for whom have it.
_SITEMAP = "sitemap.xml"
_IS_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INTERNAL = "internal"


@click.command()
@root_option
@click.option(
    "--site-dir",
    type=click.Path(path_type=Path),
    help="Where the site goes; “site” in the library's folder unless told, or “site-board” and "
    "the like for another audience than the public.",
)
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    help="For whom; as patternbook.yml says unless told.",
)
@click.option("--record", metavar="ID", help="Which draft, for those who took part in it.")
@click.option(
    "--offline",
    metavar="FILE.zip",
    type=click.Path(path_type=Path),
    help="Make no site but a copy in a zip file, whose pages open by double-click.",
)
@click.option(
    "--pdf",
    is_flag=True,
    help="Make a PDF of each team pack as well. It needs Pango; “make packs” sees to all of it.",
)
def build(
    root: Path,
    site_dir: Path | None,
    audience: str | None,
    record: str | None,
    offline: Path | None,
    pdf: bool,
) -> None:
    """Build the site with MkDocs, strictly.

    With any fault the site that was there before stays as it is, and the exit status is 1. The
    same holds wherever this command is stopped.
    """
    config = root / "mkdocs.yml"
    if not config.is_file():
        raise CannotRun(
            f"There is no mkdocs.yml in {root.resolve()}. Name the library with --root."
        )
    asked = _asked_for(audience, record, pdf=pdf)
    if offline is None:
        _make(_Site(_place(site_dir or root / _folder_for(asked)), asked), config)
    elif site_dir is None:
        _make(_Copy(_place(offline), asked), config)
    else:
        raise CannotRun("A copy is no site: leave out either --site-dir or --offline.")


@dataclass(frozen=True, slots=True)
class _Asked:
    """For whom a site is asked for, if that is said, of which draft, and whether with PDFs."""

    audience: Audience | None
    record: str | None
    pdf: bool

    @property
    def reader(self) -> str:
        """Who it is for, as a site says it; nothing where nobody was asked for."""
        return str(Reader(self.audience, self.record or "")) if self.audience is not None else ""

    @property
    def wishes(self) -> dict[str, str]:
        """What the builder's hooks are told, by the names of variables."""
        told = {AUDIENCE: self.audience, RECORD: self.record, PDF: "1" if self.pdf else None}
        return {name: str(value) for name, value in told.items() if value is not None}


def _asked_for(audience: str | None, record: str | None, *, pdf: bool) -> _Asked:
    asked = Audience(audience) if audience is not None else None
    is_for_participants = asked is Audience.PARTICIPANTS
    if is_for_participants and record is None:
        raise CannotRun("Say with --record which draft its participants are to read.")
    if record is not None and not is_for_participants:
        raise CannotRun("--record is only for --audience participants. Leave it out.")
    if record is not None and not _IS_ID.fullmatch(record):
        raise CannotRun("--record takes the id of a record: small letters, digits and hyphens.")
    if pdf:
        try:
            ready()
        except CannotPrint as error:
            raise CannotRun(str(error)) from None
    return _Asked(asked, record, pdf)


def _folder_for(asked: _Asked) -> str:
    if asked.audience in {None, Audience.PUBLIC}:
        return "site"
    return f"site-{asked.record or asked.audience}"


def _place(path: Path) -> Path:
    """Return where a path leads, links followed: it is that place which is exchanged."""
    try:
        place = path.resolve()
    except (OSError, RuntimeError):  # the latter from a link that leads to itself
        raise CannotRun(f"{path} is a link that leads nowhere. Mend it, or take it away.") from None
    if path.is_symlink() and not place.exists():
        raise CannotRun(f"{path} is a link that leads nowhere. Mend it, or take it away.")
    return place


@dataclass(frozen=True, slots=True)
class _Site:
    """A site in a folder."""

    place: Path
    asked: _Asked
    name = "site"
    option = "--site-dir"

    @property
    def wishes(self) -> dict[str, str]:
        return self.asked.wishes

    def look(self) -> None:
        """Raise CannotRun if the new site may not take the place of what is there."""
        if not self.place.exists():
            return
        if not self.place.is_dir():
            raise CannotRun(f"{self.place} is a file. Choose a folder with --site-dir.")
        made_here = (self.place / each for each in (_MADE_FOR, _SITEMAP))
        if any(self.place.iterdir()) and not any(each.is_file() for each in made_here):
            raise CannotRun(
                f"{self.place} holds something other than a site. Choose an empty folder."
            )
        if self.place.is_mount():
            raise CannotRun(
                f"{self.place} is a disk of its own, which cannot be exchanged in one step. "
                "Choose a folder in it with --site-dir."
            )
        if self.asked.reader:
            self._compare(self.asked.reader)

    def finish(self, fresh: Path, room: Workshop) -> str:
        """Put the new site in place; return what to tell. Raises CannotRun if it may not be."""
        made_for = _made_for(fresh / _MADE_FOR)
        if self.asked.reader and made_for != self.asked.reader:
            raise CannotRun(
                f"This was to be the site for the {self.asked.reader}, but nothing in it says "
                "that it is. Let mkdocs.yml name all of the hooks that this library came with."
            )
        self._compare(made_for)
        finish()
        room.put_in_place(fresh)
        return f"The site is in {self.place}."

    def _compare(self, new: str) -> None:
        old = _made_for(self.place / _MADE_FOR)
        if old and old != new:
            this = (
                f"this would be the one for the {new}" if new else "this one does not say for whom"
            )
            raise CannotRun(
                f"{self.place} holds the site for the {old}; {this}. "
                "Choose another folder with --site-dir."
            )


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy in a zip file."""

    place: Path
    asked: _Asked
    name = "copy"
    option = "--offline"

    @property
    def wishes(self) -> dict[str, str]:
        return {**self.asked.wishes, OFFLINE: "true"}

    def look(self) -> None:
        """Raise CannotRun if the new copy may not take the place of what is there."""
        if self.place.suffix.lower() != ".zip":
            raise CannotRun(f"{self.place.name} does not end in “.zip”. Give it such a name.")
        if self.place.exists() and not _is_copy(self.place):
            raise CannotRun(
                f"{self.place} is something other than a copy of a library. Choose another name."
            )
        if self.asked.reader:
            self._refuse_unmarked(self.asked.reader)

    def finish(self, fresh: Path, room: Workshop) -> str:
        """Pack the copy and put it in place; return what to say. Raises CannotRun if it may not."""
        made_for = _made_for(fresh / _COPY_MADE_FOR)
        if not made_for:
            raise CannotRun(
                "No copy was made: what was built does not open by double-click. "
                "Let mkdocs.yml name hooks/offline.py among its hooks."
            )
        if self.asked.reader and made_for != self.asked.reader:
            raise CannotRun(
                f"This was to be a copy for the {self.asked.reader}, but it would be the one for "
                f"the {made_for}. Let mkdocs.yml name all of the hooks that this library came with."
            )
        self._refuse_unmarked(made_for)
        packed = room.folder / "copy.zip"
        is_internal = made_for != Audience.PUBLIC
        pages = pack_site(fresh, packed, self.place.stem, is_internal=is_internal)
        finish()
        room.put_in_place(packed)
        return f"The copy is in {self.place}, with {pages} pages."

    def _refuse_unmarked(self, audience: str) -> None:
        if audience != Audience.PUBLIC and _INTERNAL not in self.place.stem.lower():
            raise CannotRun(
                f"A copy for the {audience} is internal, and its name must say so. "
                f"Call it {_INTERNAL}-{self.place.name}, for example."
            )


def _make(made: _Site | _Copy, config: Path) -> None:
    """Make a site or a copy in a workshop and put it in place; or say why not, and exit."""
    with stoppable(), _told(made):
        made.look()
        with _folder(made.place.parent), workshop(made.place) as room:
            made.look()  # what a killed build had taken away may have come back
            fresh = room.folder / "site"
            if not Builder(config, room.lock, made.wishes).build(fresh):
                click.echo(f"The {made.name} was not changed.", err=True)
                sys.exit(FAULTS)
            said = made.finish(fresh, room)
    click.echo(said)


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """Make a folder, and the ones above it, unless what follows fails."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for each in new:
            with suppress(OSError):
                each.rmdir()
        raise


@contextmanager
def _told(made: _Site | _Copy) -> Iterator[None]:
    """Turn what stands in the way of the work into one sentence, and say that nothing changed."""
    unchanged = f"The {made.name} was not changed."
    try:
        yield
    except InUse:
        raise CannotRun(
            f"Another build is making {made.place} at this moment. Wait until it is done."
        ) from None
    except (NoWorkshop, BuilderFailed) as error:
        raise CannotRun(f"{error} {unchanged}") from None
    except BrokenPipeError:
        raise  # nobody listens any more
    except OSError as error:
        said = about_writing(error, made.place.parent, made.option)
        raise CannotRun(f"{said} {unchanged}") from None
    except Stopped as stopped:
        click.echo(f"Stopped. {unchanged}", err=True)
        sys.exit(stopped.status)


def _is_copy(file: Path) -> bool:
    """Return whether a file is a zip in which an earlier copy is packed."""
    try:
        with zipfile.ZipFile(file) as packed:
            return any(name.endswith(f"/{START}") for name in packed.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def _made_for(marker: Path) -> str:
    """Return the audience that a marker names; nothing where there is none."""
    try:
        text = marker.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return printable(text.strip())
