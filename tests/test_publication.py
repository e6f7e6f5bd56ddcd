"""The one door: what each audience may see, and that nothing else gets past it."""

from __future__ import annotations

import itertools
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patternbook.exports import make_files
from patternbook.library import Library, load_library
from patternbook.model import RECORD_TYPES, Factor
from patternbook.pages import make_pages
from patternbook.publication import PublishedLibrary, Reader, holds_nothing_back, publish
from patternbook.settings import read_settings
from patternbook.vocabulary import Audience, Kind, Stage
from tests.examples import examples
from tests.making import (
    SIGNED,
    case_review,
    debrief,
    episode,
    finding,
    load,
    near_miss,
    page,
    recommendation,
    vocabulary,
)
from tests.site.canaries import (
    BOARD,
    PUBLIC,
    Canaries,
    Filler,
    filed,
    record,
    write_all,
)


def library_of(root: Path, files: dict[str, Any]) -> Library:
    """Load a library in which nothing is wrong but, perhaps, that a reference leads inside.

    Such a reference stops every build; the door is tried with it all the same.
    """
    library, problems = load(root, files)
    assert {p.code for p in problems if p.severity == "fault"} <= {"leads-inside"}, problems
    return library


def everything_made(published: PublishedLibrary) -> str:
    """Return all that the site would hold, as one text: pages, paths, front matter and data."""
    pages = [f"{page.path}\n{page.file}\n{page.text()}" for page in make_pages(published)]
    return "\n".join([*pages, *make_files(published).values()])


@pytest.mark.parametrize(
    ("stage", "audience", "signed"),
    list(itertools.product(Stage, Audience, [True, False])),
)
def test_public_is_only_what_is_final_and_public_and_signed_off(tmp_path, stage, audience, signed):
    text = near_miss(
        stage=stage.value, audience=audience.value, sign_off=SIGNED if signed else None
    )
    library = library_of(tmp_path, {"reviews/near-misses/a-near-miss.md": text})

    published = publish(library, "public")

    expected = stage is Stage.FINAL and audience is Audience.PUBLIC and signed
    assert [p.record.id for p in published.records] == (["a-near-miss"] if expected else [])


@pytest.mark.parametrize("stage", Stage)
def test_the_board_sees_its_final_records_and_no_drafts(tmp_path, stage):
    text = near_miss(stage=stage.value, audience="board", sign_off=None)
    library = library_of(tmp_path, {"reviews/near-misses/a-near-miss.md": text})

    shown = publish(library, Audience.BOARD).records

    assert len(shown) == (1 if stage is Stage.FINAL else 0)


@pytest.mark.parametrize("audience", ["", "Public", "everyone", "None"])
def test_an_unknown_audience_is_never_let_through(tmp_path, audience):
    library = library_of(tmp_path, {"reviews/near-misses/a-near-miss.md": near_miss()})

    with pytest.raises(ValueError, match="not a valid Audience"):
        publish(library, audience)


@pytest.mark.parametrize(("field", "word"), [("stage", "finished"), ("audience", "everyone")])
def test_a_record_with_an_unknown_stage_or_audience_is_a_fault_and_never_shown(
    tmp_path, field, word
):
    text = near_miss(**{field: word})

    library, problems = load(tmp_path, {"reviews/near-misses/a-near-miss.md": text})

    assert [p.code for p in problems] == ["unknown-word"]
    assert publish(library, "public").records == ()


def test_a_public_record_does_not_mention_a_draft_that_it_is_related_to(tmp_path):
    library = library_of(
        tmp_path,
        {
            "reviews/near-misses/shown.md": near_miss("shown", related=["secret-draft"]),
            "reviews/near-misses/secret-draft.md": near_miss(
                "secret-draft", stage="interim", related=["shown"]
            ),
        },
    )

    assert "secret-draft" not in everything_made(publish(library, "public"))


def test_parts_marked_for_the_board_go_and_so_does_every_mention_of_them(tmp_path):
    review = case_review(
        episodes=[episode("open"), episode("closed", audience="board")],
        findings=[
            finding("said", episodes=["open", "closed"]),
            finding("unsaid", audience="board"),
        ],
        recommendations=[
            recommendation("given", findings=["said", "unsaid"]),
            recommendation("withheld", audience="board"),
        ],
        participants=[
            {"role": "Teacher", "by": "conversation"},
            {"role": "Whistle-blower", "by": "conversation", "audience": "board"},
        ],
    )
    library = library_of(tmp_path, {"reviews/case-reviews/a-review.md": review})

    public = everything_made(publish(library, "public"))
    board = everything_made(publish(library, "board"))

    for hidden in ("Episode closed", "episode-closed", "of unsaid", "of withheld", "Whistle"):
        assert hidden not in public
        assert hidden in board
    for shown in ("Episode open", "Statement of said", "Text of given", "Teacher"):
        assert shown in public


def test_internal_passages_stay_with_the_board(tmp_path):
    body = (
        "## Social worker\n\nSource: record\n\nOpen account.\n\n"
        "::: internal\nSealed account.\n:::\n\nMore open account.\n\n"
        "::: internal\n\n## Sealed voice\n\nSource: record\n\nSealed words.\n\n:::\n"
    )
    library = library_of(tmp_path, {"reviews/case-reviews/a-review.md": case_review(body=body)})

    public = everything_made(publish(library, "public"))
    board = everything_made(publish(library, "board"))

    assert "Sealed" not in public
    assert "More open account." in public
    assert board.count("Sealed") >= 3


def test_text_after_an_internal_heading_is_not_lost_when_the_heading_is_withheld(tmp_path):
    body = "::: internal\n\n## Sealed voice\n\nSource: record\n\nSealed.\n\n:::\n\nStill open.\n"
    library = library_of(tmp_path, {"reviews/case-reviews/a-review.md": case_review(body=body)})

    public = everything_made(publish(library, "public"))

    assert "Still open." in public
    assert "Sealed" not in public


def test_what_is_published_holds_no_way_back_to_the_file(tmp_path):
    body = "Open.\n\n::: internal\nSealed passage.\n:::\n"
    library = library_of(tmp_path, {"reviews/near-misses/a-near-miss.md": near_miss(body=body)})

    published = publish(library, "public").records[0]

    assert set(type(published).__slots__) == {"record", "narrative", "file", "shelf"}
    assert "Sealed" not in f"{published.record!r} {published.narrative!r}"


def test_a_published_library_prints_shortly_since_builders_print_their_configuration(tmp_path):
    library = library_of(tmp_path, {"reviews/near-misses/a-near-miss.md": near_miss()})

    assert repr(publish(library, "public")) == "<PublishedLibrary for public>"


# --- Whatever a library holds -------------------------------------------------------------------

_SHELVES = {"reviews": Audience.PUBLIC, "ours": Audience.BOARD, "drafts": Audience.PARTICIPANTS}
_SETTINGS = """shelves:
  - {folder: reviews, name: Shared, audience: public}
  - {folder: ours, name: Ours, audience: board}
  - {folder: drafts, name: Drafts, audience: participants}
pages: own
"""
_HALF = {"confidentiality": SIGNED["confidentiality"]}
_WIDTH = {"participants": 0, "board": 1, "public": 2}


_FOR: dict[str, Any] = {
    "stage": "final",
    "audience": "public",
    "sign_off": SIGNED,
    "origin": "contributed",
    "shelf": "reviews",
    "related": [],
}
_AGAINST: dict[str, list[Any]] = {
    "stage": [each.value for each in Stage],
    "audience": [each.value for each in Audience],
    "sign_off": [_HALF, None],
    "origin": ["literature", "illustrative"],
    "shelf": ["ours", "drafts"],
}


@dataclass
class Drawn:
    """The files of a library, its words with who may see each, and the ids of its records."""

    files: dict[str, str | bytes]
    canaries: Canaries
    records: list[str]


def _readers_of(fields: dict[str, Any], shelf: str, record_id: str) -> frozenset[str]:
    """Return who may see a record: worked out here from what was drawn, and not by the door."""
    readers = {record_id}  # its participants
    widest = min(_WIDTH[fields["audience"]], _WIDTH[_SHELVES[shelf].value])
    if fields["stage"] == "final" and widest >= 1:
        readers.add(BOARD)
        signed = fields["sign_off"] == SIGNED or (
            fields["sign_off"] is not None and fields["origin"] != "contributed"
        )
        if widest == 2 and signed and "published" not in fields:
            readers.add(PUBLIC)
    return frozenset(readers)


@st.composite
def libraries(draw: st.DrawFn) -> Drawn:
    """Draw a library over several shelves, in which every text is a word of its own.

    Each list of parts holds one part for each mark, at every depth; see `Filler`.
    """
    canaries = Canaries()
    drawn = Drawn({}, canaries, [])
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(Kind))
        # All but public: one or two things at most stand against it.
        against = draw(st.sets(st.sampled_from(sorted(_AGAINST)), max_size=2))
        fields: dict[str, Any] = {
            name: draw(st.sampled_from(_AGAINST[name])) if name in against else first
            for name, first in _FOR.items()
        }
        shelf = fields.pop("shelf")
        if shelf == "ours" and draw(st.booleans()):
            fields["published"] = 2024
        record_id = f"zanzi{number}record"
        readers = _readers_of(fields, shelf, record_id)
        canaries.places[record_id], canaries.allowed[record_id] = f"{kind} id", readers
        canaries.wanted[record_id] = readers
        made = record(kind, record_id, readers, canaries, record_id) | fields
        if fields["origin"] == "literature":
            made["citation"] = {"reference": canaries.new("citation", readers)}
        if draw(st.booleans()):
            _keep_fields(made, kind, readers, canaries)
        drawn.files |= filed(shelf, kind, record_id, made, readers, canaries)
        drawn.records.append(record_id)
    if draw(st.booleans()):
        _add_two_editions(drawn, draw(st.sampled_from(Kind)))
    for number in range(draw(st.integers(0, 2))):
        _bury(
            drawn, number, draw(st.sampled_from(sorted(_SHELVES))), draw(st.sampled_from(Audience))
        )
    term = [canaries.new("local term", frozenset()) for _ in range(2)]
    drawn.files |= {
        "patternbook.yml": f"{_SETTINGS}terms:\n"
        f"- {{term: {term[0]}, means: {term[1]}, publicly: a}}\n"
    }
    inside = frozenset({BOARD, *drawn.records})
    entry_id = canaries.new("own factor: id", inside)
    own = Filler(canaries, "own").model(Factor, inside, "own factor")
    own |= {"id": entry_id, "kind": "factor", "parent": "conditions-of-work", "former_ids": []}
    own |= {"neighbours": [], "also_under": [], "declared_terms": [], "status": "agreed"}
    own.pop("replaced_by")
    drawn.files |= vocabulary() | {f"own/factors/{entry_id}.md": page(own)}
    written = "".join(map(str, drawn.files.values()))
    canaries.wanted = {w: who for w, who in canaries.wanted.items() if w in written}
    return drawn


def _keep_fields(
    made: dict[str, Any], kind: Kind, readers: frozenset[str], canaries: Canaries
) -> None:
    """Let every field that may stay behind do so; its words are then for the board alone."""
    kept = record(kind, "kept", readers & {BOARD}, canaries, "kept")
    names = [name for name in RECORD_TYPES[kind].may_be_internal() if name in kept]
    made |= {name: kept[name] for name in names} | {"related": []}
    made["internal"]["fields"] = names


def _add_two_editions(drawn: Drawn, kind: Kind) -> None:
    """Add a fuller edition for the board and its participants, and the public version of it."""
    record_id = "zanzi99record"
    inside, outside = frozenset({BOARD, record_id}), frozenset({PUBLIC})
    drawn.canaries.places[record_id] = f"{kind} in two editions: id"
    drawn.canaries.allowed[record_id] = drawn.canaries.wanted[record_id] = inside | outside
    final = {name: value for name, value in _FOR.items() if name != "shelf"}
    for shelf, readers, more in (
        ("ours", inside, {"published": 2024, "audience": "board"}),
        ("reviews", outside, {}),
    ):
        made = record(kind, record_id, readers, drawn.canaries, f"edition on {shelf}")
        if not more:
            del made["internal"]
        made |= {**final, **more}
        drawn.files |= filed(shelf, kind, record_id, made, readers, drawn.canaries)
    drawn.records.append(record_id)


def _bury(drawn: Drawn, number: int, shelf: str, audience: Audience) -> None:
    """Add what is left of a record that was withdrawn."""
    widest = min(_WIDTH[audience.value], _WIDTH[_SHELVES[shelf].value])
    who = {0: frozenset[str](), 1: frozenset({BOARD}), 2: frozenset({BOARD, PUBLIC})}[widest]
    gone = drawn.canaries.new("withdrawn: id", who)
    role = drawn.canaries.new("withdrawn: role", frozenset())
    fields: dict[str, Any] = {"id": gone, "kind": "near-miss", "audience": audience.value}
    fields["withdrawn"] = {"role": role, "year": 2025}
    drawn.files[f"{shelf}/near-misses/{gone}.md"] = page(fields)


def _made_for(drawn: Drawn) -> Iterator[tuple[str, PublishedLibrary]]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in (*_SHELVES, "own", "docs"):
            (root / name).mkdir()
        write_all(root, drawn.files)
        _, folders = read_settings(root)
        library, problems = load_library(folders)
    assert [p for p in problems if p.severity == "fault"] == []
    yield PUBLIC, publish(library, PUBLIC)
    yield BOARD, publish(library, BOARD)
    for record_id in drawn.records:
        yield record_id, publish(library, Reader(Audience.PARTICIPANTS, record_id))


@pytest.mark.parametrize(
    "text", [near_miss("one", stage="interim"), debrief("one", stage="interim")]
)
def test_participants_of_any_kind_of_draft_get_a_page(tmp_path, text):
    folder = "near-misses" if "near-miss" in text else "debriefs"
    library = library_of(tmp_path, {f"reviews/{folder}/one.md": text})

    assert "One sentence." in everything_made(
        publish(library, Reader(Audience.PARTICIPANTS, "one"))
    )


_CANARY = re.compile(r"zanzi[0-9]+(?:barb|record)")


@settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(libraries())
def test_whatever_a_library_holds_a_reader_sees_all_that_is_open_to_them_and_nothing_else(drawn):
    canaries = drawn.canaries
    for reader, published in _made_for(drawn):
        found = set(_CANARY.findall(everything_made(published).lower()))

        too_much = {w for w in found if reader not in canaries.allowed[w]}
        too_little = {w for w, who in canaries.wanted.items() if reader in who} - found
        assert sorted(canaries.places[w] for w in too_much) == [], reader
        assert sorted(canaries.places[w] for w in too_little) == [], reader
        # Nothing of it hangs on what is published, either, ready for somebody to print.
        held = set(_CANARY.findall(repr([published.records, published.typology])))
        assert [canaries.places[w] for w in held if reader not in canaries.allowed[w]] == []


@settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(libraries())
def test_every_count_is_of_what_the_reader_can_see(drawn):
    """Counted from what was drawn: each sentence of evidence is a word of its own."""
    canaries = drawn.canaries
    for reader, published in _made_for(drawn):
        pages = {each.path: each.markdown for each in make_pages(published)}
        numbers = {"factor": 0, "pattern": 0}
        records: dict[str, set[str]] = {"factor": set(), "pattern": set()}
        for word, place in canaries.places.items():
            what = _evidence(place)
            if what is None or reader not in canaries.wanted.get(word, ()):
                continue
            text = next(str(each) for name, each in drawn.files.items() if word in str(each))
            if "origin: illustrative" not in text:
                numbers[what] += 1
                records[what].add(text)
        for what, entries in (
            ("factor", ("factors/workload", "factors/conditions-of-work")),
            ("factor", ("factors/front-line-factors",)),
            ("pattern", ("patterns/tunnel-vision", "patterns/human-judgement-and-reasoning")),
        ):
            for name in entries:
                told = re.search(
                    r"(\d+) pieces? of evidence from (\d+) records?", pages[f"{name}.md"]
                )
                said = (int(told[1]), int(told[2])) if told else (0, 0)
                assert said == (numbers[what], len(records[what])), (reader, name)
        row = re.search(r"^\| \[Workload\]\(\S+\) \| (.*) \|$", pages["factors/index.md"], re.M)
        assert row is not None
        shown = [int(re.sub(r"\[(\d+)\].*", r"\1", each)) for each in row[1].split(" | ")]
        assert sum(shown) == numbers["factor"]


def _evidence(place: str) -> str | None:
    """Return of what a canary is evidence, if it is the sentence that says how."""
    if re.search(r"factors\[\w+\]\.how$", place):
        return "factor"
    if re.search(r"(near-miss\.patterns\[\w+\]\.how|findings\[\w+\]\.statement)$", place):
        return "pattern"
    return None


def test_a_name_that_only_a_withheld_part_uses_is_withheld_too(tmp_path):
    review = case_review(
        body="## Worker\n\nSource: record\n\nMia slept.\n\n::: internal\nZara knew.\n:::\n",
        pseudonyms={"Mia": "the child", "Zara": "the child of the other case"},
        declared_terms=[{"term": "Zara House", "why": "a kind of home"}],
    )
    library = library_of(tmp_path, {"reviews/case-reviews/a-review.md": review})

    public = everything_made(publish(library, "public"))

    assert "Mia is the child" in public
    assert "Zara" not in public
    assert "Zara House" in everything_made(publish(library, "board"))


def test_no_trace_shows_where_an_internal_passage_stood(tmp_path):
    head = "## Worker\n\nSource: record\n\nBefore.\n\n"
    sealed = "::: internal\nSealed.\n\n## Sealed\n\nSource: record\n\nSealed.\n:::\n\n"
    bodies = {"with": f"{head}{sealed}After.\n", "without": f"{head}After.\n"}

    pages = {}
    for name, body in bodies.items():
        files = {"reviews/case-reviews/a-review.md": case_review(body=body)}
        pages[name] = everything_made(publish(library_of(tmp_path / name, files), "public"))

    assert pages["with"] == pages["without"]


def test_participants_of_one_review_are_not_told_that_another_was_withdrawn(tmp_path):
    gone = "---\nid: gone\nkind: debrief\naudience: {}\nwithdrawn: {{role: M, year: 2025}}\n---\n"
    files = {
        "reviews/debriefs/mine.md": debrief("mine", stage="interim"),
        "reviews/debriefs/gone.md": gone.format("participants"),
    }
    library = library_of(tmp_path, files)

    assert publish(library, Reader(Audience.PARTICIPANTS, "mine")).tombstones == ()
    assert publish(library, "public").tombstones == publish(library, "board").tombstones == ()


@pytest.mark.parametrize(
    ("fields", "whole"),
    [
        ({}, True),
        ({"sign_off": None}, False),
        ({"internal": {"notes": ["x"]}}, False),
        ({"published": 2024}, False),
        ({"body": "Open.\n\n::: internal\nShut.\n:::\n"}, False),
        ({"went_well": [{"what": "x", "audience": "board"}]}, False),
        ({"went_well": [{"what": "x", "audience": "public"}]}, True),
    ],
)
def test_a_record_holds_nothing_back_if_the_public_may_see_the_whole_of_it(tmp_path, fields, whole):
    files = {"reviews/debriefs/a-debrief.md": debrief(**fields)}
    library = library_of(tmp_path, files)

    assert holds_nothing_back(library.filed[0]) is whole


@pytest.mark.parametrize(
    ("audience", "record_id"), [("public", "x"), ("board", "x"), ("participants", "")]
)
def test_participants_are_those_of_one_review_and_nobody_else_is(audience, record_id):
    with pytest.raises(ValueError, match="Participants"):
        Reader(Audience(audience), record_id)
