"""What evidences a pattern or a factor: found by itself, rolled up, counted honestly."""

from __future__ import annotations

from pathlib import Path

from patternbook.evidence import EvidenceIndex
from patternbook.publication import publish
from tests.making import case_review, episode, factor, finding, load, near_miss


def index_of(root: Path, **records: str) -> EvidenceIndex:
    """Return the public evidence of these records, given by their ids (with underscores)."""
    folders = {"kind: near-miss": "near-misses", "kind: case-review": "case-reviews"}
    files = {}
    for name, text in records.items():
        folder = next(folder for kind, folder in folders.items() if kind in text)
        files[f"reviews/{folder}/{name.replace('_', '-')}.md"] = text
    library, problems = load(root, files)
    assert [p for p in problems if p.severity == "fault"] == []
    return EvidenceIndex(publish(library, "public"))


def told(evidence) -> list[tuple[str, str, str]]:
    """Return where each piece of evidence stands, what it did and how."""
    return [(f"{e.published.record.id}#{e.part_id}", e.influence.value, e.how) for e in evidence]


def test_a_factor_lists_every_episode_and_near_miss_that_links_to_it(tmp_path):
    index = index_of(
        tmp_path,
        missed=near_miss("missed", factors=[factor("workload", "helped", how="It was quiet.")]),
        review=case_review(
            "review",
            completed=2025,
            episodes=[
                episode("one", factors=[factor("workload", how="Sixty contacts.")]),
                episode("two", factors=[factor("timing", how="A Friday.")]),
            ],
        ),
    )

    assert told(index.direct("workload")) == [
        ("review#one", "hindered", "Sixty contacts."),
        ("missed#", "helped", "It was quiet."),
    ]


def test_evidence_for_a_factor_rolls_up_to_its_type_and_level(tmp_path):
    index = index_of(tmp_path, missed=near_miss("missed", factors=[factor("workload")]))

    for above in ("conditions-of-work", "front-line-factors"):
        assert len(index.of(above)) == 1
        assert index.direct(above) == []
    assert index.of("own-team-factors") == []


def test_a_finding_on_an_issue_rolls_up_to_its_pattern_with_its_episodes(tmp_path):
    review = case_review(
        "review",
        episodes=[episode("one"), episode("two")],
        findings=[finding("drift", pattern="tunnel-vision", episodes=["two"], in_this_case="So.")],
    )
    index = index_of(tmp_path, review=review)

    (evidence,) = index.of("human-judgement-and-reasoning")

    assert evidence.how == "So."
    assert [e.id for e in evidence.episodes] == ["two"]
    assert index.of("human-tool-operation") == []


def test_an_own_team_factor_between_agencies_counts_as_inter_agency(tmp_path):
    index = index_of(
        tmp_path,
        missed=near_miss(
            "missed",
            factors=[
                factor("supervision", how="Within."),
                factor("supervision", how="Between.", scope="inter-agency"),
            ],
        ),
    )

    assert [e.how for e in index.direct("supervision")] == ["Within.", "Between."]
    assert [e.how for e in index.of("own-team-factors")] == ["Within."]
    assert [e.how for e in index.of("inter-agency-factors")] == ["Between."]
    assert len(index.of("front-line-factors")) == 2


def test_illustrations_are_listed_and_never_counted(tmp_path):
    index = index_of(
        tmp_path,
        invented=near_miss("invented", origin="illustrative"),
        real=near_miss("real"),
    )

    assert [e.counted for e in index.of("workload")] == [False, True]


def test_what_was_found_together_is_counted_by_episode_with_the_episodes(tmp_path):
    both = [factor("workload"), factor("timing")]
    index = index_of(
        tmp_path,
        review=case_review(
            "review",
            episodes=[
                episode("one", factors=both),
                episode("two", factors=both),
                episode("three", factors=[factor("workload"), factor("supervision")]),
            ],
            findings=[finding("f", episodes=["three"])],
        ),
        invented=near_miss("invented", origin="illustrative", factors=both),
    )

    found = {
        c.definition.entry.id: [unit.episode_id for unit in c.units]
        for c in index.together_with("workload")
    }

    assert found == {
        "timing": ["one", "two"],
        "supervision": ["three"],
        "tunnel-vision": ["three"],
        "human-judgement-and-reasoning": ["three"],  # where an issue is found, its pattern is
    }


def test_a_factor_is_not_found_together_with_its_own_type_or_its_siblings_elsewhere(tmp_path):
    index = index_of(
        tmp_path,
        one=near_miss("one", factors=[factor("workload")]),
        two=near_miss("two", factors=[factor("timing")]),
    )

    assert index.together_with("workload") == []
    assert index.together_with("conditions-of-work") == []
