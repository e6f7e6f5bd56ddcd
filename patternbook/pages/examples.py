"""Live examples for hand-written pages: what a record says today, marked as what it is.

Each takes the published library, the path of the page, and the author's arguments, and returns
Markdown. A record that this reading does not hold is no fault of the page, since a board's copy
or the participants of one review may hold fewer: the page says so, and nothing of the record.
Whether the shared library itself still has what its pages show is for `patternbook.checks.guide`,
which also reads the arguments that say what the example is an example of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from patternbook.evidence import counts
from patternbook.model import CaseReview, Debrief, NearMiss
from patternbook.narrative import Passage, PassageKind
from patternbook.pages import links, paths
from patternbook.pages.markup import Link
from patternbook.pages.rendering import render
from patternbook.publication import Published, PublishedLibrary

NOT_HERE = "*A record that is not in this library.*"
# The parts of an episode, as the table of Guide 13's Appendix 4 has them.
EPISODE_PARTS = ("account", "hindsight", "judgement", "factors")

R = TypeVar("R", CaseReview, NearMiss, Debrief)


def show_episode(
    library: PublishedLibrary,
    page: str,
    record_id: str,
    episode_id: str,
    *,
    practice: str | None = None,
    factor: str | None = None,
    parts: str = " ".join(EPISODE_PARTS),
) -> str:
    """Return a key practice episode, or those of its `parts` that are named.

    Raises ValueError if there is no such part of an episode.
    """
    del practice, factor
    wanted = parts.split()
    if unknown := [part for part in wanted if part not in EPISODE_PARTS]:
        raise ValueError(f"show_episode: an episode has no “{unknown[0]}”.")
    published, record = _find(library, record_id, CaseReview)
    episode = _part(record.episodes, episode_id) if record is not None else None
    if published is None or episode is None:
        return NOT_HERE
    link = Link(episode.title, paths.of_record(published), paths.episode_anchor(episode.id))
    return _example(
        library, page, published, link, "Key practice episode", part=episode, parts=wanted
    )


def show_finding(
    library: PublishedLibrary,
    page: str,
    record_id: str,
    finding_id: str,
    *,
    pattern: str | None = None,
    influence: str | None = None,
) -> str:
    """Return a finding: its statement, how it showed itself, and why it is more than a quirk."""
    del pattern, influence
    published, record = _find(library, record_id, CaseReview)
    finding = _part(record.findings, finding_id) if record is not None else None
    if published is None or finding is None:
        return NOT_HERE
    title = library.typology.get(finding.pattern).entry.title
    link = Link(title, paths.of_record(published), paths.finding_anchor(finding.id))
    return _example(library, page, published, link, "Finding", part=finding)


def show_recommendation(
    library: PublishedLibrary,
    page: str,
    record_id: str,
    recommendation_id: str,
    *,
    kind: str | None = None,
    level: str | None = None,
) -> str:
    """Return a recommendation with its kind and level, and what became of it."""
    del kind, level
    published, record = _find(library, record_id, CaseReview)
    each = _part(record.recommendations, recommendation_id) if record is not None else None
    if published is None or each is None:
        return NOT_HERE
    path = paths.of_record(published)
    link = Link(published.record.title, path, paths.recommendation_anchor(each.id))
    return _example(library, page, published, link, "Recommendation", part=each)


def show_perspective(
    library: PublishedLibrary, page: str, record_id: str, title: str, *, paragraphs: int = 2
) -> str:
    """Return the beginning of one person's account, so many paragraphs of it."""
    published, _ = _find(library, record_id, CaseReview)
    narrative = published.narrative if published is not None else ()
    section = next((each for each in narrative if each.title == title), None)
    if published is None or section is None:
        return NOT_HERE
    number = narrative.index(section) + 1
    link = Link(title, paths.of_record(published), f"narrative-{number}")
    begun = list(_beginning(section.passages, paragraphs))
    return _example(library, page, published, link, "Perspective", part=section, passages=begun)


def show_near_miss(
    library: PublishedLibrary,
    page: str,
    record_id: str,
    *,
    prevented_by: str | None = None,
    factor: str | None = None,
    outcome: str | None = None,
) -> str:
    """Return a near miss: what happened, why it made sense, and what prevented harm."""
    del prevented_by, factor, outcome
    published, record = _find(library, record_id, NearMiss)
    if published is None:
        return NOT_HERE
    return _example(library, page, published, links.to_record(published), "Near miss", part=record)


def show_debrief(
    library: PublishedLibrary, page: str, record_id: str, *, factor: str | None = None
) -> str:
    """Return a debrief: what went well, what was hard, and what to tell others."""
    del factor
    published, record = _find(library, record_id, Debrief)
    if published is None:
        return NOT_HERE
    return _example(library, page, published, links.to_record(published), "Debrief", part=record)


def show_factor(library: PublishedLibrary, page: str, entry_id: str) -> str:
    """Return a factor in short: its definition, and how it shows itself.

    Raises ValueError if there is no such entry.
    """
    return _entry(library, page, entry_id)


def show_pattern(library: PublishedLibrary, page: str, entry_id: str) -> str:
    """Return a pattern or recurrent issue in short: its definition, and how it shows itself.

    Raises ValueError if there is no such entry.
    """
    return _entry(library, page, entry_id)


def _entry(library: PublishedLibrary, page: str, entry_id: str) -> str:
    if entry_id not in library.typology:
        raise ValueError(f"There is no entry called “{entry_id}”.")
    found = library.typology.get(entry_id)
    return render("snippet-entry.md.j2", page, entry=found.entry, link=links.to_entry(found))


def _find(
    library: PublishedLibrary, record_id: str, kind: type[R]
) -> tuple[Published, R] | tuple[None, None]:
    for published in library.records:
        if published.record.id == record_id and isinstance(published.record, kind):
            return published, published.record
    return None, None


def _part(parts: Iterable[Any], part_id: str) -> Any:
    return next((part for part in parts if part.id == part_id), None)


def _beginning(passages: Iterable[Passage], number: int) -> Iterable[Passage]:
    """Yield passages until so many paragraphs have been told; a mark of a gap comes along."""
    for passage in passages:
        if number <= 0:
            return
        if passage.kind is not PassageKind.ACCOUNT:
            yield passage
            continue
        told = passage.markdown.split("\n\n")[:number]
        number -= len(told)
        yield Passage(passage.kind, "\n\n".join(told), passage.audience)


def _example(
    library: PublishedLibrary, page: str, published: Published, link: Link, what: str, **values: Any
) -> str:
    return render(
        "snippet-example.md.j2",
        page,
        link=link,
        what=what,
        record=published.record,
        counted=counts(published),
        to_record=links.to_record(published),
        entry_link=lambda entry_id: links.to_entry(library.typology.get(entry_id)),
        **{"parts": EPISODE_PARTS, "passages": (), **values},
    )
