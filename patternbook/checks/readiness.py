"""Rules about what stands between a record and its readers. They advise; they stop nothing."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.checks.places import problem_at
from patternbook.library import Library
from patternbook.problems import Problem, Severity
from patternbook.vocabulary import Audience, Stage


def public_records_are_signed_off(library: Library) -> Iterator[Problem]:
    """A final, public record that nobody has signed off is held back: say so to its author."""
    for filed in library.filed:
        record = filed.record
        if (
            record.audience is Audience.PUBLIC
            and record.stage is Stage.FINAL
            and record.sign_off is None
        ):
            yield problem_at(
                filed,
                ("audience",),
                "not-signed-off",
                "This record is final and public, but nobody has signed it off: it is held back.",
                "Add “sign_off” with the year, and the role of the person who confirms that nobody "
                "can be recognised and that participants have checked it.",
                Severity.ADVICE,
            )
