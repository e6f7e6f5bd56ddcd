"""`patternbook stage` writes the same pages as plain Markdown, and another builder builds them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from tests.conftest import run_patternbook
from tests.making import PROJECT
from tests.site.test_evidence_in_site import expected_evidence, listed_evidence, vocabulary


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stage the real library; return the folder."""
    folder = tmp_path_factory.mktemp("staged") / "pages"
    done = run_patternbook("stage", str(folder), "--root", str(PROJECT))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def built_by_properdocs(staged: Path) -> Path:
    """Build the staged pages with ProperDocs, with our settings but no hook and no macro."""

    class Loader(yaml.SafeLoader):
        """Reads `!ENV [NAME, default]` as its default."""

    Loader.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node)[-1])  # type: ignore[arg-type]
    text = (PROJECT / "mkdocs.yml").read_text("utf-8")
    settings = yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader with one tag more
    for ours in ("hooks", "watch"):
        del settings[ours]
    settings["plugins"] = ["search"]
    settings["docs_dir"] = str(staged)
    settings["site_dir"] = str(staged.parent / "site")
    settings["theme"]["custom_dir"] = str(PROJECT / "docs/.theme")
    config = staged.parent / "properdocs.yml"
    config.write_text(yaml.safe_dump(settings), "utf-8")
    built = subprocess.run(
        [sys.executable, "-m", "properdocs", "build", "--strict", "--config-file", str(config)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return staged.parent / "site"


def test_the_staged_pages_hold_no_macro_and_no_jinja(staged: Path):
    pages = list(staged.rglob("*.md"))
    assert len(pages) > 130
    for page in pages:
        text = page.read_text("utf-8")
        assert "{{" not in text, page
        assert "{%" not in text, page
        # A rule may speak of it in an example.
        assert "render_macros" not in text.split("\n---\n", 1)[0], page


def test_the_staged_pages_and_the_site_are_the_same_pages(staged: Path, real_site: Path):
    def address(page: Path) -> str:
        path = page.relative_to(staged).with_suffix("")
        return (path.parent if path.name == "index" else path).as_posix()

    built = {p.parent.relative_to(real_site).as_posix() for p in real_site.rglob("index.html")}
    assert {address(page) for page in staged.rglob("*.md")} == built


def words_of(page: Path) -> list[str]:
    """Return the words of a page, but for the edit link: staged pages are not edited."""
    article = BeautifulSoup(page.read_text("utf-8"), "lxml").find("article")
    assert isinstance(article, Tag)
    for link in article.select(".pb-edit"):
        link.decompose()
    return article.get_text().split()


def test_another_builder_shows_the_same_words_on_every_page(
    built_by_properdocs: Path, real_site: Path
):
    compared = 0
    for page in real_site.rglob("index.html"):
        other = built_by_properdocs / page.relative_to(real_site)
        assert words_of(page) == words_of(other), page
        compared += 1
    assert compared > 130


def test_another_builder_lists_the_same_evidence(built_by_properdocs: Path):
    expected = expected_evidence(PROJECT)
    for entry_id in ("information-sharing", "workload", "tunnel-vision"):
        kind = vocabulary(PROJECT)[entry_id]["kind"]
        address = f"{'patterns' if kind == 'issue' else 'factors'}/{entry_id}/"
        page = built_by_properdocs / address / "index.html"
        assert listed_evidence(page, address) == expected[entry_id]


def test_staging_again_replaces_the_earlier_stage_and_nothing_else(tmp_path: Path):
    folder = tmp_path / "pages"
    first = run_patternbook("stage", str(folder), "--root", str(PROJECT))
    (folder / "left-over.md").write_text("old", "utf-8")
    again = run_patternbook("stage", str(folder), "--root", str(PROJECT))

    assert first.returncode == again.returncode == 0
    assert not (folder / "left-over.md").exists()
