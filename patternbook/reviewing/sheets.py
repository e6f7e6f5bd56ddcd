"""The review team's own papers: episodes, perspectives and gaps, dates, and what to destroy.

The table of episodes has three columns (Guide 13, Appendix 4). Gaps and disputes are kept apart
from what is told, and each perspective says whether it comes from a record, from a conversation or
from both (Guide 13, section 3).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from patternbook.model import Episode
from patternbook.paper.labels import said_of
from patternbook.paper.layout import EPISODE_COLUMNS
from patternbook.paper.parts import (
    Block,
    Cell,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
    labelled,
    text,
)
from patternbook.reviewing.plan import Plan, Step, day_of, in_words
from patternbook.reviewing.prose import document, to_fill_in
from patternbook.reviewing.roles import Part

_EPISODES = 3  # blank ones; a fourth is copied
_BLANK_ROWS = 3


def sheets(part: Part, plan: Plan, begins: datetime.date | None) -> dict[str, Document]:
    """Return each paper by the name of its file."""
    return {
        "episodes": _with(document("episodes"), _episodes()),
        "perspectives-and-gaps": _with(document("perspectives"), _perspectives(part)),
        "stages-of-dialogue": _with(document("stages"), _stages(plan, begins)),
        "recordings-and-notes": _with(document("to-destroy"), _to_destroy(part, plan, begins)),
    }


def _with(document: Document, blocks: Sequence[Block]) -> Document:
    return Document(document.title, (*document.blocks, *blocks))


def _episodes() -> list[Block]:
    made: list[Block] = []
    for number in range(1, _EPISODES + 1):
        if number > 1:
            made.append(PageBreak())
        made += [
            Heading(1, f"Episode {number}: ", to_fill_in("a few neutral words")),
            labelled("When", to_fill_in("such as Weeks 1 to 9")),
            labelled("Why we chose it", to_fill_in("who named it, and what it led to")),
            Table(f"Episode {number}", EPISODE_COLUMNS, (_episode(),), (1, 1, 1)),
        ]
    return made


def _episode() -> tuple[Cell, ...]:
    significance = said_of(Episode, "significance").label
    judgement = said_of(Episode, "judgement").label
    return (
        Cell(
            (
                _blank("what happened, close to what those who were there told you"),
                labelled(significance, to_fill_in("what we see in it now, with hindsight")),
            )
        ),
        Cell(
            (
                _blank("what was done and what was not, a line for each"),
                labelled(judgement, to_fill_in("how well it met what was needed, good and not")),
            )
        ),
        Cell((_blank("a factor, whether it helped or hindered, and how; a line for each"),)),
    )


def _perspectives(part: Part) -> list[Block]:
    source, to_do = "conversation, record, or both", "what to ask or to read next"
    rows: list[tuple[Cell, ...]] = [
        (
            _cell(each.name),
            _cell(each.agency.label if each.agency else "Family" if each.is_family else None),
            _cell(each.by.label if each.by else None, source),
            _cell(None, to_do),
        )
        for each in part.roles
    ]
    rows += _blank_rows("role", "agency, or family", source, to_do)
    gaps: list[tuple[Cell, ...]] = [
        (_cell(each.role), _cell(each.why), _cell(None, "what helps")) for each in part.missing
    ]
    gaps += _blank_rows("role, or record", "why", "what helps")
    account = "account, and its source"
    disputes = _blank_rows("what about", account, account, "what we do")
    return [
        Heading(1, "Perspectives"),
        text("Each view that we have, or that we hope to have, and where it comes from."),
        _table(("Role", "Agency", "Source", "Still to do"), rows, "Perspectives", (3, 3, 3, 4)),
        Heading(1, "Gaps"),
        text("Who or what is missing, and why. A gap that is named is worth more than a guess."),
        _table(("What is missing", "Why", "What we do instead"), gaps, "Gaps", (3, 4, 4)),
        Heading(1, "Disputes"),
        text("Where accounts differ. Both stay in the report. Nobody has to settle it."),
        _table(
            ("What it is about", "One account", "The other account", "What we do"),
            disputes,
            "Disputes",
            (3, 4, 4, 3),
        ),
    ]


def _stages(plan: Plan, begins: datetime.date | None) -> list[Block]:
    rounds = [
        (
            _cell(stage.stage.label),
            _cell(step.what),
            _cell(_when(step, begins)),
            _cell(None, "done on"),
        )
        for stage in plan.dialogue
        for step in stage.steps()
    ]
    of_dialogue = {step for stage in plan.dialogue for step in stage.steps()}
    others = [
        (_cell(step.what), _cell(_when(step, begins)), _cell(None, "done on"))
        for step in plan.steps
        if step not in of_dialogue
    ]
    weeks = [] if begins else [text("Week 1 is the week of the first letters.")]
    return [
        *weeks,
        Heading(1, "The three drafts"),
        _table(("Draft", "What", "Due", "Done"), rounds, "The three drafts", (3, 8, 4, 3)),
        Heading(1, "Before and after"),
        _table(("What", "Due", "Done"), others, "Before and after", (11, 4, 3)),
    ]


def _to_destroy(part: Part, plan: Plan, begins: datetime.date | None) -> list[Block]:
    rows: list[tuple[Cell, ...]] = [
        (
            _cell(each.what),
            _cell(None, "role"),
            _cell(_when(each, begins)),
            _cell(None, "destroyed on"),
        )
        for each in _each_of(part, plan.to_destroy)
    ]
    rows += _blank_rows("what it is", "role", "date", "destroyed on")
    header = ("What", "Who destroys it", "By when", "Destroyed")
    name = "What is to be destroyed"
    return [Heading(1, name), _table(header, rows, name, (6, 4, 4, 4))]


def _each_of(part: Part, to_destroy: Sequence[Step]) -> list[Step]:
    """Return what is to be destroyed, for each role whose conversation leaves something behind."""
    roles = [each.name for each in part.roles if each.has_conversation]
    if not roles:
        return list(to_destroy)
    return [Step(f"{each.what}: {role}", each.week) for each in to_destroy for role in roles]


def _when(step: Step, begins: datetime.date | None) -> str:
    return f"Week {step.week}" if begins is None else in_words(day_of(step.week, begins))


def _blank(what: str) -> Paragraph:
    return Paragraph((to_fill_in(what),))


def _blank_rows(*what: str) -> list[tuple[Cell, ...]]:
    return [tuple(_cell(None, each) for each in what)] * _BLANK_ROWS


def _cell(said: str | None, to_say: str = "") -> Cell:
    """Return a cell with a text, or with a place to fill in."""
    if said is not None:
        return Cell((Paragraph((Run(said),)),))
    return Cell((_blank(to_say),) if to_say else ())


def _table(
    header: tuple[str, ...],
    rows: Sequence[tuple[Cell, ...]],
    name: str,
    widths: tuple[int, ...],
) -> Table:
    return Table(name, header, tuple(rows), widths, has_row_headers=True)
