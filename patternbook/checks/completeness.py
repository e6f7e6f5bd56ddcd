"""Gentle questions about what a case review does not say. They never stop anything.

They ask for what the method asks for. What a source leaves open nobody can fill in, so records
from the literature are not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.checks.places import factor_links, problem_at
from patternbook.library import Filed, Library
from patternbook.model import CaseReview
from patternbook.narrative import PassageKind, SectionKind
from patternbook.problems import Problem, Severity
from patternbook.source import FieldPath
from patternbook.vocabulary import (
    Answer,
    EntryKind,
    FactorInfluence,
    Origin,
    PatternInfluence,
    Practice,
)

# A review with fewer factors than this may well have found them at one level alone.
FEW_FACTORS = 4
_OF_THIS_CASE = re.compile(
    r"\b(?:he|she|his|hers?|him|this (?:child|family|mother|father|boy|girl|baby|case|worker)"
    r"|the (?:mother|father|boy|girl|baby|grandmother|stepfather) (?:was|had|did|said))\b",
    re.IGNORECASE,
)
_TRAINING_OR_PROCEDURES = re.compile(
    r"\b(?:train(?:ing|ed)?|workshops?|e-learning|briefings?|procedures?|polic(?:y|ies)|protocols?"
    r"|guidance|checklists?|remind(?:ed|er|ers)?|awareness|flow ?charts?|templates?)\b",
    re.IGNORECASE,
)


def good_practice_is_told_too(library: Library) -> Iterator[Problem]:
    """A case review tells of good practice as well, since something held."""
    for filed, record in _reviews(library):
        told = any(episode.practice is not Practice.PROBLEMATIC for episode in record.episodes)
        found = any(each.influence is PatternInfluence.CONSTRUCTIVE for each in record.findings)
        helped = any(
            linked.link.influence is FactorInfluence.HELPED for linked in factor_links(filed)
        )
        if record.episodes and not (told or found or helped):
            yield _question(
                filed,
                ("episodes",),
                "no-good-practice",
                "Nothing here went well, and nothing helped.",
                "What did people do that held, even for a while, and what made that possible?",
            )


def episodes_are_not_all_problematic(library: Library) -> Iterator[Problem]:
    """Not every episode of a case review is problematic practice."""
    for filed, record in _reviews(library):
        kinds = {episode.practice for episode in record.episodes}
        if len(record.episodes) > 1 and kinds == {Practice.PROBLEMATIC}:
            yield _question(
                filed,
                ("episodes",),
                "all-episodes-problematic",
                "Every episode is called problematic.",
                "Which of them would a colleague who was there call good or mixed? An episode may "
                "be chosen because practice was good.",
            )


def factors_stand_at_more_than_one_level(library: Library) -> Iterator[Problem]:
    """The contributory factors of a case review are not all of one level."""
    for filed, _ in _reviews(library):
        links = [linked.link for linked in factor_links(filed)]
        levels = {
            above.entry.title
            for link in links
            if link.factor in library.typology
            for above in library.typology.lineage(link.factor)
            if above.entry.kind is EntryKind.LEVEL
        }
        if len(links) >= FEW_FACTORS and len(levels) == 1:
            yield _question(
                filed,
                ("episodes",),
                "factors-at-one-level",
                "All contributory factors are of one level.",
                "What made these likely? Ask of each what lay behind it: in the organisation, and "
                "in what was decided nationally.",
            )


def findings_fit_other_cases(library: Library) -> Iterator[Problem]:
    """A finding is worded so that it fits other cases; “in_this_case” is for this one."""
    for filed, record in _reviews(library):
        names = [name for name in record.pseudonyms if len(name) > 1]
        own = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names)) if names else None
        for n, finding in enumerate(record.findings):
            if _OF_THIS_CASE.search(finding.statement) or (own and own.search(finding.statement)):
                yield _question(
                    filed,
                    ("findings", n, "statement"),
                    "finding-in-words-of-the-case",
                    "This finding is worded in what is particular to the case.",
                    "How would you say it to a team that never met this family? What is particular "
                    "goes into “in_this_case”.",
                )


def several_voices_tell_the_story(library: Library) -> Iterator[Problem]:
    """The narrative of a case review has more than one perspective."""
    for filed, record in _reviews(library):
        voices = [each for each in filed.narrative if each.kind is SectionKind.PERSPECTIVE]
        if record.episodes and len(voices) < 2:
            yield Problem(
                filed.source.path,
                filed.source.body_line,
                1,
                "one-perspective",
                "The account below the fields has one perspective, or none.",
                "Who else was there, and what did it look like from where they stood? Give each "
                "role a heading “## ” of its own, the child and the family included.",
                Severity.ADVICE,
            )


def the_family_is_heard(library: Library) -> Iterator[Problem]:
    """A case review says how the family took part, or why it did not."""
    for filed, record in _reviews(library):
        family = record.family
        if family is None or (
            family.involved in {Answer.NO, Answer.NOT_KNOWN} and family.why_not is None
        ):
            yield _question(
                filed,
                ("family",),
                "no-family-voice",
                "It is not said how the family took part, or why not.",
                "Were the child and the family asked? Write it under “family”: how, or why not. "
                "Readers learn from an honest “not this time” too.",
            )


def recommendations_go_beyond_training(library: Library) -> Iterator[Problem]:
    """Recommendations ask for more than training and procedures."""
    for filed, record in _reviews(library):
        texts = [each.text for each in record.recommendations]
        if len(texts) > 1 and all(_TRAINING_OR_PROCEDURES.search(text) for text in texts):
            yield _question(
                filed,
                ("recommendations",),
                "only-training-or-procedures",
                "All recommendations ask for training, guidance or procedures.",
                "What would make the better way the easier one: time, people, tools, who talks to "
                "whom? Some answers need a judgement, and some more research.",
            )


def something_speaks_against_it(library: Library) -> Iterator[Problem]:
    """A case review says what speaks against its own reading."""
    for filed, record in _reviews(library):
        dissent = any(each.dissent or not each.selected for each in record.findings)
        passages = (passage for section in filed.narrative for passage in section.passages)
        open_questions = any(
            each.kind in {PassageKind.GAP, PassageKind.DISPUTE} for each in passages
        )
        if record.findings and not dissent and not open_questions:
            yield _question(
                filed,
                ("findings",),
                "no-counter-evidence",
                "Nothing here speaks against the findings.",
                "Who reads the case otherwise, what is not known, and which finding was turned "
                "down? There is a place for each: “dissent”, “Gap:”, “Dispute:”, and findings that "
                "were not selected.",
            )


def _reviews(library: Library) -> Iterator[tuple[Filed, CaseReview]]:
    """Yield the case reviews whose authors can still answer a question."""
    for filed in library.filed:
        if isinstance(filed.record, CaseReview) and filed.record.origin is not Origin.LITERATURE:
            yield filed, filed.record


def _question(filed: Filed, path: FieldPath, code: str, message: str, mend: str) -> Problem:
    return problem_at(filed, path, code, message, mend, Severity.ADVICE)
