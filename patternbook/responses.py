"""What the responses to a recommendation come to: the newest of them, and whether it is open."""

from __future__ import annotations

from collections.abc import Iterable

from patternbook.model import Recommendation, Response
from patternbook.vocabulary import ResponseStatus


def newest_of(responses: Iterable[Response]) -> Response | None:
    """Return the newest of some responses: of one year, the one written last."""
    return max(reversed(tuple(responses)), key=lambda each: each.year, default=None)


def latest_response(recommendation: Recommendation) -> Response | None:
    """Return the newest response to a recommendation, or None if none is recorded."""
    return newest_of(recommendation.responses)


def is_open(recommendation: Recommendation) -> bool:
    """Return whether a recommendation is still open.

    It is while no response is recorded, and while the newest one is neither “done” nor
    “declined”: what was accepted or adapted, or is in progress, is not there yet.
    """
    latest = latest_response(recommendation)
    return latest is None or latest.status.leaves_open


def in_order_of_years(recommendation: Recommendation) -> tuple[Response, ...]:
    """Return the responses with the oldest first; those of one year as they were written."""
    return tuple(sorted(recommendation.responses, key=lambda each: each.year))


def first_done(recommendation: Recommendation) -> int | None:
    """Return the first year in which somebody said that it was done, or None."""
    years = (r.year for r in recommendation.responses if r.status is ResponseStatus.DONE)
    return min(years, default=None)
