"""`patternbook build`: a new site takes the old one's place when it is whole, and never before.

Where only that is under test, the site is a tiny one without theme, whose hook can be told what
is to happen at which moment.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run_patternbook
from tests.making import case_review, copy_of_the_site, debrief, factor, near_miss, write
from tests.running import run_afresh
from tests.test_commands import contents

GOOD = {"reviews/near-misses/a-near-miss.md": near_miss()}
BAD = {
    "reviews/debriefs/a-debrief.md": debrief(factors=[factor("work-load")]),
    "reviews/near-misses/letter.md": near_miss("letter", outcome="avoided"),
    "reviews/near-misses/note.md": "No fields.\n",
}
BAD_CODES = ("[unknown-factor]", "[unknown-word]", "[no-front-matter]")
UNCHANGED = "The site was not changed.\n"

HOOK = """
import os, pathlib, signal, time

def wait():
    pathlib.Path(os.environ["TOLD_IN"]).write_text(str(os.getpid()))
    time.sleep(600)

def write(size):
    (pathlib.Path(SITE[0]) / "large").write_bytes(b"x" * size)

SITE = []

def come_to(moment):
    if os.environ.get("MOMENT") == moment:
        exec(os.environ["WHAT"])

def on_config(config):
    SITE.append(config.site_dir)
    come_to("on_config")

def on_files(files, config):
    come_to("on_files")

def on_post_page(output, page, config):
    come_to("on_post_page")

def on_post_build(config):
    marker = pathlib.Path(config.site_dir) / ".patternbook/audience"
    audience = os.environ.get("PATTERNBOOK_AUDIENCE", config.extra.get("audience"))
    record = os.environ.get("PATTERNBOOK_RECORD")
    audience = f"{audience} {record}" if record else audience
    if audience and not config.extra.get("is_silent"):
        marker.parent.mkdir()
        marker.write_text(audience + "\\n")
    come_to("on_post_build")
"""
MOMENTS = ("on_config", "on_files", "on_post_page", "on_post_build")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a tiny library that has been built once."""
    made = tiny(tmp_path / "library")
    built = run_patternbook("build", "--root", str(made))
    assert built.returncode == 0, built.stderr
    assert "first" in (made / "site/index.html").read_text("utf-8")
    (made / "docs/index.md").write_text("# second\n", encoding="utf-8")
    return made


def tiny(root: Path, **extra: object) -> Path:
    """Write a library that builds in a moment, with these words under `extra` in mkdocs.yml."""
    said = "".join(f"  {name}: {value}\n" for name, value in {"tiny": 1, **extra}.items())
    for name, text in {
        "mkdocs.yml": "site_name: Tiny\nplugins: []\nhooks: [hook.py]\n"
        f"theme: {{name: null, custom_dir: theme}}\nextra:\n{said}",
        "hook.py": HOOK,
        "theme/main.html": "{{ page.content }}",
        "docs/index.md": "# first\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def build(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run_patternbook("build", "--root", str(root), *options, cwd=None, **environment)


@contextlib.contextmanager
def waiting(root: Path, moment: str = "on_post_build") -> Iterator[tuple[subprocess.Popen, int]]:
    """Start a build that stays at this moment; give its process and the number of MkDocs's."""
    told_in = root / "told"
    told_in.unlink(missing_ok=True)
    started = subprocess.Popen(
        [sys.executable, "-m", "patternbook", "build", "--root", str(root)],
        env={**os.environ, "MOMENT": moment, "WHAT": "wait()", "TOLD_IN": str(told_in)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Also where these tests run in the background, it hears Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        until(lambda: told_in.is_file() and told_in.read_text("ascii") != "")
        yield started, int(told_in.read_text("ascii"))
    finally:
        started.kill()
        started.communicate()
        told_in.unlink()


def until(is_so: Callable[[], bool]) -> None:
    last = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < last, "it never came to that"
        time.sleep(0.02)


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def around(root: Path) -> list[str]:
    """Return what lies in the library's folder."""
    return sorted(path.name for path in root.iterdir() if path.name != "__pycache__")


def as_one_sentence(ran: subprocess.CompletedProcess[str]) -> str:
    """Return the sentence with which a build ended, which is all that tells of a failure."""
    *before, last = ran.stderr.splitlines(keepends=True)
    assert last.startswith("Error: ")
    assert last.endswith(f" {UNCHANGED}")
    assert all(line.startswith("INFO ") for line in before), ran.stderr
    assert "Errno" not in ran.stderr
    assert ran.returncode == 2
    return last


# --- Killed, stopped, and two at once -----------------------------------------------------------


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_that_is_killed_leaves_the_earlier_site_and_the_next_one_clears_up(root, moment):
    before, files = contents(root / "site"), around(root)

    with waiting(root, moment) as (process, _):
        process.kill()
        process.wait()
        assert contents(root / "site") == before

    built = build(root)
    assert built.returncode == 0, built.stderr
    assert "second" in (root / "site/index.html").read_text("utf-8")
    assert around(root) == files


@pytest.mark.skipif(sys.platform != "linux", reason="only there it can be arranged")
def test_what_a_killed_build_had_started_ends_with_it(root):
    with waiting(root) as (process, builder):
        assert is_running(builder)
        process.kill()
        until(lambda: not is_running(builder))


@pytest.mark.parametrize(
    ("wish", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)]
)
def test_a_build_that_is_stopped_says_so_and_clears_up(root, wish, status):
    before, files = contents(root / "site"), around(root)

    with waiting(root) as (process, builder):
        process.send_signal(wish)
        _, told = process.communicate()
        assert not is_running(builder)

    assert process.returncode == status
    assert told.splitlines()[-1] == f"Stopped. {UNCHANGED}".rstrip()
    assert "Traceback" not in told
    assert contents(root / "site") == before
    assert around(root) == files


def test_of_two_builds_at_once_the_second_says_that_it_must_wait(root):
    before = contents(root / "site")

    with waiting(root) as (first, _):
        ran = build(root)

        assert first.poll() is None
        assert (root / ".building-site/site/index.html").is_file()

    assert "Another build is making" in ran.stderr
    assert "Wait until it is done." in ran.stderr
    assert ran.returncode == 2
    assert contents(root / "site") == before


# --- What the system refuses --------------------------------------------------------------------


def test_a_file_that_is_too_large_is_told_in_one_sentence(root):
    before, files = contents(root / "site"), around(root)
    limit, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, resource.RLIM_INFINITY))
    try:
        ran = run_afresh("build", "--root", str(root), MOMENT="on_post_page", WHAT="write(2**22)")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    assert "A file would be larger than you may write" in as_one_sentence(ran)
    assert contents(root / "site") == before
    assert around(root) == files


@contextlib.contextmanager
def disk(folder: Path, options: str) -> Iterator[Path]:
    """Give a small disk of its own; only the superuser can."""
    folder.mkdir(exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("no disk can be made here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("moment", ["on_config", "on_post_build"])
def test_a_full_disk_is_told_in_one_sentence(root, tmp_path, moment):
    with disk(tmp_path / "disk", "size=256k") as small:
        first = build(root, "--site-dir", str(small / "site"))
        assert first.returncode == 0, first.stderr
        before = contents(small)
        fill = f"pathlib.Path({str(small)!r}, 'other').write_bytes(bytes(2**20))"
        try:
            ran = build(root, "--site-dir", str(small / "site"), MOMENT=moment, WHAT=fill)
        finally:
            (small / "other").unlink(missing_ok=True)

        assert "There is no room left to write" in as_one_sentence(ran)
        assert contents(small) == before


def test_a_folder_that_can_only_be_read_is_told_in_one_sentence(root, tmp_path):
    with disk(tmp_path / "disk", "size=256k") as small:
        subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)

        ran = build(root, "--site-dir", str(small / "site"))

    assert "can only be read. Choose another place with --site-dir." in as_one_sentence(ran)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_one_may_not_write_is_told_in_one_sentence(root, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)

    ran = build(root, "--site-dir", str(closed / "site"))

    assert "You may not write in" in as_one_sentence(ran)


def test_a_disk_of_its_own_cannot_be_exchanged_and_is_left_as_it_is(root, tmp_path):
    with disk(tmp_path / "disk", "size=256k") as small:
        ran = build(root, "--site-dir", str(small))

        assert "Choose a folder in it with --site-dir." in ran.stderr
        assert ran.returncode == 2
        assert contents(small) == {}


def test_a_site_that_is_a_link_is_exchanged_where_it_leads(root, tmp_path):
    elsewhere = tmp_path / "elsewhere/site"
    elsewhere.parent.mkdir()
    (root / "site").rename(elsewhere)
    (root / "site").symlink_to(elsewhere)

    ran = build(root)

    assert ran.returncode == 0, ran.stderr
    assert (root / "site").is_symlink()
    assert "second" in (elsewhere / "index.html").read_text("utf-8")
    assert list(elsewhere.parent.iterdir()) == [elsewhere]


@pytest.mark.parametrize("target", ["nowhere", "link"])
def test_a_link_that_leads_nowhere_is_named(root, target):
    (root / "link").symlink_to(target)

    ran = build(root, "--site-dir", str(root / "link"))

    assert ran.returncode == 2
    assert "is a link that leads nowhere. Mend it, or take it away." in ran.stderr


def test_a_site_cannot_be_put_where_a_file_is(root):
    for place in (root / "hook.py", root / "hook.py/site"):
        ran = build(root, "--site-dir", str(place))

        assert ran.returncode == 2
        assert "is a file" in ran.stderr
    assert (root / "hook.py").read_text("utf-8") == HOOK


def test_folders_made_for_a_site_go_again_if_there_is_none(root):
    ran = build(
        root, "--site-dir", str(root / "a/b/site"), MOMENT="on_files", WHAT="raise KeyError"
    )

    assert ran.returncode == 2
    assert not (root / "a").exists()


def test_a_builder_that_fails_is_told_in_one_sentence_without_a_word_of_a_record(root):
    before, files = contents(root / "site"), around(root)

    ran = build(root, MOMENT="on_files", WHAT="raise KeyError('Zanzibarbican')")

    assert "The builder itself has failed (KeyError)." in as_one_sentence(ran)
    assert "Zanzibarbican" not in ran.stdout + ran.stderr
    assert contents(root / "site") == before
    assert around(root) == files


def test_a_file_that_the_builder_cannot_read_is_named(root):
    ran = build(root, MOMENT="on_files", WHAT="open('docs/absent.md')")

    assert "docs/absent.md cannot be read" in as_one_sentence(ran)


def test_a_builder_that_the_system_ends_is_told_in_one_sentence(root):
    ran = build(root, MOMENT="on_files", WHAT="os.kill(os.getpid(), signal.SIGKILL)")

    assert "was ended by the system (signal 9)" in as_one_sentence(ran)


def test_what_mkdocs_warns_of_is_told_in_its_words(root):
    (root / "docs/index.md").write_text("[x](nowhere.md)\n", encoding="utf-8")

    ran = build(root)

    assert ran.returncode == 1
    assert "contains a link 'nowhere.md'" in ran.stderr
    assert ran.stderr.endswith(UNCHANGED)


# --- For whom -----------------------------------------------------------------------------------


def test_each_audience_has_a_folder_of_its_own(root):
    for options, folder, audience in (
        (["--audience", "public"], "site", "public"),
        (["--audience", "board"], "site-board", "board"),
    ):
        ran = build(root, *options)

        assert ran.returncode == 0, ran.stderr
        assert f"The site is in {root / folder}." in ran.stdout
        assert (root / folder / ".patternbook/audience").read_text("utf-8") == f"{audience}\n"


def test_the_participants_of_a_draft_have_a_folder_of_their_own(root):
    ran = build(root, "--audience", "participants", "--record", "a-draft")

    assert ran.returncode == 0, ran.stderr
    assert (root / "site-a-draft/.patternbook/audience").is_file()

    without = build(root, "--audience", "participants")

    assert without.returncode == 2
    assert "Say with --record which draft" in without.stderr


@pytest.mark.parametrize(
    "options", [["--record", "a-draft"], ["--audience", "board", "--record", "a-draft"]]
)
def test_a_record_is_named_for_participants_alone(root, options):
    ran = build(root, *options)

    assert ran.returncode == 2
    assert "--record is only for --audience participants" in ran.stderr


def test_what_a_shell_happens_to_export_changes_no_site(root):
    ran = build(root, PATTERNBOOK_AUDIENCE="board", PATTERNBOOK_RECORD="x", PATTERNBOOK_OFFLINE="1")

    assert ran.returncode == 0, ran.stderr
    assert not (root / "site/.patternbook").exists()  # as in a site without our hooks
    assert not (root / "site-board").exists()


def test_a_site_is_not_begun_where_another_audiences_stands(root):
    assert build(root, "--audience", "public").returncode == 0
    before = contents(root / "site")

    ran = build(root, "--audience", "board", "--site-dir", str(root / "site"))

    assert ran.returncode == 2
    assert "site holds the site for the public; this would be the one for the board." in ran.stderr
    assert "Choose another folder with --site-dir." in ran.stderr
    assert "Building" not in ran.stderr
    assert contents(root / "site") == before


def test_a_site_that_turns_out_to_be_for_another_audience_is_not_put_in_place(tmp_path):
    root = tiny(tmp_path, audience="public")
    assert build(root).returncode == 0
    before = contents(root / "site")
    for extra in ({"audience": "board"}, {"audience": "board", "is_silent": "true"}):
        tiny(root, **extra)

        ran = build(root)

        assert ran.returncode == 2
        assert "holds the site for the public" in ran.stderr
        assert contents(root / "site") == before
        assert not list(root.glob(".building-*"))


def test_a_builder_that_does_not_listen_makes_no_site_for_an_audience(tmp_path):
    root = tiny(tmp_path, audience="board", is_silent="true")

    ran = build(root, "--audience", "public")

    assert ran.returncode == 2
    assert "nothing in it says that it is" in ran.stderr
    assert not (root / "site").exists()


def test_a_copy_is_not_made_by_a_builder_that_cannot(root):
    ran = build(root, "--offline", str(root / "copy.zip"))

    assert ran.returncode == 2
    assert "Let mkdocs.yml name hooks/offline.py" in ran.stderr
    assert not (root / "copy.zip").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--offline", "copy.tar"], "does not end in “.zip”"),
        (["--offline", "thesis.zip"], "something other than a copy of a library"),
        (["--offline", "copy.zip", "--site-dir", "x"], "leave out either"),
        (["--offline", "copy.zip", "--audience", "board"], "Call it internal-copy.zip"),
    ],
)
def test_a_copy_needs_a_name_that_fits(root, options, said):
    (root / "thesis.zip").write_text("years of work", encoding="utf-8")
    before = contents(root)

    ran = run_patternbook("build", *options, cwd=root)

    assert ran.returncode == 2
    assert said in ran.stderr
    assert contents(root) == before


# --- The library itself -------------------------------------------------------------------------


def test_a_record_that_is_only_half_written_is_a_fault_like_any_other(tmp_path):
    whole = near_miss(summary="Zanzibarbican.")
    half = whole[: whole.index("Zanzibarbican") + 4]
    root = copy_of_the_site(
        tmp_path,
        {
            "reviews/near-misses/a-near-miss.md": half,
            "site/index.html": "earlier",
            "site/sitemap.xml": "",
        },
    )

    ran = build(root)

    assert ran.returncode == 1
    assert "reviews/near-misses/a-near-miss.md:" in ran.stderr
    assert ran.stderr.endswith(UNCHANGED)
    assert "Traceback" not in ran.stderr
    assert "Zanz" not in ran.stderr
    assert {path.name for path in (root / "site").iterdir()} == {"index.html", "sitemap.xml"}
    assert (root / "site/index.html").read_text("utf-8") == "earlier"


def test_no_public_site_is_built_while_a_record_for_it_may_identify_somebody(tmp_path):
    told = near_miss(summary="The midwife rang Agnieszka Wilk at home.")
    library = copy_of_the_site(
        tmp_path, {"reviews/near-misses/a-near-miss.md": told}, refuse_names=True
    )

    ran = run_patternbook("build", "--root", str(library))

    assert ran.returncode == 1
    assert "reviews/near-misses/a-near-miss.md:" in ran.stderr
    assert "[proper-name]" in ran.stderr
    assert "Wilk" not in ran.stdout + ran.stderr
    assert not (library / "site").exists()


def test_a_record_that_is_held_back_may_hold_a_name_and_stops_no_build(tmp_path):
    held_back: dict[str, dict[str, Any]] = {
        "for-the-board": {"audience": "board"},
        "a-draft": {"stage": "interim"},
        "unsigned": {"sign_off": None},
    }
    library = copy_of_the_site(
        tmp_path,
        {
            f"reviews/near-misses/{name}.md": near_miss(
                name, summary="The midwife rang Agnieszka Wilk at home.", **kept
            )
            for name, kept in held_back.items()
        },
        refuse_names=True,
    )

    ran = run_patternbook("build", "--root", str(library))

    assert ran.returncode == 0, ran.stderr


def test_build_with_faults_lists_them_all_and_leaves_the_earlier_site_as_it_was(tmp_path):
    root = copy_of_the_site(
        tmp_path / "library", {**GOOD, "reviews/case-reviews/a-review.md": case_review()}
    )
    built = run_patternbook("build", "--root", str(root))
    assert built.returncode == 0, built.stdout + built.stderr
    before = contents(root / "site")
    assert {"index.html", "near-misses/a-near-miss/index.html"} <= set(before)

    write(root, {"docs/factors/.keep": "", **BAD})
    ran = run_patternbook("build", cwd=root)

    printed = ran.stdout + ran.stderr
    assert ran.returncode == 1
    assert all(code in printed for code in BAD_CODES)
    assert "3 things to mend in 3 files." in printed
    assert "The site was not changed." in printed
    assert "Traceback" not in printed
    assert contents(root / "site") == before
    assert not list(root.glob(".building-*"))


def test_build_does_not_begin_a_site_while_there_are_faults(tmp_path):
    root = copy_of_the_site(tmp_path / "library", BAD)

    ran = run_patternbook("build", "--root", str(root), "--site-dir", str(tmp_path / "out"))

    assert ran.returncode == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library"]


def test_build_refuses_to_replace_what_is_no_site(tmp_path):
    write(tmp_path, {**GOOD, "mkdocs.yml": "site_name: x\n", "out/thesis.txt": "years of work"})
    before = contents(tmp_path)

    ran = run_patternbook("build", "--site-dir", "out", cwd=tmp_path)

    assert ran.returncode == 2
    assert "something other than a site" in ran.stderr
    assert contents(tmp_path) == before


def test_build_says_where_it_looked_for_a_site_to_build(tmp_path):
    ran = run_patternbook("build", cwd=tmp_path)

    assert ran.returncode == 2
    assert f"There is no mkdocs.yml in {tmp_path}" in ran.stderr


def test_the_draft_of_one_review_never_takes_the_place_of_another(root):
    first = ("--audience", "participants", "--record", "a-draft")
    other = ("--audience", "participants", "--record", "another")
    place = ("--site-dir", str(root / "drafts"))
    assert build(root, *first, *place).returncode == 0

    ran = build(root, *other, *place)

    assert ran.returncode == 2
    assert "holds the site for the participants a-draft" in ran.stderr


def test_a_folder_that_is_no_site_of_ours_is_left_alone(root):
    (root / "mine").mkdir()
    (root / "mine/index.html").write_text("My page")
    (root / "mine/thesis.txt").write_text("My thesis")

    ran = build(root, "--site-dir", str(root / "mine"))

    assert ran.returncode == 2
    assert (root / "mine/thesis.txt").read_text() == "My thesis"


def test_a_zip_that_is_no_copy_of_a_library_is_left_alone(root):
    with zipfile.ZipFile(root / "mine.zip", "w") as packed:
        packed.writestr("photo.txt", "A photograph")
    before = (root / "mine.zip").read_bytes()

    ran = build(root, "--offline", str(root / "mine.zip"))

    assert ran.returncode == 2
    assert (root / "mine.zip").read_bytes() == before
