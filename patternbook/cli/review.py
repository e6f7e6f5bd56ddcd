"""`patternbook review`: what concerns records on their way to their readers.

`review start` makes a working folder for a review. `review status` says where each record stands
and what comes next, and what its working folder has to say.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from patternbook.cli.common import FAULTS, format_option, root_option
from patternbook.cli.records import Copy, id_of, nothing_named, read_copy, unread_records
from patternbook.cli.running import guarded, logged
from patternbook.cli.start import start
from patternbook.cli.telling import say
from patternbook.cli.working import data_of, lines_of, standings
from patternbook.library import Filed, Removed
from patternbook.model import CaseReview
from patternbook.publication import held_back
from patternbook.reports.report import printable
from patternbook.reviewing.standing import Standing
from patternbook.stages import Dialogue, dialogue_of, next_step
from patternbook.vocabulary import Audience, Origin, Stage

# Of the record whose working folder is there, where there is no more to tell of it.
_PUBLISHED = "it is published. Destroy what has to go, and delete the working folder."
_UNREAD = "there is none yet that can be read. See what is open: patternbook check"


class Format(StrEnum):
    """The forms in which it is told."""

    PLAIN = "plain"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where one record stands. `record_id` is None where it must not be told.

    `file` is that of a record that shares its id with another, and else empty. `working` are the
    working folders of a review: one, if there is any.
    """

    record_id: str | None
    filed: Filed
    readers: tuple[Audience, ...]
    dialogue: tuple[Dialogue, ...]
    next_step: str
    has_edition: bool
    file: str
    working: tuple[Standing, ...] = ()

    @property
    def is_published(self) -> bool:
        """Return whether the public can read it, or another version of it that it says it has."""
        has_one = self.has_edition and self.filed.record.published is not None
        return has_one or Audience.PUBLIC in self.readers


@click.group()
def review() -> None:
    """Start a review, and see how far records have come on their way to their readers."""


review.add_command(start)


@review.command(
    epilog="\b\nFor example:\n"
    "  patternbook review status\n"
    "  patternbook review status waiting-for-the-second-referral"
)
@click.argument("ids", nargs=-1)
@root_option
@format_option(Format, "The form in which it is told.")
@click.option(
    "--working",
    "elsewhere",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="A working folder that lies elsewhere than where it usually does.",
)
@click.option("-v", "--verbose", count=True, help="Log what is done; twice: log more.")
def status(
    ids: tuple[str, ...], root: Path, form: str, elsewhere: tuple[Path, ...], verbose: int
) -> None:
    """Say where every record stands that is not yet published, or each of those named by IDS.

    For a review with a working folder, it says as well what is done there, what is due, and what
    is still to be destroyed. No title and no word of a record is shown, and nothing out of a
    document. Where the variable CI is set, nor is the id of a record that is not public, nor
    anything of a working folder.

    Exit status 0, or 1 if a record or a log cannot be read, or 2 if there is no such record.
    """
    is_redacted = bool(os.environ.get("CI"))
    with logged(verbose), guarded(is_redacted=is_redacted):
        copy = read_copy(root)
        working = [] if is_redacted else standings(copy.folders.root, elsewhere)
        working = [each for each in working if not ids or each.review in ids]
        meant = _meant(ids, copy, {each.review for each in working})
        standing = sorted(
            (_standing(filed, copy, working, is_redacted) for filed in meant),
            key=lambda one: (list(Stage).index(one.filed.record.stage), one.filed.record.id),
        )
        shown = [each for each in standing if ids or not each.is_published]
        told = [each for one in shown for each in one.working]
        others = [each for each in working if each not in told]
        published = len({each.filed.record.id for each in standing if each.is_published})
        unread = unread_records(copy) if not ids else []
        if Format(form) is Format.JSON:
            data = _as_data(shown, published, len(copy.library.removed), unread, is_redacted)
            data["working"] = [data_of(each) for each in others]
            click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        else:
            finished = {each.filed.record.id for each in standing}
            said = [(each, each.review in finished) for each in others]
            _tell(shown, said, published, unread, is_redacted, is_asked_for=bool(ids))
    sys.exit(FAULTS if unread or any(each.problems for each in working) else 0)


def _meant(ids: Sequence[str], copy: Copy, under_way: Collection[str]) -> list[Filed]:
    """Return the records that are meant; `under_way` are reviews that have a working folder."""
    if not ids:
        return list(copy.library.filed)
    meant: list[Filed] = []
    for each in ids:
        found = copy.named(each)
        if not found and each not in under_way:
            raise nothing_named(each, copy)
        for one in found:
            if isinstance(one, Removed):
                say(f"{printable(one.tombstone.id)} was withdrawn.", err=True)
            elif one not in meant:
                meant.append(one)
    return meant


def _standing(
    filed: Filed, copy: Copy, working: Sequence[Standing], is_redacted: bool
) -> _Standing:
    record = filed.record
    alone = replace(copy.library, filed=(filed,), removed=())
    readers = (
        Audience.PARTICIPANTS,
        *(each for each in (Audience.BOARD, Audience.PUBLIC) if not held_back(alone, each)),
    )
    everything: list[Filed | Removed] = [*copy.library.filed, *copy.library.removed]
    has_edition = any(
        each.widest is Audience.PUBLIC and id_of(each) == record.id for each in everything
    )
    is_told = not is_redacted or Audience.PUBLIC in readers
    has_namesake = sum(id_of(each) == record.id for each in everything) > 1
    return _Standing(
        record_id=record.id if is_told else None,
        filed=filed,
        readers=readers,
        dialogue=dialogue_of(record) if isinstance(record, CaseReview) else (),
        next_step=next_step(
            record.model_copy(update={"id": "ID"}) if is_redacted else record,
            filed.widest,
            has_edition=has_edition,
        ),
        has_edition=has_edition,
        file=filed.source.path if is_told and has_namesake else "",
        working=tuple(each for each in working if each.review == record.id),
    )


# --- In words -----------------------------------------------------------------------------------


def _tell(
    shown: list[_Standing],
    others: list[tuple[Standing, bool]],
    published: int,
    unread: list[str],
    is_redacted: bool,
    *,
    is_asked_for: bool,
) -> None:
    for each in shown:
        _tell_one(each)
    for folder, is_published in others:
        click.secho(printable(folder.review), bold=True)
        _line("Record", _PUBLISHED if is_published else _UNREAD)
        _tell_of_working(folder)
        click.echo()
    if unread:
        if is_redacted:
            say(f"{_number(len(unread), 'record')} cannot be read, and may be anything.")
        else:
            say("These cannot be read, so nobody knows where they stand:")
            for path in unread:
                click.echo(f"  {printable(path)}")
        say("See what is wrong with them: patternbook check")
        click.echo()
    if is_asked_for:
        return
    drafts = sum(each.filed.record.stage is not Stage.FINAL for each in shown)
    say(
        f"{_number(drafts, 'draft')}, {len(shown) - drafts} final and not public, "
        f"{published} published."
    )


def _tell_one(one: _Standing) -> None:
    record = one.filed.record
    name = one.record_id or "(a record that is not public)"
    click.secho(f"{printable(name)}", bold=True)
    if one.file:
        _line("File", printable(one.file))
    _line("Kind", record.kind.label)
    _line("Stage", record.stage.label)
    if one.dialogue:
        _line("Dialogue", "; ".join(_dialogue(each) for each in one.dialogue))
    _line("Signed off", _signed_off(one.filed))
    _line("Can be read by", _readers(one))
    _line("Next", one.next_step)
    for folder in one.working:
        _tell_of_working(folder)
    click.echo()


def _tell_of_working(folder: Standing) -> None:
    for name, text in lines_of(folder):
        _line(name, text)


def _line(name: str, text: str) -> None:
    """Print a line with its name, or one that goes on from a line with a name."""
    say(text, f"  {f'{name}:' if name else '':<16}")


def _dialogue(dialogue: Dialogue) -> str:
    done = [
        word
        for word, is_done in (("comments", dialogue.comments), ("meeting", dialogue.meeting))
        if is_done
    ]
    return f"{dialogue.stage.label.lower()}: {' and '.join(done) or 'nothing yet'}"


def _signed_off(filed: Filed) -> str:
    sign_off, origin = filed.record.sign_off, filed.record.origin
    parts = [f"confidentiality {sign_off.confidentiality.year if sign_off else 'open'}"]
    if sign_off is not None and sign_off.participants is not None:
        parts.append(f"participants {sign_off.participants.year}")
    elif origin is Origin.CONTRIBUTED:
        parts.append("participants open")
    return ", ".join(parts)


def _readers(one: _Standing) -> str:
    if Audience.PUBLIC in one.readers:
        return "everyone"
    if Audience.BOARD in one.readers:
        return "the board, and those who took part"
    return "those who took part, and nobody else"


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


# --- As data ------------------------------------------------------------------------------------


def _as_data(
    shown: list[_Standing], published: int, withdrawn: int, unread: list[str], is_redacted: bool
) -> dict[str, Any]:
    return {
        "records": [_data(each) for each in shown],
        "published": published,
        "withdrawn": withdrawn,
        "unread": len(unread) if is_redacted else unread,
    }


def _data(one: _Standing) -> dict[str, Any]:
    record = one.filed.record
    sign_off = record.sign_off
    return {
        "id": one.record_id,
        "kind": record.kind.value,
        "stage": record.stage.value,
        "dialogue": [
            {
                "stage": each.stage.value,
                "comments": each.comments,
                "meeting": each.meeting,
            }
            for each in one.dialogue
        ],
        "sign_off": {
            "confidentiality": sign_off is not None,
            "participants": sign_off is not None and sign_off.participants is not None,
        },
        "readers": [each.value for each in one.readers],
        "next": one.next_step,
        "working": [data_of(each) for each in one.working],
    }
