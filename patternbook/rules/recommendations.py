"""Recommendations: which are the same, and what was recommended before."""

from __future__ import annotations

from patternbook.problems import Severity
from patternbook.rules.rule import Rule, Theme


class BrokenGroup(Rule):
    """A recommendation that a group names is there for all who read the page of the group.

    Why: The page of a group says what several recommendations have in common, and what became of
    each. On a shared page that is public, and so must be all that it speaks of. What a board groups
    for itself stands among its own pages.

    Passes:
        # file: reviews/case-reviews/waiting-for-the-second-referral.md
        recommendations:
          - {id: ring-back, kind: clear-cut, level: local, text: Ring back soon.}
          - {id: say-why, kind: clear-cut, level: local, text: Say why.}
        # whole file: docs/recommendations/an-answer.md
        ---
        id: an-answer
        title: An answer for whoever writes
        members:
          - record: waiting-for-the-second-referral
            recommendation: ring-back
          - record: waiting-for-the-second-referral
            recommendation: say-why
        because: Both ask that people hear what came of their letter.
        grouped: {role: Editor, year: 2026}
        ---

    Fails:
        # file: reviews/case-reviews/waiting-for-the-second-referral.md
        recommendations:
          - {id: ring-back, kind: clear-cut, level: local, text: Ring back soon.}
        # whole file: docs/recommendations/an-answer.md
        ---
        id: an-answer
        title: An answer for whoever writes
        members:
          - record: waiting-for-the-second-referral
            recommendation: ring-back
          - record: waiting-for-the-second-referral
            recommendation: say-why
        because: Both ask that people hear what came of their letter.
        grouped: {role: Editor, year: 2026}
        ---

    Source: House rule: what is public refers to nothing that is not.
    """

    code = "broken-group"


class GroupedTwice(Rule):
    """A recommendation is in one group at most.

    Why: A group says that all in it are the same in substance. What is the same as those of two
    groups makes one of the two. A board may group for its own copy what the shared library groups
    otherwise, or not at all.

    Passes:
        # file: reviews/case-reviews/waiting-for-the-second-referral.md
        recommendations:
          - {id: ring-back, kind: clear-cut, level: local, text: Ring back soon.}
          - {id: say-why, kind: clear-cut, level: local, text: Say why.}
        # whole file: docs/recommendations/an-answer.md
        ---
        id: an-answer
        title: An answer for whoever writes
        members:
          - record: waiting-for-the-second-referral
            recommendation: ring-back
          - record: waiting-for-the-second-referral
            recommendation: say-why
        because: Both ask that people hear what came of their letter.
        grouped: {role: Editor, year: 2026}
        ---

    Fails:
        # file: reviews/case-reviews/waiting-for-the-second-referral.md
        recommendations:
          - {id: ring-back, kind: clear-cut, level: local, text: Ring back soon.}
          - {id: say-why, kind: clear-cut, level: local, text: Say why.}
        # whole file: docs/recommendations/an-answer.md
        ---
        id: an-answer
        title: An answer for whoever writes
        members:
          - record: waiting-for-the-second-referral
            recommendation: ring-back
          - record: waiting-for-the-second-referral
            recommendation: say-why
        because: Both ask that people hear what came of their letter.
        grouped: {role: Editor, year: 2026}
        ---
        # whole file: docs/recommendations/another-answer.md
        ---
        id: another-answer
        title: Another answer
        members:
          - record: waiting-for-the-second-referral
            recommendation: ring-back
          - record: waiting-for-the-second-referral
            recommendation: say-why
        because: Both ask for a word in return.
        grouped: {role: Editor, year: 2026}
        ---

    Source: House rule: each thing is said once.
    """

    code = "grouped-twice"


class GroupWithText(Rule):
    """The page of a group holds its fields, and nothing below them.

    Why: The site makes the page that readers see from the fields. What stands below them would be
    read by nobody, and whoever wrote it would not know.

    Passes:
        # file: reviews/case-reviews/waiting-for-the-second-referral.md
        recommendations:
          - {id: ring-back, kind: clear-cut, level: local, text: Ring back soon.}
          - {id: say-why, kind: clear-cut, level: local, text: Say why.}
        # whole file: docs/recommendations/an-answer.md
        ---
        id: an-answer
        title: An answer for whoever writes
        members:
          - record: waiting-for-the-second-referral
            recommendation: ring-back
          - record: waiting-for-the-second-referral
            recommendation: say-why
        because: Both ask that people hear what came of their letter.
        grouped: {role: Editor, year: 2026}
        ---

    Fails:
        # file: reviews/case-reviews/waiting-for-the-second-referral.md
        recommendations:
          - {id: ring-back, kind: clear-cut, level: local, text: Ring back soon.}
          - {id: say-why, kind: clear-cut, level: local, text: Say why.}
        # whole file: docs/recommendations/an-answer.md
        ---
        id: an-answer
        title: An answer for whoever writes
        members:
          - record: waiting-for-the-second-referral
            recommendation: ring-back
          - record: waiting-for-the-second-referral
            recommendation: say-why
        because: Both ask that people hear what came of their letter.
        grouped: {role: Editor, year: 2026}
        ---
        We have talked about this at length.

    Source: House rule: a page shows its readers everything that its file says.
    """

    code = "group-with-text"


class RecommendedBefore(Rule):
    """A review that recommends what was recommended before says that it knows of it.

    Why: To ask once more for what was done and changed nothing, or was declined for a reason, helps
    nobody. The check looks among earlier reviews for findings of the same pattern and for like
    words, and shows what it has found. Whether the two are the same is for you to say: name the
    earlier review under “related”, and the check is content.

    Passes:
        # file: reviews/case-reviews/letters-in-the-hall.md
        completed: 2019
        findings:
          - id: no-answer
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: What is filed once is seldom looked at again.
        recommendations:
          - id: ring-back
            kind: clear-cut
            level: local
            findings: [no-answer]
            text: Ring the school on the day its letter comes.
        # file: reviews/case-reviews/waiting-for-the-second-referral.md
        completed: 2024
        related: [letters-in-the-hall]
        findings:
          - id: no-answer
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: What is filed once is seldom looked at again.
        recommendations:
          - id: ring-back
            kind: clear-cut
            level: local
            findings: [no-answer]
            text: When a letter comes, ring the school that day.

    Fails:
        # file: reviews/case-reviews/letters-in-the-hall.md
        completed: 2019
        findings:
          - id: no-answer
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: What is filed once is seldom looked at again.
        recommendations:
          - id: ring-back
            kind: clear-cut
            level: local
            findings: [no-answer]
            text: Ring the school on the day its letter comes.
        # file: reviews/case-reviews/waiting-for-the-second-referral.md
        completed: 2024
        findings:
          - id: no-answer
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: What is filed once is seldom looked at again.
        recommendations:
          - id: ring-back
            kind: clear-cut
            level: local
            findings: [no-answer]
            text: When a letter comes, ring the school that day.

    Source: Learning Together (SCIE Guide 13, 2008), section 1, on the collation of findings from
    multiple case reviews.
    """

    code = "recommended-before"
    severity = Severity.ADVICE


THEME = Theme(
    "Recommendations",
    "A library remembers what was recommended, and what became of it. People say which "
    "recommendations are the same; the program only remembers.",
    (BrokenGroup, GroupedTwice, GroupWithText, RecommendedBefore),
)
