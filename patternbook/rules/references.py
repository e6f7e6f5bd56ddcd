"""References: what a record mentions exists and is what it is taken for."""

from __future__ import annotations

from patternbook.problems import Severity
from patternbook.rules.rule import Rule, Theme


class UnknownFactor(Rule):
    """A contributory factor that a record names is one of the library's.

    Why: The page of each factor lists the records that name it. A record with another word for it
    would be missing there, and whoever meets the same difficulty would not find it. If no factor
    fits, use “other” and say what it was: that is how the list grows.

    Passes:
        factors:
          - factor: workload
            influence: hindered
            how: Forty letters had come in, and one person was there.

    Fails:
        factors:
          - factor: work-load
            influence: hindered
            how: Forty letters had come in, and one person was there.

    Source: Learning Together (SCIE Guide 13, 2008), Appendix 5, whose framework this library uses.
    """

    code = "unknown-factor"


class UnknownPattern(Rule):
    """A pattern or recurrent issue that a record names is one of the library's.

    Why: Patterns are stated in words that belong to no single case, so that one case can be seen
    beside others. A name that nobody else uses would stand alone.

    Passes:
        patterns:
          - pattern: tunnel-vision
            influence: unsafe
            how: Everybody looked at the letter, and nobody at the child.

    Fails:
        patterns:
          - pattern: one-track-minds
            influence: unsafe
            how: Everybody looked at the letter, and nobody at the child.

    Source: Learning Together (SCIE Guide 13, 2008), section 2.1 and Appendix 6.
    """

    code = "unknown-pattern"


class WrongKindOfEntry(Rule):
    """What a record names as a factor is a factor, and what it names as a pattern is a pattern.

    Why: Factors say why something made sense in one episode. Patterns say what returns from case
    to case. To mix them up would lose the difference, and a type of factor, such as conditions of
    work, is too wide to say what happened.

    Passes:
        factors:
          - factor: workload
            influence: hindered
            how: Forty letters had come in, and one person was there.

    Fails:
        factors:
          - factor: conditions-of-work
            influence: hindered
            how: Forty letters had come in, and one person was there.

    Source: Learning Together (SCIE Guide 13, 2008), Appendices 5 and 6.
    """

    code = "wrong-kind-of-entry"


class ScopeDoesNotFit(Rule):
    """Only a factor of one's own team can be said to have worked between agencies instead.

    Why: The framework gives inter-agency work all the factors of a team and some of its own. So a
    factor of the team may have been at work in either place, and the record can say in which. Any
    other factor has one place only.

    Passes:
        factors:
          - factor: supervision
            influence: helped
            scope: inter-agency
            how: Managers of two agencies talked it over together.

    Fails:
        factors:
          - factor: workload
            influence: hindered
            scope: inter-agency
            how: Forty letters had come in, and one person was there.

    Source: Learning Together (SCIE Guide 13, 2008), Appendix 5.
    """

    code = "scope-does-not-fit"


class UnknownEpisode(Rule):
    """An episode that a finding names stands in the same review.

    Why: The episodes show on what a finding rests. If one cannot be found, readers have to take
    the finding on trust.

    Passes:
        kind: case-review
        episodes:
          - id: first-letter
            title: A letter waits
            practice: mixed
            description: It lay on the desk for a week.
        findings:
          - id: no-second-look
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: What is filed once is seldom looked at again.
            episodes: [first-letter]

    Fails:
        kind: case-review
        episodes:
          - id: first-letter
            title: A letter waits
            practice: mixed
            description: It lay on the desk for a week.
        findings:
          - id: no-second-look
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: What is filed once is seldom looked at again.
            episodes: [letter]

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on how episodes lead to patterns.
    """

    code = "unknown-episode"


class UnknownFinding(Rule):
    """A finding that a recommendation answers stands in the same review.

    Why: Years later, those who have to decide will ask what a recommendation was for. The finding
    tells them, and through it the episodes.

    Passes:
        kind: case-review
        findings:
          - id: no-second-look
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: What is filed once is seldom looked at again.
        recommendations:
          - id: ring-back
            kind: clear-cut
            level: local
            text: Ring back on the day a letter comes.
            findings: [no-second-look]

    Fails:
        kind: case-review
        findings:
          - id: no-second-look
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: What is filed once is seldom looked at again.
        recommendations:
          - id: ring-back
            kind: clear-cut
            level: local
            text: Ring back on the day a letter comes.
            findings: [second-look]

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on making recommendations.
    """

    code = "unknown-finding"


class UnknownRecord(Rule):
    """A related record is in the library.

    Why: A link that leads nowhere wastes a reader's time and makes them doubt the others. If the
    record is yet to come, add its id when it is there. A record that is held back may be named:
    the public page will not mention it.

    Passes:
        related: [a-home-visit]

    Fails:
        related: [a-home-visits]

    Source: House rule: no link leads nowhere.
    """

    code = "unknown-record"


class RelatedToItself(Rule):
    """A record is not named among the records that it is related to.

    Why: The link would lead to the page on which the reader is already. It is nearly always the
    wrong id of the right record.

    Passes:
        # file: reviews/near-misses/a-late-referral.md
        related: [a-home-visit]

    Fails:
        # file: reviews/near-misses/a-late-referral.md
        related: [a-late-referral]

    Source: House rule: no link leads nowhere.
    """

    code = "related-to-itself"


class FormerId(Rule):
    """A record uses the present id of a factor or pattern.

    Why: An entry that is given another name keeps the old one as well, so that no record breaks
    and nobody has to hurry. The new id tells a reader of the file what the page is called today.

    Passes:
        # file: docs/factors/workload.md
        former_ids: [amount-of-work]
        # file: reviews/debriefs/a-home-visit.md
        factors:
          - {factor: workload, influence: helped, how: The diary had gaps.}

    Fails:
        # file: docs/factors/workload.md
        former_ids: [amount-of-work]
        # file: reviews/debriefs/a-home-visit.md
        factors:
          - {factor: amount-of-work, influence: helped, how: The diary had gaps.}

    Source: “Cool URIs don't change” (W3C, 1998); house rule: old records stay valid.
    """

    code = "former-id"
    severity = Severity.ADVICE


class RetiredEntry(Rule):
    """A new record uses no factor or pattern that is retired.

    Why: An entry is retired when another describes the same thing better. Old records may stay as
    they are, since they said what they meant in the words of their time.

    Passes:
        # file: docs/factors/timing.md
        status: retired
        replaced_by: workload
        # file: reviews/debriefs/a-home-visit.md
        factors:
          - {factor: workload, influence: helped, how: The diary had gaps.}

    Fails:
        # file: docs/factors/timing.md
        status: retired
        replaced_by: workload
        # file: reviews/debriefs/a-home-visit.md
        factors:
          - {factor: timing, influence: helped, how: The diary had gaps.}

    Source: House rule: the vocabulary may change, and records are not rewritten for it.
    """

    code = "retired-entry"
    severity = Severity.ADVICE


THEME = Theme(
    "References",
    "Records name factors, patterns and one another. That is what makes a library of them: each "
    "name leads somewhere, and back again.",
    (
        UnknownFactor,
        UnknownPattern,
        WrongKindOfEntry,
        ScopeDoesNotFit,
        UnknownEpisode,
        UnknownFinding,
        UnknownRecord,
        RelatedToItself,
        FormerId,
        RetiredEntry,
    ),
)
