"""The guard: what must not get into a repository that is not the board's own, in real ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from patternbook.cli import main
from patternbook.folders import Folders, Shelf
from patternbook.guarding import Refusal, is_known, why_refused
from patternbook.vocabulary import Audience
from tests.boards import REPOSITORY, SETTINGS, board_copy
from tests.making import PROJECT, SIGNED, case_review, debrief, entry, near_miss

DRAFT = near_miss("a-draft", "The secret account.\n", stage="interim")
OPEN = near_miss("open")
PUBLIC = "https://git.example.org/public/library.git"
HERE = "reviews/near-misses/a-draft.md"


def git(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONPATH": str(PROJECT),
    }
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        check=check,
        capture_output=True,
        text=True,
        env=environment,
        stdin=subprocess.DEVNULL,
    )


def repository(root: Path, *addresses: str) -> Path:
    """Make a repository of a folder, with these addresses."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "A tester")
    git(root, "config", "user.email", "tester@example.org")
    for n, address in enumerate(addresses):
        git(root, "remote", "add", f"remote{n}", address)
    return root


def put(root: Path, path: str, content: str | bytes, *, stage: bool = True) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    if stage:
        git(root, "add", "-f", path)


def guard(
    root: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str, said: str = "", **env: str
) -> Result:
    monkeypatch.chdir(root)
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    return CliRunner().invoke(main, ["guard", *arguments], input=said, env={"CI": None, **env})


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """Return a repository whose address is that of the public library."""
    return repository(tmp_path / "public", PUBLIC)


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """Return the board's own repository, with its copy of the library."""
    return board_copy(repository(tmp_path / "board", REPOSITORY), {})


# --- Before a commit ----------------------------------------------------------------------------


def test_a_draft_is_refused_without_a_word_of_it(public, monkeypatch):
    put(public, HERE, DRAFT)

    ran = guard(public, monkeypatch)

    told = " ".join(ran.stderr.split())
    assert ran.exit_code == 1
    assert f"- {HERE} is a draft." in told
    assert "history keeps what a later commit deletes" in told
    assert f"git rm -r --cached {HERE}" in told
    assert "patternbook.yml" in told
    assert "secret" not in ran.output
    assert "Title" not in ran.output


def test_the_command_that_it_names_takes_the_draft_out_of_the_commit(public, monkeypatch):
    put(public, "README.md", "Read me.")
    git(public, "commit", "-qm", "A page")
    put(public, HERE, DRAFT)
    told = guard(public, monkeypatch).stderr
    command = next(line for line in told.splitlines() if line.startswith("    git "))

    git(public, *command.split()[1:])

    assert guard(public, monkeypatch).exit_code == 0
    assert (public / HERE).exists()


def test_what_is_public_and_whole_may_go_anywhere(public, monkeypatch):
    put(public, "reviews/near-misses/open.md", OPEN)
    put(public, "docs/guide/a-page.md", "---\ntitle: A page\n---\n\nRead this.\n")
    put(public, "docs/factors/workload.md", entry(id="workload", kind="factor"))

    ran = guard(public, monkeypatch)

    assert (ran.exit_code, ran.output) == (0, "")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (near_miss(stage="final-draft"), Refusal.DRAFT),
        (near_miss(audience="board"), Refusal.NOT_PUBLIC),
        (near_miss(audience="participants"), Refusal.NOT_PUBLIC),
        (near_miss(sign_off=None), Refusal.NOT_PUBLIC),
        (
            near_miss(sign_off={"confidentiality": SIGNED["confidentiality"]}),
            Refusal.NOT_PUBLIC,
        ),
        (near_miss(published=2024), Refusal.HOLDS_BACK),
        (near_miss(internal={"notes": ["Ask."]}), Refusal.HOLDS_BACK),
        (near_miss(body="::: internal\nSecret.\n:::\n"), Refusal.HOLDS_BACK),
        (
            near_miss(prevented_by=[{"by": "chance", "how": "Luck.", "audience": "board"}]),
            Refusal.HOLDS_BACK,
        ),
        (near_miss().replace("outcome: prevented", "outcome: ["), Refusal.UNREADABLE),
        (near_miss().replace("---\n", "—\n"), Refusal.UNREADABLE),
        (near_miss().replace("kind: near-miss", "kind: near miss"), Refusal.UNREADABLE),
        (near_miss().encode("utf-16"), Refusal.UNREADABLE),
        (near_miss().replace("One sentence", "Ein S\u00e4tzchen").encode("cp1252"), "unreadable"),
        (b"\xef\xbb\xbf" + DRAFT.replace("\n", "\r\n").encode(), Refusal.DRAFT),
        ("---\nstage: interim\naudience: board\n", Refusal.UNREADABLE),
        (
            "---\nid: x\nkind: debrief\naudience: board\nwithdrawn: {role: Chair, year: 2024}\n"
            "---\n",
            Refusal.NOT_PUBLIC,
        ),
        (near_miss(), None),
        (near_miss().replace("\n", "\r\n"), None),
        (case_review(), None),
        (debrief(), None),
        (
            "---\nid: x\nkind: debrief\naudience: public\nwithdrawn: {role: Chair, year: 2024}\n"
            "---\n",
            None,
        ),
        ("Plain text about what a record is: stage, audience, kind: near-miss.\n", None),
        ("---\ntitle: A page\nstage: set\n---\n", None),
        (b"\x89PNG\r\n\x1a\n\x00", None),
    ],
)
@pytest.mark.parametrize("path", ["notes/a-near-miss.md", "a.txt", "docs/a page.markdown"])
def test_a_record_counts_wherever_it_lies_and_however_it_is_stored(
    tmp_path, path, content, refusal
):
    raw = content if isinstance(content, bytes) else content.encode()

    found = why_refused(tmp_path / path, raw, Folders.at(tmp_path))

    assert found == (Refusal.UNREADABLE if refusal == "unreadable" else refusal)


FIELDS = "id: x\nstage: interim\naudience: board\n"
AS_JSON = '{"id": "x", "stage": "interim", "audience": "board"}'


@pytest.mark.parametrize(
    "content",
    [
        DRAFT.encode("utf-16-le"),
        DRAFT.encode("utf-16-be"),
        DRAFT.encode("utf-32"),
        DRAFT.encode("utf-32-le"),
        DRAFT.encode("utf-32-be"),
        "\u200b" + DRAFT,
        "\u2060\ufeff\u00ad" + DRAFT,
        DRAFT.replace("---", "-\u200b--").replace("stage", "sta\u200bge"),
        *(DRAFT.replace("\n", end) for end in ("\u2028", "\u2029", "\x85", "\x0b", "\x0c")),
        "---\nId: x\nStage: Interim\nAUDIENCE: board\n---\n",
        "---\nKind: Near-Miss\n---\n",
        f"---\n{AS_JSON}\n---\n",
        '---\n{"id": "x", "stage": "interim"}\n---\n',
        f"--- {AS_JSON}\n---\n",
        "---\n? stage\n: interim\n? audience\n: board\n---\n",
        f"--- # draft\n{FIELDS}---\n",
        f"---yaml\n{FIELDS}---\n",
        f"--- YAML\n{FIELDS}---\n",
        '+++\nid = "x"\nstage = "interim"\naudience = "board"\n+++\n',
        f"+++\n{FIELDS}+++\n",
        f"# A draft\n\n---\n{FIELDS}---\n",
        f"A draft\n=======\n\n---\n{FIELDS}",
        f"<!-- A draft\nfor us -->\n---\n{FIELDS}---\n",
        f"# A draft\n\n```yaml\n---\n{FIELDS}---\n```\n",
        f"---\ntitle: A page\n---\n\n---\n{FIELDS}---\n",
        "\n".join(f"> {line}" for line in DRAFT.split("\n")),
    ],
)
def test_a_draft_is_found_in_whichever_disguise(tmp_path, content):
    raw = content if isinstance(content, bytes) else content.encode()
    folders = Folders.at(tmp_path)

    found = {path: why_refused(tmp_path / path, raw, folders) for path in ("notes/a.md", "a.txt")}

    assert set(found.values()) <= {Refusal.UNREADABLE, Refusal.DRAFT, Refusal.NOT_PUBLIC}


@pytest.mark.parametrize(
    ("path", "content", "refused"),
    [
        ("a.yml", FIELDS, True),
        ("a.yaml", f"# A draft\n{FIELDS}", True),
        ("a.YML", f"- {FIELDS}".replace("\n", "\n  "), True),
        ("a.yml", AS_JSON, True),
        ("a.json", AS_JSON, True),
        ("a.json", f"[{AS_JSON}]", True),
        ("a.json", AS_JSON.replace(", ", ",\n  ")[:-1], True),
        ("a.json", '{"kind": "near-miss"}', True),
        ("a.yml", near_miss().split("---\n")[1], False),
        ("a.yml", near_miss(audience="board").split("---\n")[1], True),
        ("a.json", '{"fields": {"stage": "x", "audience": "y"}, "records": []}', False),
        ("a.json", '{"records": [{"kind": "near-miss"}]}', False),
        ("a.yml", "jobs:\n  one:\n    stage: x\n    audience: y\n", False),
        ("a.md", "---\ntitle: A page\n---\n\n```yaml\n" + DRAFT + "```\n", False),
        ("a.md", "---\ntitle: A page\n---\n\nSome words.\n\nStage: one\nAudience: all\n", False),
        ("a.py", f'"""A test."""\n\nX = """\n---\n{FIELDS}---\n"""\n', False),
        ("patternbook/cli/skeleton_files/a.md.j2", DRAFT, False),
        ("notes/a.md.j2", DRAFT, True),
    ],
)
def test_fields_alone_are_a_record_and_what_shows_some_is_none(tmp_path, path, content, refused):
    found = why_refused(tmp_path / path, content.encode(), Folders.at(tmp_path))

    assert (found is not None) is refused


COLLATION = (
    "---\ntitle: A title\ndescription: A line.\ncollation:\n  question: What?\n"
    "  setting: [community-and-home]\n  origin: [literature]\n{more}---\n\n{body}"
)


@pytest.mark.parametrize(
    ("more", "body", "is_refused"),
    [
        ("", "What it is about.\n", False),
        ("stage: interim\naudience: board\n", "What it is about.\n", True),
        ("", DRAFT, True),
    ],
)
def test_a_page_that_chooses_records_is_allowed_unless_there_is_a_record_in_it(
    public, more, body, is_refused
):
    page = COLLATION.format(more=more, body=body).encode()

    found = why_refused(public / "docs/collations/a.md", page, Folders.at(public))

    assert (found is not None) is is_refused


def test_of_this_project_nothing_is_refused():
    names = git(PROJECT, "ls-files", "-z").stdout.split("\0")[:-1]
    folders = Folders.at(PROJECT)
    files = [PROJECT / name for name in names if (PROJECT / name).is_file()]

    refused = {file: why_refused(file, file.read_bytes(), folders) for file in files}

    assert len(files) > 100
    assert {file: why for file, why in refused.items() if why is not None} == {}


@pytest.mark.parametrize(
    ("path", "content", "refusal"),
    [
        ("patternbook.yml", SETTINGS, Refusal.SETTINGS),
        ("old/patternbook.yml", SETTINGS, Refusal.SETTINGS),
        ("a/b/patternbook.yaml", SETTINGS, Refusal.SETTINGS),
        ("patternbook.yml.orig", SETTINGS, Refusal.SETTINGS),
        ("Patternbook.old.yml", "Board: {name: Ours}", Refusal.SETTINGS),
        ("x/patternbook.yml", "{audience: board, terms: []}", Refusal.SETTINGS),
        ("x/patternbook.yml", '{"repositories": [a]}', Refusal.SETTINGS),
        ("x/patternbook.yml", "? terms\n: []\n", Refusal.SETTINGS),
        ("x/patternbook.yml", SETTINGS.encode("utf-16-le"), Refusal.SETTINGS),
        ("x/patternbook.yml", "audience: board\nshelves: []\n# terms: none\n", None),
        ("x/other.yml", "terms: []\n", None),
    ],
)
def test_a_copy_of_the_boards_settings_is_refused_wherever_it_lies(
    tmp_path, path, content, refusal
):
    raw = content if isinstance(content, bytes) else content.encode()

    assert why_refused(tmp_path / path, raw, Folders.at(tmp_path)) == refusal


MADE_FOR = [".patternbook/audience", ".patternbook/offline", ".patternbook-stage"]


@pytest.mark.parametrize("marker", MADE_FOR)
@pytest.mark.parametrize(
    ("says", "code"),
    [("public\n", 0), ("public\nMade by a command.\n", 0), ("board\n", 1), ("", 1), ("?", 1)],
)
def test_what_was_made_for_others_than_the_public_is_refused(
    public, monkeypatch, marker, says, code
):
    put(public, f"out/{marker}", says, stage=False)
    put(public, "out/near-misses/one/index.html", "<p>The secret account.</p>")
    beside = guard(public, monkeypatch)
    put(public, f"out/{marker}", says)
    staged = guard(public, monkeypatch)
    (public / "out" / marker).unlink()
    gone_from_the_disk = guard(public, monkeypatch)

    assert [each.exit_code for each in (beside, staged, gone_from_the_disk)] == [code] * 3
    if code:
        assert "out/near-misses/one/index.html was made from records" in beside.stderr


def test_a_built_site_that_a_later_commit_deletes_is_not_pushed(public, monkeypatch):
    put(public, "out/.patternbook/audience", "board\n")
    put(public, "out/index.html", "<p>The secret account.</p>")
    commit(public)
    git(public, "rm", "-rq", "out")
    last = commit(public)

    ran = guard(public, monkeypatch, "--push", "o", PUBLIC, said=pushing(last))

    assert ran.exit_code == 1
    assert "out/index.html" in ran.stderr


def test_a_page_beside_a_site_that_is_not_public_is_allowed(public, monkeypatch):
    put(public, "out/.patternbook/audience", "board\n", stage=False)
    put(public, "outside/index.html", "<p>A page</p>")

    assert guard(public, monkeypatch).exit_code == 0


def test_a_zip_file_that_says_it_is_internal_is_refused(tmp_path):
    folders = Folders.at(tmp_path)
    names = ("a/internal-copy.zip", "Copy-INTERNAL.ZIP", "copy.zip", "internal.md")

    found = {name: why_refused(tmp_path / name, b"PK", folders) for name in names}

    assert found == dict(zip(names, (Refusal.BUILT, Refusal.BUILT, None, None), strict=True))


@pytest.mark.parametrize("content", ["Some words.", b"\x00\x01", "", near_miss(stage="interim")])
def test_on_a_public_shelf_whatever_is_no_readable_record_is_refused(tmp_path, content):
    raw = content if isinstance(content, bytes) else content.encode()

    assert why_refused(tmp_path / "reviews/near-misses/x.docx", raw, Folders.at(tmp_path))


def test_on_a_shelf_of_the_board_everything_is_refused(tmp_path):
    shelf = Shelf(tmp_path / "library", "Ours", Audience.BOARD)
    folders = Folders(tmp_path, (shelf,), tmp_path / "docs", tmp_path / "own")
    found = {
        path: why_refused(tmp_path / path, content.encode(), folders)
        for path, content in {
            "library/debriefs/open.md": debrief("open"),
            "library/minutes.docx": "Minutes",
            "own/about.md": "About us",
            "patternbook.yml": SETTINGS,
            "docs/about.md": "About",
        }.items()
    }

    assert found == {
        "library/debriefs/open.md": Refusal.ON_A_SHELF,
        "library/minutes.docx": Refusal.ON_A_SHELF,
        "own/about.md": Refusal.OWN_PAGE,
        "patternbook.yml": Refusal.SETTINGS,
        "docs/about.md": None,
    }


def test_what_is_staged_counts_and_not_what_lies_in_the_folder(public, monkeypatch):
    put(public, HERE, DRAFT)
    put(public, HERE, OPEN, stage=False)
    staged = guard(public, monkeypatch)
    put(public, HERE, OPEN)
    put(public, HERE, DRAFT, stage=False)
    in_the_folder = guard(public, monkeypatch)

    assert (staged.exit_code, in_the_folder.exit_code) == (1, 0)


def test_only_what_the_next_commit_changes_is_looked_at_unless_paths_are_named(public, monkeypatch):
    put(public, HERE, DRAFT)
    put(public, "notes/other.md", DRAFT)
    git(public, "commit", "-qm", "Before there was a guard")
    put(public, "README.md", "Read me.")

    codes = {
        paths: guard(public, monkeypatch, *paths).exit_code
        for paths in [(), ("README.md",), (".",), ("reviews",), ("--staged", "."), ("nothing",)]
    }

    assert codes == {
        (): 0,
        ("README.md",): 0,
        (".",): 1,
        ("reviews",): 1,
        ("--staged", "."): 0,
        ("nothing",): 0,
    }


def test_to_delete_a_draft_is_allowed(public, monkeypatch):
    put(public, HERE, DRAFT)
    git(public, "commit", "-qm", "Before there was a guard")
    git(public, "rm", "-q", HERE)

    assert guard(public, monkeypatch).exit_code == 0


def test_a_draft_that_is_moved_or_under_an_odd_name_is_found(public, monkeypatch):
    put(public, HERE, DRAFT)
    git(public, "commit", "-qm", "Before there was a guard")
    git(public, "mv", HERE, "ein Entwurf für “uns”\n.md")

    ran = guard(public, monkeypatch)

    assert ran.exit_code == 1
    assert "is a draft" in ran.stderr


def test_a_link_on_a_public_shelf_is_refused(public, monkeypatch):
    (public / "reviews/near-misses").mkdir(parents=True)
    (public / HERE).symlink_to("/somewhere/else.md")
    git(public, "add", HERE)

    assert guard(public, monkeypatch).exit_code == 1


def test_in_the_boards_own_repository_everything_is_allowed(board, monkeypatch):
    put(board, "library/near-misses/a-draft.md", DRAFT)
    put(board, "patternbook.yml", SETTINGS)

    ran = guard(board, monkeypatch)

    assert (ran.exit_code, ran.output) == (0, "")


def test_one_address_that_is_not_the_boards_is_enough(board, monkeypatch):
    git(board, "remote", "add", "public", PUBLIC)
    put(board, "library/near-misses/a-draft.md", DRAFT)

    ran = guard(board, monkeypatch)

    assert ran.exit_code == 1
    assert "has an address that is not known" in " ".join(ran.stderr.split())


def test_an_address_for_pushing_counts_too(board, monkeypatch):
    git(board, "remote", "set-url", "--push", "remote0", PUBLIC)
    put(board, "library/near-misses/a-draft.md", DRAFT)

    assert guard(board, monkeypatch).exit_code == 1


def test_an_address_that_git_is_told_to_rewrite_counts_as_what_it_becomes(board, monkeypatch):
    git(board, "config", "url.https://git.example.org/public/.insteadOf", "ours:")
    git(board, "remote", "add", "short", "ours:library")
    put(board, "library/near-misses/a-draft.md", DRAFT)

    assert guard(board, monkeypatch).exit_code == 1


def test_a_repository_without_an_address_is_not_known_as_the_boards(board, monkeypatch):
    git(board, "remote", "remove", "remote0")
    put(board, "library/near-misses/a-draft.md", DRAFT)

    ran = guard(board, monkeypatch)

    assert ran.exit_code == 1
    assert "has no address" in ran.stderr


def test_with_settings_that_cannot_be_read_nothing_is_allowed(board, monkeypatch):
    put(board, "patternbook.yml", SETTINGS.replace("audience: board", "audience: everybody", 1))

    ran = guard(board, monkeypatch)

    assert ran.exit_code == 2
    assert "not known which repository is the board's own" in ran.stderr


def test_a_library_below_the_top_of_its_repository_is_guarded(tmp_path, monkeypatch):
    top = repository(tmp_path, PUBLIC)
    board_copy(top / "sub", {})
    put(top, "sub/library/minutes.docx", "Minutes")

    assert guard(top, monkeypatch, "--root", "sub").exit_code == 1


def test_outside_a_repository_it_says_so(tmp_path, monkeypatch):
    ran = guard(tmp_path, monkeypatch)

    assert ran.exit_code == 2
    assert "lies in no git repository" in ran.stderr


def test_a_board_file_within_a_repository_within_is_not_read_as_a_file(public, tmp_path):
    inner = repository(tmp_path / "inner")
    put(inner, "a.md", "A")
    git(inner, "commit", "-qm", "One")
    git(public, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "inner")
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert guard(public, monkeypatch).exit_code == 0


# --- Whose repository it is ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "git@git.example.org:board/library.git",
        "git.example.org:board/library",
        "ssh://git@git.example.org/board/library.git",
        "ssh://git@GIT.example.org:22/board/library/",
        "https://git.example.org/board/library",
        "https://somebody:word@git.example.org:443/board/library.git/",
        "HTTPS://Git.Example.Org/board//library.git",
        "git+ssh://git@git.example.org/board/library.git",
    ],
)
def test_one_repository_has_many_addresses(tmp_path, address):
    assert is_known(address, [REPOSITORY], tmp_path)
    assert is_known(REPOSITORY, [address], tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "git@git.example.org:board/library-public.git",
        "git@git.example.org:Board/library.git",
        "git@example.org:board/library.git",
        "https://git.example.org:8443/board/library.git",
        "https://git.example.org/board/library/../../public/library",
        "https://git.example.org/board",
        "https://git.example.org.evil.example/board/library.git",
        "https://git.example.org@evil.example/board/library.git",
        "ext::sh -c git.example.org:board/library.git",
        "board/library.git",
        "/srv/board/library.git",
        "file:///board/library.git",
        "",
    ],
)
def test_another_repository_is_another_however_alike(tmp_path, address):
    assert not is_known(address, [REPOSITORY], tmp_path)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("bob@server:library.git", "alice@server:library.git", False),
        ("bob@server:library.git", "server:library.git", False),
        ("bob@server:library.git", "git@server:library.git", False),
        ("bob@server:library.git", "ssh://bob@server/library.git", False),
        ("bob@server:../library.git", "bob@server:library.git", False),
        ("git@server:a%2Fb", "git@server:a/b", False),
        ("https://server/git?p=a", "https://server/git?p=b", False),
        ("file://otherhost/srv/x", "/srv/x", False),
        ("file://localhost/srv/x", "/srv/x", False),
        ("file:///srv/x#y", "/srv/x", False),
        ("file:///srv/x", "/srv/x", True),
        ("file:///srv/a%20b", "/srv/a b", True),
        ("bob@server:library.git", "bob@SERVER:library", True),
        ("bob@server:library.git", "ssh://bob@server/~/library.git", True),
        ("bob@server:/srv/library.git", "alice@server:/srv/library.git", True),
        ("bob@server:/srv/library.git", "ssh://alice@server/srv/library.git", True),
        ("file://otherhost/srv/x", "file://otherhost/srv/x", True),
    ],
)
def test_a_path_from_somebodys_home_or_on_another_machine_is_not_taken_for_ours(
    tmp_path, one, other, is_same
):
    assert is_known(one, [other], tmp_path) is is_same
    assert is_known(other, [one], tmp_path) is is_same


def test_a_folder_is_one_repository_however_it_is_written(tmp_path):
    base = tmp_path / "work"
    known = [str(tmp_path / "board.git")]

    assert is_known("../board.git", known, base)
    assert is_known("../board", known, base)
    assert is_known(f"file://{tmp_path}/board.git/", known, base)
    assert not is_known("../public.git", known, base)


# --- Before a push ------------------------------------------------------------------------------


def commit(root: Path, message: str = "A change") -> str:
    git(root, "commit", "-qm", message)
    return git(root, "rev-parse", "HEAD").stdout.strip()


def pushing(local: str, remote: str = "0" * 40) -> str:
    return f"refs/heads/main {local} refs/heads/main {remote}\n"


def test_a_draft_is_refused_although_a_later_commit_deletes_it(public, monkeypatch):
    put(public, HERE, DRAFT)
    commit(public)
    git(public, "rm", "-q", HERE)
    last = commit(public)

    ran = guard(public, monkeypatch, "--push", "origin", PUBLIC, said=pushing(last))

    assert ran.exit_code == 1
    assert f"{HERE} is a draft." in ran.stderr
    assert "secret" not in ran.output


def test_every_version_is_looked_at_also_one_that_became_public(public, monkeypatch):
    put(public, HERE, DRAFT)
    commit(public)
    put(public, HERE, near_miss("a-draft"))
    last = commit(public)

    assert guard(public, monkeypatch, "--push", "o", PUBLIC, said=pushing(last)).exit_code == 1


def test_what_is_there_already_is_not_looked_at_again(public, monkeypatch):
    put(public, HERE, DRAFT)
    there = commit(public)
    put(public, HERE, near_miss("a-draft"))
    last = commit(public)
    said = pushing(last, there)

    assert guard(public, monkeypatch, "--push", "o", PUBLIC, said=said).exit_code == 0


def test_a_draft_on_a_side_branch_that_was_merged_is_found(public, monkeypatch):
    put(public, "README.md", "Read me.")
    start = commit(public)
    git(public, "switch", "-qc", "side")
    put(public, HERE, DRAFT)
    commit(public)
    git(public, "rm", "-q", HERE)
    commit(public)
    git(public, "switch", "-q", "main")
    git(public, "merge", "-q", "--no-ff", "-m", "Merge", "side")
    last = git(public, "rev-parse", "HEAD").stdout.strip()
    said = pushing(last, start)

    assert guard(public, monkeypatch, "--push", "o", PUBLIC, said=said).exit_code == 1


def test_a_draft_that_came_in_with_a_merge_itself_is_found(public, monkeypatch):
    put(public, "README.md", "Read me.")
    start = commit(public)
    git(public, "switch", "-qc", "side")
    put(public, "one.md", "One")
    commit(public)
    git(public, "switch", "-q", "main")
    put(public, "two.md", "Two")
    commit(public)
    git(public, "merge", "-q", "--no-ff", "--no-commit", "side")
    put(public, HERE, DRAFT)
    commit(public, "Merge")
    git(public, "rm", "-q", HERE)
    last = commit(public)
    said = pushing(last, start)

    assert guard(public, monkeypatch, "--push", "o", PUBLIC, said=said).exit_code == 1


def test_several_branches_and_tags_are_all_looked_at(public, monkeypatch):
    put(public, "README.md", "Read me.")
    first = commit(public)
    put(public, HERE, DRAFT)
    commit(public)
    git(public, "tag", "-am", "A tag", "v1")
    tag = git(public, "rev-parse", "v1").stdout.strip()
    said = pushing(first) + f"refs/tags/v1 {tag} refs/tags/v1 {'0' * 40}\n"

    assert guard(public, monkeypatch, "--push", "o", PUBLIC, said=said).exit_code == 1


def test_to_delete_a_branch_there_is_allowed(public, monkeypatch):
    said = f"(delete) {'0' * 40} refs/heads/old {'1' * 40}\n"

    assert guard(public, monkeypatch, "--push", "o", PUBLIC, said=said).exit_code == 0


def test_drafts_may_be_pushed_to_the_boards_own_repository(board, monkeypatch):
    put(board, "library/near-misses/a-draft.md", DRAFT)
    last = commit(board)
    said = pushing(last)

    own = guard(
        board, monkeypatch, "--push", "o", f"ssh://{REPOSITORY.replace(':', '/')}", said=said
    )
    other = guard(board, monkeypatch, "--push", "o", PUBLIC, said=said)

    assert (own.exit_code, other.exit_code) == (0, 1)


def test_what_was_once_thought_to_be_there_does_not_count(public, tmp_path, monkeypatch):
    """A remote that was given another address: what git remembers of it is of the old one."""
    put(public, HERE, DRAFT)
    last = commit(public)
    git(public, "update-ref", "refs/remotes/remote0/main", last)
    empty = tmp_path / "empty.git"
    git(tmp_path, "init", "-q", "--bare", str(empty))
    git(public, "remote", "set-url", "remote0", str(empty))

    ran = guard(public, monkeypatch, "--push", "remote0", str(empty), said=pushing(last))

    assert ran.exit_code == 1


def test_old_drafts_that_are_there_on_another_branch_do_not_stop_a_new_one(
    public, tmp_path, monkeypatch
):
    there = tmp_path / "there.git"
    git(tmp_path, "init", "-q", "--bare", str(there))
    put(public, HERE, DRAFT)
    commit(public)
    git(public, "push", "-q", str(there), "main:old")
    git(public, "rm", "-q", HERE)
    last = commit(public)
    said = pushing(last)

    known = guard(public, monkeypatch, "--push", str(there), str(there), said=said)
    unknown = guard(public, monkeypatch, "--push", "o", str(tmp_path / "none"), said=said)

    assert (known.exit_code, unknown.exit_code) == (0, 1)


def test_what_git_says_of_a_push_and_nobody_understands_stops_it(public, monkeypatch):
    ran = guard(public, monkeypatch, "--push", "o", PUBLIC, said="something else\n")

    assert ran.exit_code == 2


def test_as_a_hook_of_pre_commit_it_knows_that_something_is_pushed(public, monkeypatch):
    put(public, HERE, DRAFT)
    commit(public)
    git(public, "rm", "-q", HERE)
    last = commit(public)
    pushed: dict[str, Any] = {"PRE_COMMIT_REMOTE_URL": PUBLIC, "PRE_COMMIT_TO_REF": last}
    first: dict[str, Any] = {"PRE_COMMIT_REMOTE_URL": PUBLIC, "PRE_COMMIT_LOCAL_BRANCH": "main"}

    assert guard(public, monkeypatch).exit_code == 0
    assert guard(public, monkeypatch, **pushed).exit_code == 1
    assert guard(public, monkeypatch, **first).exit_code == 1


def test_as_a_hook_of_pre_commit_it_looks_at_every_branch_and_tag(public, tmp_path, monkeypatch):
    """pre-commit hands on only the first branch that is pushed."""
    there = tmp_path / "there.git"
    git(tmp_path, "init", "-q", "--bare", str(there))
    put(public, "README.md", "Read me.")
    first = commit(public)
    pushed: dict[str, Any] = {"PRE_COMMIT_REMOTE_URL": str(there), "PRE_COMMIT_TO_REF": first}
    alone = guard(public, monkeypatch, **pushed)
    git(public, "switch", "-qc", "other")
    put(public, HERE, DRAFT)
    commit(public)
    git(public, "switch", "-q", "main")
    branch = guard(public, monkeypatch, **pushed)
    git(public, "tag", "v1", "other")
    git(public, "branch", "-qD", "other")
    tag = guard(public, monkeypatch, **pushed)
    git(public, "push", "-q", str(there), "v1")
    there_already = guard(public, monkeypatch, **pushed)

    codes = [each.exit_code for each in (alone, branch, tag, there_already)]
    assert codes == [0, 1, 1, 0]
    assert "guard --install" in branch.stderr


@pytest.mark.parametrize("is_annotated", [False, True])
@pytest.mark.parametrize("of", ["blob", "tree"])
def test_a_tag_on_what_is_no_commit_is_refused(public, tmp_path, monkeypatch, of, is_annotated):
    there = tmp_path / "there.git"
    git(tmp_path, "init", "-q", "--bare", str(there))
    put(public, "README.md", "Read me.")
    last = commit(public)
    put(public, HERE, DRAFT)
    blob = git(public, "rev-parse", f":{HERE}").stdout.strip()
    pointed_to = blob if of == "blob" else git(public, "write-tree").stdout.strip()
    git(public, "tag", *(("-am", "A tag") if is_annotated else ()), "s", pointed_to)
    tag = git(public, "rev-parse", "s").stdout.strip()
    line = f"refs/tags/s {tag} refs/tags/s {'0' * 40}\n"

    ran = guard(public, monkeypatch, "--push", "o", str(there), said=line)
    beside = guard(public, monkeypatch, "--push", "o", str(there), said=pushing(last) + line)
    first: dict[str, Any] = {"PRE_COMMIT_REMOTE_URL": str(there), "PRE_COMMIT_TO_REF": last}
    by_pre_commit = guard(public, monkeypatch, **first)

    assert [each.exit_code for each in (ran, beside, by_pre_commit)] == [1, 1, 1]
    told = " ".join(ran.stderr.split())
    assert "since it points to no commit: - refs/tags/s" in told
    assert "secret" not in ran.output


def test_once_installed_git_lets_no_tag_on_a_draft_through(tmp_path, monkeypatch):
    there = tmp_path / "there.git"
    git(tmp_path, "init", "-q", "--bare", str(there))
    root = repository(tmp_path / "copy", str(there))
    guard(root, monkeypatch, "--install")
    put(root, "README.md", "Read me.")
    git(root, "commit", "-qm", "A page")
    put(root, "draft.md", DRAFT, stage=False)
    blob = git(root, "hash-object", "-w", "draft.md").stdout.strip()
    git(root, "tag", "s", blob)

    ran = [git(root, "push", "remote0", *what, check=False) for what in (["s"], ["main", "s"])]
    alone = git(root, "push", "-q", "remote0", "main")

    assert [each.returncode != 0 for each in ran] == [True, True]
    assert alone.returncode == 0
    assert git(there, "for-each-ref", "--format=%(refname)").stdout.split() == ["refs/heads/main"]


def test_the_hook_of_pre_commit_runs_before_commits_and_leaves_pushes_to_git():
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))

    hook = next(each for each in hooks if each["id"] == "patternbook-guard")

    assert hook["entry"] == "patternbook guard"
    assert hook["stages"] == ["pre-commit"]
    assert (hook["always_run"], hook["pass_filenames"]) == (True, False)


# --- Having git ask -----------------------------------------------------------------------------


def test_once_installed_git_asks_before_each_commit_and_each_push(tmp_path, monkeypatch):
    there = tmp_path / "there and “then”.git"
    git(tmp_path, "init", "-q", "--bare", str(there))
    root = repository(tmp_path / "a copy", str(there))
    assert guard(root, monkeypatch, "--install").exit_code == 0
    put(root, HERE, DRAFT)

    refused = git(root, "commit", "-m", "A draft", check=False)
    git(root, "commit", "-qm", "A draft, by force", "--no-verify")
    not_pushed = git(root, "push", "remote0", "main", check=False)

    assert refused.returncode == 1
    assert "is a draft" in refused.stderr
    assert not_pushed.returncode != 0
    assert "is a draft" in not_pushed.stderr
    assert git(there, "rev-parse", "--verify", "-q", "main", check=False).returncode != 0


def test_once_installed_it_does_not_stand_in_the_way_of_what_is_public(tmp_path, monkeypatch):
    there = tmp_path / "there.git"
    git(tmp_path, "init", "-q", "--bare", str(there))
    root = repository(tmp_path / "copy", str(there))
    guard(root, monkeypatch, "--install")
    put(root, "reviews/near-misses/open.md", OPEN)

    git(root, "commit", "-qm", "An open record")
    git(root, "push", "-q", "remote0", "main")

    assert git(there, "rev-parse", "--verify", "-q", "main").returncode == 0


def test_a_hook_that_is_there_stays_as_it_is(public, monkeypatch):
    file = public / ".git/hooks/pre-commit"
    file.parent.mkdir(exist_ok=True)
    file.write_text("#!/bin/sh\nexit 0\n", "utf-8")

    ran = guard(public, monkeypatch, "--install")

    assert ran.exit_code == 1
    assert file.read_text("utf-8") == "#!/bin/sh\nexit 0\n"
    assert "guard --root . --staged || exit 1" in ran.stderr
    assert (public / ".git/hooks/pre-push").exists()


def test_to_install_it_twice_changes_nothing(public, monkeypatch):
    guard(public, monkeypatch, "--install")

    again = guard(public, monkeypatch, "--install")

    assert again.exit_code == 0
    assert again.stdout.count("There already:") == 2


def test_a_folder_of_hooks_that_others_share_is_left_alone(public, tmp_path, monkeypatch):
    git(public, "config", "core.hooksPath", str(tmp_path / "shared"))

    ran = guard(public, monkeypatch, "--install")

    assert ran.exit_code == 2
    assert not (tmp_path / "shared").exists()


def test_a_hook_whose_program_is_gone_lets_nothing_through(public, monkeypatch):
    guard(public, monkeypatch, "--install")
    file = public / ".git/hooks/pre-commit"
    file.write_text(file.read_text("utf-8").replace(sys.executable, "/nowhere/python"), "utf-8")
    put(public, "README.md", "Read me.")

    refused = git(public, "commit", "-m", "A page", check=False)

    assert refused.returncode == 1
    assert "nothing is guarded" in refused.stderr


# --- What must get into no repository -----------------------------------------------------------


@pytest.mark.parametrize("path", ["working/a-review/letters/introduction.docx", "notes/talk.MP3"])
def test_what_has_to_be_destroyed_one_day_is_refused_in_the_boards_own_repository(
    board, monkeypatch, path
):
    put(board, "library/near-misses/a-draft.md", DRAFT)
    put(board, path, "Sealed words.")

    ran = guard(board, monkeypatch)

    told = " ".join(ran.stderr.split())
    assert ran.exit_code == 1
    assert f"- {path} " in told
    assert "not even here" in told
    assert f"git rm -r --cached {path}" in told
    assert "a-draft" not in told
    assert "Sealed" not in ran.output


def test_a_working_folder_is_known_wherever_it_lies(board, monkeypatch):
    put(board, "papers/of-a-review/.patternbook-working", "", stage=False)
    put(board, "papers/of-a-review/letters/introduction.docx", "Words.")

    ran = guard(board, monkeypatch)

    assert ran.exit_code == 1
    assert "papers/of-a-review/letters/introduction.docx belongs to the working" in " ".join(
        ran.stderr.split()
    )


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("working/a-review/log.yml", Refusal.WORKING),
        ("working/a-review/letters/introduction.docx", Refusal.WORKING),
        ("anywhere/.patternbook-working", Refusal.WORKING),
        ("reviews/case-reviews/talk.m4a", Refusal.RECORDING),
        ("docs/assets/talk.mov", Refusal.RECORDING),
        ("working-days.md", None),
        ("patternbook/working.py", None),
    ],
)
def test_elsewhere_papers_of_a_review_are_refused_as_well(tmp_path, path, refusal):
    assert why_refused(tmp_path / path, b"Words.", Folders.at(tmp_path)) == refusal
