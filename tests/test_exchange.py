"""A folder that is exchanged is whole at every moment, and what is left behind is cleared away."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from patternbook import exchange
from patternbook.exchange import InUse, NoWorkshop, workshop

BEGINNING = """
import os, signal, sys
from pathlib import Path
from patternbook import exchange
from patternbook.exchange import Workshop, workshop
def die(): os.kill(os.getpid(), signal.SIGKILL)
target = Path(sys.argv[1])
def make(room):
    fresh = room.folder / "site"
    fresh.mkdir()
    (fresh / "index.html").write_text("new")
    return fresh
"""
IN_USE = """
with workshop(target) as room:
    make(room)
    print("ready", flush=True)
    sys.stdin.read()
"""
KILLED = {
    "while it makes the new one": "with workshop(target) as room: make(room); die()",
    "after the exchange": "with workshop(target) as room: room.put_in_place(make(room)); die()",
    "between two renames": """
exchange._swap = lambda one, other: False
rename = Path.rename
Path.rename = lambda self, to: die() if to == target else rename(self, to)
with workshop(target) as room: room.put_in_place(make(room))
""",
    "while it clears away": """
exchange._clear = lambda folder, is_thorough=True: None if is_thorough else die()
with workshop(target) as room: room.put_in_place(make(room))
""",
}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return folder(tmp_path / "target", "old")


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "index.html").write_text(text, encoding="ascii")
    return path


def text_in(path: Path) -> str:
    return (path / "index.html").read_text(encoding="ascii")


def run(code: str, target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BEGINNING + code, str(target)],
        capture_output=True,
        text=True,
        check=False,
    )


def start(code: str, target: Path) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-c", BEGINNING + code, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def end(started: subprocess.Popen[str]) -> None:
    started.kill()
    started.communicate()


@pytest.fixture(params=["in one step", "by two renames"])
def any_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "by two renames":
        monkeypatch.setattr(exchange, "_swap", lambda one, other: False)


@pytest.mark.usefixtures("any_way")
def test_the_new_folder_takes_the_place_of_the_old_and_nothing_else_is_left(target):
    with workshop(target) as room:
        room.put_in_place(folder(room.folder / "site", "new"))

    assert text_in(target) == "new"
    assert list(target.parent.iterdir()) == [target]


def test_a_first_folder_needs_no_older_one(tmp_path):
    with workshop(tmp_path / "target") as room:
        room.put_in_place(folder(room.folder / "site", "new"))

    assert text_in(tmp_path / "target") == "new"


def test_a_file_is_put_in_the_place_of_another(tmp_path):
    target = tmp_path / "copy.zip"
    target.write_text("old", encoding="ascii")
    with workshop(target) as room:
        finished = room.folder / "new"
        finished.write_text("new", encoding="ascii")
        room.put_in_place(finished)

    assert target.read_text(encoding="ascii") == "new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(sys.platform != "linux", reason="says what Linux can do")
def test_there_is_no_moment_without_a_whole_folder(target):
    missing = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.is_set():
            try:
                os.stat(target / "index.html")
            except FileNotFoundError as error:
                missing.append(error)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        with workshop(target) as room:
            fresh = folder(room.folder / "site", "new")
            for _ in range(2000):
                room.put_in_place(fresh)
    finally:
        is_over.set()
        looking.join()

    assert missing == []


@pytest.mark.usefixtures("any_way")
def test_whatever_fails_leaves_the_old_folder_and_nothing_else(target):
    with pytest.raises(OSError, match=r".*"), workshop(target) as room:
        room.put_in_place(room.folder / "never-made")

    assert text_in(target) == "old"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("code", KILLED.values(), ids=KILLED)
def test_a_process_that_is_killed_leaves_a_whole_folder_to_the_next(target, code):
    ran = run(code, target)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    assert [path.name for path in target.parent.glob(".*")] == [".building-target"]

    with workshop(target) as room:
        assert text_in(target) in {"old", "new"}
        assert not (room.folder / "site").exists()
        assert not (room.folder / "old").exists()

    assert list(target.parent.iterdir()) == [target]


def test_a_folder_that_was_taken_away_when_its_process_was_killed_is_put_back(target):
    run(KILLED["between two renames"], target)
    assert not target.exists()

    with workshop(target):
        pass

    assert text_in(target) == "old"


def test_what_another_living_process_is_making_is_left_to_it(target, monkeypatch):
    monkeypatch.setattr(exchange, "_PATIENCE", 0)
    other = start(IN_USE, target)
    try:
        with pytest.raises(InUse), workshop(target):
            pass
        assert text_in(target.parent / ".building-target/site") == "new"
    finally:
        end(other)


def test_a_process_that_was_handed_the_lock_keeps_the_workshop_in_use(target, monkeypatch):
    monkeypatch.setattr(exchange, "_PATIENCE", 0)
    other = start(
        """
import subprocess
with workshop(target) as room:
    child = subprocess.Popen(["sleep", "600"], pass_fds=(room.lock,), stdout=subprocess.DEVNULL)
    Path(f"{target}/child").write_text(str(child.pid))
    print("ready", flush=True)
    sys.stdin.read()
""",
        target,
    )
    end(other)
    try:
        with pytest.raises(InUse), workshop(target):
            pass
    finally:
        os.kill(int((target / "child").read_text("ascii")), signal.SIGKILL)


def test_two_targets_side_by_side_do_not_wait_for_each_other(target):
    other = start(IN_USE, target)
    try:
        with workshop(target.parent / "another") as room:
            room.put_in_place(folder(room.folder / "site", "new"))
        assert text_in(target.parent / "another") == "new"
    finally:
        end(other)


@pytest.mark.parametrize("kind", ["file", "link", "dangling link"])
def test_what_only_has_the_workshops_name_is_not_touched(target, kind):
    place = target.parent / ".building-target"
    kept = folder(target.parent / "kept", "years of work")
    if kind == "file":
        place.write_text("years of work", encoding="ascii")
    else:
        place.symlink_to(kept if kind == "link" else "nowhere")

    with pytest.raises(NoWorkshop), workshop(target):
        pass

    assert os.path.lexists(place)
    assert text_in(kept) == "years of work"


def test_git_does_not_see_what_lies_in_a_workshop(target):
    git = ["git", "-C", str(target.parent)]
    subprocess.run([*git, "init", "-q"], check=True)
    run(KILLED["while it makes the new one"], target)

    told = subprocess.run(
        [*git, "status", "--porcelain", "-uall"], check=True, capture_output=True, text=True
    )

    assert told.stdout == "?? target/index.html\n"


def test_where_a_disk_knows_no_locks_one_can_still_build(target, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("fcntl.flock", refuse)

    with workshop(target) as room:
        room.put_in_place(folder(room.folder / "site", "new"))

    assert text_in(target) == "new"


def test_no_lock_is_left_behind_where_the_workshop_cannot_be_written(target, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr("patternbook.exchange.os.open", refuse)

    with pytest.raises(OSError, match="no room"), workshop(target):
        pass

    assert list(target.parent.iterdir()) == [target]
