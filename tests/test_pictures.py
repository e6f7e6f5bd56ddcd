"""Pictures say what a record says and no more, stay legible, and are the same in words."""

from __future__ import annotations

import unicodedata
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from patternbook import pictures
from patternbook.evidence import EvidenceIndex
from patternbook.pages import make_pages
from patternbook.pictures.bones import Bone
from patternbook.pictures.drawing import WIDTH, Drawing
from patternbook.pictures.fishbone import draw_fishbone
from patternbook.pictures.heads import Head
from patternbook.pictures.layers import Held, Story, draw_layers
from patternbook.pictures.lettering import width, wrap
from patternbook.publication import PublishedLibrary, publish
from patternbook.vocabulary import Outcome, PreventedBy
from tests.making import case_review, episode, factor, finding, load, near_miss
from tests.seeing import bones_seen, layers_seen, lines_of, packed, parsed, title_of, words_of
from tests.site.hostile import HOSTILE

RETOLD: dict[str, Any] = {"origin": "literature", "citation": {"reference": "A report"}}
SUPERVISED_BETWEEN = factor("supervision", scope="inter-agency")


def library_of(root: Path, audience: str = "public", **records: str) -> PublishedLibrary:
    """Return what an audience sees of these records, given by their ids (with underscores)."""
    files = {}
    for name, text in records.items():
        folder = "near-misses" if "kind: near-miss" in text else "case-reviews"
        files[f"reviews/{folder}/{name.replace('_', '-')}.md"] = text
    library, problems = load(root, files)
    assert [p for p in problems if p.severity == "fault"] == []
    return publish(library, audience)


def review_of(root: Path, audience: str = "public", **fields: Any) -> PublishedLibrary:
    return library_of(root, audience, a_review=case_review(**fields))


def near_miss_drawn(root: Path, **fields: Any) -> Markup:
    library = library_of(root, a_near_miss=near_miss(**fields))
    return pictures.of_near_miss(library.records[0].record, library.typology, "here")  # type: ignore[arg-type]


def episode_drawn(root: Path, **fields: Any) -> Markup:
    library = review_of(root, episodes=[episode(**fields)])
    return pictures.of_episode(
        library.records[0].record.episodes[0],  # type: ignore[union-attr]
        library.typology,
        "here",
    )


def finding_drawn(library: PublishedLibrary) -> Markup:
    record = library.records[0].record
    return pictures.of_finding(
        record.findings[0],  # type: ignore[union-attr]
        record.episodes,  # type: ignore[union-attr]
        library.typology,
        "here",
    )


# --- What a fishbone shows ------------------------------------------------------------------------


def test_each_factor_of_an_episode_is_a_bone_that_says_what_it_did(tmp_path):
    drawn = parsed(
        episode_drawn(
            tmp_path,
            title="A call at noon",
            practice="good",
            factors=[
                factor("workload"),
                factor("information-sharing", "helped"),
                SUPERVISED_BETWEEN,
                factor("other", "helped"),
            ],
        )
    )

    seen = {(bone.title, bone.did, bone.more) for bone in bones_seen(drawn)}
    assert seen == {
        ("Workload", "hindered", ""),
        ("Informationsharing", "helped", ""),
        ("Supervision", "hindered", "between agencies"),
        ("Other", "helped", ""),
    }
    assert words_of(drawn) == [
        ("Key practice episode", "A call at noon. Good practice."),
        ("Hindered", "Workload (Conditions of work)"),
        ("Hindered", "Supervision (Inter-agency factors, between agencies)"),
        ("Helped", "Information sharing (Inter-agency factors)"),
        ("Helped", "Other"),
    ]
    assert title_of(drawn) == "Fishbone: A call at noon"
    assert "2 hindered and 2 helped" in drawn.findtext(".//desc")


def test_a_factor_that_was_linked_twice_is_one_bone(tmp_path):
    drawn = parsed(
        episode_drawn(
            tmp_path,
            factors=[
                factor("workload", how="In the morning."),
                factor("workload", how="In the evening."),
                factor("timing", "helped"),
                factor("timing"),
            ],
        )
    )

    seen = {(bone.title, bone.did) for bone in bones_seen(drawn)}
    assert seen == {("Workload", "hindered"), ("Timing", "hindered and helped")}
    assert "1 hindered and 1 did both" in drawn.findtext(".//desc")


def test_helped_and_hindered_differ_in_line_and_mark_and_word_and_not_in_colour_alone(tmp_path):
    hindered = parsed(episode_drawn(tmp_path / "a", factors=[factor("workload")]))
    helped = parsed(episode_drawn(tmp_path / "b", factors=[factor("workload", "helped")]))

    def styles(figure):
        return {path.get("class") for path in figure.iter("path")} - {"pb-frame", "pb-spine"}

    assert styles(hindered) == {"pb-hindered", "pb-mark-hindered"}
    assert styles(helped) == {"pb-helped", "pb-mark-helped"}
    marks = [f.find(".//path[@class='pb-mark-hindered']") for f in (hindered, helped)]
    assert marks[1] is None
    sheet = Path("docs/assets/styles/pictures.css").read_text("utf-8")
    assert "path.pb-hindered {\n  stroke-dasharray:" in sheet


def test_an_episode_without_factors_has_no_picture(tmp_path):
    assert episode_drawn(tmp_path, factors=[]) == ""
    library = review_of(tmp_path / "page", episodes=[episode(factors=[])])
    page = next(p for p in make_pages(library) if p.path == "reviews/a-review.md")
    assert "<figure" not in page.markdown
    assert "As a picture" not in page.markdown


def test_a_finding_shows_the_factors_of_its_episodes_and_in_how_many_each_was_at_work(tmp_path):
    library = review_of(
        tmp_path,
        episodes=[
            episode("one", factors=[factor("workload"), factor("timing", "helped")]),
            episode("two", factors=[factor("workload"), factor("timing")]),
            episode("three", factors=[factor("information-sharing")]),
        ],
        findings=[finding(statement="It was one thing.", episodes=["one", "two"])],
    )

    drawn = parsed(finding_drawn(library))

    assert {(bone.title, bone.did) for bone in bones_seen(drawn)} == {
        ("Workload", "hindered in 2 of 2"),
        ("Timing", "hindered in 1 and helped in 1 of 2"),
    }
    assert words_of(drawn) == [
        ("Finding, unsafe", "Tunnel vision. It was one thing."),
        ("Hindered in 2 of 2", "Workload (Conditions of work)"),
        ("Hindered in 1 and helped in 1 of 2", "Timing (Conditions of work)"),
    ]
    assert "the 2 episodes that this finding cites" in drawn.findtext(".//desc")


def test_a_finding_on_one_episode_counts_nothing(tmp_path):
    library = review_of(tmp_path, findings=[finding(episodes=["first"])])

    drawn = parsed(finding_drawn(library))

    assert [(bone.title, bone.did) for bone in bones_seen(drawn)] == [("Workload", "hindered")]


def test_a_finding_that_cites_no_episode_has_no_picture(tmp_path):
    assert finding_drawn(review_of(tmp_path, findings=[finding()])) == ""


def test_a_long_statement_is_shortened_in_the_picture_and_whole_in_the_words(tmp_path):
    statement = "One thing leads to another and nobody looks up. " * 12
    library = review_of(tmp_path, findings=[finding(statement=statement, episodes=["first"])])

    drawn = parsed(finding_drawn(library))

    assert any(line.text.endswith("…") for line in lines_of(drawn))
    assert words_of(drawn)[0][1] == f"Tunnel vision. {statement.strip()}"


def test_a_pattern_shows_what_was_at_work_wherever_it_was_seen_and_counts_no_illustration(tmp_path):
    shows = [{"pattern": "tunnel-vision", "influence": "unsafe", "how": "Seen."}]
    library = library_of(
        tmp_path,
        a_review=case_review(
            "a-review",
            episodes=[episode("one", factors=[factor("workload"), factor("timing")])],
            findings=[finding(episodes=["one"])],
        ),
        a_near_miss=near_miss("a-near-miss", factors=[factor("workload")], patterns=shows),
        invented=near_miss(
            "invented", origin="illustrative", factors=[factor("timing")], patterns=shows
        ),
    )
    index = EvidenceIndex(library)

    drawn = parsed(pictures.of_pattern("tunnel-vision", index, library.typology, "here"))
    above = pictures.of_pattern("human-judgement-and-reasoning", index, library.typology, "here")

    assert [(bone.title, bone.did) for bone in bones_seen(drawn)] == [
        ("Workload", "hindered in 2 of 2")
    ]
    assert "2 episodes and near misses" in drawn.findtext(".//desc")
    assert "1 more was at work in one of them" in drawn.findtext(".//desc")
    assert "not how common" in drawn.findtext(".//desc")
    assert bones_seen(parsed(above)) == bones_seen(drawn)
    assert pictures.of_pattern("drift-into-failure", index, library.typology, "here") == ""


# --- What the layers of a near miss show ----------------------------------------------------------


def test_a_near_miss_shows_the_layers_that_it_names_and_where_it_stopped(tmp_path):
    drawn = parsed(
        near_miss_drawn(
            tmp_path,
            title="A letter that went astray",
            factors=[factor("workload"), factor("timing", "helped"), SUPERVISED_BETWEEN],
            prevented_by=[{"by": "designed-safeguard", "how": "A list was read aloud."}],
        )
    )

    assert layers_seen(drawn) == [
        ("What hindered", "Workload"),
        ("What hindered", "Supervisionbetweenagencies"),
        ("What helped", "Timing"),
        ("What prevented harm", packed("A safeguard that was designed in A list was read aloud.")),
        ("What prevented harm", packed("Harm was prevented.")),
    ]
    assert words_of(drawn) == [
        ("Near miss", "A letter that went astray"),
        ("Hindered", "Workload"),
        ("Hindered", "Supervision (between agencies)"),
        ("Helped", "Timing"),
        ("What prevented harm", "A safeguard that was designed in. A list was read aloud."),
        ("How it ended", "Harm was prevented."),
    ]


def paths_of(figure) -> dict[str, str]:
    return {str(path.get("class")): str(path.get("d")) for path in figure.iter("path")}


def lowest_point_of_the_way(figure) -> float:
    """Return how far down the way leads as a line."""
    way = paths_of(figure)["pb-way"]
    return max(float(part.split("M")[0].split("m")[0]) for part in way.split("V")[1:])


def top_of_what_held(figure) -> float:
    return float(
        paths_of(figure)["pb-held"].split("M")[1].split(" ")[1].split("q")[0].split("H")[0]
    )


def test_where_harm_was_prevented_the_way_stops_at_the_layer_that_held(tmp_path):
    held = [{"by": "another-agency", "how": "Somebody rang."}]
    stopped = parsed(near_miss_drawn(tmp_path / "a", prevented_by=held))
    went_on = parsed(
        near_miss_drawn(tmp_path / "b", outcome="occurred-without-serious-harm", prevented_by=held)
    )

    assert lowest_point_of_the_way(stopped) < top_of_what_held(stopped)
    assert lowest_point_of_the_way(went_on) > top_of_what_held(went_on)
    assert "pb-soft" in paths_of(went_on)
    assert "pb-soft" not in paths_of(stopped)
    assert layers_seen(went_on)[-1][1] == packed("It happened, without serious harm.")


def test_chance_is_no_layer(tmp_path):
    drawn = parsed(near_miss_drawn(tmp_path, prevented_by=[{"by": "chance", "how": "It rained."}]))

    assert "pb-held" not in paths_of(drawn)
    assert "pb-luck" in paths_of(drawn)
    assert ("What prevented harm", "ChanceItrained.") in layers_seen(drawn)
    assert (
        "What prevented harm",
        "Chance, no layer, and nothing that anybody could plan. It rained.",
    ) in words_of(drawn)


@pytest.mark.parametrize(
    ("outcome", "unsaid", "end"),
    [
        ("prevented", "The record does not say what prevented harm.", "Harm was prevented."),
        (
            "occurred-without-serious-harm",
            "The record does not say what kept it from getting worse.",
            "It happened, without serious harm.",
        ),
        (
            None,
            "The record names nothing that changed its course.",
            "The record does not say how it ended.",
        ),
    ],
)
def test_what_a_near_miss_leaves_open_is_shown_as_open(tmp_path, outcome, unsaid, end):
    drawn = parsed(near_miss_drawn(tmp_path, **RETOLD, outcome=outcome, factors=[]))

    assert layers_seen(drawn) == [(unsaid, packed(end))]
    assert ("", unsaid) in words_of(drawn)
    assert ("How it ended", end) in words_of(drawn)
    assert {"pb-helped", "pb-hindered", "pb-held"}.isdisjoint(paths_of(drawn))
    assert ("pb-open" in paths_of(drawn)) is (outcome is None)


def test_the_picture_of_an_invented_near_miss_says_so_itself(tmp_path):
    drawn = parsed(near_miss_drawn(tmp_path, origin="illustrative"))

    assert lines_of(drawn)[0].text == "Near miss, illustration"


# --- Who may see what -----------------------------------------------------------------------------


def test_nothing_that_is_held_back_is_in_a_picture_and_a_board_sees_what_is_internal(tmp_path):
    kept = [
        episode(
            "one",
            factors=[factor("workload"), factor("timing", audience="board")],
        ),
        episode("two", audience="board", factors=[factor("information-sharing")]),
    ]
    shown = finding("shown", episodes=["one"])
    second = finding("second", episodes=["one", "two"], audience="board")

    public = parsed(
        finding_drawn(review_of(tmp_path / "a", episodes=kept, findings=[shown, second]))
    )
    board = parsed(
        finding_drawn(review_of(tmp_path / "b", "board", episodes=kept, findings=[second]))
    )

    assert [(bone.title, bone.did) for bone in bones_seen(public)] == [("Workload", "hindered")]
    assert {(bone.title, bone.more) for bone in bones_seen(board)} == {
        ("Workload", ""),
        ("Timing", "for this board only"),
        ("Informationsharing", "for this board only"),
    }
    assert words_of(board)[0][0] == "Finding, unsafe, for this board only"


# --- Text from strangers --------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_in_a_picture_stays_text(tmp_path, text):
    said = f"Before {text} after"
    fishbone = episode_drawn(tmp_path / "a", title=said)
    layers = near_miss_drawn(
        tmp_path / "b", title=said, prevented_by=[{"by": "chance", "how": f"{text}\n\n{said}"}]
    )

    for figure in (fishbone, layers):
        tree = parsed(figure)  # which refuses any element and any attribute that is not ours
        shown = packed("".join(line.text for line in lines_of(tree)))
        assert packed(said) in shown or shown.count("…")
        assert any(" ".join(said.split()) in words for _, words in words_of(tree))
        assert "\n" not in figure
        assert not set(figure) & set("{}")


any_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda text: any(unicodedata.category(sign)[0] not in "CZ" for sign in text)
)
long_words = st.text("aWm/.-ŵł", min_size=30, max_size=300)
titles = st.one_of(
    any_text, long_words, st.sampled_from(["Workload", "Gwaith tîm", "Żółć i źrebię"])
)
some_bones = st.lists(
    st.builds(
        Bone,
        title=titles,
        kind=st.one_of(st.just(""), titles),
        helped=st.integers(1, 100),
        hindered=st.integers(0, 100),
        out_of=st.just(100),
        between_agencies=st.booleans(),
    ),
    min_size=1,
    max_size=12,
)
heads = st.builds(Head, title=titles, above=titles, below=st.one_of(st.just(""), titles))
stories = st.builds(
    Story,
    groups=st.lists(st.tuples(titles, some_bones), max_size=2),
    turned=titles,
    held=st.lists(st.builds(Held, by=st.sampled_from(PreventedBy), how=titles), max_size=4),
    outcome=st.sampled_from([None, *Outcome]),
    end=titles,
)


def assert_legible(drawing: Drawing) -> None:
    """Fail if a text leaves the picture or meets another, or is wider than there is room."""
    boxes = [text.box for text in drawing.texts]
    for left, upper, right, lower in boxes:
        assert left >= 0
        assert right <= WIDTH
        assert upper >= 0
        assert lower <= drawing.height
    for one, other in combinations(boxes, 2):
        beside = one[2] <= other[0] or other[2] <= one[0]
        above = one[3] <= other[1] or other[3] <= one[1]
        assert beside or above, (one, other)
    for text in drawing.texts:
        # A sign with a crowd of others that belong to it cannot be broken.
        bold = bool({"pb-head", "pb-strong"} & set(text.style.split()))
        assert width(text.text, text.size, bold=bold) <= text.room


@given(heads, some_bones)
@example(Head("0", "W" * 115), [Bone("Workload", "", helped=1, hindered=0, out_of=100)])
def test_in_a_fishbone_no_text_meets_another_or_leaves_the_picture(head, bones):
    drawing = draw_fishbone(head, bones)

    assert_legible(drawing)
    written = packed("".join(text.text for text in drawing.texts))
    for bone in bones:
        assert packed("".join(wrap(bone.title, 10_000, 17))) in written


@given(heads, stories)
def test_in_layers_no_text_meets_another_or_leaves_the_picture(head, story):
    assert_legible(draw_layers(head, story))


def test_a_hundred_factors_make_a_picture_higher_and_no_wider():
    bones = [Bone(f"Factor {n}", f"Type {n % 3}", n % 2, 1) for n in range(100)]

    drawing = draw_fishbone(Head("A title", "Good practice"), sorted(bones, key=lambda b: b.kind))

    assert_legible(drawing)
    titles = [text for text in drawing.texts if text.text.startswith("Factor ")]
    assert len(titles) == 100
    left = [text for text in titles if text.anchor == "end"]
    assert 40 <= len(left) <= 60


@given(st.one_of(any_text, long_words, st.lists(titles).map(" ".join)), st.integers(40, 400))
def test_lines_are_no_wider_than_there_is_room_and_together_are_the_text(text, room):
    lines = wrap(text, room, 17)

    assert all(width(line, 17) <= room or len(line) < 70 for line in lines)
    kept = [s for s in " ".join(text.split()) if unicodedata.category(s) not in {"Cc", "Cn"}]
    assert packed("".join(lines)) == packed("".join(kept))


def test_lines_end_between_words_or_after_a_hyphen_and_a_long_word_is_broken_where_it_can():
    assert wrap("Inter-agency work", 80, 17) == ("Inter-", "agency", "work")
    assert wrap("https://example.org/a/long/way", 130, 17) == (
        "https://",
        "example.org/",
        "a/long/way",
    )


def test_the_same_record_makes_the_same_picture(tmp_path):
    fields: dict[str, Any] = {"factors": [factor("workload"), factor("timing", "helped")]}

    assert near_miss_drawn(tmp_path / "a", **fields) == near_miss_drawn(tmp_path / "b", **fields)


def test_two_pictures_of_a_page_share_no_id(tmp_path):
    library = review_of(
        tmp_path,
        episodes=[episode("a"), episode("a-title")],
        findings=[finding("a", episodes=["a"]), finding("a-desc", episodes=["a-title"])],
    )
    page = next(p for p in make_pages(library) if p.path == "reviews/a-review.md")

    ids = [part.split('"')[0] for part in page.markdown.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) >= 8
