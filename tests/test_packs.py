"""A team pack says on one sheet what a record or an entry says, and what others learned."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from patternbook.pages import make_pages
from patternbook.publication import Reader, publish
from patternbook.vocabulary import Audience
from tests.making import (
    case_review,
    debrief,
    entry,
    episode,
    explained_entry,
    factor,
    finding,
    load,
    near_miss,
    page,
    vocabulary,
)

SEEN = {"pattern": "tunnel-vision", "influence": "unsafe", "how": "All looked one way."}
LIFTED = {"pattern": "tunnel-vision", "influence": "constructive", "how": "They agreed to look up."}


def packs_of(root: Path, files: dict[str, Any], reader: str | Reader = "public") -> dict[str, str]:
    """Return the Markdown of every pack, list of packs and the workshop, by its path."""
    library, problems = load(root, files)
    assert problems == []
    pages = {page.path: page.markdown for page in make_pages(publish(library, reader))}
    return {path: text for path, text in pages.items() if path.startswith(("packs/", "workshop/"))}


def near_misses(**each: dict[str, Any]) -> dict[str, Any]:
    """Return near misses by their ids, for which underscores stand for hyphens."""
    named = {name.replace("_", "-"): fields for name, fields in each.items()}
    return {
        f"reviews/near-misses/{name}.md": near_miss(name, **fields)
        for name, fields in named.items()
    }


def part(pack: str, anchor: str) -> str:
    """Return what stands under a heading of a pack."""
    return re.split(r"\n## ", pack.split(f"{{ #{anchor} }}", 1)[1])[0]


def explained(**questions: list[str]) -> dict[str, Any]:
    """Return a vocabulary in which entries have these questions for a team, by their ids."""
    pages = vocabulary()
    for name, texts in questions.items():
        entry_id = name.replace("_", "-")
        folder = "patterns" if entry_id == "tunnel-vision" else "factors"
        kind = {"kind": "issue", "parent": "human-judgement-and-reasoning"}
        if folder == "factors":
            kind = {"kind": "factor", "parent": "conditions-of-work"}
        pages[f"docs/{folder}/{entry_id}.md"] = entry(
            id=entry_id, title=entry_id.title(), team_questions=texts, **kind
        )
    return pages


def test_every_pattern_issue_finding_and_near_miss_has_a_pack(tmp_path):
    packs = packs_of(
        tmp_path,
        {
            **near_misses(letter={}),
            "reviews/debriefs/visit.md": debrief("visit"),
            "reviews/case-reviews/review.md": case_review(
                "review",
                findings=[finding("one"), finding("two", selected=False, not_selected_because="x")],
            ),
        },
    )

    assert set(packs) == {
        "packs/index.md",
        "packs/patterns/human-judgement-and-reasoning.md",
        "packs/patterns/tunnel-vision.md",
        "packs/patterns/drift-into-failure.md",
        "packs/patterns/human-tool-operation.md",
        "packs/findings/review--one.md",
        "packs/findings/review--two.md",
        "packs/near-misses/letter.md",
        "workshop/index.md",
    }
    assert "not selected by the reviewers" in packs["packs/findings/review--two.md"]
    listed = packs["packs/index.md"]
    assert all(
        f"({path.removeprefix('packs/')})" in listed for path in packs if path.count("/") == 2
    )


def test_a_record_and_an_entry_lead_to_their_packs(tmp_path):
    library, _ = load(
        tmp_path,
        {
            **near_misses(letter={}),
            "reviews/case-reviews/review.md": case_review("review", findings=[finding("one")]),
        },
    )
    pages = {page.path: page.markdown for page in make_pages(publish(library, "public"))}

    assert "(../packs/near-misses/letter.md)" in pages["near-misses/letter.md"]
    assert "(../packs/findings/review--one.md)" in pages["reviews/review.md"]
    assert "(../packs/patterns/tunnel-vision.md)" in pages["patterns/tunnel-vision.md"]
    assert "packs/" not in pages["factors/workload.md"]


def test_an_empty_library_has_packs_that_say_so(tmp_path):
    packs = packs_of(tmp_path, {})

    pack = packs["packs/patterns/tunnel-vision.md"]
    assert "No record here shows this yet. A gap is not a finding" in part(pack, "story")
    assert "No other record here tells of something that helped" in part(pack, "elsewhere")
    assert "None are here yet." in packs["packs/index.md"]


def test_those_who_read_a_draft_get_no_pack_of_it_to_hand_round(tmp_path):
    draft = near_misses(letter={"stage": "interim", "audience": "participants", "sign_off": None})

    packs = packs_of(tmp_path, draft, Reader(Audience.PARTICIPANTS, "letter"))

    assert set(packs) == {"packs/index.md", "workshop/index.md"}
    assert "confidential to those who took part" in packs["packs/index.md"]
    assert "waited" not in packs["workshop/index.md"]


def test_a_pack_of_a_boards_own_record_says_so_and_is_not_to_be_cited(tmp_path):
    packs = packs_of(tmp_path, near_misses(ours={"audience": "board"}, open={}), "board")

    ours, open_to_all = packs["packs/near-misses/ours.md"], packs["packs/near-misses/open.md"]
    assert "for this board only" in ours
    assert "To cite it" not in ours
    assert "for this board only" not in open_to_all
    assert "To cite it" in open_to_all


# --- The story ----------------------------------------------------------------------------------


def test_a_patterns_example_is_the_newest_that_counts_whichever_way_it_leans(tmp_path):
    packs = packs_of(
        tmp_path,
        near_misses(
            older={"completed": 2020, "patterns": [SEEN]},
            newer={"completed": 2022, "patterns": [LIFTED]},
            invented={"completed": 2024, "patterns": [SEEN], "origin": "illustrative"},
        ),
    )

    story = part(packs["packs/patterns/tunnel-vision.md"], "story")
    assert "**One example:** [Title of newer]" in story
    assert "**Constructive there:** They agreed to look up." in story
    assert "invented" not in story


def test_an_illustration_is_an_example_only_where_nothing_counts_and_says_so(tmp_path):
    invented = near_misses(invented={"patterns": [SEEN], "origin": "illustrative"})

    packs = packs_of(tmp_path, invented)

    story = part(packs["packs/patterns/tunnel-vision.md"], "story")
    assert "**Illustration, not counted:** [Title of invented]" in story
    assert "A gap is not a finding" in story
    pack = packs["packs/near-misses/invented.md"]
    assert "(illustration)" in pack
    assert "never counted as evidence" in pack


def test_a_finding_brings_the_factors_of_the_episodes_that_it_cites(tmp_path):
    review = case_review(
        "review",
        episodes=[
            episode("cited", factors=[factor("workload", how="Too many at once.")]),
            episode("other", factors=[factor("timing", how="Too late in the day.")]),
        ],
        findings=[finding("one", episodes=["cited"], in_this_case="It was so here.")],
    )

    pack = packs_of(tmp_path, {"reviews/case-reviews/review.md": review})[
        "packs/findings/review--one.md"
    ]

    assert "**In this case:** It was so here." in part(pack, "story")
    assert "Too many at once." in part(pack, "factors")
    assert "Too late in the day." not in pack


def test_of_many_factors_the_first_are_named_and_the_others_counted(tmp_path):
    ids = ["workload", "timing", "supervision", "information-sharing", "other"]
    many = [factor(each, how=f"It was {each}.") for each in ids]

    pack = packs_of(tmp_path, near_misses(letter={"factors": many}))["packs/near-misses/letter.md"]

    told = part(pack, "factors")
    assert [each for each in ids if f"It was {each}." in told] == ids[:3]
    assert "and 2 more that hindered" in told


def test_long_text_is_shortened_and_the_pack_says_where_the_whole_is(tmp_path):
    long = " ".join(f"This is sentence number {n} of a long account." for n in range(200))

    pack = packs_of(tmp_path, near_misses(letter={"what_happened": long, "summary": long}))[
        "packs/near-misses/letter.md"
    ]

    assert len(pack.split()) < 600
    assert "of a long account. …" in part(pack, "story")
    assert (
        "Shortened to fit one page. Read on: [Title of letter](../../near-misses/letter.md)" in pack
    )


def test_a_short_story_is_told_whole(tmp_path):
    pack = packs_of(tmp_path, near_misses(letter={}))["packs/near-misses/letter.md"]

    assert "A referral waited, and a colleague noticed." in part(pack, "story")
    assert "Shortened" not in pack


# --- Three questions ----------------------------------------------------------------------------


def asked(pack: str) -> list[str]:
    return re.findall(r"^\d\. (.*?)(?: <span|$)", part(pack, "questions"), re.MULTILINE)


def test_a_pattern_asks_its_own_questions_first_then_those_of_its_neighbours(tmp_path):
    files = explained(workload=["What waits?", "Who sees it?"])
    files["docs/patterns/tunnel-vision.md"] = explained_entry(
        id="tunnel-vision",
        kind="issue",
        parent="human-judgement-and-reasoning",
        neighbours=[{"id": "workload", "difference": "Another thing."}],
        team_questions=["Who is missing?"],
        conversation_questions=["What did you see?"],
    )

    pack = packs_of(tmp_path, files)["packs/patterns/tunnel-vision.md"]

    assert asked(pack) == ["Who is missing?", "What did you see?", "What waits?"]
    assert "meant for somebody who was there" in part(pack, "questions")
    assert "from [Workload](../../factors/workload.md)" in part(pack, "questions")


def test_a_finding_asks_what_its_reviewers_asked_before_anything_else(tmp_path):
    files = explained(tunnel_vision=["Who is missing?"], workload=["What waits?"])
    files["reviews/case-reviews/review.md"] = case_review(
        "review", findings=[finding("one", episodes=["first"], questions_for_board=["How often?"])]
    )

    pack = packs_of(tmp_path, files)["packs/findings/review--one.md"]

    assert asked(pack) == ["How often?", "Who is missing?", "What waits?"]


def test_a_near_miss_asks_the_first_question_of_each_of_its_factors_and_patterns(tmp_path):
    files = explained(
        workload=["What waits?", "Who sees it?"],
        timing=["When?"],
        tunnel_vision=["Who is missing?"],
    )
    files |= near_misses(
        letter={"factors": [factor("workload"), factor("timing")], "patterns": [SEEN]}
    )

    pack = packs_of(tmp_path, files)["packs/near-misses/letter.md"]

    assert asked(pack) == ["What waits?", "When?", "Who is missing?"]


def test_no_question_is_made_up(tmp_path):
    pack = packs_of(tmp_path, near_misses(letter={}))["packs/near-misses/letter.md"]

    assert asked(pack) == []
    assert "it makes none up" in part(pack, "questions")


# --- What helped elsewhere ----------------------------------------------------------------------


def helped(pack: str) -> str:
    return part(pack, "elsewhere")


def test_what_helped_elsewhere_is_what_counts_in_other_records(tmp_path):
    files = near_misses(
        own={"patterns": [SEEN, LIFTED], "factors": [factor("workload")]},
        same_pattern={"patterns": [{**LIFTED, "how": "One person kept the time."}], "factors": []},
        same_factor={"factors": [factor("workload", "helped", how="The list was cut.")]},
        invented={
            "factors": [factor("workload", "helped", how="A made-up help.")],
            "origin": "illustrative",
        },
    )

    told = helped(packs_of(tmp_path, files)["packs/near-misses/own.md"])

    assert "One person kept the time." in told
    assert "The list was cut." in told
    assert "They agreed to look up." not in told
    assert "A made-up help." not in told
    assert "(../../near-misses/same-factor.md)" in told


def test_what_kept_harm_away_from_others_in_the_same_plight_helps_too_but_chance_does_not(tmp_path):
    lucky = {"by": "chance", "how": "It happened to rain."}
    files = near_misses(
        own={"factors": [factor("workload")]},
        held={"prevented_by": [lucky, {"by": "designed-safeguard", "how": "A bell rang."}]},
        only_luck={"prevented_by": [lucky]},
        another_factor={
            "factors": [factor("timing")],
            "prevented_by": [{"by": "designed-safeguard", "how": "A light came on."}],
        },
    )

    told = helped(packs_of(tmp_path, files)["packs/near-misses/own.md"])

    assert "A bell rang." in told
    assert "What held: a safeguard that was designed in" in told
    assert "rain" not in told
    assert "A light came on." not in told


def test_each_record_helps_once_the_newest_first_and_three_are_enough(tmp_path):
    files = near_misses(
        own={"completed": 2010, "factors": [factor("workload"), factor("timing")]},
        **{
            f"year_{year}": {
                "completed": year,
                "factors": [
                    factor("workload", "helped", how=f"Less of it in {year}."),
                    factor("timing", "helped", how=f"Earlier in {year}."),
                ],
            }
            for year in (2019, 2020, 2021, 2022)
        },
    )

    told = helped(packs_of(tmp_path, files)["packs/near-misses/own.md"])

    assert re.findall(r"year-(\d+)\.md", told) == ["2022", "2021", "2020"]


# --- Addresses and lists ------------------------------------------------------------------------


def test_the_packs_of_what_was_withdrawn_or_renamed_say_what_became_of_it(tmp_path):
    gone = {
        "id": "gone",
        "kind": "near-miss",
        "audience": "public",
        "withdrawn": {"role": "Manager", "year": 2024},
    }
    files: dict[str, Any] = vocabulary()
    files["docs/patterns/tunnel-vision.md"] = entry(
        id="tunnel-vision",
        kind="issue",
        parent="human-judgement-and-reasoning",
        former_ids=["blinkers"],
    )
    files["reviews/near-misses/gone.md"] = page(gone)

    packs = packs_of(tmp_path, files)

    assert "This record was withdrawn" in packs["packs/near-misses/gone.md"]
    assert "(tunnel-vision.md)" in packs["packs/patterns/blinkers.md"]


@pytest.mark.parametrize("number", [100, 101])
def test_a_long_list_of_packs_goes_on_and_every_pack_is_listed_once(tmp_path, number):
    files = near_misses(**{f"letter_{n}": {} for n in range(number)})

    packs = packs_of(tmp_path, files)

    lists = [packs["packs/index.md"], packs.get("packs/near-misses-2.md", "")]
    listed = re.findall(r"near-misses/(letter-\d+)\.md", "".join(lists))
    assert sorted(listed) == sorted(f"letter-{n}" for n in range(number))
    assert bool(lists[1]) is (number > 100)
