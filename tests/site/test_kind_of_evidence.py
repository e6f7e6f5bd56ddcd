"""“What kind of evidence is this?” says of every entry what the raw records say.

The figures are worked out here from the YAML with PyYAML alone.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from bs4 import Tag

from tests.making import PROJECT
from tests.site.conftest import Site
from tests.site.test_browse_in_site import parsed, public_records
from tests.site.test_evidence_in_site import above, vocabulary

KINDS = {
    "case-review": ("case review", "case reviews"),
    "near-miss": ("near miss", "near misses"),
    "debrief": ("debrief", "debriefs"),
}
UNITS = {**KINDS, "case-review": ("episode", "episodes")}
ORIGINS = {"contributed": "contributed", "literature": "from the literature"}
SETTINGS = {
    "referral-and-assessment": "Referral and assessment",
    "early-help": "Early help",
    "long-term-work": "Longer-term work",
    "looked-after-children": "Looked-after children",
    "child-protection-conference": "Child protection conference",
    "out-of-hours": "Out of hours",
    "hospital-and-maternity": "Hospital and maternity",
    "school-and-early-years": "School and early years",
    "court-and-legal": "Court and legal",
    "community-and-home": "Community and home",
}


class Described:
    """The evidence of one entry, gathered from the raw records."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {}
        self.units: set[tuple[str, str]] = set()
        self.findings: set[tuple[str, str]] = set()
        self.leaning: Counter[str] = Counter()

    def add(self, record: dict[str, Any], influence: str, units: set[str], finding: str) -> None:
        self.records[record["id"]] = record
        self.leaning[influence] += 1
        self.units |= {(record["id"], unit) for unit in units}
        if finding:
            self.findings.add((record["id"], finding))

    def lines(self, influences: tuple[str, str]) -> dict[str, str]:
        """Return what the page must say, line by line."""
        records = self.records.values()
        kinds = Counter(record["kind"] for record in records)
        units = Counter(self.records[record_id]["kind"] for record_id, _ in self.units)
        origins = Counter(record["origin"] for record in records)
        settings = Counter(setting for record in records for setting in record["setting"])
        years = sorted(record["completed"] for record in records if record.get("completed"))
        undated = len(self.records) - len(years)
        told = f"; told as {len(self.findings)} finding" + "s" * (len(self.findings) != 1)
        expected = {
            "Records": ", ".join(
                f"{kinds[kind] or 'no'} {names[kinds[kind] != 1]}" for kind, names in KINDS.items()
            ),
            "Where they come from": ", ".join(
                f"{origins[origin]} {name}" for origin, name in ORIGINS.items() if origins[origin]
            ),
            "What it was found in": (
                ", ".join(
                    f"{units[kind]} {names[units[kind] != 1]}"
                    for kind, names in UNITS.items()
                    if units[kind]
                )
                or "no episode is named"
            )
            + (told if self.findings else ""),
            "Which way it leans": ", ".join(f"{self.leaning[i]} {i}" for i in influences),
            "Settings": "; ".join(
                f"{name} {settings[value]}" for value, name in SETTINGS.items() if settings[value]
            ),
            "Years": (
                " to ".join(dict.fromkeys(map(str, (years[0], years[-1]))))
                + (f"; {undated} without a year" if undated else "")
                if years
                else "none given"
            ),
        }
        if kinds["near-miss"]:
            seen = Counter(
                (record.get("identified_by") or {}).get("where", "")
                for record in records
                if record["kind"] == "near-miss"
            )
            said = [f"somebody {w} the agency: {seen[w]}" for w in ("inside", "outside") if seen[w]]
            said += [f"not said: {seen['']}"] * bool(seen[""])
            expected["Who noticed the near misses"] = "; ".join(said)
        return expected


def expected_descriptions(root: Path) -> dict[str, Described]:
    """Return the evidence that counts, for each entry that has any."""
    entries = vocabulary(root)
    current = {old: e["id"] for e in entries.values() for old in e.get("former_ids", [])}
    described: dict[str, Described] = {}

    def add(record: dict, entry: str, link: dict, units: set[str], finding: str = "") -> None:
        for each in above(entries, current.get(entry, entry), link.get("scope")):
            described.setdefault(each, Described()).add(record, link["influence"], units, finding)

    for record in public_records(root):
        if record["origin"] == "illustrative":
            continue
        for link in record.get("factors") or []:
            add(record, link["factor"], link, {""})
        for link in record.get("patterns") or []:
            add(record, link["pattern"], link, {""})
        episodes = [e for e in record.get("episodes") or [] if e.get("audience") != "board"]
        for episode in episodes:
            for link in episode.get("factors") or []:
                add(record, link["factor"], link, {episode["id"]})
        for finding in record.get("findings") or []:
            if finding.get("audience") != "board":
                cited = set(finding.get("episodes", [])) & {e["id"] for e in episodes}
                add(record, finding["pattern"], finding, cited, finding["id"])
    return described


def panel(site: Path, address: str) -> dict[str, str] | None:
    """Return the lines of the panel of an entry's page, or None if there is none."""
    heading = parsed(site, address).find(id="basis")
    if heading is None:
        return None
    facts = heading.find_next(class_="pb-facts")
    assert isinstance(facts, Tag)
    lines = {}
    for item in facts.select("li"):
        name, _, said = " ".join(item.get_text().split()).partition(": ")
        lines[name] = said
    return lines


def test_every_entry_says_of_what_kind_its_evidence_is(any_site: Site):
    entries = vocabulary(any_site.root)
    described = expected_descriptions(any_site.root)
    assert len(described) > 10

    for entry_id, entry in entries.items():
        is_pattern = entry["kind"] in {"pattern", "issue"}
        influences = ("constructive", "unsafe") if is_pattern else ("helped", "hindered")
        shown = panel(any_site.folder, f"{'patterns' if is_pattern else 'factors'}/{entry_id}")
        expected = described.get(entry_id)
        assert shown == (expected.lines(influences) if expected else None), entry_id


def test_it_says_what_a_count_cannot_say(real_site: Path):
    described = expected_descriptions(PROJECT)
    entry = next(e for e in described if (real_site / "factors" / e).exists())
    page = parsed(real_site, f"factors/{entry}").get_text()

    assert "sent in by choice" in page
    assert "One record may bear several pieces of evidence" in page
    assert "lean towards front-line work and towards danger that was overlooked" in page


def test_only_what_retells_others_carries_the_lean_of_its_source(awkward_site: Site):
    page = parsed(awkward_site.folder, "factors/workload").get_text()

    assert "One record may bear several pieces of evidence" in page
    assert "SCIE Report 6, for instance" not in page


def test_what_was_found_together_is_told_as_so_many_of_so_many(any_site: Site):
    described = expected_descriptions(any_site.root)
    entries = vocabulary(any_site.root)
    rows = 0
    for entry_id, each in described.items():
        folder = "patterns" if entries[entry_id]["kind"] in {"pattern", "issue"} else "factors"
        heading = parsed(any_site.folder, f"{folder}/{entry_id}").find(id="together")
        if heading is None:
            continue
        table = heading.find_next_sibling("table") or heading.find_next("table")
        if not isinstance(table, Tag) or "Often found together" not in table.get_text():
            continue
        for row in table.select("tbody tr"):
            link, number = row.select("td")[0].select("a")[0], row.select("td")[1].get_text()
            other = described[str(link["href"]).strip("/").split("/")[-1]]
            shared = each.units & other.units
            assert number == f"{len(shared)} of {len(each.units)}", entry_id
            rows += 1
    if any_site.root == PROJECT:
        assert rows > 10
