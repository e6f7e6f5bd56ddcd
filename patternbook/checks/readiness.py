"""Rules about what stands between a record and its readers. They advise; they stop nothing."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.checks.places import problem_at
from patternbook.library import Library
from patternbook.problems import Problem, Severity
from patternbook.stages import is_signed_off
from patternbook.vocabulary import Audience, Stage


def public_records_are_signed_off(library: Library) -> Iterator[Problem]:
    """A final, public record that is not signed off in full is held back: say so to its author."""
    for filed in library.filed:
        record = filed.record
        if (
            filed.audience is Audience.PUBLIC
            and record.stage is Stage.FINAL
            and record.published is None
            and not is_signed_off(record.origin, record.sign_off)
        ):
            missing = "participants" if record.sign_off is not None else "confidentiality"
            yield problem_at(
                filed,
                ("sign_off",) if record.sign_off is not None else ("audience",),
                "not-signed-off",
                "This record is final and public, but nobody has signed it off: it is held back."
                if record.sign_off is None
                else "Nobody has confirmed that participants have checked this record: it is held "
                "back.",
                f"Add “{missing}” under “sign_off”, with the year, and the role of the person who "
                "confirms it. “confidentiality” says that nobody can be recognised, and "
                "“participants” that those who took part have checked the record.",
                Severity.ADVICE,
            )


def public_records_say_when_they_came(library: Library) -> Iterator[Problem]:
    """A public record says in which month it came into the library."""
    for filed in library.filed:
        record = filed.record
        if (
            filed.audience is Audience.PUBLIC
            and record.stage is Stage.FINAL
            and record.published is None
            and is_signed_off(record.origin, record.sign_off)
            and record.added is None
        ):
            yield problem_at(
                filed,
                ("completed",) if record.completed is not None else ("audience",),
                "no-month-added",
                "It is not said in which month this record came into the library.",
                "Add a line such as “added: 2026-11”, with the month in which it is published. "
                "People who follow the library then see it among what is new.",
                Severity.ADVICE,
            )
