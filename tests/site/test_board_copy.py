"""A board's own copy, made by `patternbook init` and built by its own Makefile.

It shows the shared library and the board's own beside it; its public reading shows none of what
is the board's; and what an upgrade brings leaves every file of the board alone.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from tests.copies import commit, init, make, own_files, shared_library, with_packages
from tests.making import PROJECT, debrief, entry, factor, near_miss

NAME = "Quillshire & Marlow's Partnership"
CONTACT = "the Quillshire business manager"
COLOUR = "#7a2048"
# Words that only the board uses, each in a place of its own.
BOARDS_OWN = [
    "quillshire",
    COLOUR,
    "gorsewick",  # its records
    "tollymere",  # its vocabulary
    "brackenlow",  # its pages
    "fennimoor",  # its words
]

OWN = {
    "reviews/near-misses/gorsewick-letter.md": near_miss(
        "gorsewick-letter",
        title="The Gorsewick letter",
        summary="A Gorsewick letter lay for a week.",
        factors=[
            factor(how="The Gorsewick team carried too much."),
            factor("tollymere-portal", how="The Gorsewick portal was down."),
        ],
    ),
    "pages/factors/tollymere-portal.md": entry(
        "About the Tollymere portal.\n",
        id="tollymere-portal",
        kind="factor",
        parent="conditions-of-work",
        title="The Tollymere portal",
        definition="How the Tollymere portal helps and hinders.",
        status="proposed",
    ),
    "pages/brackenlow/index.md": (
        "---\ntitle: Brackenlow days\nrender_macros: true\n---\n# Brackenlow days\n\n"
        'Here: {{ link_record("gorsewick-letter") }}.\n\n{{ list_evidence("workload") }}\n\n'
        "![The way](../assets/brackenlow.svg)\n"
    ),
    "pages/brackenlow/notes.md": "# Brackenlow notes\n\nSee [workload](../factors/workload.md).\n",
    "pages/assets/brackenlow.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>\n',
}
TERM = {"term": "Fennimoor round", "means": "The Fennimoor meeting.", "publicly": "a meeting"}


@dataclass(frozen=True)
class Copy:
    """A board's copy, the library it came from, and its built readings."""

    root: Path
    upstream: Path
    board: Path
    public: Path


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Make a copy, put things of the board's own into it, and build both of its readings."""
    place = tmp_path_factory.mktemp("board")
    shared = {"reviews/near-misses/shared-letter.md": near_miss("shared-letter")}
    upstream = shared_library(place / "upstream", shared)
    root = place / "copy"
    told = ("--name", NAME, "--contact", CONTACT, "--colour", COLOUR)
    made = init(str(root), "--library", str(upstream), *told)
    assert made.returncode == 0, made.stdout + made.stderr
    for path, text in OWN.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    settings = (root / "patternbook.yml").read_text(encoding="utf-8")
    assert "\nterms: []\n" in settings
    terms = yaml.safe_dump({"terms": [TERM]}, sort_keys=False)
    (root / "patternbook.yml").write_text(
        settings.replace("\nterms: []\n", f"\n{terms}"), encoding="utf-8"
    )
    built = make(with_packages(root), "site")
    assert built.returncode == 0, built.stdout + built.stderr
    shutil.copytree(root / "site-board", place / "site")
    return Copy(root, upstream, place / "site", _public_reading(root, place / "public"))


def _public_reading(root: Path, site: Path) -> Path:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    command += ["--config-file", str(root / "mkdocs.yml"), "--site-dir", str(site)]
    built = subprocess.run(
        command,
        env={**os.environ, "PATTERNBOOK_AUDIENCE": "public", "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return site


def parsed(site: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((site / path / "index.html").read_bytes(), "html.parser")


def words(part: Tag | None) -> str:
    assert part is not None
    return " ".join(part.get_text(" ").split())


def test_an_own_record_counts_beside_the_shared_ones(copy: Copy):
    article = parsed(copy.board, "factors/workload").find("article")

    assert "2 pieces of evidence from 2 records" in words(article)
    assert isinstance(article, Tag)
    links = [str(link["href"]) for link in article.find_all("a", href=True)]
    assert "../../near-misses/gorsewick-letter/" in links
    assert "../../near-misses/shared-letter/" in links
    assert "1 piece of evidence from 1 record" in words(
        parsed(copy.public, "factors/workload").find("article")
    )


def test_a_factor_of_its_own_stands_in_the_framework_and_says_so(copy: Copy):
    article = words(parsed(copy.board, "factors/tollymere-portal").find("article"))

    assert "Only in this copy" in article
    assert "The Gorsewick portal was down." in article
    framework = parsed(copy.board, "factors").find("article")
    assert isinstance(framework, Tag)
    assert framework.find("a", href="tollymere-portal/") is not None
    assert "Only in this copy" not in words(parsed(copy.board, "factors/workload"))


def test_own_pages_stand_in_the_menu_under_the_boards_name(copy: Copy):
    menu = parsed(copy.board, "glossary").find("nav", class_="pb-tabs")
    assert isinstance(menu, Tag)
    assert [words(link) for link in menu.find_all("a")][-1] == NAME

    page = parsed(copy.board, "brackenlow")
    parts = page.find("nav", class_="pb-subtabs")
    assert isinstance(parts, Tag)
    assert [words(link) for link in parts.find_all("a")] == [
        "About this copy",
        "Brackenlow days",
        "Brackenlow notes",
    ]
    article = page.find("article")
    assert isinstance(article, Tag)
    assert article.find("a", href="../near-misses/gorsewick-letter/") is not None
    assert "The Gorsewick team carried too much." in words(article)
    assert (copy.board / "assets/brackenlow.svg").is_file()


def test_only_what_is_shared_can_be_changed_by_suggestion(copy: Copy):
    def suggestion(path: str) -> str | None:
        link = parsed(copy.board, path).find("a", rel="edit")
        return str(link["href"]) if isinstance(link, Tag) else None

    shared = suggestion("near-misses/shared-letter")
    assert shared is not None
    assert shared.endswith("/reviews/near-misses/shared-letter.md")
    assert suggestion("about") is not None
    for own in ("near-misses/gorsewick-letter", "factors/tollymere-portal", "brackenlow"):
        assert suggestion(own) is None


def test_the_glossary_has_the_words_of_this_board(copy: Copy):
    glossary = words(parsed(copy.board, "glossary").find("article"))

    assert "Words of this board" in glossary
    assert "Fennimoor round : The Fennimoor meeting. Publicly: a meeting." in glossary
    assert "Words of this board" not in words(parsed(copy.public, "glossary"))


@pytest.mark.parametrize("path", ["", "factors/workload", "brackenlow", "glossary"])
def test_every_page_says_whose_copy_it_is(copy: Copy, path: str):
    page = parsed(copy.board, path)

    strip = words(page.find(class_="md-banner"))
    assert f"Internal copy of {NAME}" in strip
    assert f"Questions: {CONTACT}" in strip
    assert f"Internal: {NAME}" in words(page.find("title"))
    assert page.find("meta", attrs={"name": "robots", "content": "noindex"}) is not None
    assert str(page.find_all("link", href=True)[-1]["href"]).endswith("assets/board.css")
    assert COLOUR in (copy.board / "assets/board.css").read_text(encoding="utf-8")
    assert page.find("style") is None


def test_the_public_reading_shows_nothing_of_the_board(copy: Copy):
    told = [
        (file, word)
        for file in copy.public.rglob("*")
        for word in BOARDS_OWN
        if word in _readable(file)
    ]

    assert told == []
    shown = "".join(map(_readable, copy.board.rglob("*")))
    assert [word for word in BOARDS_OWN if word not in shown] == []


def test_the_public_reading_looks_like_the_public_library(copy: Copy):
    page = parsed(copy.public, "")

    assert words(page.find(class_="md-header__topic")) == "Patternbook"
    assert page.find("meta", attrs={"name": "robots"}) is None
    assert page.find(class_="md-banner") is None
    assert not (copy.public / "assets/board.css").exists()
    assert not (copy.public / "about-this-copy").exists()


def _readable(file: Path) -> str:
    """Return the name of a file and what it holds, unpacked and in small letters."""
    content = file.read_bytes() if file.is_file() else b""
    content = gzip.decompress(content) if file.suffix == ".gz" else content
    return f"{file.name}\n{content.decode('utf-8', errors='ignore')}".lower()


def test_an_upgrade_brings_what_is_new_and_leaves_the_boards_files_alone(copy: Copy):
    before = own_files(copy.root)
    new = debrief("a-new-visit", factors=[factor("workload", how="New upstream.")])
    commit(copy.upstream, {"reviews/debriefs/a-new-visit.md": new})

    updated = make(copy.root, "update")
    built = make(copy.root, "site")

    assert (updated.returncode, built.returncode) == (0, 0), updated.stderr + built.stderr
    assert own_files(copy.root) == before
    article = words(parsed(copy.root / "site-board", "factors/workload").find("article"))
    assert "3 pieces of evidence from 3 records" in article
    assert "New upstream." in article


def test_a_copy_is_built_as_the_library_itself_is():
    class Loader(yaml.SafeLoader):
        """Reads `!ENV` as text."""

    Loader.add_constructor("!ENV", lambda loader, node: str(node))
    library, copy = (
        yaml.load((PROJECT / name).read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506
        for name in ("mkdocs.yml", "mkdocs.copy.yml")
    )

    # The same hooks in the same order, all in the folder of the library.
    assert copy["hooks"] == [f"library/{hook}" for hook in library["hooks"]]
    assert copy["docs_dir"] == f"library/{library['docs_dir']}"
    assert copy["theme"]["custom_dir"] == f"library/{library['theme']['custom_dir']}"
    assert set(copy["watch"]) == {
        each if each == "patternbook.yml" else f"library/{each}"
        for each in library["watch"]
        if each != "reviews"
    }
    module = library["plugins"]["macros"]["module_name"]
    assert copy["plugins"] == {"macros": {"module_name": f"library/{module}"}}
