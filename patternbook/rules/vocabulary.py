"""The pages of the vocabulary: a tree of patterns and factors without loose ends."""

from __future__ import annotations

from patternbook.rules.rule import Rule, Theme


class NoParent(Rule):
    """A factor stands under a type of factor; only “other” stands under none.

    Why: The map of factors is made from the types, and a factor without one would be on no map.
    “Other” is the place for what the framework does not know yet.

    Passes:
        # file: docs/factors/workload.md
        parent: conditions-of-work

    Fails:
        # file: docs/factors/workload.md
        parent: null

    Source: Learning Together (SCIE Guide 13, 2008), Appendix 5.
    """

    code = "no-parent"


class UnknownParent(Rule):
    """What an entry stands under exists and is of the kind above its own.

    Why: Issues stand under patterns, factors under types, and types under levels. The counts of an
    entry take in all that stands below it, so one loose branch would make several pages wrong.

    Passes:
        # file: docs/factors/workload.md
        parent: conditions-of-work

    Fails:
        # file: docs/factors/workload.md
        parent: front-line-factors

    Source: Learning Together (SCIE Guide 13, 2008), Appendices 5 and 6.
    """

    code = "unknown-parent"


class UnknownAlsoUnder(Rule):
    """A second place of a factor is a type of factor.

    Why: The sources list a few factors in two places, and so do we. A place that does not exist
    would show the factor nowhere.

    Passes:
        # file: docs/factors/workload.md
        also_under: [own-team-factors]

    Fails:
        # file: docs/factors/workload.md
        also_under: [own-teams]

    Source: Learning Together (SCIE Guide 13, 2008), section 2.6 and Appendix 5, which differ on
    where resource allocation belongs.
    """

    code = "unknown-also-under"


class UnknownInherits(Rule):
    """A type of factor inherits from another type of factor.

    Why: Whatever can help or hinder within a team can also do so between agencies. One field says
    so for all of those factors at once, so it must name their type.

    Passes:
        # file: docs/factors/inter-agency-factors.md
        inherits: own-team-factors

    Fails:
        # file: docs/factors/inter-agency-factors.md
        inherits: supervision

    Source: Learning Together (SCIE Guide 13, 2008), Appendix 5.
    """

    code = "unknown-inherits"


class UnknownReplacedBy(Rule):
    """What replaces a retired entry exists and is of the same kind.

    Why: The page of the retired entry sends its readers there. A factor that turned into a pattern
    would turn the meaning of old records as well.

    Passes:
        # file: docs/factors/timing.md
        status: retired
        replaced_by: workload

    Fails:
        # file: docs/factors/timing.md
        status: retired
        replaced_by: tunnel-vision

    Source: House rule: no link leads nowhere.
    """

    code = "unknown-replaced-by"


class ReplacedByItself(Rule):
    """An entry is replaced by another and not by itself.

    Why: The page would send its readers back to where they are. It is nearly always a slip in
    copying.

    Passes:
        # file: docs/factors/timing.md
        status: retired
        replaced_by: workload

    Fails:
        # file: docs/factors/timing.md
        status: retired
        replaced_by: timing

    Source: House rule: no link leads nowhere.
    """

    code = "replaced-by-itself"


class RetiredWithoutSuccessor(Rule):
    """A retired entry says what to use instead.

    Why: Whoever comes to its page has something to tell and is looking for the word for it. If
    nothing has taken its place, it is better to keep it.

    Passes:
        # file: docs/factors/timing.md
        status: retired
        replaced_by: workload

    Fails:
        # file: docs/factors/timing.md
        status: retired

    Source: House rule: the vocabulary may change, and leaves nobody without a word.
    """

    code = "retired-without-successor"


class NotHere(Rule):
    """A pattern and a level stand under nothing.

    Why: They are the trunks of the two trees: six kinds of pattern and three levels of factors. A
    parent would make an issue of the one or a type of the other, and each has a kind of its own
    for that.

    Passes:
        # file: docs/patterns/human-tool-operation.md
        kind: pattern

    Fails:
        # file: docs/patterns/human-tool-operation.md
        kind: pattern
        parent: human-judgement-and-reasoning

    Source: Learning Together (SCIE Guide 13, 2008), sections 2.1 and 2.6.
    """

    code = "not-here"


class DuplicateTitle(Rule):
    """Every pattern and every factor has a title of its own.

    Why: Lists, links and evidence show an entry by its title alone. With two alike, nobody could
    tell which of them a record means. Capitals and punctuation make no difference to a reader.

    Passes:
        # file: docs/factors/timing.md
        title: The hour and the day

    Fails:
        # file: docs/factors/timing.md
        title: workload

    Source: House rule: whoever reads a title knows which page is meant.
    """

    code = "duplicate-title"


class UnknownNeighbour(Rule):
    """A neighbour is an entry of the vocabulary.

    Why: A page names the entries that it is easily taken for, so that people choose the right one.
    A name that leads nowhere leaves them with a question.

    Passes:
        # file: docs/factors/timing.md
        neighbours:
          - {id: workload, difference: Workload is what somebody carries all week.}

    Fails:
        # file: docs/factors/timing.md
        neighbours:
          - {id: work-load, difference: Workload is what somebody carries all week.}

    Source: House rule: a link leads somewhere.
    """

    code = "unknown-neighbour"


class NeighbourOfItself(Rule):
    """An entry is not its own neighbour.

    Why: A neighbour is another entry that looks alike. Most often two ids were mixed up here.

    Passes:
        # file: docs/factors/timing.md
        neighbours:
          - {id: workload, difference: Workload is what somebody carries all week.}

    Fails:
        # file: docs/factors/timing.md
        neighbours:
          - {id: timing, difference: Workload is what somebody carries all week.}

    Source: House rule: a link leads somewhere else.
    """

    code = "neighbour-of-itself"


class RepeatedNeighbour(Rule):
    """A neighbour is named once.

    Why: What tells two entries apart is easier to use if it stands in one place.

    Passes:
        # file: docs/factors/timing.md
        neighbours:
          - {id: workload, difference: Workload is what somebody carries all week.}

    Fails:
        # file: docs/factors/timing.md
        neighbours:
          - {id: workload, difference: Workload is what somebody carries all week.}
          - {id: workload, difference: Workload can be counted.}

    Source: House rule: each thing is said once.
    """

    code = "repeated-neighbour"


THEME = Theme(
    "The vocabulary",
    "Each pattern and each contributory factor is a page that people write. Together the pages are "
    "two trees, and these rules keep them whole.",
    (
        NoParent,
        UnknownParent,
        UnknownAlsoUnder,
        UnknownInherits,
        UnknownReplacedBy,
        ReplacedByItself,
        RetiredWithoutSuccessor,
        NotHere,
        DuplicateTitle,
        UnknownNeighbour,
        NeighbourOfItself,
        RepeatedNeighbour,
    ),
)
