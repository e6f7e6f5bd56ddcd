"""Nothing of a draft, an internal record or an internal passage is in any byte of the site."""

from __future__ import annotations

import gzip
import json

from tests.site.conftest import Site

SECRET = b"zanzibarbican"


def test_no_byte_of_the_public_site_knows_of_what_was_held_back(awkward_site: Site):
    looked_at = 0
    for file in awkward_site.folder.rglob("*"):
        assert SECRET not in str(file).lower().encode(), file
        if file.is_file():
            content = file.read_bytes()
            if file.suffix == ".gz":
                content = gzip.decompress(content)
            assert SECRET not in content.lower(), file
            looked_at += 1
    assert looked_at > 100


def test_the_secret_stands_in_the_records_so_the_search_for_it_could_fail(awkward_site: Site):
    records = [f.read_bytes().lower() for f in awkward_site.root.rglob("reviews/*/*.md")]
    assert sum(SECRET in text for text in records) == 5


def test_the_build_does_not_print_what_it_holds_back(awkward_site: Site):
    assert SECRET.decode() not in awkward_site.printed.lower()


def test_the_search_index_holds_what_is_open_and_only_that(awkward_site: Site):
    index = json.loads((awkward_site.folder / "search/search_index.json").read_text("utf-8"))
    places = " ".join(entry["location"] for entry in index["docs"])
    assert "near-misses/open/" in places
    assert SECRET.decode() not in places
