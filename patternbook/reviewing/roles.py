"""Those whose part in a review is known so far, by role, and what their papers are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from patternbook.model import CaseReview, Missing
from patternbook.vocabulary import Agency, TookPart

_LONGEST_NAME = 60
_NO_LETTERS = "role"
# What the file for whoever joins later is called.
ANY_ROLE = "any-role"


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who takes part, by role. Members of the family have no agency, and some others.

    `by` is how their view reaches the reviewers, if that is known.
    """

    name: str
    is_family: bool = False
    agency: Agency | None = None
    by: TookPart | None = None

    @property
    def has_conversation(self) -> bool:
        """Return whether somebody talks with them, as far as is known."""
        return self.by is not TookPart.RECORDS_ONLY


@dataclass(frozen=True, slots=True)
class Part:
    """Who takes part in a review, and who is missing, as far as is known."""

    roles: tuple[Role, ...] = ()
    missing: tuple[Missing, ...] = ()


def part_of(review: CaseReview | None, workers: Iterable[str], family: Iterable[str]) -> Part:
    """Return who takes part: those in the record, if it can be read, and those who were named.

    A role that was named and is in the record as well stands here once. This is for the review
    team, who write the record, so it does not go through the door of publication.
    """
    roles = [
        Role(each.role, each.agency is None, each.agency, each.by)
        for each in (review.participants if review else ())
    ]
    roles += [Role(name) for name in workers]
    roles += [Role(name, is_family=True) for name in family]
    known: dict[str, Role] = {}
    for role in roles:
        known.setdefault(role.name.casefold(), role)
    return Part(tuple(known.values()), review.missing if review else ())


def with_file_names(roles: Iterable[Role]) -> Iterator[tuple[str, Role]]:
    """Yield each role with what its file may be called: small letters, figures and hyphens."""
    taken = {ANY_ROLE}
    for role in roles:
        plain = unicodedata.normalize("NFKD", role.name).encode("ascii", "ignore").decode().lower()
        words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
        name = words[:_LONGEST_NAME].rstrip("-") or _NO_LETTERS
        number = 2
        whole = name
        while whole in taken:
            whole, number = f"{name}-{number}", number + 1
        taken.add(whole)
        yield whole, role
