"""The counts beside the filters, compared with a recount from the files as people write them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from patternbook.folders import Folders
from patternbook.opening import open_library
from patternbook.search import field_concepts, make_records, search_files
from tests.making import PROJECT

Tally = Counter[tuple[str, str, bool]]


def front_matter(file: Path) -> dict[str, Any]:
    """Return the fields at the top of a file, read by nothing of ours."""
    fields: dict[str, Any] = yaml.safe_load(file.read_text("utf-8").split("\n---\n")[0])
    return fields


def entries() -> dict[str, dict[str, Any]]:
    """Return every entry of the vocabulary by its id."""
    files = [*(PROJECT / "docs/patterns").glob("*.md"), *(PROJECT / "docs/factors").glob("*.md")]
    return {fields["id"]: fields for fields in map(front_matter, files) if "id" in fields}


def above(entry_id: str, known: dict[str, dict[str, Any]], scope: str | None = None) -> set[str]:
    """Return an entry with all that it stands under; between agencies, under what inherits it."""
    parents = [known[entry_id].get("parent"), *known[entry_id].get("also_under", [])]
    if scope == "inter-agency":
        heirs = {each["inherits"]: each["id"] for each in known.values() if each.get("inherits")}
        parents[0] = heirs.get(parents[0], parents[0])
    found = {entry_id}
    for parent in filter(None, parents):
        found |= above(parent, known)
    return found


def recounted() -> Tally:
    """Return how many things that can be found have each value, and whether they count."""
    known = entries()
    tally: Tally = Counter()
    for file in (PROJECT / "reviews").glob("*/*.md"):
        record = front_matter(file)
        counts = record["origin"] != "illustrative"
        shared = [("agency", each) for each in record["agencies"]]
        shared += [("setting", each) for each in record["setting"]]
        shared += [("origin", record["origin"]), ("year", str(record["completed"]))]

        def add(kind: str, values: list[tuple[str, str]], to: list[Any] = shared, c: bool = counts):
            for facet, value in {("kind", kind), *to, *values}:
                tally[facet, value, c] += 1

        findings = record.get("findings", [])
        add(record["kind"], values_of(record, known))
        for episode in record.get("episodes", []):
            cited = [
                each["pattern"] for each in findings if episode["id"] in each.get("episodes", [])
            ]
            patterns = [("pattern", each) for one in cited for each in above(one, known)]
            add(
                "episode",
                [*values_of(episode, known), *patterns, ("practice", episode["practice"])],
            )
        for finding in findings:
            add("finding", [("pattern", each) for each in above(finding["pattern"], known)])
        for each in record.get("recommendations", []):
            cited = [f["pattern"] for f in findings if f["id"] in each.get("findings", [])]
            patterns = [("pattern", name) for one in cited for name in above(one, known)]
            years = each.get("responses") or []
            latest = max(years, key=lambda response: response["year"], default=None)
            over = latest is not None and latest["status"] in {"done", "declined"}
            status = "settled" if over else "open"
            add("recommendation", [*patterns, ("status", status)])
    for _ in known:
        tally["kind", "entry", True] += 1
    return tally


def values_of(part: dict[str, Any], known: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """Return what a part of a record is filtered by because of its factors and the like."""
    values = [("prevented_by", each["by"]) for each in part.get("prevented_by") or []]
    for link in part.get("factors") or []:
        for each in above(link["factor"], known, link.get("scope")):
            values.append(("level" if known[each]["kind"] == "level" else "factor", each))
    for link in part.get("patterns") or []:
        values += [("pattern", each) for each in above(link["pattern"], known)]
    return values


@pytest.fixture(scope="module")
def labels() -> dict[str, Any]:
    """Return what the search page is told of its filters, for the real library."""
    library = open_library(Folders.at(PROJECT), "public").library
    concepts = field_concepts(library)
    records = list(make_records(library, concepts))
    told: dict[str, Any] = json.loads(
        search_files(library, records, concepts)["search/labels.json"]
    )
    return told


def test_every_count_is_that_of_a_recount(labels):
    told: Tally = Counter()
    for facet in labels["facets"]:
        for value in facet["values"]:
            told[facet["id"], value["id"], True] = value["counted"]
            told[facet["id"], value["id"], False] = value["illustrations"]

    assert +told == +recounted()


def test_illustrations_are_never_in_a_count(labels):
    (origin,) = [facet for facet in labels["facets"] if facet["id"] == "origin"]
    invented = next(value for value in origin["values"] if value["id"] == "illustrative")

    assert invented["counted"] == 0
    assert invented["illustrations"] > 0


def test_every_value_has_a_name(labels):
    values = [value for facet in labels["facets"] for value in facet["values"]]

    assert all(value["label"] and not value["label"].startswith("patternbook") for value in values)
    assert {facet["id"] for facet in labels["facets"]} == {
        *("kind", "practice", "pattern", "factor", "level", "setting", "agency"),
        *("prevented_by", "status", "year", "origin"),
    }
