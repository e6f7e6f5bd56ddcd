"""`patternbook init`: a board's own copy in one command, or nothing at all.

What such a copy shows once it is built is told in tests/site/test_board_copy.py.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from patternbook.folders import Folders
from patternbook.library import load_library
from patternbook.publication import Reader, publish
from patternbook.settings import Board, LocalTerm, Settings, read_settings
from patternbook.vocabulary import Audience
from tests.conftest import run_patternbook
from tests.copies import git, init, make, own_files, shared_library, without_git_settings
from tests.making import PROJECT, near_miss, write

CANNOT_RUN = 2


@pytest.fixture(scope="module")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a shared library with one record."""
    records = {"reviews/near-misses/shared-letter.md": near_miss("shared-letter")}
    return shared_library(tmp_path_factory.mktemp("shared") / "up stream", records)


def test_the_first_build_works(tmp_path: Path, upstream: Path):
    made = init("copy", "--library", str(upstream), cwd=tmp_path)
    built = run_patternbook("build", "--root", "copy", cwd=tmp_path)

    assert (made.returncode, made.stderr) == (0, "")
    assert f"The copy is in {tmp_path / 'copy'}." in made.stdout
    assert built.returncode == 0, built.stdout + built.stderr
    home = (tmp_path / "copy/site/index.html").read_text(encoding="utf-8")
    assert "Internal copy of Our board" in home
    assert (tmp_path / "copy/site/about-this-copy/index.html").is_file()
    assert (tmp_path / "copy/site/near-misses/shared-letter/index.html").is_file()


def test_the_copy_is_a_repository_of_its_own_in_which_nothing_is_committed(
    tmp_path: Path, upstream: Path
):
    copy = tmp_path / "copy"
    init(str(copy), "--library", str(upstream))

    assert Path(git("rev-parse", "--show-toplevel", at=copy).strip()) == copy
    assert "No commits yet" in git("status", at=copy)
    kept = git("ls-files", "--others", "--exclude-standard", at=copy).split()
    assert sorted(kept) == sorted(own_files(copy))
    assert "patternbook.yml" in kept
    for folder in ("case-reviews", "near-misses", "debriefs"):
        assert f"reviews/{folder}/.gitkeep" in kept


def test_what_others_get_of_the_copy_can_fetch_the_library_itself(tmp_path: Path, upstream: Path):
    copy, other = tmp_path / "copy", tmp_path / "a colleague's"
    init(str(copy), "--library", str(upstream))
    git("add", "--all", at=copy)
    git("commit", "--quiet", "--message", "All of it", at=copy)
    git("clone", "--quiet", str(copy), str(other), at=tmp_path)
    assert not (other / "library").exists()

    fetched = make(other, "library")

    assert fetched.returncode == 0, fetched.stderr
    assert (other / "library/reviews/near-misses/shared-letter.md").is_file()
    settings, _ = read_settings(other)
    assert settings.audience is Audience.BOARD


def test_the_copy_says_whose_it_is(tmp_path: Path, upstream: Path):
    copy = tmp_path / "copy"
    name, contact = "St John's “Board”: #1 & Co", "01632 960000, 'office' hours"
    told = ("--name", name, "--contact", contact, "--colour", "#1a4d6b")

    init(str(copy), "--library", str(upstream), *told)

    settings, folders = read_settings(copy)
    assert settings.board == Board(name=name, contact=contact, colour="#1a4d6b")
    assert [(shelf.name, shelf.audience) for shelf in folders.shelves] == [
        ("Shared library", Audience.PUBLIC),
        (name, Audience.BOARD),
    ]
    assert folders.own_pages == copy / "pages"


def test_a_new_record_begins_on_the_boards_own_shelf(tmp_path: Path, upstream: Path):
    init("copy", "--library", str(upstream), cwd=tmp_path)

    begun = run_patternbook("new", "near-miss", "a-letter", "--root", "copy", cwd=tmp_path)

    assert begun.returncode == 0, begun.stderr
    assert (tmp_path / "copy/reviews/near-misses/a-letter.md").is_file()


def test_the_makefile_lists_its_commands(tmp_path: Path, upstream: Path):
    init("copy", "--library", str(upstream), cwd=tmp_path)

    listed = make(tmp_path / "copy", "help").stdout

    for command in ("help", "serve", "site", "check", "update", "library", "setup"):
        assert f"make {command} " in listed


def test_the_readme_tells_the_steps_of_a_record(tmp_path: Path, upstream: Path):
    init("copy", "--library", str(upstream), cwd=tmp_path)

    readme = (tmp_path / "copy/README.md").read_text(encoding="utf-8")

    for step in ("new near-miss", "review status", "build --audience participants"):
        assert f"`{step}" in readme
    for step in ("publish", "withdraw"):
        assert f"`{step} ID" in readme
    (guide,) = re.findall(r"\]\((library/[^)]+)\)", readme)
    assert (tmp_path / "copy" / guide).is_file()


def test_where_nobody_can_be_asked_it_says_what_it_called_the_copy(tmp_path: Path, upstream: Path):
    unnamed = init("copy", "--library", str(upstream), cwd=tmp_path)
    named = init("other", "--library", str(upstream), "--name", "Ours", cwd=tmp_path)

    note = "It is called “Our board”; change that in patternbook.yml."
    assert note in unnamed.stdout
    assert note not in named.stdout


def test_an_empty_folder_will_do(tmp_path: Path, upstream: Path):
    (tmp_path / "copy").mkdir()

    made = init("copy", "--library", str(upstream), cwd=tmp_path)

    assert made.returncode == 0, made.stderr
    assert (tmp_path / "copy/patternbook.yml").is_file()


def test_a_library_that_came_from_elsewhere_is_brought_up_to_date_from_there(
    tmp_path: Path, upstream: Path
):
    """Without --library the command copies its own checkout, and goes on where that came from."""
    checkout = tmp_path / "checkout"
    git("clone", "--quiet", str(upstream), str(checkout), at=tmp_path)
    for origin, expected in [
        ("https://git.example.org/patternbook", "https://git.example.org/patternbook"),
        ("git@git.example.org:patternbook", "git@git.example.org:patternbook"),
        (str(upstream), str(checkout)),
    ]:
        git("remote", "set-url", "origin", origin, at=checkout)
        copy = tmp_path / "copy"
        made = _init_of(checkout, copy)

        assert made.returncode == 0, made.stderr
        assert (copy / "library.address").read_text(encoding="utf-8") == f"{expected}\n"
        assert git("remote", "get-url", "origin", at=copy / "library").strip() == expected
        shutil.rmtree(copy)


def test_a_command_without_its_library_asks_for_one(tmp_path: Path, upstream: Path):
    installed = tmp_path / "installed"
    shutil.copytree(upstream / "patternbook", installed / "patternbook")

    made = _init_of(installed, tmp_path / "copy")

    assert made.returncode == CANNOT_RUN
    assert "installed without the library" in made.stderr
    assert "--library" in made.stderr
    assert not (tmp_path / "copy").exists()


def _init_of(checkout: Path, copy: Path) -> subprocess.CompletedProcess[str]:
    """Run the command that belongs to this checkout."""
    return subprocess.run(
        [sys.executable, "-m", "patternbook", "init", str(copy)],
        cwd=checkout,
        env={**without_git_settings(), "PYTHONPATH": str(checkout)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


# --- What is refused, and leaves nothing behind -------------------------------------------------


def left_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["--colour", "blue"], "--colour: Write the colour as # and six figures"),
        (["--colour", "#ffffff"], "--colour: White letters cannot be read well on this colour"),
        (["--name", " "], "--name: Write one line"),
        (["--name", "x" * 301], "--name: Write one line"),
        (["--contact", "one\ntwo"], "--contact: Write one line"),
        (["--contact", "hid\u200bden"], "--contact: Write one line"),
        (["--library", "https://me:secret@git.example.org/x"], "holds a password"),
        (["--library", "nowhere"], "Git could not “clone”"),
        (["--library", "--upload-pack=touch here"], "Git could not “clone”"),
        (["--library", "ext::sh -c touch% here"], "Git could not “clone”"),
        (["--library", "one\ntwo"], "must be one line"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, upstream: Path, told: list[str], expected: str):
    library = [] if "--library" in told else ["--library", str(upstream)]

    made = init("copy", *library, *told, cwd=tmp_path)

    assert made.returncode == CANNOT_RUN
    assert expected in made.stderr
    assert "secret" not in made.stderr
    assert "Traceback" not in made.stderr
    assert left_in(tmp_path) == []


def test_every_wrong_answer_is_told_at_once(tmp_path: Path, upstream: Path):
    told = ("--name", "", "--colour", "red")
    made = init("copy", "--library", str(upstream), *told, cwd=tmp_path)

    assert "--name:" in made.stderr
    assert "--colour:" in made.stderr


def test_a_folder_that_holds_anything_is_left_as_it_is(tmp_path: Path, upstream: Path):
    write(tmp_path, {"full/.hidden": "years of work", "file": "more of it"})
    before = own_files(tmp_path)

    for place in ("full", "file", "nowhere/copy"):
        made = init(place, "--library", str(upstream), cwd=tmp_path)
        assert made.returncode == CANNOT_RUN
        assert "Choose" in made.stderr or "Make it first" in made.stderr

    assert own_files(tmp_path) == before


@pytest.mark.parametrize("place", ["n" * 300, "loop/copy"])
def test_a_place_that_cannot_be_is_refused_in_a_sentence(
    tmp_path: Path, upstream: Path, place: str
):
    (tmp_path / "loop").symlink_to("loop")

    made = init(place, "--library", str(upstream), cwd=tmp_path)

    assert made.returncode == CANNOT_RUN
    assert "Choose another" in made.stderr or "Make it first" in made.stderr
    assert "Traceback" not in made.stderr
    assert "Errno" not in made.stderr
    assert left_in(tmp_path) == ["loop"]


def test_a_copy_within_another_repository_is_refused(tmp_path: Path, upstream: Path):
    git("init", "--quiet", str(tmp_path / "around"), at=tmp_path)

    made = init("around/copy", "--library", str(upstream), cwd=tmp_path)

    assert made.returncode == CANNOT_RUN
    assert f"lies in {tmp_path / 'around'}" in made.stderr
    assert left_in(tmp_path / "around") == [".git"]


def test_a_repository_of_something_else_is_refused(tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    git("init", "--quiet", at=other)
    (other / "song.txt").write_text("la", encoding="utf-8")
    git("add", "--all", at=other)
    git("commit", "--quiet", "--message", "A song", at=other)

    made = init("copy", "--library", "other", cwd=tmp_path)

    assert made.returncode == CANNOT_RUN
    assert "holds no shared library" in made.stderr
    assert left_in(tmp_path) == ["other"]


def test_without_git_it_says_so(tmp_path: Path, upstream: Path):
    made = run_patternbook(
        "init", "copy", "--library", str(upstream), cwd=tmp_path, PATH=str(tmp_path)
    )

    assert made.returncode == CANNOT_RUN
    assert "A copy needs git" in made.stderr
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_nothing_behind(tmp_path: Path, number: signal.Signals):
    """It comes while git is at work, which here takes as long as we like."""
    tools, begun = tmp_path / "tools", tmp_path / "begun"
    tools.mkdir()
    place = tmp_path / "place"
    place.mkdir()
    slow = tools / "git"
    slow.write_text(f"#!/bin/sh\nls -a '{place}' >'{begun}'\nexec sleep 60\n", encoding="utf-8")
    slow.chmod(stat.S_IRWXU)
    process = subprocess.Popen(
        [sys.executable, "-m", "patternbook", "init", "copy", "--library", "somewhere"],
        cwd=place,
        env={**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (begun.exists() and begun.read_text(encoding="utf-8")):
        assert process.poll() is None
        time.sleep(0.01)
    assert ".making-" in begun.read_text(encoding="utf-8")

    process.send_signal(number)
    _, errors = process.communicate(timeout=60)

    assert process.returncode != 0
    assert "Traceback" not in errors
    assert left_in(place) == []


# --- Questions ----------------------------------------------------------------------------------


def test_on_a_terminal_it_asks_for_what_was_not_said(tmp_path: Path, upstream: Path):
    ours, theirs = pty.openpty()
    os.write(ours, b"Our town\n\nblue\n#1a4d6b\n")
    made = subprocess.run(
        [sys.executable, "-m", "patternbook", "init", "copy", "--library", str(upstream)],
        cwd=tmp_path,
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(ours)
    os.close(theirs)

    assert made.returncode == 0, made.stderr
    assert "Whose copy is this?" in made.stdout
    assert "Write the colour as #" in made.stdout + made.stderr
    settings, _ = read_settings(tmp_path / "copy")
    assert settings.board == Board(
        name="Our town", contact="whoever looks after this copy", colour="#1a4d6b"
    )


# --- Who learns of the board --------------------------------------------------------------------


@pytest.mark.parametrize(
    "reader",
    [Reader(Audience.PUBLIC), Reader(Audience.BOARD), Reader(Audience.PARTICIPANTS, "a-near-miss")],
    ids=lambda reader: reader.audience.value,
)
def test_only_those_inside_meet_the_boards_name_and_words(tmp_path: Path, reader: Reader):
    write(tmp_path, {"reviews/near-misses/a-near-miss.md": near_miss()})
    library, _ = load_library(Folders.at(tmp_path))
    board = Board(name="Ours", contact="us", colour="#1a4d6b")
    term = LocalTerm(term="The round", means="A meeting.", publicly="a meeting")
    settings = Settings(board=board, terms=(term,))

    shown = publish(library, reader, settings)

    inside = reader.audience is not Audience.PUBLIC
    assert (shown.board, shown.local_terms) == ((board, (term,)) if inside else (None, ()))


def test_the_files_of_a_copy_are_packed_with_the_command():
    skeletons = PROJECT / "patternbook/cli/copy_files"

    assert sorted(each.suffix for each in skeletons.iterdir()) == [".j2"] * 7
