"""What must hold between files, beyond what the reader and the model see in each of them.

A rule takes a Library and yields problems; its docstring says what it asks for and why. Rules
never write. A new rule is written in the module of its theme and listed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from patternbook.checks import identity, prose, readiness, references, tree
from patternbook.library import Library
from patternbook.problems import Problem, faults

Rule = Callable[[Library], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    identity.id_is_the_file_name,
    identity.ids_are_free,
    identity.ids_are_unique,
    identity.folder_is_the_kind,
    identity.parts_have_ids_of_their_own,
    references.factors_exist,
    references.patterns_exist,
    references.episodes_exist,
    references.findings_exist,
    references.related_records_exist,
    references.scope_fits_the_factor,
    tree.entries_stand_where_they_may,
    tree.entry_ids_are_unique,
    tree.titles_are_unique,
    tree.neighbours_are_others,
    prose.internal_marks_stand_below_the_fields,
)

# These only ever advise, so a build, which only faults can stop, need not ask them.
ADVICE: tuple[Rule, ...] = (
    prose.lists_are_not_pasted_into_text,
    readiness.public_records_are_signed_off,
)


def check(library: Library) -> list[Problem]:
    """Return every problem that any rule finds, in order of file and line."""
    return sorted(problem for rule in (*RULES, *ADVICE) for problem in rule(library))


def find_faults(library: Library) -> list[Problem]:
    """Return what must be mended before anything is built, in order of file and line."""
    return faults(problem for rule in RULES for problem in rule(library))
