"""Sites to look at: the real library, and one made of everything that is awkward."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import made_once, run_patternbook
from tests.making import (
    PROJECT,
    case_review,
    copy_of_the_site,
    debrief,
    entry,
    episode,
    explained_entry,
    factor,
    finding,
    near_miss,
    neighbour,
    recommendation,
)
from tests.site.hostile import HOSTILE, hostile_entries, hostile_records

# Where the site of `changed_site` stands.
SITE_URL = "https://board.example/library/"


@dataclass(frozen=True)
class Site:
    """A built site, the folder of the library it was built from, and what the build printed."""

    folder: Path
    root: Path
    printed: str = ""


@pytest.fixture(scope="session")
def awkward_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a public site from records of every state and shape."""

    def build(folder: Path) -> str:
        files = {**awkward_records(), **awkward_entries()}
        root = copy_of_the_site(folder, files, with_guide=True, with_figures=True)
        page = root / "docs/patterns/tunnel-vision.md"
        text = page.read_text(encoding="utf-8")
        page.write_text(
            text.replace("former_ids: []", "former_ids: [blinkered-view]"), encoding="utf-8"
        )
        return built(root)

    root, printed = made_once(tmp_path_factory, "awkward", build)
    return Site(root / "site", root, printed)


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a public site from records and entries in which every text tries to be code."""

    def build(folder: Path) -> str:
        files = {**hostile_records(HOSTILE), **hostile_entries(HOSTILE)}
        return built(copy_of_the_site(folder, files, with_figures=True))

    root, printed = made_once(tmp_path_factory, "hostile", build)
    return Site(root / "site", root, printed)


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the site of a library without a record, in which nothing says when it came."""

    def build(folder: Path) -> str:
        root = copy_of_the_site(folder, {})
        for page in (*root.glob("docs/patterns/*.md"), *root.glob("docs/factors/*.md")):
            text = page.read_text("utf-8")
            plain = text.replace("history:\n  - {month: 2026-11, change: created}\n", "")
            page.write_text(plain, "utf-8")
        return built(root)

    root, printed = made_once(tmp_path_factory, "empty", build)
    return Site(root / "site", root, printed)


@pytest.fixture(scope="session")
def changed_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a small library whose address is known, in which entries were renamed and retired."""

    def build(folder: Path) -> str:
        entry_file = "docs/patterns/tunnel-vision.md"
        text = (PROJECT / entry_file).read_text("utf-8")
        assert "former_ids: []" in text
        new: dict[str, Any] = {"kind": "factor", "parent": "conditions-of-work", "order": 90}
        retired = {"status": "retired", "replaced_by": "workload"}
        files: dict[str, str | bytes] = {
            entry_file: text.replace("former_ids: []", "former_ids: [blinkers]"),
            "docs/factors/too-much.md": entry(id="too-much", title="Too much", **retired, **new),
            "reviews/near-misses/a.md": near_miss(
                "a", factors=[factor("too-much"), factor("workload")]
            ),
            "reviews/case-reviews/b.md": case_review(
                "b",
                episodes=[episode("e")],
                findings=[finding("f", pattern="blinkers", statement="People look one way.")],
            ),
        }
        return built(copy_of_the_site(folder, files), PATTERNBOOK_SITE_URL=SITE_URL)

    root, printed = made_once(tmp_path_factory, "changed", build)
    return Site(root / "site", root, printed)


def built(root: Path, **environment: str) -> str:
    """Build a site in its place; return what that printed."""
    ran = run_patternbook("build", "--root", str(root), cwd=None, **environment)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


@pytest.fixture(scope="session", params=["real", "awkward"])
def any_site(request: pytest.FixtureRequest) -> Site:
    """Give the real site, then the awkward one."""
    if request.param == "real":
        return Site(request.getfixturevalue("real_site"), PROJECT)
    site: Site = request.getfixturevalue("awkward_site")
    return site


def awkward_entries() -> dict[str, str | bytes]:
    """Return entries that have every part, some of the parts, or none."""
    body = (
        "An opening remark.\n\n## A heading of its own\n\nMore on [workload](../{}workload.md).\n"
    )
    new = {"kind": "factor", "parent": "conditions-of-work", "status": "proposed"}
    return {
        "docs/factors/explained.md": explained_entry(
            body.format("factors/"),
            id="explained",
            title="An explained factor",
            **new,
            when_it_helps="Heard at the first ring.\n\nAnd again.",
            neighbours=[
                neighbour("timing", "Timing is about the hour."),
                neighbour("tunnel-vision", "That is about attention."),
            ],
        ),
        "docs/patterns/explained-issue.md": explained_entry(
            body.format("factors/"),
            id="explained-issue",
            title="An explained issue",
            kind="issue",
            parent="human-tool-operation",
            points=[{"id": "a-point", "text": "One aspect of it."}],
        ),
        "docs/factors/half-explained.md": entry(
            id="half-explained", **new, when_it_hinders="Unheard.", conversation_questions=["How?"]
        ),
        "docs/factors/defined-only.md": entry("A remark.\n", id="defined-only", **new),
    }


def awkward_records() -> dict[str, str | bytes]:
    """Return records that try the door, the roll-ups and the templates."""
    secret = {"title": "Zanzibarbican", "summary": "Zanzibarbican."}
    return {
        "reviews/near-misses/open.md": near_miss(
            "open",
            factors=[
                factor("supervision", "helped", how="Talked over within the team."),
                factor("supervision", how="Talked over between agencies.", scope="inter-agency"),
                factor("resource-allocation", how="Money went elsewhere."),
                factor("other", how="Nobody had a word for it."),
            ],
            patterns=[
                {
                    "pattern": "human-judgement-and-reasoning",
                    "influence": "constructive",
                    "how": "A second look was welcome.",
                }
            ],
            related=["zanzibarbican-draft"],
        ),
        "reviews/debriefs/a-debrief.md": debrief(factors=[factor("motivation", "helped")]),
        "reviews/case-reviews/partly-open.md": case_review(
            "partly-open",
            "## Worker\n\nSource: record\n\nOpen.\n\n::: internal\nZanzibarbican.\n:::\n",
            episodes=[
                episode(
                    "open",
                    factors=[
                        factor("workload", how="Too much."),
                        factor("timing"),
                        factor("explained", how="Nobody picked up."),
                    ],
                ),
                episode(
                    "closed",
                    title="Zanzibarbican",
                    audience="board",
                    factors=[factor("workload", how="Zanzibarbican.")],
                ),
            ],
            findings=[
                finding("shown", episodes=["open"], pattern="blinkered-view"),
                finding(
                    "kept-on-record",
                    selected=False,
                    not_selected_because="Another mattered more.",
                    influence="constructive",
                    pattern="drift-into-failure",
                ),
                finding("closed", audience="board", statement="Zanzibarbican."),
            ],
            recommendations=[
                recommendation(
                    "given",
                    findings=["shown"],
                    responses=[{"year": 2025, "status": "done", "effect": "helped"}],
                )
            ],
        ),
        "reviews/near-misses/zanzibarbican-draft.md": near_miss(
            "zanzibarbican-draft", stage="interim", **secret
        ),
        "reviews/near-misses/zanzibarbican-board.md": near_miss(
            "zanzibarbican-board", audience="board", **secret
        ),
        "reviews/near-misses/zanzibarbican-unsigned.md": near_miss(
            "zanzibarbican-unsigned", sign_off=None, **secret
        ),
        "reviews/near-misses/invented.md": near_miss("invented", origin="illustrative"),
    }
