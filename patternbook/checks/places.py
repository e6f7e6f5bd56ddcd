"""Where links stand in a record, and who can read it, so that rules need not know its shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from patternbook.library import Filed, Removed
from patternbook.model import CaseReview, FactorLink, NearMiss
from patternbook.problems import Problem, Severity
from patternbook.source import FieldPath
from patternbook.stages import is_signed_off
from patternbook.vocabulary import Audience, Stage


class Reference(NamedTuple):
    """An id that a record mentions, and the path to it in the front matter."""

    id: str
    path: FieldPath


class LinkedFactor(NamedTuple):
    """A factor link, and the path to it in the front matter."""

    link: FactorLink
    path: FieldPath


def factor_links(filed: Filed) -> Iterator[LinkedFactor]:
    """Yield every link to a contributory factor."""
    record = filed.record
    if isinstance(record, CaseReview):
        for n, episode in enumerate(record.episodes):
            for m, link in enumerate(episode.factors):
                yield LinkedFactor(link, ("episodes", n, "factors", m))
    else:
        for m, link in enumerate(record.factors):
            yield LinkedFactor(link, ("factors", m))


def pattern_references(filed: Filed) -> Iterator[Reference]:
    """Yield every id of a pattern or recurrent issue."""
    record = filed.record
    if isinstance(record, CaseReview):
        for n, finding in enumerate(record.findings):
            yield Reference(finding.pattern, ("findings", n, "pattern"))
    elif isinstance(record, NearMiss):
        for n, link in enumerate(record.patterns):
            yield Reference(link.pattern, ("patterns", n, "pattern"))


def parts_marked(part: BaseModel, path: FieldPath = ()) -> Iterator[FieldPath]:
    """Yield the path to every part of a record that is marked for somebody other than everyone."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from parts_marked(value, (*path, name))
        elif isinstance(value, tuple):
            for n, each in enumerate(value):
                if not isinstance(each, BaseModel):
                    continue
                if getattr(each, "audience", None) not in {None, Audience.PUBLIC}:
                    yield (*path, name, n)
                else:
                    yield from parts_marked(each, (*path, name, n))


def may_be_read(filed: Filed, *, by_everybody: bool) -> bool:
    """Return whether readers of a page may read a record: everybody, or the board alone."""
    record = filed.record
    if record.stage is not Stage.FINAL or filed.audience is Audience.PARTICIPANTS:
        return False
    if not by_everybody:
        return True
    return (
        filed.audience is Audience.PUBLIC
        and record.published is None
        and is_signed_off(record.origin, record.sign_off)
    )


def is_marked_for(audience: Audience | None, *, everybody: bool) -> bool:
    """Return whether a part of a record with this mark is for everybody, or for the board."""
    return audience in {None, Audience.PUBLIC, *([] if everybody else [Audience.BOARD])}


def problem_at(
    filed: Filed | Removed,
    path: FieldPath,
    code: str,
    message: str,
    mend: str,
    severity: Severity = Severity.FAULT,
    there: str = "",
) -> Problem:
    """Return a problem at this path of a record's front matter; `there` is what another says."""
    place = filed.source.place_of(path)
    return Problem(filed.source.path, *place, code, message, mend, severity, there=there)
