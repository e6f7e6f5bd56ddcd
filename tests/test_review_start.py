"""`patternbook review start`: a private folder for one review, with letters, guides and dates."""

from __future__ import annotations

import datetime
import io
import os
import re
import shlex
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from patternbook.cli import working
from patternbook.cli.skeletons import skeleton
from patternbook.cli.start import start as start_command
from patternbook.confidentiality import scan
from patternbook.folders import Folders
from patternbook.library import load_library
from patternbook.reviewing.folder import ALWAYS, documents, files
from patternbook.reviewing.log import FILE, log_of, log_text, read_log
from patternbook.reviewing.plan import Intervals, day_of, plan
from patternbook.reviewing.roles import Part, Role, with_file_names
from patternbook.settings import OrganisationalBacking
from patternbook.typology import Typology
from patternbook.vocabulary import Kind
from patternbook.word.writing import docx_of
from tests.boards import SETTINGS, board_copy, run_here
from tests.making import PROJECT, case_review, debrief, entry, near_miss, vocabulary
from tests.reading import age_of

REVIEW = "letters-that-nobody-opened"
RECORD = f"library/case-reviews/{REVIEW}.md"
FOLDER = f"working/{REVIEW}"
BEGINS = datetime.date(2027, 1, 11)
# Aim and limit for the pages of the guide are higher; these are for people who did not choose them.
HARDEST = 10
ROLES = Part((Role("Health visitor"), Role("Ward sister"), Role("Mother", is_family=True)))
# What only a board can promise, in the words that a promise might have.
PROMISE = re.compile(
    r"stands? behind|\bback(?:s|ed|ing)\b|disciplin|punish|penal|sanction|no[- ]blame",
    re.IGNORECASE,
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a board's copy with a small vocabulary and no review."""
    return board_copy(tmp_path / "copy", vocabulary())


def start(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run_here("review", "start", *arguments, "--root", str(root), **environment)


def started(root: Path, *arguments: str) -> Path:
    """Start the review in this copy, and return its working folder."""
    ran = start(root, REVIEW, *arguments)
    assert ran.returncode == 0, ran.stderr
    return root / FOLDER


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def paragraphs_of(word: WordDocument) -> list[str]:
    """Return all that a reader sees, paragraph by paragraph, places to fill in among it."""
    texts = (
        "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
        for paragraph in word.element.body.iter(qn("w:p"))
    )
    return [text for text in texts if text.strip()]


def said_in(file: Path) -> str:
    return "\n".join(paragraphs_of(docx.Document(str(file))))


def words_of(root: Path) -> dict[str, str]:
    """Return what each document of a working folder says, by its path."""
    return {path: said_in(root / path) for path in contents(root) if path.endswith(".docx")}


def real_vocabulary() -> Typology:
    return load_library(Folders.at(PROJECT))[0].typology


@pytest.fixture(scope="module")
def word_files() -> dict[str, WordDocument]:
    """Return every document of a working folder as it would be for this very library."""
    made = documents(ROLES, plan(Intervals()), None, None, real_vocabulary())
    return {path: docx.Document(io.BytesIO(docx_of(each))) for path, each in made.items()}


# --- The folder ---------------------------------------------------------------------------------


def test_a_review_gets_a_folder_with_all_that_it_needs_and_a_record(copy):
    ran = start(copy, REVIEW, "--role", "Health visitor", "--family", "Mother")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert f"Begun: {RECORD}" in ran.stdout
    assert f"Made: {FOLDER}, with 14 Word documents and a log." in ran.stdout
    assert set(contents(copy / FOLDER)) == {
        *ALWAYS,
        "conversations/guide-health-visitor.docx",
        "conversations/guide-mother.docx",
        *("log.yml", ".gitignore", ".patternbook-working"),
    }
    assert (copy / RECORD).read_text("utf-8") == skeleton(Kind.CASE_REVIEW, REVIEW)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions.")
def test_nobody_else_may_look_into_the_folder(copy):
    folder = started(copy)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_roles_come_from_the_record_if_there_is_one_and_it_stays_as_it_is(copy):
    record = case_review(
        REVIEW,
        stage="preliminary",
        audience="board",
        participants=[
            {"role": "School nurse", "agency": "school", "by": "conversation"},
            {"role": "Housing officer", "agency": "housing", "by": "records-only"},
            {"role": "Father", "by": "conversation"},
        ],
        missing=[{"role": "GP", "why": "Left the area."}],
    )
    board_copy(copy, {RECORD: record})

    folder = started(copy, "--role", "school nurse")

    assert (copy / RECORD).read_text() == record
    guides = {each for each in contents(folder) if each.startswith("conversations/guide-")}
    assert guides == {
        *("conversations/guide-school-nurse.docx", "conversations/guide-father.docx"),
        "conversations/guide-any-role.docx",
    }
    log = said_in(folder / "papers/perspectives-and-gaps.docx")
    assert all(each in log for each in ("School nurse", "Housing officer", "Left the area."))


def test_a_record_that_cannot_be_read_yet_is_used_all_the_same(copy):
    run_here("new", "case-review", REVIEW, "--root", str(copy))
    before = (copy / RECORD).read_text()

    folder = started(copy)

    assert (copy / RECORD).read_text() == before
    assert set(ALWAYS) < set(contents(folder))


def test_nothing_is_overwritten(copy):
    folder = started(copy)
    (folder / "letters/introduction.docx").write_bytes(b"Changed by hand.")
    before = contents(copy)

    ran = start(copy, REVIEW, "--role", "Ward sister")

    assert ran.returncode == 2
    assert "exists already" in ran.stderr
    assert contents(copy) == before


@pytest.mark.parametrize("fails", ["while it is written", "when it is put in place"])
def test_if_anything_goes_wrong_nothing_is_left_behind(copy, monkeypatch, fails):
    before = contents(copy)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if fails == "while it is written":
        monkeypatch.setattr(Path, "write_bytes", no_room)
    else:
        monkeypatch.setattr(Path, "rename", no_room)
    ran = start(copy, REVIEW)
    monkeypatch.undo()

    assert ran.returncode == 2
    assert "No space left" in ran.stderr
    assert contents(copy) == before
    assert not (copy / "working").exists()


@pytest.mark.parametrize(
    ("path", "record", "said"),
    [
        ("near-misses", near_miss(REVIEW, audience="board"), "This is a near miss."),
        ("debriefs", debrief(REVIEW, audience="board"), "This is a debrief."),
        ("debriefs", f"---\nid: {REVIEW}\nkind: debrief\n---\n", "This is a debrief."),
    ],
)
def test_a_near_miss_or_a_debrief_needs_no_letters(copy, path, record, said):
    board_copy(copy, {f"library/{path}/{REVIEW}.md": record})

    ran = start(copy, REVIEW)

    assert ran.returncode == 2
    assert said in ran.stderr
    assert "short form is enough" in ran.stderr
    assert not (copy / "working").exists()


def test_a_review_that_was_withdrawn_is_not_started_again(copy):
    board_copy(copy, {RECORD: case_review(REVIEW, audience="board")})
    run_here("withdraw", REVIEW, "--root", str(copy), "--yes", "--role", "Board business manager")

    ran = start(copy, REVIEW)

    assert (ran.returncode, "was withdrawn" in ran.stderr) == (2, True)


def test_whoever_withdraws_a_review_is_reminded_of_its_folder(copy):
    started(copy)
    board_copy(copy, {RECORD: case_review(REVIEW, audience="board")})

    role = ("--role", "Board business manager")
    ran = run_here("withdraw", REVIEW, "--root", str(copy), "--yes", *role)

    assert f"Its working folder lies in {FOLDER}. Delete it." in " ".join(ran.stdout.split())


@pytest.mark.parametrize("record_id", ["Letters", "a/../b", "../outside", ""])
def test_what_is_no_id_makes_no_folder(copy, record_id):
    before = contents(copy.parent)

    ran = start(copy, record_id)

    assert ran.returncode == 2
    assert contents(copy.parent) == before


@pytest.mark.parametrize("option", ["--role", "--family"])
def test_a_name_is_no_role_and_is_not_repeated(copy, option):
    ran = start(copy, REVIEW, option, "Anneliese Widdowson")

    assert ran.returncode == 2
    assert "may be a name" in ran.stderr
    assert "Widdowson" not in ran.stderr
    assert not (copy / "working").exists()


@pytest.mark.parametrize("day", ["11.1.2027", "2027-02-30", "20270111", "1066-10-14", "soon"])
def test_a_day_that_is_none_is_refused(copy, day):
    ran = start(copy, REVIEW, "--begins", day)

    assert ran.returncode == 2
    assert "such as 2027-01-11" in ran.stderr
    assert not (copy / "working").exists()


def test_where_others_read_the_log_no_folder_is_made(copy):
    ran = start(copy, REVIEW, CI="true")

    assert ran.returncode == 2
    assert not (copy / "working").exists()


# --- Where it may lie ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    ["library/case-reviews/papers", "reviews/papers", "docs/papers", "papers", "site-board/papers"],
)
def test_it_lies_nowhere_from_where_it_could_be_published(copy, place):
    (copy / "library/case-reviews").mkdir()
    (copy / "site-board/.patternbook").mkdir(parents=True)
    (copy / "site-board/.patternbook/audience").write_text("board\n")

    ran = start(copy, REVIEW, "--to", str(copy / place))

    assert ran.returncode == 2
    assert not (copy / place).exists()
    assert not (copy / RECORD).exists()


def test_it_does_not_lie_in_another_library_either(copy, tmp_path):
    other = board_copy(tmp_path / "other", {})

    assert start(copy, REVIEW, "--to", str(other / "docs")).returncode == 2
    assert start(copy, REVIEW, "--to", str(other / "papers")).returncode == 2


def test_it_may_lie_elsewhere_and_is_then_named_for_the_status(copy, tmp_path):
    place = tmp_path / "confidential papers"

    ran = start(copy, REVIEW, "--to", str(place))

    assert ran.returncode == 0
    assert set(ALWAYS) < set(contents(place))
    assert f"patternbook review status {REVIEW} --working '{place}'" in ran.stdout


def test_git_takes_nothing_of_it_in(copy):
    started(copy)
    subprocess.run(["git", "init", "-q", str(copy)], check=True)

    told = subprocess.run(
        ["git", "-C", str(copy), "status", "--porcelain", "--untracked-files=all"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert RECORD in told
    assert "working" not in told


def test_nothing_of_it_is_on_any_site(copy):
    folder = started(copy, "--begins", BEGINS.isoformat())
    (folder / "notes.md").write_text("# Wombat\n\nA wombat spoke.\n", encoding="utf-8")
    (copy / RECORD).unlink()

    ran = run_here("stage", str(copy.parent / "out"), "--root", str(copy), "--audience", "board")

    assert ran.returncode == 0, ran.stderr
    made = contents(copy.parent / "out")
    assert made
    assert not any(b"wombat" in content.lower() for content in made.values())
    assert not any("working" in path or "introduction" in path for path in made)


# --- What the letters promise -------------------------------------------------------------------


def with_backing(root: Path, **said: str | int) -> Path:
    fields = "".join(f"  {name}: {value}\n" for name, value in said.items())
    return board_copy(root, vocabulary(), f"{SETTINGS}organisational_backing:\n{fields}")


def test_no_document_promises_backing_unless_the_board_has_said_that_it_gives_it(copy):
    ran = start(copy, REVIEW, "--role", "Health visitor", "--family", "Mother")

    promising = {
        path: found[0]
        for path, text in words_of(copy / FOLDER).items()
        if (found := PROMISE.search(text))
    }
    assert promising == {}
    told = " ".join(ran.stdout.split())
    assert "The letters say nothing of whether the board backs the review" in told
    assert "“organisational_backing”" in told


def test_what_the_board_has_said_stands_in_the_first_letter_word_for_word(tmp_path):
    words = "Nobody loses anything by taking part, unless they meant harm."
    root = with_backing(tmp_path, given_by="Chair of the board", year=2026, words=words)

    ran = start(root, REVIEW)

    letter = said_in(root / FOLDER / "letters/introduction.docx")
    assert "Who backs this review" in letter
    assert "It said so in 2026, through this role: Chair of the board." in letter
    assert words in letter.split("\n")
    assert "organisational_backing" not in ran.stdout


def test_without_its_words_nothing_more_is_promised_in_the_boards_name(tmp_path):
    root = with_backing(tmp_path, given_by="Chair of the board", year=2026)

    started(root)

    letter = said_in(root / FOLDER / "letters/introduction.docx")
    assert "The board stands behind this review" in letter
    assert not re.search("disciplin|punish|its words", letter)


def test_backing_is_promised_in_one_letter_alone():
    backing = OrganisationalBacking(given_by="Chair of the board", year=2026)
    part, way, none = Part(), plan(Intervals()), Typology()

    with_it = documents(part, way, None, backing, none)
    without = documents(part, way, None, None, none)

    assert [path for path in with_it if with_it[path] != without[path]] == [
        "letters/introduction.docx"
    ]


# --- What the documents say ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("letters/introduction", ["systems review", "One conversation", "Three drafts", "role"]),
        ("letters/about-the-conversation", ["Two of us", "form", "recording", "notes"]),
        (
            "letters/who-reads-what",
            [
                *("We cannot promise to keep all", "reasons", "Drafts stay in the group"),
                *("Recordings are destroyed", "by your role", "Other names for the family"),
                *("No places", "A child may be in danger"),
            ],
        ),
        ("letters/to-the-family", ["You can say yes or no", "If a child may be in danger"]),
        ("letters/three-drafts", ["Preliminary", "Interim", "Final draft", "Meeting", "alone"]),
        ("papers/recordings-and-notes", ["By when", "Destroyed", "Week 11"]),
        ("papers/perspectives-and-gaps", ["Perspectives", "Gaps", "Disputes", "Source"]),
    ],
)
def test_each_document_covers_what_it_has_to(word_files, path, words):
    text = " ".join(paragraphs_of(word_files[f"{path}.docx"]))

    assert [each for each in words if each not in text] == []


@pytest.mark.parametrize("role", ["health-visitor", "ward-sister", "mother"])
def test_each_guide_shows_both_outlines_and_is_no_form(word_files, role):
    word = word_files[f"conversations/guide-{role}.docx"]

    outlines = next(each for each in word.tables if each.rows[0].cells[0].text == "Step")
    assert len(outlines.columns) == 3
    assert [row.cells[0].text for row in outlines.rows[1:]] == [str(n) for n in range(1, 10)]
    text = " ".join(paragraphs_of(word))
    assert "There are two of you" in text
    assert "Do not turn them into a form" in text
    assert not list(word.element.body.iter(qn("w:sdt")))


def test_guides_for_workers_ask_what_the_vocabulary_asks_and_those_for_a_family_do_not(tmp_path):
    asked = "What lay on your desk that day?"
    kind = {"kind": "factor-type", "title": "Conditions of work", "parent": "front-line-factors"}
    factor = {"kind": "factor", "parent": "conditions-of-work"}
    retired: dict[str, Any] = {
        **factor,
        "status": "retired",
        "conversation_questions": ["Is it over?"],
    }
    root = board_copy(
        tmp_path,
        {
            **vocabulary(),
            "docs/factors/conditions-of-work.md": entry(
                id="conditions-of-work", conversation_questions=[asked], **kind
            ),
            "docs/factors/old.md": entry(id="old", replaced_by="workload", **retired),
            "pages/factors/our-own.md": entry(
                id="our-own", conversation_questions=["And the bridge?"], **factor
            ),
        },
        SETTINGS + "pages: pages\n",
    )

    folder = started(root, "--role", "Health visitor", "--family", "Mother")

    assert asked in said_in(folder / "conversations/guide-health-visitor.docx")
    assert asked not in said_in(folder / "conversations/guide-mother.docx")
    every = said_in(folder / "conversations/questions-to-draw-on.docx")
    assert asked in every
    assert "And the bridge?" in every
    assert "Is it over?" not in every


def test_every_question_for_a_conversation_is_there_to_draw_on(word_files):
    text = set(paragraphs_of(word_files["conversations/questions-to-draw-on.docx"]))
    asked = {
        question
        for definition in real_vocabulary()
        if definition.entry.parent is not None or definition.entry.kind == "pattern"
        for question in definition.entry.conversation_questions
    }

    assert len(asked) > 100
    assert {each for each in asked if " ".join(each.split()) not in text} == set()


def test_the_table_of_episodes_has_exactly_three_columns(word_files):
    tables = word_files["papers/episodes.docx"].tables

    assert len(tables) == 3
    for table in tables:
        heads = [cell.text for cell in table.rows[0].cells]
        assert len(heads) == 3
        assert [
            next(word for word in ("significance", "judgement", "factors") if word in head)
            for head in heads
        ] == ["significance", "judgement", "factors"]


def test_all_documents_are_read_with_ease(word_files):
    ages = {path: age_of(paragraphs_of(word)) for path, word in word_files.items()}

    assert {path: round(age, 1) for path, age in ages.items() if age > HARDEST} == {}


def test_no_document_names_anybody_or_any_place(word_files):
    known = {"Fish", "Munro", "Bairstow", "SCIE", "yml"}  # the source, and the end of “log.yml”
    named = {
        (path, text[finding.start : finding.end])
        for path, word in word_files.items()
        for text in paragraphs_of(word)
        for finding in scan(text)
    }

    assert {each for each in named if each[1] not in known} == set()


def test_no_document_has_a_date_unless_one_was_given(word_files):
    years = {
        (path, year)
        for path, word in word_files.items()
        for year in re.findall(r"\b(?:19|20)[0-9]{2}\b", " ".join(paragraphs_of(word)))
    }

    assert {year for _, year in years} == {"2008"}  # of the source of the outlines
    assert all("guide-" in path for path, _ in years)


def test_given_a_day_the_papers_have_dates(copy):
    folder = started(copy, "--begins", BEGINS.isoformat(), "--weeks-to-comment", "2")

    stages = said_in(folder / "papers/stages-of-dialogue.docx")
    assert "22 March 2027" in stages
    assert "5 April 2027" in stages
    assert "Week" not in stages
    assert "5 April 2027" in said_in(folder / "letters/three-drafts.docx")
    assert "22 March 2027" in said_in(folder / "papers/recordings-and-notes.docx")
    assert "2027" not in (copy / RECORD).read_text()


def test_every_document_can_be_heard_as_well_as_seen(word_files):
    for path, word in word_files.items():
        styles = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style]
        assert "Title" in styles, path
        assert any(style.startswith("Heading") for style in styles)
        assert word.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
        for table in word.tables:
            heads = table.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")
            assert len(heads) == 1, path
            assert all(cell.text for cell in table.rows[0].cells), path


def test_no_document_says_who_made_it_or_when(word_files):
    for word in word_files.values():
        about = word.core_properties
        assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
        assert about.created is None
        assert about.modified is None


def test_the_same_review_makes_the_same_files():
    way = plan(Intervals())
    made = [
        files(REVIEW, documents(ROLES, way, BEGINS, None, Typology()), way, BEGINS) for _ in "ab"
    ]

    assert made[0] == made[1]


def test_roles_that_look_alike_have_files_of_their_own():
    roles = [Role("Nurse, nights"), Role("Nurse (nights)"), Role("Медсестра"), Role("x" * 300)]

    names = [name for name, _ in with_file_names(roles)]

    assert names == ["nurse-nights", "nurse-nights-2", "role", "x" * 60]


# --- The plan and the log -----------------------------------------------------------------------

intervals = st.builds(
    Intervals,
    to_draft=st.integers(6, 104),
    to_comment=st.integers(1, 12),
    to_revise=st.integers(1, 26),
    to_destroy=st.integers(0, 104),
)


@given(intervals)
def test_a_plan_goes_forward_and_destroys_nothing_before_it_is_done_with(chosen):
    way = plan(chosen)
    weeks = [step.week for step in way.steps]
    recordings, notes = way.to_destroy

    assert weeks == sorted(weeks)
    assert [each.stage for each in way.dialogue] == ["preliminary", "interim", "final-draft"]
    assert all(len(each.weeks) == 3 for each in way.dialogue)
    listened = next(step.week for step in way.steps if step.what == "Finish the conversations.")
    assert listened < recordings.week <= way.dialogue[0].weeks[0][1]
    assert notes.week >= weeks[-1]


@given(intervals, st.none() | st.dates(datetime.date(2000, 1, 1), datetime.date(2080, 12, 31)))
def test_the_log_says_what_was_planned(tmp_path_factory, chosen, begins):
    way = plan(chosen)
    log = log_of(REVIEW, way, begins)
    file = tmp_path_factory.getbasetemp() / FILE
    file.write_text(log_text(log), encoding="utf-8")

    read = read_log(file, FILE)

    assert read == log
    days = [each.day(read.begins) for each in read.steps]
    assert days == [day_of(each.week, begins) if begins else None for each in way.steps]


def test_what_every_folder_has_is_what_is_made():
    made = documents(Part(), plan(Intervals()), None, None, Typology())

    assert sorted(made) == sorted(ALWAYS)


# --- The page that tells of it ------------------------------------------------------------------

PAGE = (PROJECT / "docs/contribute/starting-a-review.md").read_text("utf-8")


def blocks_of(language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", PAGE)


def test_the_page_shows_what_the_status_says_after_the_command_that_it_shows(copy, monkeypatch):
    monkeypatch.setattr(working, "today", lambda: datetime.date(2027, 2, 10))
    command = shlex.split(blocks_of("sh")[0].replace("\\\n", " "))
    assert run_here(*command[1:], "--root", str(copy)).returncode == 0
    log = copy / FOLDER / FILE
    log.write_text(log.read_text("utf-8").replace("done: no", "done: yes", 2), encoding="utf-8")

    told = run_here("review", "status", REVIEW, "--root", str(copy)).stdout

    (shown,) = blocks_of("text")
    assert shown in told


def test_the_page_names_every_document_and_every_option(word_files):
    named = set(re.findall(r"(?m)^\| `([a-z/-]+)", PAGE))
    made = {path.removesuffix(".docx") for path in word_files}
    roles = {each for each in made if each.startswith("conversations/guide-")}
    options = {each.opts[0] for each in start_command.params} - {"record_id", "--root", "-v"}

    assert made - roles <= named
    assert options <= {f"--{each.lstrip('-')}" for each in named}


def test_what_the_page_shows_of_files_is_read_as_such(tmp_path):
    backing, log = blocks_of("yaml")
    (tmp_path / FILE).write_text(f"review: {REVIEW}\n{log}", encoding="utf-8")

    said = yaml.safe_load(backing)["organisational_backing"]
    assert OrganisationalBacking.model_validate(said).words is not None
    assert [each.done for each in read_log(tmp_path / FILE, FILE).steps] == ["yes"]


# --- The texts ----------------------------------------------------------------------------------


def every_text() -> Iterator[Path]:
    yield from (PROJECT / "patternbook/reviewing/texts").iterdir()


def test_every_text_belongs_to_a_document():
    code = "\n".join(
        file.read_text("utf-8") for file in (PROJECT / "patternbook/reviewing").glob("*.py")
    )

    assert [
        file.name for file in every_text() if f'"{file.name.removesuffix(".md.j2")}"' not in code
    ] == []
