"""What the measures count, counted once more by other means.

This walks through the front matter as it stands in the files, in plain Python: no table, no query,
no engine, and nothing of the package but the folders are used. It keeps the very things that are
counted and not their number, so that a test can say which record is one too many.

    tally = recount(read(root), setting=["early-help"])
    tally["factors"][("workload",)]["records"] == {("a-review",), ("a-near-miss",)}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

# The first part of a thing is the id of its record.
Thing = tuple[str, ...]
Key = tuple[Any, ...]
Tally = dict[str, dict[Key, dict[str, set[Thing]]]]
Said = dict[str, Any]


@dataclass(frozen=True)
class Raw:
    """The front matter of all records, and of all entries of the vocabulary by their ids."""

    records: list[Said]
    entries: dict[str, Said]

    def present(self, entry_id: str) -> str:
        """Return the present id of what an entry is or was called."""
        for each, said in self.entries.items():
            if entry_id in said.get("former_ids", []):
                return each
        return entry_id

    def above(self, entry_id: str, scope: str | None = None) -> set[str]:
        """Return an entry and all that it stands under."""
        said = self.entries[entry_id]
        first = said.get("parent")
        if scope == "inter-agency":
            heirs = [e["id"] for e in self.entries.values() if e.get("inherits") == first]
            first = heirs[0] if first and heirs else first
        found = {entry_id}
        for parent in [first, *said.get("also_under", [])]:
            if parent:
                found |= self.above(self.present(parent))
        return found


def read(root: Path, *, audience: str = "public", shelf: str = "reviews") -> Raw:
    """Return what stands in the files of a library, as far as this audience may see it."""
    records = [_front_matter(file) for file in sorted((root / shelf).rglob("*.md"))]
    pages = [
        _front_matter(file)
        for folder in ("patterns", "factors")
        for file in sorted((root / "docs" / folder).rglob("*.md"))
    ]
    seen = {"public", audience}
    return Raw(
        [
            _visible(record, seen)
            for record in records
            if record["stage"] == "final" and record["audience"] in seen
        ],
        {page["id"]: page for page in pages if page.get("kind")},
    )


def recount(
    raw: Raw,
    *,
    kind: list[str] | None = None,
    setting: list[str] | None = None,
    agencies: list[str] | None = None,
    completed_from: int = 0,
    completed_to: int = 9999,
    patterns: list[str] | None = None,
    trigger: list[str] | None = None,
    origin: list[str] | None = None,
) -> Tally:
    """Return everything that is counted, for the records that are meant and that count."""

    def is_meant(said: Said) -> bool:
        if said["origin"] == "illustrative":
            return False
        year = said.get("completed")
        if (completed_from, completed_to) != (0, 9999) and year is None:
            return False
        named = {one for each in _patterns(raw, said) for one in raw.above(each["pattern"])}
        return (
            (not kind or said["kind"] in kind)
            and (not setting or not set(setting).isdisjoint(said["setting"]))
            and (not agencies or not set(agencies).isdisjoint(said["agencies"]))
            and completed_from <= (year or completed_from) <= completed_to
            and (not patterns or not named.isdisjoint(patterns))
            and (not trigger or said.get("trigger") in trigger)
            and (not origin or said["origin"] in origin)
        )

    counting = _Counting(raw)
    for said in raw.records:
        if is_meant(said):
            counting.add_record(said)
    counting.add_totals()
    return counting.tally


class _Counting:
    """One walk through the records."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.tally: Tally = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
        self.tally["selected"][()]["records"] = set()
        # What margins are made of.
        self.of_setting: dict[tuple[str, bool], set[Thing]] = defaultdict(set)
        self.of_pattern: dict[str, set[Thing]] = defaultdict(set)
        self.units_of_factor: dict[tuple[str, str], set[Thing]] = defaultdict(set)
        self.units_of_pattern: dict[str, set[Thing]] = defaultdict(set)
        self.findings_of: dict[str, set[Thing]] = defaultdict(set)
        self.named_by: dict[str, set[str]] = defaultdict(set)

    def add(self, measure: str, key: Key, thing: Thing, *counts: str) -> None:
        for count in counts:
            self.tally[measure][key][count].add(thing)

    def add_record(self, said: Said) -> None:
        record = (said["id"],)
        is_review = said["kind"] == "case-review"
        plural = {"case-review": "case_reviews", "near-miss": "near_misses", "debrief": "debriefs"}
        self.add("selected", (), record, "records", plural[said["kind"]])
        if said["kind"] != "debrief":
            self.add("selected", (), record, "reviews_and_near_misses")
        for setting in said["setting"]:
            self.add("settings", (setting,), record, "records")
            self.of_setting[setting, True].add(record)
            if said["kind"] != "debrief":
                self.of_setting[setting, False].add(record)
        for agency in said["agencies"]:
            self.add("agencies", (agency,), record, "records")
        self.add("years", (said.get("completed"),), record, "records")
        self.add("origins", (said["origin"],), record, "records")
        if is_review:
            self.add("triggers", (said.get("trigger"),), record, "records")
        else:
            unit = (*record, "")
            names = ["units"] if said["kind"] == "debrief" else ["units", "crossed_units"]
            self.add("selected", (), unit, *names)
        for episode in said.get("episodes") or []:
            unit = (*record, episode["id"])
            self.add("selected", (), unit, "episodes", "units", "crossed_units")
            self.add("practice", (episode["practice"],), unit, "episodes")
            self.add("practice", (episode["practice"],), record, "records")
        self.add_factors(said)
        self.add_patterns(said)
        self.add_together(said)
        for advice in said.get("recommendations") or []:
            self.add_recommendation(said, advice)
        self.add_completeness(said)

    def add_factors(self, said: Said) -> None:
        record = (said["id"],)
        for episode, link in _factors(self.raw, said):
            unit, did = (*record, episode), link["influence"]
            self.add("selected", (), record, "coded")
            for entry in self.raw.above(link["factor"], link.get("scope")):
                self.named_by[entry].add(said["id"])
                self.add("factors", (entry,), record, "records", f"records_{did}")
                self.add("factors", (entry,), unit, "units", f"units_{did}")
                for setting in said["setting"]:
                    key = (entry, setting)
                    self.add("factors-by-setting", key, record, "records", f"records_{did}")

    def add_patterns(self, said: Said) -> None:
        record = (said["id"],)
        together: set[str] = set()
        for each in _patterns(self.raw, said):
            self.add("selected", (), record, "coded")
            finding = (*record, each["finding"]) if each["finding"] else None
            did = f"records_{each['influence']}"
            spread = each["spread"]
            if finding:
                self.add("selected", (), finding, "findings")
                self.add("spread", (spread,), finding, "findings")
                self.add("spread", (spread,), record, "records")
            for entry in self.raw.above(each["pattern"]):
                together.add(entry)
                self.named_by[entry].add(said["id"])
                self.of_pattern[entry].add(record)
                self.add("patterns", (entry,), record, "records", did)
                if finding:
                    chosen = "findings_selected" if each["selected"] else "findings_not_selected"
                    self.add("patterns", (entry,), record, "case_reviews")
                    self.add("patterns", (entry,), finding, "findings", chosen)
                    self.add("spread-by-pattern", (entry, spread), finding, "findings")
                    self.add("spread-by-pattern", (entry, spread), record, "records")
                    self.findings_of[entry].add(finding)
                else:
                    self.add("patterns", (entry,), record, "near_misses")
                for setting in said["setting"]:
                    self.add("patterns-by-setting", (entry, setting), record, "records", did)
        for one in together:
            for other in together:
                kin = one in self.raw.above(other) or other in self.raw.above(one)
                if one < other and not kin:
                    self.add("patterns-together", (one, other), record, "records")

    def add_together(self, said: Said) -> None:
        """Add what was found in the same episode or near miss. Debriefs name no pattern."""
        if said["kind"] == "debrief":
            return
        factors: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for episode, link in _factors(self.raw, said):
            for entry in self.raw.above(link["factor"], link.get("scope")):
                factors[episode].add((entry, link["influence"]))
                self.units_of_factor[entry, link["influence"]].add((said["id"], episode))
        patterns: dict[str, set[str]] = defaultdict(set)
        for each in _patterns(self.raw, said):
            for episode in each["episodes"]:
                (pattern,) = (
                    entry
                    for entry in self.raw.above(each["pattern"])
                    if self.raw.entries[entry]["kind"] == "pattern"
                )
                patterns[episode].add(pattern)
                self.units_of_pattern[pattern].add((said["id"], episode))
        for episode in set(factors) & set(patterns):
            for factor, influence in factors[episode]:
                for pattern in patterns[episode]:
                    key = (factor, influence, pattern)
                    self.add("factors-and-patterns", key, (said["id"], episode), "units")
                    self.add("factors-and-patterns", key, (said["id"],), "records")

    def add_recommendation(self, said: Said, advice: Said) -> None:
        record, thing = (said["id"],), (said["id"], advice["id"])
        newest: Said = {}
        for response in advice.get("responses") or []:
            if not newest or response["year"] >= newest["year"]:
                newest = response
        what = (advice["kind"], advice["level"])
        became = (newest.get("status"), newest.get("effect"))
        keys: list[tuple[str, Key]] = [
            ("recommendations", what),
            ("answers", became[:1]),
            ("answers-by-kind", (*what, *became)),
        ]
        self.add("selected", (), thing, "recommendations")
        if newest:
            self.add("selected", (), thing, "answered")
            keys.append(("effects", became[1:]))
        for each in _patterns(self.raw, said):
            if each["finding"] in (advice.get("findings") or []):
                for entry in self.raw.above(each["pattern"]):
                    keys.append(("recommendations-by-pattern", (entry, *what)))
                    keys.append(("answers-by-pattern", (entry, *became)))
        for measure, key in keys:
            self.add(measure, key, thing, "recommendations")
            self.add(measure, key, record, "records")

    def add_completeness(self, said: Said) -> None:
        def ask(field: str, thing: Thing, given: object) -> None:
            counts = ["asked", "given"] if given not in (None, [], {}) else ["asked"]
            self.add("completeness", (field,), thing, *counts)

        record = (said["id"],)
        ask("completed", record, said.get("completed"))
        ask("factor_links", record, list(_factors(self.raw, said)))
        if said["kind"] == "case-review":
            ask("trigger", record, said.get("trigger"))
            ask("team_independent", record, said.get("team"))
            ask("family_involved", record, said.get("family"))
            for part in ("participants", "episodes", "findings", "recommendations"):
                ask(part, record, said.get(part))
        if said["kind"] == "near-miss":
            ask("outcome", record, said.get("outcome"))
            ask("identified_by", record, said.get("identified_by"))
            ask("family_told", record, said.get("family"))
            ask("prevented_by", record, said.get("prevented_by"))
            ask("pattern_links", record, said.get("patterns"))
        for finding in said.get("findings") or []:
            ask("spread", (*record, finding["id"]), finding.get("spread"))
            ask("finding_episodes", (*record, finding["id"]), finding.get("episodes"))
        for advice in said.get("recommendations") or []:
            thing = (*record, advice["id"])
            ask("owner", thing, advice.get("owner"))
            ask("recommendation_findings", thing, advice.get("findings"))
            ask("responses", thing, advice.get("responses"))
            if advice.get("responses"):
                newest: Said = {}
                for response in advice["responses"]:
                    if not newest or response["year"] >= newest["year"]:
                        newest = response
                ask("effect", thing, newest.get("effect"))

    def add_totals(self) -> None:
        """Add the margins, and how often each entry of the vocabulary was named."""
        for (_, setting), row in self.tally["patterns-by-setting"].items():
            row["records_of_setting"] = self.of_setting[setting, False]
        for (_, setting), row in self.tally["factors-by-setting"].items():
            row["records_of_setting"] = self.of_setting[setting, True]
        for (one, other), row in self.tally["patterns-together"].items():
            row["records_of_pattern"] = self.of_pattern[one]
            row["records_of_other"] = self.of_pattern[other]
        for (entry, _), row in self.tally["spread-by-pattern"].items():
            row["findings_of_entry"] = self.findings_of[entry]
        for (factor, influence, pattern), row in self.tally["factors-and-patterns"].items():
            row["units_of_factor"] = self.units_of_factor[factor, influence]
            row["units_of_pattern"] = self.units_of_pattern[pattern]
        for entry, said in self.raw.entries.items():
            number = len(self.named_by[entry])
            if number or said["status"] != "retired":
                often = ("in_none", "in_one", "in_several")[min(number, 2)]
                self.add("recurrence", (said["kind"],), (entry,), "entries", often)


def _factors(raw: Raw, said: Said) -> Iterator[tuple[str, Said]]:
    """Yield each link to a factor by its present id, and its episode, which may be empty."""
    for episode in said.get("episodes") or []:
        for link in episode.get("factors") or []:
            yield episode["id"], {**link, "factor": raw.present(link["factor"])}
    for link in said.get("factors") or []:
        yield "", {**link, "factor": raw.present(link["factor"])}


def _patterns(raw: Raw, said: Said) -> Iterator[Said]:
    """Yield each pattern that a record names, from a finding or a near miss, in one form."""
    for finding in said.get("findings") or []:
        yield {
            "pattern": raw.present(finding["pattern"]),
            "influence": finding["influence"],
            "finding": finding["id"],
            "selected": finding["selected"],
            "spread": (finding.get("spread") or {}).get("claim"),
            "episodes": finding.get("episodes") or [],
        }
    for link in said.get("patterns") or []:
        yield {
            "pattern": raw.present(link["pattern"]),
            "influence": link["influence"],
            "finding": "",
            "selected": None,
            "spread": None,
            "episodes": [""],
        }


def _front_matter(file: Path) -> Said:
    text = file.read_text(encoding="utf-8")
    said: Said = yaml.safe_load(text.split("---\n")[1])
    return {"id": file.stem, **said}


def _visible(said: Any, seen: set[str]) -> Any:
    """Return what was said without the parts that are marked for others, and links to them."""
    if isinstance(said, dict):
        shown = {name: _visible(value, seen) for name, value in said.items()}
        episodes = {e["id"] for e in shown.get("episodes") or [] if isinstance(e, dict)}
        findings = {f["id"] for f in shown.get("findings") or [] if isinstance(f, dict)}
        for finding in shown.get("findings") or []:
            if isinstance(finding, dict):
                finding["episodes"] = [e for e in finding.get("episodes") or [] if e in episodes]
        for advice in shown.get("recommendations") or []:
            advice["findings"] = [f for f in advice.get("findings") or [] if f in findings]
        return shown
    if isinstance(said, list):
        return [
            _visible(each, seen)
            for each in said
            if not isinstance(each, dict) or each.get("audience", "public") in seen
        ]
    return said
