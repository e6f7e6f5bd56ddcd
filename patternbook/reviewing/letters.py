"""What participants get on paper: letters, the sheet on who reads what, and one on the drafts.

Nothing of a record is in them. That the board stands behind the review is said only if the board
has said so, since a promise that nobody gave does harm (Guide 13, Appendix 1, could make it).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from patternbook.paper.parts import Block, Cell, Document, Paragraph, Run, Style, Table, text
from patternbook.reviewing.plan import Plan, Round, day_of, in_words
from patternbook.reviewing.prose import document, to_fill_in
from patternbook.settings import OrganisationalBacking
from patternbook.vocabulary import Stage

_BACKING, _STAGES = "BACKING", "STAGES"

# What each draft holds and what is asked about it (Guide 13, section 3, on the three stages).
_OF_DRAFTS: Mapping[Stage, tuple[str, str]] = {
    Stage.PRELIMINARY: (
        "The story from several sides. The moments that we chose, and why. First thoughts on what "
        "was at work.",
        "Is it right? Is your view in it? Which moment is missing?",
    ),
    Stage.INTERIM: (
        "All of that, mended. The patterns that we see, and those that we would leave out.",
        "Are these the ones? What do we make too much of, or too little?",
    ),
    Stage.FINAL_DRAFT: (
        "The whole report, with what we found and what we would ask the board to do.",
        "Can you stand by this? What will happen when it is read? Could anybody be known by it?",
    ),
}


def letters(
    plan: Plan, begins: datetime.date | None, backing: OrganisationalBacking | None
) -> dict[str, Document]:
    """Return each letter and sheet by the name of its file."""
    return {
        "introduction": document(
            "introduction", {_BACKING: _backing(backing)}, backing=backing is not None
        ),
        "about-the-conversation": document("conversation"),
        "who-reads-what": document("consent"),
        "to-the-family": document("family"),
        "three-drafts": document("drafts", {_STAGES: [_stages(plan, begins)]}),
    }


def _backing(backing: OrganisationalBacking | None) -> list[Block]:
    """Return what the board has said, and no more than that."""
    if backing is None:
        return []
    said = (
        "The board stands behind this review and the way in which it is done. It said so in "
        f"{backing.year}, through this role: {backing.given_by}."
    )
    if backing.words is None:
        return [text(said)]
    return [
        text(f"{said} These are its words:"),
        *(text(each, Style.QUOTE) for each in backing.words.split("\n\n")),
    ]


def _stages(plan: Plan, begins: datetime.date | None) -> Table:
    rows = []
    for each in plan.dialogue:
        weeks = dict(each.weeks)
        held, asked = _OF_DRAFTS[each.stage]
        rows.append(
            (
                Cell((text(each.stage.label),)),
                Cell((text(held),)),
                Cell((text(asked),)),
                Cell((_when(weeks[Round.COMMENTS], begins),)),
                Cell((_when(weeks[Round.MEETING], begins),)),
            )
        )
    return Table(
        name="The three drafts",
        header=("Draft", "What is in it", "What we ask you", "Comments by", "Meeting"),
        rows=tuple(rows),
        widths=(16, 32, 30, 17, 17),
        has_row_headers=True,
    )


def _when(week: int, begins: datetime.date | None) -> Paragraph:
    if begins is None:
        return Paragraph((to_fill_in("date"),))
    return Paragraph((Run(in_words(day_of(week, begins))),))
