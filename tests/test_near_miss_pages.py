"""The page of a near miss says how it ended as far as the record bears it, and no further."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from patternbook.pages import make_pages
from patternbook.publication import publish
from tests.making import load, near_miss

RETOLD: dict[str, Any] = {"origin": "literature", "citation": {"reference": "A report"}}
TURNED = [{"by": "chance", "how": "Somebody passed by."}]


def page_of(root: Path, **fields: Any) -> str:
    """Return the page of a near miss with these fields."""
    library, problems = load(root, {"reviews/near-misses/a-near-miss.md": near_miss(**fields)})
    assert problems == []
    pages = {page.path: page.markdown for page in make_pages(publish(library, "public"))}
    return pages["near-misses/a-near-miss.md"]


def test_an_outcome_that_the_source_does_not_tell_is_shown_as_open(tmp_path):
    page = page_of(tmp_path, **RETOLD, outcome=None, prevented_by=TURNED)

    assert '**Outcome:** <span class="pb-not-said">The record does not say.</span>' in page
    assert "our reading" not in page
    assert "## What changed its course {" in page
    assert "kept it from getting worse" not in page


def test_where_nothing_is_told_an_open_outcome_claims_nothing(tmp_path):
    page = page_of(tmp_path, **RETOLD, outcome=None)

    assert "what changed its course" in page
    assert "what kept harm away" not in page


@pytest.mark.parametrize(
    ("outcome", "shown", "heading"),
    [
        ("prevented", "Harm was prevented", "What prevented harm"),
        (
            "occurred-without-serious-harm",
            "It happened, without serious harm",
            "What kept it from getting worse",
        ),
    ],
)
def test_an_outcome_is_shown_and_a_retold_one_is_marked_as_a_reading(
    tmp_path, outcome, shown, heading
):
    retold = page_of(tmp_path / "a", **RETOLD, outcome=outcome, prevented_by=TURNED)
    own = page_of(tmp_path / "b", outcome=outcome, prevented_by=TURNED)

    assert f"**Outcome:** {shown}. This is our reading of the source.\n" in retold
    assert f"**Outcome:** {shown}.\n" in own
    assert f"## {heading} {{" in own
