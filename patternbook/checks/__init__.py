"""What must hold between files, beyond what the reader and the model see in each of them.

A check takes a Library and yields problems; its docstring says what it asks for. Checks never
write. A new one is written in the module of its theme and listed here, and each code that it gives
has a rule in `patternbook.rules`, which says why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from patternbook.checks import (
    collations,
    completeness,
    confidentiality,
    groups,
    guide,
    identity,
    language,
    prose,
    readiness,
    recommended,
    references,
    tree,
)
from patternbook.checks.each import Each, IsWanted, everything
from patternbook.library import Library
from patternbook.problems import Problem, faults

Check = Callable[[Library], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
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
    references.nothing_public_leads_inside,
    references.scope_fits_the_factor,
    tree.entries_stand_where_they_may,
    tree.entry_ids_are_unique,
    tree.titles_are_unique,
    tree.neighbours_are_others,
    tree.nothing_shared_leads_inside,
    prose.internal_marks_stand_below_the_fields,
    guide.examples_are_there,
    guide.entries_are_there,
    guide.citations_are_known,
    collations.collated_patterns_exist,
    collations.collations_choose_something,
    collations.collations_single_nobody_out,
    groups.groups_have_ids_of_their_own,
    groups.members_are_there,
    groups.no_recommendation_is_in_two_groups,
)

# These only ever advise, so a build, which only faults can stop, need not ask them.
ADVICE: tuple[Check, ...] = (
    prose.lists_are_not_pasted_into_text,
    readiness.public_records_are_signed_off,
    readiness.public_records_say_when_they_came,
    completeness.good_practice_is_told_too,
    completeness.episodes_are_not_all_problematic,
    completeness.factors_stand_at_more_than_one_level,
    completeness.findings_fit_other_cases,
    completeness.several_voices_tell_the_story,
    completeness.the_family_is_heard,
    completeness.recommendations_go_beyond_training,
    completeness.something_speaks_against_it,
    recommended.nothing_is_recommended_unawares,
)


def check(
    library: Library,
    *,
    public: bool = False,
    is_wanted: IsWanted = everything,
    each: Each = map,
) -> list[Problem]:
    """Return every problem that any check finds, in order of file and line.

    With `public`, every record is taken to be on its way to the public: what would only be told
    of a draft is then a fault. The words of a file are read only if `is_wanted`; `each` goes
    through the files as `map` does, perhaps in several processes.
    """
    # These take longest, and other processes may be at work on them while the rest is done here.
    names = confidentiality.nothing_leads_to_anybody(library, public, is_wanted, each)
    words = language.words_explain(library, is_wanted, each)
    found = [problem for one in (*CHECKS, *ADVICE) for problem in one(library)]
    if public:
        found = list(
            dict.fromkeys([*found, *references.nothing_public_leads_inside(library, public)])
        )
    return sorted([*found, *names, *words])


def find_faults(library: Library) -> list[Problem]:
    """Return what must be mended before anything is built, in order of file and line.

    What the words of a record say is not read here: see `find_names`.
    """
    return faults(problem for one in CHECKS for problem in one(library))


def find_names(library: Library, files: Collection[str]) -> list[Problem]:
    """Return what could identify somebody in these files, in order of file and line."""
    return faults(
        confidentiality.nothing_leads_to_anybody(library, is_wanted=frozenset(files).__contains__)
    )
