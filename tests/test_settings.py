"""What a copy of the library says of itself: every fault is told with its line, none is guessed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.folders import Folders
from patternbook.problems import FaultsFound
from patternbook.settings import FILE, Settings, contrast_with_white, read_settings
from patternbook.vocabulary import Audience

WHOLE = """# A board's copy.
audience: board
shelves:
  - folder: reviews
    name: Shared library
    audience: public
  - folder: ours/of the board
    name: Our own
    audience: board
docs: docs
pages: own-pages
refuse_names: false
board:
  name: The board of a place
  contact: its office
  colour: "#1a4d6b"
terms:
  - {term: The Hub, means: The place where referrals arrive., publicly: the front door}
repositories: [https://git.example.org/ours]
"""


def copy(root: Path, text: str | bytes, folders: tuple[str, ...] = ("reviews", "docs")) -> Path:
    """Write a copy of the library with these settings and folders; return its root."""
    for name in folders:
        (root / name).mkdir(parents=True, exist_ok=True)
    (root / FILE).write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def told(root: Path) -> list[str]:
    """Return every fault as `line code: message`."""
    with pytest.raises(FaultsFound) as found:
        read_settings(root)
    assert all(problem.path == FILE and problem.mend for problem in found.value.problems)
    return [f"{p.line} {p.code}: {p.message}" for p in found.value.problems]


def test_without_the_file_it_is_the_public_library(tmp_path):
    said, folders = read_settings(tmp_path)

    assert said == Settings()
    assert folders == Folders.at(tmp_path)
    assert (said.audience, said.refuse_names) == (Audience.PUBLIC, True)


def test_all_that_can_be_said_is_understood(tmp_path):
    root = copy(tmp_path, WHOLE, ("reviews", "ours/of the board", "docs", "own-pages"))

    said, folders = read_settings(root)

    assert said.audience is Audience.BOARD
    assert [(s.name, s.audience.value) for s in folders.shelves] == [
        ("Shared library", "public"),
        ("Our own", "board"),
    ]
    assert folders.of_records == (root / "reviews", root / "ours/of the board")
    assert folders.of_pages == (root / "docs", root / "own-pages")
    assert said.board is not None
    assert said.board.colour == "#1a4d6b"
    assert said.terms[0].publicly == "the front door"
    assert not said.refuse_names


def test_three_hyphens_may_stand_above(tmp_path):
    assert read_settings(copy(tmp_path, "---\naudience: board\n"))[0].audience is Audience.BOARD


FAULTS = {
    "an audience that does not exist": (
        "audience: everyone\n",
        ["1 unknown-word: The field “audience” cannot be “everyone”."],
    ),
    "a stage for an audience": (
        "docs: docs\naudience: final\n",
        ["2 unknown-word: The field “audience” cannot be “final”."],
    ),
    "an audience left empty": (
        "audience:\n",
        ["1 missing-field: The field “audience” is empty."],
    ),
    "an audience of a shelf": (
        "shelves:\n  - folder: reviews\n    name: A\n    audience: all\n",
        ["4 unknown-word: The field “audience” cannot be “all”."],
    ),
    "a shelf that says no audience": (
        "shelves:\n  - folder: reviews\n    name: A\n",
        ["2 missing-field: The field “audience” is missing."],
    ),
    "no shelf": (
        "shelves: []\n",
        ["1 incomplete: The field “shelves” names no folder of records."],
    ),
    "an unknown field": (
        "audience: public\nshelfs: []\n",
        ["2 unknown-field: No field is called “shelfs” here."],
    ),
    "an unknown field of the board": (
        "board:\n  name: A\n  contact: B\n  color: red\n",
        ["4 unknown-field: No field is called “color” here."],
    ),
    "a field twice": (
        "audience: public\ndocs: docs\naudience: board\n",
        ["3 duplicate-field: This field stands twice; first on line 1."],
    ),
    "names refused perhaps": (
        "refuse_names: maybe\n",
        ["1 not-true-or-false: The field “refuse_names” must be true or false."],
    ),
    "a pale colour": (
        'board:\n  name: A\n  contact: B\n  colour: "#9ec5d6"\n',
        ["4 incomplete: White letters cannot be read well on this colour. Choose a darker one."],
    ),
    "several faults": (
        "audience: all\ndocs: [a]\nrefuse_names: 3\n",
        [
            "1 unknown-word: The field “audience” cannot be “all”.",
            "2 not-text: The field “docs” must be text.",
            "3 not-true-or-false: The field “refuse_names” must be true or false.",
        ],
    ),
}


@pytest.mark.parametrize(("text", "faults"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_told_with_its_line(tmp_path, text, faults):
    assert told(copy(tmp_path, text)) == faults


@pytest.mark.parametrize(
    "folder",
    ["/etc", "../elsewhere", "reviews/..", ".", "..", "~", "a//b", "a\\b", ".git", "a/.b", "$HOME"],
)
def test_a_folder_lies_below_the_copy(tmp_path, folder):
    text = f"shelves:\n  - folder: '{folder}'\n    name: A\n    audience: board\n"

    faults = told(copy(tmp_path, text))

    assert [each.split(":")[0].split()[0] for each in faults] == ["2"]


def test_a_shelf_that_is_missing_is_never_taken_for_an_empty_one(tmp_path):
    text = "shelves:\n  - folder: gone\n    name: A\n    audience: board\ndocs: lost\npages: none\n"

    assert told(copy(tmp_path, text)) == [
        "2 no-such-folder: There is no such folder here.",
        "5 no-such-folder: There is no such folder here.",
        "6 no-such-folder: There is no such folder here.",
    ]


def test_a_shelf_that_is_a_file_is_no_folder(tmp_path):
    (tmp_path / "list").write_text("x", "utf-8")
    text = "shelves:\n  - {folder: list, name: A, audience: board}\n"

    assert told(copy(tmp_path, text))[0].startswith("2 no-such-folder")


@pytest.mark.parametrize("folder", ["linked", "behind/inner"])
def test_a_shelf_that_is_a_link_or_behind_one_is_refused(tmp_path, folder):
    outside = tmp_path / "outside"
    (outside / "inner").mkdir(parents=True)
    root = tmp_path / "copy"
    root.mkdir()
    (root / "linked").symlink_to(outside)
    (root / "behind").symlink_to(outside)
    text = f"shelves:\n  - {{folder: {folder}, name: A, audience: board}}\n"

    assert told(copy(root, text)) == [
        "2 no-such-folder: This folder is a link, or lies behind one."
    ]


def test_a_shelf_that_cannot_be_opened_is_told(tmp_path, monkeypatch):
    look = Path.iterdir

    def refuse(folder: Path):
        if folder.name == "reviews":  # whoever may do everything may read everything
            raise PermissionError
        return look(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)

    text = "shelves:\n  - {folder: reviews, name: A, audience: public}\n"
    assert told(copy(tmp_path, text)) == ["2 no-such-folder: This folder cannot be opened."]


@pytest.mark.parametrize(
    ("shelves", "rest", "lines"),
    [
        (["reviews", "reviews"], "", ["3"]),
        (["reviews", "reviews/ours"], "", ["3"]),
        (["reviews/ours", "reviews"], "", ["2"]),
        (["docs"], "", ["3"]),
        (["docs/records"], "", ["2"]),
        (["reviews"], "pages: docs/own\n", ["4"]),
        (["reviews"], "pages: reviews/own\n", ["4"]),
    ],
)
def test_no_folder_is_named_twice_or_lies_in_another(tmp_path, shelves, rest, lines):
    text = "shelves:\n" + "".join(
        f"  - {{folder: {name}, name: A, audience: public}}\n" for name in shelves
    )
    folders = ("reviews/ours", "reviews/own", "docs/records", "docs/own")

    faults = told(copy(tmp_path, f"{text}docs: docs\n{rest}", folders))

    assert [each.split()[0] for each in faults] == lines
    assert all("folder-in-folder" in each for each in faults)


def test_folders_whose_names_only_begin_alike_stand_side_by_side(tmp_path):
    text = (
        "shelves:\n  - {folder: reviews, name: A, audience: public}\n"
        "  - {folder: reviews-of-ours, name: B, audience: board}\n"
    )

    _, folders = read_settings(copy(tmp_path, text, ("reviews", "reviews-of-ours", "docs")))

    assert len(folders.shelves) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"\xff\xfe",
        b"- a\n- b\n",
        b"just words",
        b"a: [",
        b"&x a: 1",
        b"audience: *x",
        b"---\naudience: board\n---\nmore: 1\n",
        b"audience: !!python/name:os.system x",
        b"x" * 300_000,
        "audience: \u202epublic".encode(),
    ],
)
def test_what_cannot_be_read_as_settings_is_a_clear_fault(tmp_path, content):
    faults = told(copy(tmp_path, content))

    assert len(faults) >= 1
    assert "Traceback" not in "".join(faults)


def test_the_file_is_no_link(tmp_path):
    other = copy(tmp_path / "other", "audience: board\n") / FILE
    root = copy(tmp_path / "copy", "")
    (root / FILE).unlink()
    (root / FILE).symlink_to(other)

    assert told(root)[0].startswith("1 link")


def test_a_link_that_leads_nowhere_is_not_taken_for_no_file(tmp_path):
    (tmp_path / FILE).symlink_to(tmp_path / "nowhere")

    assert told(tmp_path)[0].startswith("1 link")


def test_the_file_is_no_folder(tmp_path):
    (tmp_path / FILE).mkdir()

    assert told(tmp_path)[0].startswith("1 not-a-file")


_WORDS = st.sampled_from(
    [
        *("audience", "shelves", "folder", "name", "docs", "pages", "board", "terms", "colour"),
        *("public", "participants", "reviews", "true", "null", "#1a4d6b", "..", "/", "'", '"'),
        *(":", ": ", "- ", "\n", "\n  ", "\n- ", "{", "}", "[", "]", "#", "&a", "*a", "!!x", "|"),
        *("---", "\n---\n", "\t", "\r\n", "\x85", "\u2028", "?", ">", "%", "@", "`", "1", "é"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(_WORDS, max_size=25).map("".join), st.text(max_size=80), st.binary()))
def test_whatever_the_file_holds_there_are_settings_or_a_clear_fault(content):
    with tempfile.TemporaryDirectory() as folder:
        root = copy(Path(folder).resolve(), content)
        try:
            said, folders = read_settings(root)
        except FaultsFound as found:
            problems = found.problems
            assert all(p.line >= 1 and p.mend for p in problems)
        else:
            assert all(each.is_relative_to(root) for each in folders.of_records)
            assert said.audience in Audience


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54)]
)
def test_contrast_is_as_the_guidelines_define_it(colour, contrast):
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)


@pytest.mark.parametrize("left", ["library.address", "patternbook.yaml", "library/patternbook.yml"])
def test_a_copy_that_has_lost_its_settings_is_not_taken_for_the_public_library(tmp_path, left):
    (tmp_path / "reviews").mkdir()
    (tmp_path / left).parent.mkdir(exist_ok=True)
    (tmp_path / left).write_text("audience: board\n", encoding="utf-8")

    with pytest.raises(FaultsFound, match="This file is missing"):
        read_settings(tmp_path)


@pytest.mark.parametrize("folder", ["docs/..", "../elsewhere", "/srv/reviews", "reviews/./", ""])
def test_a_folder_that_leads_elsewhere_is_told_how_folders_are_named(tmp_path, folder):
    (tmp_path / "patternbook.yml").write_text(f'docs: "{folder}"\n', encoding="utf-8")

    with pytest.raises(FaultsFound, match="downwards, such as “reviews”"):
        read_settings(tmp_path)


# --- Organisational backing ---------------------------------------------------------------------


def test_a_board_says_that_it_backs_its_reviews_or_nobody_does(tmp_path):
    backed = WHOLE + "organisational_backing: {given_by: Chair of the board, year: 2026}\n"
    folders = ("reviews", "ours/of the board", "docs", "own-pages")

    without, _ = read_settings(copy(tmp_path / "a", WHOLE, folders))
    said, _ = read_settings(copy(tmp_path / "b", backed, folders))

    assert without.organisational_backing is None
    assert said.organisational_backing is not None
    assert said.organisational_backing.given_by == "Chair of the board"
    assert said.organisational_backing.words is None


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("true", "1 not-fields: The field “organisational_backing” must hold fields of its own."),
        ("{year: 2026}", "1 missing-field: The field “given_by” is missing."),
        ("{given_by: Chair}", "1 missing-field: The field “year” is missing."),
        ("{given_by: Chair, year: soon}", "1 not-a-number: The field “year” must be a whole"),
        ("{given_by: Chair, year: 2026, name: A}", "1 unknown-field: No field is called “name”"),
    ],
)
def test_backing_that_is_half_said_is_no_backing(tmp_path, said, fault):
    (told_of,) = told(copy(tmp_path, f"organisational_backing: {said}\n"))

    assert told_of.startswith(fault)
