"""A published library -> the pages on which a record is written in the browser.

Each page says what a form does with what is written in it, and holds a place that a script fills
with the fields. Without the script it says so, and leads to the other ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from patternbook.pages import paths
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.pages.starting import may_keep
from patternbook.publication import PublishedLibrary
from patternbook.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class FormPage:
    """The page of one form: its name, what it is for, and how long it takes."""

    name: str
    kind: Kind
    title: str
    time: str
    lead: str


PAGES = (
    FormPage(
        Kind.NEAR_MISS.value,
        Kind.NEAR_MISS,
        "Write a near miss",
        "It takes about ten minutes.",
        "Something could have gone wrong for a child and was stopped, or it did go wrong and no "
        "serious harm came of it. Tell it here.",
    ),
    FormPage(
        Kind.DEBRIEF.value,
        Kind.DEBRIEF,
        "Write a debrief",
        "It takes about five minutes.",
        "You have just finished a piece of ordinary work. What went well, what was hard, and why?",
    ),
    FormPage(
        "episode",
        Kind.CASE_REVIEW,
        "Write a key practice episode",
        "It takes longer than the short forms do.",
        "One stretch of work that shaped how a case went, in the three columns of a review: what "
        "happened, how it came about step by step, and why it made sense at the time.",
    ),
)


def form_pages(library: PublishedLibrary) -> Iterator[Page]:
    """Yield the page that leads to the forms, and one for each form."""
    keeps = may_keep(library.audience)
    yield Page(
        path=paths.WRITE,
        title="Write it in your browser",
        description="Short forms for a near miss, a debrief and a key practice episode.",
        markdown=render(
            "write.md.j2", paths.WRITE, forms=PAGES, board=library.board, may_keep=keeps
        ),
    )
    for form in PAGES:
        path = paths.of_form(form.name)
        yield Page(
            path=path,
            title=form.title,
            description=f"{form.lead} {form.time} Nothing that you write leaves your browser.",
            markdown=render("form.md.j2", path, form=form, board=library.board, may_keep=keeps),
            extra={"form": form.name, "hide": ["toc"]},
        )
