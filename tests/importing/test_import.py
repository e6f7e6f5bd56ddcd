"""What becomes of a document: the fields that are found, what is told, and that no word is lost."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from patternbook.folders import Folders
from patternbook.importing import CannotImport, Fate, Imported, import_document
from patternbook.importing.ids import id_from
from patternbook.importing.ledger import Ledger, lost_words, words_in
from patternbook.importing.markdown import blocks_as_markdown, inline_markdown
from patternbook.library import load_library
from patternbook.model import CaseReview, Debrief, NearMiss
from patternbook.narrative import PassageKind, read_narrative
from patternbook.paper.blank import blank_of, own_sentences
from patternbook.paper.labels import SAID
from patternbook.source import parse_source
from patternbook.typology import Typology
from patternbook.vocabulary import Audience, Kind, Stage
from patternbook.word.found import Block, BlockKind, Run
from patternbook.word.writing import docx_of
from tests.importing import structures
from tests.importing.documents import filled, found_in, made, parts_of, saved, with_header_row
from tests.importing.structures import STRUCTURES
from tests.making import write

Import = Callable[..., Imported]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folders, Typology]:
    """Return a small library's folders and vocabulary."""
    folders = write(tmp_path_factory.mktemp("library"), {})
    return folders, load_library(folders)[0].typology


@pytest.fixture(scope="module")
def imported(library: tuple[Folders, Typology]) -> Import:
    """Return what imports the bytes of a document."""
    folders, typology = library
    own = frozenset(said for kind in Kind for said in own_sentences(blank_of(kind, typology)))

    def do(content: bytes, **options: Any) -> Imported:
        return import_document(
            found_in(content),
            typology,
            path="document.docx",
            shelf=folders.shelves[0],
            own_sentences=own,
            **options,
        )

    return do


def body(one: Imported) -> str:
    return parse_source(one.text, "x").body


def told(one: Imported) -> list[str]:
    return [trouble.message for trouble in one.troubles]


def raw_words(content: bytes) -> Counter[str]:
    """Return the words of a document, counted in its XML by other means than the reader's."""
    text = ""
    for path, part in parts_of(content).items():
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", path):
            xml = re.sub(r"</w:p>|<w:(br|tab)/>", " ", part.decode())
            text += " ".join(re.sub("<[^>]+>", "", xml).split()) + " "
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return words_in([text.replace("\u00ad", "")])


# --- Nothing is lost ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STRUCTURES)
def test_no_word_of_any_structure_is_lost(imported, name):
    content = STRUCTURES[name]()

    one = imported(content)

    assert one.lost == Counter()
    # And by another way of counting: what is not in the record is a label of a form, a word of its
    # lists, or told as left out.
    labels = [said.label for fields in SAID.values() for said in fields.values()]
    lists = [
        "Near miss Debrief Case review Key practice episode Outcome form 7 prevented helped",
        "hindered Practice Good and problematic Source interview log without serious harm It and",
        "Description Judgement of adequacy Factors Setting School the Police a how Harm was 1",
        "Housing Health visiting Early help Community home What happened from several sides Timing",
        "Children's social care Referral assessment Breakdown judgement significance Workload",
        "Supervision adequate",
    ]
    known = words_in([*labels, *lists, *(each.text for each in one.left_out)])
    in_record = words_in([re.sub(r"[\\*]", "", one.text)])
    assert set(raw_words(content) - in_record) <= set(known)


def test_a_word_that_is_nowhere_would_be_noticed():
    found = found_in(made("Lost and found."))
    source = parse_source("---\nx: and\n---\nfound\n", "x")

    assert lost_words(found.pieces, Ledger(), source) == Counter({"lost": 1})


def test_empty_columns_headings_of_one_name_and_small_words_between_are_told_too(imported):
    def add(document):
        with_header_row(document, ("Week", "Event"), ("one", ""), ("two", ""))
        for text in ("Background", "Background"):
            document.add_heading(text, 1)
        document.add_paragraph("Agencies: School and Police")

    for kind in (Kind.CASE_REVIEW, Kind.NEAR_MISS):
        assert imported(made("A report", then=add), kind=kind).lost == Counter()


def test_text_outside_the_fields_stands_in_the_account_below_its_heading(imported):
    one = imported(structures.near_miss_with_headings_changed())

    assert "## Something the form never asked\n\nThe neighbours knew more" in body(one)
    assert one.elsewhere == ("What was at work", "Something the form never asked")


# --- Fields ---------------------------------------------------------------------------------------


def test_fields_are_found_after_a_colon_whatever_letters_are_large(imported):
    one = imported(structures.near_miss_in_lines())

    record = one.record
    assert isinstance(record, NearMiss)
    assert record.what_happened == (
        "It was the Friday before the halfterm break; “nobody’s” tray, they said."
    )
    assert record.agencies == ("school", "childrens-social-care", "police")
    assert (record.outcome, record.setting) == ("prevented", ("referral-and-assessment",))
    assert "Best wishes, the early shift" in body(one)


def test_fields_are_found_in_the_first_cells_of_a_table(imported):
    one = imported(structures.near_miss_in_a_table())

    record = one.record
    assert isinstance(record, NearMiss)
    assert record.what_happened == (
        "The worker rang twice.\n\n- She left a note\n- and she told her manager"
    )
    assert record.outcome == "occurred-without-serious-harm"
    assert "## Remarks of the typist\n\nThe form was filled in at night." in body(one)
    assert "A line across both columns" in body(one)


def test_fields_are_found_below_headings_of_any_level_and_in_any_order(imported):
    record = imported(structures.near_miss_with_headings_changed()).record

    assert isinstance(record, NearMiss)
    assert record.what_happened == "The visit went to the old flat.\n\nNeighbours pointed the way."
    assert record.learned is not None
    assert record.learned.changed == "Ask for the address each time."
    assert record.summary == "A visit went to an address of last year."


def test_factors_are_read_however_they_are_set_and_what_is_none_is_told(imported):
    one = imported(structures.near_miss_with_headings_changed())

    assert isinstance(one.record, NearMiss)
    assert [(f.factor, f.influence, f.how) for f in one.record.factors] == [
        ("workload", "hindered", "four visits in a morning"),
        ("timing", "hindered", "the list was printed on Monday"),
        ("supervision", "helped", "the manager had asked about addresses"),
    ]
    (trouble,) = [each for each in one.troubles if "No contributory factor" in each.message]
    assert (trouble.where, trouble.excerpt) == ("paragraph 4 under heading 4", "The moon was full")
    assert "The moon was full" in body(one)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Harm was prevented", "prevented"),
        ("prevented", "prevented"),
        ("HARM WAS PREVENTED.", "prevented"),
        ("Harm was preventd", "prevented"),
        ("It happened – without serious harm", "occurred-without-serious-harm"),
        ("Nobody knows", None),
    ],
)
def test_a_choice_is_known_by_its_label_its_word_or_nearly_so_and_never_guessed(
    imported, said, meant
):
    one = imported(made("Near miss", "Title: x", f"How it ended: {said}"), kind=Kind.NEAR_MISS)

    assert getattr(one.record, "outcome", None) == meant
    assert (said in body(one)) is (meant is None)


def test_a_choice_that_is_not_understood_is_told_with_the_nearest(imported):
    one = imported(made("Title: x", "Setting: Early helping hand"), kind=Kind.DEBRIEF)

    (trouble,) = one.troubles
    assert "The nearest is “Early help”." in trouble.message
    assert trouble.excerpt == "Early helping hand"
    assert "helping hand" not in trouble.message


def test_an_exact_date_becomes_a_year_and_that_is_told(imported):
    one = imported(made("Title: x", "Year completed: 3 May 2024"), kind=Kind.DEBRIEF)

    assert one.record.completed == 2024
    assert any("exact dates identify people" in each for each in told(one))


def test_a_label_that_stands_twice_loses_nothing(imported):
    one = imported(
        made("Kind of record: Debrief", "What we were doing: one", "What we were doing: two")
    )

    assert isinstance(one.record, Debrief)
    assert one.record.what_we_were_doing == "one\n\ntwo"


# --- Episodes -------------------------------------------------------------------------------------


def test_one_table_with_a_row_for_each_episode_is_read(imported):
    one = imported(structures.review_with_one_table_of_episodes())

    assert isinstance(one.record, CaseReview)
    first, *others = one.record.episodes
    assert len(others) == 4
    assert (first.id, first.title) == ("the-first-knock", "The first knock")
    assert first.description == "Somebody came for the first time."
    assert first.significance == "the door was open behind the house."
    assert first.breakdown == ("Nobody went round.",)
    assert first.judgement == "as good as the hour allowed."
    assert [link.factor for link in first.factors] == ["workload"]
    assert "Source: log book page first" in body(one)
    assert one.record.questions == ("Why did each knock alone?",)


def test_a_missing_column_is_told_and_the_others_are_read(imported):
    one = imported(structures.review_with_a_column_missing())

    assert isinstance(one.record, CaseReview)
    (episode,) = one.record.episodes
    assert episode.description == "The lamp was lit all day."
    assert episode.breakdown == ("It was noted and not asked about.",)
    assert any("has no column “Contributory factors" in each for each in told(one))


def test_columns_without_heads_are_taken_in_order_and_that_is_told(imported):
    one = imported(structures.review_without_heads())

    assert isinstance(one.record, CaseReview)
    (episode,) = one.record.episodes
    assert episode.description == "The second lamp went out.\n\nat nine; no light"
    assert [link.influence for link in episode.factors] == ["helped"]
    assert any("no heads" in each for each in told(one))


def test_perspectives_their_sources_and_gaps_are_understood(imported):
    one = imported(structures.review_with_one_table_of_episodes())

    caretaker = one.narrative[0]
    assert (caretaker.title, str(caretaker.source)) == ("The caretaker", "conversation and record")
    assert [passage.kind for passage in caretaker.passages] == [
        PassageKind.ACCOUNT,
        PassageKind.GAP,
    ]


# --- Older reports --------------------------------------------------------------------------------


def test_an_overview_report_becomes_an_account_and_what_is_missing_stays_open(imported):
    one = imported(structures.overview_with_styles())

    assert not one.is_from_form
    assert one.record.title == "Overview report: the barge by the lock"
    assert [section.title for section in one.narrative] == [
        "3. The mother's perspective",
        "Reviewers' view",
    ]
    assert "- Week: 2; Agency: Lock keeper; Event: Ice a hand thick" in body(one)
    assert "who had no key\\*" in body(one)
    assert {problem.code for problem in one.open} == {
        "missing-field",
        "perspective-without-source",
    }


def test_bold_lines_typed_lists_and_boxes_of_a_report_are_read(imported):
    one = imported(structures.overview_with_bold_lines())

    assert one.narrative[0].title == "What the keeper told us"
    assert "### Background" in body(one)
    assert "- on calm days alone\n- with the keeper in any wind" in body(one)
    assert "A boxed remark about the tide" in body(one)


def test_signs_of_a_report_that_markdown_would_take_for_its_own_stay_what_they_are(imported):
    one = imported(structures.overview_without_headings())

    shown = re.sub("<[^>]+>", "", MarkdownIt().render(body(one)))
    for said in ("2 &lt; 3 &amp; so on", "====", "1) In each", "youngest_one", "`mill` [old]"):
        assert said in shown


@given(st.text(st.characters(blacklist_categories=["C", "Z"]) | st.just(" "), max_size=60))
def test_any_text_reads_in_the_account_as_it_stood(text):
    paragraph = Block(BlockKind.TEXT, (Run(text),), "")

    written = "\n\n".join(blocks_as_markdown([paragraph]))

    source = parse_source(f"---\nx: y\n---\n{written}\n", "x")
    narrative, problems = read_narrative(source, Kind.DEBRIEF)
    assert {problem.code for problem in problems} <= {"internal-marks", "hidden-character"}
    if not problems and not re.match(r"(gap|dispute):", text.strip(), re.IGNORECASE):
        html = "".join(MarkdownIt().render(p.markdown) for s in narrative for p in s.passages)
        plain = MarkdownIt().render(inline_markdown([Run(text)]))
        assert "".join(html.split()) == "".join(plain.split())


# --- Our own forms --------------------------------------------------------------------------------


def form(library: tuple[Folders, Typology], kind: Kind, **values: str) -> bytes:
    """Return a form that somebody has filled in."""
    return filled(docx_of(blank_of(kind, library[1])), values)


def test_what_libreoffice_has_left_marked_as_a_prompt_is_read_if_it_is_none(imported, library):
    values = {
        "title": "An evening",
        "what_we_were_doing": "Singing.",
        "setting/1": "Early help",
        "went_well/1/what": "All came.",
    }
    content = filled(docx_of(blank_of(Kind.DEBRIEF, library[1])), values, keeps_mark=True)

    one = imported(content)

    assert isinstance(one.record, Debrief)
    assert one.record.title == "An evening"
    assert one.record.what_we_were_doing == "Singing."
    assert one.record.setting == ("early-help",)
    assert [each.what for each in one.record.went_well] == ["All came."]
    assert one.troubles == ()


def test_an_empty_form_is_no_record(imported, library):
    for kind in Kind:
        with pytest.raises(CannotImport, match="Nothing in this form"):
            imported(form(library, kind))


def test_a_form_is_read_and_its_own_words_are_no_part_of_the_record(imported, library):
    one = imported(
        form(
            library,
            Kind.NEAR_MISS,
            **{
                "title": "A letter that waited",
                "outcome": "Harm was prevented",
                "setting/1": "Early help",
                "what_happened": "How: it waited.",
                "factors/1/factor": "Workload",
                "factors/1/influence": "Hindered",
                "factors/1/how": "Two were ill.",
            },
        )
    )

    assert isinstance(one.record, NearMiss)
    assert one.record.title == "A letter that waited"
    assert one.record.what_happened == "How: it waited."
    assert one.record.setting == ("early-help",)
    assert [(f.factor, f.how) for f in one.record.factors] == [("workload", "Two were ill.")]
    assert body(one).strip() == ""
    assert one.told[Fate.OURS] > 100
    assert one.troubles == ()


def test_what_somebody_adds_behind_a_form_is_not_taken_for_the_forms_own(imported, library):
    content = form(library, Kind.DEBRIEF, title="An evening", what_we_were_doing="Singing.")
    document = docx.Document(io.BytesIO(content))
    document.add_paragraph("And then it rained.")

    one = imported(saved(document))

    assert "And then it rained." in body(one)


def test_a_form_of_another_version_is_read_and_that_is_told(imported):
    one = imported(structures.form_of_another_year())

    assert one.kind is Kind.DEBRIEF
    assert one.record.title == "The bus that waited"
    assert one.record.setting == ("community-and-home",)
    assert any("version 7" in each for each in told(one))
    assert "Mood of the day: cheerful and damp" in one.text


# --- Standing, ids, limits ------------------------------------------------------------------------

CONFIRMED = (
    "Kind of record: Debrief",
    "Title: An evening",
    "Stage: Final",
    "Who may read it: Public",
    "Year of the public version: 2024",
)


def test_a_document_cannot_make_itself_public(imported):
    one = imported(made(*CONFIRMED))

    assert (one.record.stage, one.record.audience) == (Stage.PRELIMINARY, Audience.BOARD)
    assert one.record.published is None
    assert any("A file cannot confirm that" in each for each in told(one))


def test_what_is_for_participants_alone_stays_so(imported):
    one = imported(made("Kind of record: Debrief", "Title: x", "Who may read it: Participants"))

    assert one.record.audience == Audience.PARTICIPANTS


def test_whoever_has_confirmed_it_can_keep_its_standing(imported):
    one = imported(made(*CONFIRMED), keeps_standing=True)

    assert (one.record.stage, one.record.audience) == ("final", "public")


@pytest.mark.parametrize(
    ("said", "made_of_it"),
    [
        ("Nobody’s tray, and the children's coats", "nobody-tray-and-the-children-coats"),
        ("Zażółć gęślą jaźń – Łódź", "zazolc-gesla-jazn-lodz"),
        ("Tŷ’n oer", "tyn-oer"),
        ("…", "otherwise"),
    ],
)
def test_an_id_is_made_of_what_something_is_called(said, made_of_it):
    assert id_from(said, otherwise="otherwise") == made_of_it


def test_no_two_parts_get_the_same_id():
    assert id_from("The call", {"the-call", "the-call-2"}) == "the-call-3"


def test_the_id_and_the_kind_that_somebody_asks_for_are_taken(imported):
    one = imported(made("Some text."), kind=Kind.NEAR_MISS, record_id="as-asked")

    assert (one.record_id, one.kind) == ("as-asked", Kind.NEAR_MISS)
    assert one.text.startswith("---\nid: as-asked\n")


def test_a_document_that_no_record_could_hold_is_told_with_the_limit(imported):
    with pytest.raises(CannotImport, match="at most 256 KB"):
        imported(made(*["Twelve words stand in this line, and it is said again. " * 40] * 150))
