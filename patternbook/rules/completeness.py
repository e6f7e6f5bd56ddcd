"""What a case review might still say: questions to its authors, which stop nothing."""

from __future__ import annotations

from patternbook.problems import Severity
from patternbook.rules.rule import Rule, Theme


class NoGoodPractice(Rule):
    """A case review tells of good practice as well.

    Why: Something nearly always held, even for a while: a visit, a phone call, a question that was
    asked again. Others can do more of it, once they know what made it possible.

    Passes:
        kind: case-review
        episodes:
          - id: the-second-call
            title: The second call
            practice: good
            description: The school nurse rang back, since nobody had answered.

    Fails:
        kind: case-review
        episodes:
          - id: the-first-call
            title: The first call
            practice: problematic
            description: Nobody answered, and the call was noted as made.

    Source: Learning Together (SCIE Guide 13, 2008), section 2: patterns contribute to good practice
    as well as to problematic practice.
    """

    code = "no-good-practice"
    severity = Severity.ADVICE


class AllEpisodesProblematic(Rule):
    """Not every episode of a case review is problematic.

    Why: An episode is chosen because the case turned on it, be it for the better or the worse. A
    review of nothing but the worse reads like a charge sheet, and looks for causes where there were
    also strengths.

    Passes:
        kind: case-review
        episodes:
          - id: the-first-call
            title: The first call
            practice: problematic
            description: Nobody answered, and the call was noted as made.
          - id: the-second-call
            title: The second call
            practice: mixed
            description: The school nurse rang back, and forgot to write it down.

    Fails:
        kind: case-review
        episodes:
          - id: the-first-call
            title: The first call
            practice: problematic
            description: Nobody answered, and the call was noted as made.
          - id: the-second-call
            title: The second call
            practice: problematic
            description: The school nurse rang back, and forgot to write it down.

    Source: Learning Together (SCIE Guide 13, 2008), section 2, on key practice episodes, a name
    that is neutral on purpose.
    """

    code = "all-episodes-problematic"
    severity = Severity.ADVICE


class FactorsAtOneLevel(Rule):
    """Contributory factors are sought at more than one level.

    Why: What people at the front line did was made likely by how work is organised, and that by
    what was decided further up. Four factors or more of one level alone may mean that nobody asked
    what lay behind them.

    Passes:
        kind: case-review
        episodes:
          - id: the-first-call
            title: The first call
            practice: mixed
            description: Nobody answered, and the call was noted as made.
            factors:
              - {factor: workload, influence: hindered, how: Forty letters lay there.}
              - {factor: timing, influence: hindered, how: It was a Friday.}
              - {factor: supervision, influence: hindered, how: It was put off.}
              - {factor: targets, influence: hindered, how: Only speed was counted.}

    Fails:
        kind: case-review
        episodes:
          - id: the-first-call
            title: The first call
            practice: mixed
            description: Nobody answered, and the call was noted as made.
            factors:
              - {factor: workload, influence: hindered, how: Forty letters lay there.}
              - {factor: timing, influence: hindered, how: It was a Friday.}
              - {factor: supervision, influence: hindered, how: It was put off.}
              - {factor: information-sharing, influence: hindered, how: It came late.}

    Source: Learning Together (SCIE Guide 13, 2008), section 2.6, on the three levels from which
    factors come.
    """

    code = "factors-at-one-level"
    severity = Severity.ADVICE


class FindingInWordsOfTheCase(Rule):
    """A finding is worded so that it fits other cases too.

    Why: A team that never met this family should be able to ask whether the same holds for them.
    What is particular to the case has a place of its own, “in_this_case”.

    Passes:
        kind: case-review
        findings:
          - id: the-first-account
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: A first account of an injury shapes how others are heard.

    Fails:
        kind: case-review
        findings:
          - id: the-first-account
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: The mother said that he fell, and nobody asked again.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on patterns in language that belongs
    to no one case.
    """

    code = "finding-in-words-of-the-case"
    severity = Severity.ADVICE


class OnePerspective(Rule):
    """The account of a case review has more than one perspective.

    Why: People who worked on the same case saw different parts of it, and each made sense from
    where they stood. A single story smooths over just the differences that explain what happened.

    Passes:
        kind: case-review
        ---
        ## The health visitor

        Source: conversation

        She had twenty minutes.

        ## The father

        Source: conversation

        He had been told to wait.

    Fails:
        kind: case-review
        ---
        ## The health visitor

        Source: conversation

        She had twenty minutes.

    Source: Learning Together (SCIE Guide 13, 2008), section 2, on a narrative of several
    perspectives.
    """

    code = "one-perspective"
    severity = Severity.ADVICE


class NoFamilyVoice(Rule):
    """A case review says how the family took part in it, or why not.

    Why: The child and the family were there, and know what no file says. How best to ask them is
    still being learned, so others also learn from an honest “not this time”, with the reason.

    Passes:
        kind: case-review
        family: {involved: no, why_not: The court case was still open.}

    Fails:
        kind: case-review
        family: {involved: no}

    Source: Learning Together (SCIE Guide 13, 2008), section 2, on where children and families fit;
    Chris Mills, for whom their views are not optional.
    """

    code = "no-family-voice"
    severity = Severity.ADVICE


class OnlyTrainingOrProcedures(Rule):
    """Recommendations ask for more than training, guidance and procedures.

    Why: Most people knew what the procedure said, and something else made another way the easier
    one. What else could change: time, people, tools, or who talks to whom? Some answers need a
    judgement by those in charge, and some more research.

    Passes:
        kind: case-review
        recommendations:
          - id: training
            kind: clear-cut
            level: local
            text: Train new staff at the duty desk.
          - id: a-second-line
            kind: judgement-and-compromise
            level: local
            text: Give the duty desk a second line and somebody to answer it.

    Fails:
        kind: case-review
        recommendations:
          - id: training
            kind: clear-cut
            level: local
            text: Train new staff at the duty desk.
          - id: a-procedure
            kind: clear-cut
            level: local
            text: Write a procedure for calls that nobody answers.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on three kinds of recommendation;
    Chris Mills, on recommendations that are handed down.
    """

    code = "only-training-or-procedures"
    severity = Severity.ADVICE


class NoCounterEvidence(Rule):
    """A case review says what speaks against its own reading.

    Why: Reviewers judge from a distance and with the end in mind, as anyone would. If they also say
    who reads the case otherwise, what nobody knows and which finding they turned down, readers can
    weigh the rest.

    Passes:
        kind: case-review
        findings:
          - id: the-first-account
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: A first account of an injury shapes how others are heard.
            dissent: Two participants think that the workload explains it.

    Fails:
        kind: case-review
        findings:
          - id: the-first-account
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: A first account of an injury shapes how others are heard.

    Source: Learning Together (SCIE Guide 13, 2008), section 3: gaps and disputes are shown, and
    other selections of patterns remain possible.
    """

    code = "no-counter-evidence"
    severity = Severity.ADVICE


THEME = Theme(
    "What a case review might still say",
    "These are questions, and nobody has to answer them. They ask for what the method asks for, "
    "and only where the authors can still be asked: never in a record from the literature.",
    (
        NoGoodPractice,
        AllEpisodesProblematic,
        FactorsAtOneLevel,
        FindingInWordsOfTheCase,
        OnePerspective,
        NoFamilyVoice,
        OnlyTrainingOrProcedures,
        NoCounterEvidence,
    ),
)
