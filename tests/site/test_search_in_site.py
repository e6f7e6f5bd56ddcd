"""The index of the search, as it lies in a built site: what is in it, and that it is whole."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

import hooks.search as hook
from patternbook.folders import Folders
from patternbook.opening import open_library
from patternbook.search import SynonymsAtFault
from tests.conftest import run_patternbook
from tests.making import PROJECT, copy_of_the_site, debrief, near_miss, page
from tests.site.conftest import Site


@cache
def fragments(site: Path) -> list[dict[str, Any]]:
    """Return every result that a search of this site can give, as the index holds it."""
    files = sorted((site / "search/pagefind/fragment").iterdir())
    texts = (gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd") for file in files)
    return [json.loads(text) for text in texts]


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page."""
    soup = BeautifulSoup(page.read_text("utf-8"), "lxml")
    return frozenset(str(tag["id"]) for tag in soup.find_all(id=True))


def test_every_result_leads_to_a_place_that_is_there(any_site: Site):
    found = fragments(any_site.folder)
    for each in found:
        path, _, anchor = each["url"].partition("#")
        page = any_site.folder / path / "index.html"
        assert page.is_file(), each["url"]
        assert not anchor or anchor in anchors(page), each["url"]

    assert len({each["url"] for each in found}) == len(found) > 150


def test_every_page_can_be_found_once_and_lists_and_former_names_cannot(awkward_site: Site):
    found = {each["url"].partition("#")[0] for each in fragments(awkward_site.folder)}
    pages = {
        page.parent.relative_to(awkward_site.folder).as_posix().removeprefix(".") + "/"
        for page in awkward_site.folder.rglob("index.html")
    }

    # What only lists what else is found, or says that something stands elsewhere.
    left_out = {page for page in pages if (page.lstrip("/") or "./") not in found}
    assert {"patterns/blinkered-view/", "search/", "patterns/", "episodes/"} <= left_out
    assert {"near-misses/", "reviews/", "debriefs/", "recommendations/", "factors/"} <= left_out
    assert {"about/", "guide/", "contribute/", "glossary/", "./"} <= found
    assert {"browse/", "navigator/", "packs/", "workshop/", "before-you-start/"} <= found
    for each in left_out:
        assert re.fullmatch(
            r"(search|patterns|factors|episodes|near-misses|reviews|debriefs)/"
            r"|(browse|navigator|packs|new|recommendations)/(.+/)?|patterns/blinkered-view/|contribute/rules/|about/typefaces/|data/tables/",
            each.lstrip("/"),
        ), each


def test_filters_in_the_index_are_those_that_the_page_counts(any_site: Site):
    tally: Counter[tuple[str, bool]] = Counter()
    for each in fragments(any_site.folder):
        invented = "origin:illustrative" in each["filters"]
        names = [name for name in each["filters"] if not name.startswith("slice:")]
        tally.update((name, invented) for name in names)
    labels = json.loads((any_site.folder / "search/labels.json").read_text("utf-8"))
    told: Counter[tuple[str, bool]] = Counter()
    for facet in labels["facets"]:
        for value in facet["values"]:
            told[f"{facet['id']}:{value['id']}", False] = value["counted"]
            told[f"{facet['id']}:{value['id']}", True] = value["illustrations"]

    assert +told == tally


def test_nothing_lies_there_but_what_the_page_loads(real_site: Path):
    folder = real_site / "search"

    assert {file.name for file in folder.iterdir()} == {
        *("index.html", "labels.json", "words.json", "pagefind"),
    }
    names = {re.sub(r"\.en_\w+", "", file.name) for file in (folder / "pagefind").iterdir()}
    assert names == {
        *("pagefind.js", "pagefind-entry.json", "pagefind.pf_meta", "wasm.en.pagefind"),
        *("filter", "fragment", "index"),
    }


def test_the_same_library_makes_the_same_index_to_the_byte_wherever_it_stands(
    real_site: Path, real_site_elsewhere: Path
):
    def contents(site: Path) -> dict[str, bytes]:
        files = (file for file in (site / "search").rglob("*") if file.is_file())
        # The page of the search says where it stands itself.
        files = (file for file in files if file.suffix != ".html")
        return {file.relative_to(site).as_posix(): file.read_bytes() for file in files}

    assert contents(real_site_elsewhere) == contents(real_site)


def test_a_page_that_asks_to_be_left_out_is_left_out_and_a_withdrawn_record_too(tmp_path: Path):
    withdrawn = {"role": "Manager", "year": 2025}
    gone = page({"id": "gone", "kind": "debrief", "audience": "public", "withdrawn": withdrawn})
    files = {
        "docs/about/extra.md": "---\nsearch:\n  exclude: true\n---\n# Zanzibarbican\n",
        "docs/about/more.md": "# Quixotic\n\nA page.\n",
        "reviews/debriefs/gone.md": gone,
        "reviews/debriefs/here.md": debrief("here"),
    }
    root = copy_of_the_site(tmp_path, files)
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8").replace(
        "not_in_nav: |", "not_in_nav: |\n  /about/extra.md\n  /about/more.md"
    )
    config.write_text(text, "utf-8")
    built = run_patternbook("build", "--root", str(root))
    assert built.returncode == 0, built.stdout + built.stderr

    titles = {each["meta"].get("title") for each in fragments(root / "site")}
    assert "Quixotic" in titles
    assert not {"Zanzibarbican", "Withdrawn"} & titles
    assert "Title of here" in titles


def build(root: Path, code: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Build with MkDocs itself, after some code."""
    program = f"import sys; {code}\nfrom mkdocs.__main__ import cli; cli()"
    return subprocess.run(
        [sys.executable, "-c", program, "build", "--strict", "-f", str(root / "mkdocs.yml")],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("code", "environment", "told"),
    [
        ("sys.modules['pagefind'] = None", {}, "the package “pagefind” is missing"),
        ("", {"PAGEFIND_BINARY_PATH": "/nowhere/pagefind"}, "the program of Pagefind is missing"),
        ("", {"PAGEFIND_BINARY_PATH": "/bin/false"}, "Pagefind ended before it was done"),
    ],
    ids=["no package", "no program", "a program that fails"],
)
def test_without_pagefind_the_build_says_what_to_install(tmp_path, code, environment, told):
    root = copy_of_the_site(tmp_path, {"reviews/near-misses/a.md": near_miss("a")})

    built = build(root, code, **environment)

    assert built.returncode == 1
    assert told in built.stderr
    assert "Traceback" not in built.stderr


def test_a_fault_in_the_synonyms_stops_the_build_with_its_line(monkeypatch: pytest.MonkeyPatch):
    def at_fault() -> None:
        raise SynonymsAtFault(["words.txt:7: A term is empty. Mend: Take away a semicolon."])

    monkeypatch.setattr("patternbook.search.concepts.read_synonyms", at_fault)
    config = MkDocsConfig()
    library = open_library(Folders.at(PROJECT), "public").library
    config.extra["patternbook"] = {"library": library}

    with pytest.raises(PluginError, match=r"words\.txt:7: A term is empty\. Mend: "):
        hook.on_files(Files([]), config)
