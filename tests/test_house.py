"""The house rules of the code: which way imports run, what the core may know, what it keeps."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from patternbook import vocabulary
from patternbook.exports import make_files
from patternbook.folders import Folders
from patternbook.opening import open_library
from patternbook.pages import make_pages
from patternbook.vocabulary import Term
from tests.making import (
    PROJECT,
    case_review,
    debrief,
    entry,
    factor,
    finding,
    near_miss,
    recommendation,
    write,
)
from tests.making import (
    vocabulary as vocabulary_pages,
)

CORE = PROJECT / "patternbook"
# From the ground up. A room may use what is on its own floor or below, and never what is above.
FLOORS = [
    {
        *("vocabulary", "problems", "spans", "folders", "exchange", "packing", "printing"),
        *("spreadsheets", "styles", "cbor", "pagefind", "expressions", "likeness", "working"),
    },
    {"confidentiality", "headers", "language", "rules"},
    {"source"},
    {
        *("bibliography", "calls", "collations", "documents", "fields", "glossary", "grouping"),
        *("guide", "model", "narrative", "responses", "settings", "stages", "typology"),
        "validation",
    },
    {"library"},
    {"publication"},
    {"agreement", "basis", "crossing", "evidence", "facets", "gaps", "news", "report_six"},
    {"tables"},
    {"recommendations"},
    {"measures"},
    {"sharing"},
    {"collation"},
    {"mirror"},
    {"paper", "pictures"},
    {"word"},
    {"checks", "pages", "exports"},
    {"search"},
    {"renaming", "writing"},
    {
        *("changes", "fixes", "guarding", "importing", "leaks", "opening", "releasing"),
        *("reports", "reviewing", "staging", "withdrawing"),
    },
    {"cli", "__main__"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def parsed(folder: Path) -> dict[str, ast.Module]:
    """Return every Python file of a folder, parsed, by its path without suffix."""
    return {
        file.relative_to(folder).with_suffix("").as_posix(): ast.parse(file.read_text("utf-8"))
        for file in sorted(folder.rglob("*.py"))
    }


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the full name of every module that is imported, anywhere in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            assert node.module is not None
            yield node.module
            # “from patternbook import vocabulary” imports patternbook.vocabulary.
            yield from (f"{node.module}.{name.name}" for name in node.names)


def rooms_used() -> dict[str, set[str]]:
    """Return, for every room of the core, the other rooms that it imports."""
    used: dict[str, set[str]] = {}
    for path, tree in parsed(CORE).items():
        room = path.partition("/")[0]
        if room == "__init__":
            continue
        names = {name.split(".")[1] for name in imported(tree) if name.startswith("patternbook.")}
        used.setdefault(room, set()).update((names & set(FLOOR)) - {room})
    return used


def test_every_room_of_the_core_has_its_floor():
    assert set(rooms_used()) == set(FLOOR)


def test_imports_run_one_way():
    upward = {
        (room, other)
        for room, others in rooms_used().items()
        for other in others
        if FLOOR[other] > FLOOR[room]
    }

    assert upward == set()


def test_no_two_rooms_import_each_other():
    used = rooms_used()

    def reached(room: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        for other in used[room] - seen:
            seen = reached(other, seen | {other})
        return seen

    assert [room for room in used if room in reached(room)] == []


def test_checks_see_no_more_than_the_library_and_the_door_knows_no_checks():
    used = rooms_used()

    assert used["checks"].isdisjoint({"publication", "evidence", "pages", "exports", "opening"})
    assert used["publication"].isdisjoint({"checks", "opening"})


def test_pages_and_exports_have_no_way_round_the_door():
    used = rooms_used()

    assert used["pages"].isdisjoint({"library", "source", "checks", "opening", "cli"})
    assert used["exports"].isdisjoint({"library", "source", "checks", "opening", "cli"})
    assert used["evidence"].isdisjoint({"library", "source"})


def test_the_core_imports_nothing_but_what_it_declares():
    with (PROJECT / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]["dependencies"]
    modules = {
        "click": {"click"},
        "feedgenerator": {"feedgenerator"},
        "jinja2": {"jinja2", "markupsafe"},
        "markdown-it-py": {"markdown_it"},
        "pybtex": {"pybtex"},
        "pydantic": {"pydantic", "pydantic_core"},
        "python-docx": {"docx", "lxml"},
        "pyyaml": {"yaml"},
        "rispy": {"rispy"},
    }
    known = {"patternbook", *sys.stdlib_module_names}
    known |= {module for line in declared for module in modules[line.partition(">")[0]]}
    # What an extra brings is imported only where it is needed, and may be missing.
    of_extras = {
        "agreement/measures": {"nltk"},
        "exports/data/parquet": {"pyarrow"},
        "exports/data/taxonomy": {"rdflib"},
        "leaks/documents": {"pypdf"},
        "leaks/tables": {"pyarrow"},
        "measures/balance": {"ibis"},
        "measures/completeness": {"ibis"},
        "measures/engine": {"duckdb", "ibis", "pyarrow"},
        "measures/facts": {"ibis"},
        "measures/measure": {"ibis"},
        "measures/selection": {"ibis"},
        "pagefind": {"pagefind"},
        "printing": {"pypdf", "weasyprint"},
        "sharing/solver": {"highspy"},
    }

    strange = {
        (path, name)
        for path, tree in parsed(CORE).items()
        for name in imported(tree)
        if name.partition(".")[0] not in known | of_extras.get(path, set())
    }

    assert strange == set()


def without_a_site_builder(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command where neither MkDocs nor what belongs to it can be imported."""
    blocked = ["mkdocs", "mkdocs_macros", "material", "properdocs", "markdown", "hooks", "macros"]
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({blocked!r}));"
        "from patternbook.cli import main; main(prog_name='patternbook')"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "command",
    [
        *(["--help"], ["check"], ["editor"], ["new", "debrief", "another"], ["stage", "out"]),
        ["review", "start", "another"],
    ],
)
def test_all_but_building_works_without_mkdocs(tmp_path, monkeypatch, command):
    write(tmp_path, {"reviews/debriefs/a-debrief.md": debrief()})
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)  # there, no working folder is made

    ran = without_a_site_builder(*command)

    assert (ran.returncode, ran.stderr) == (0, "")


# --- Nothing is kept between builds -------------------------------------------------------------

ONE = {
    "reviews/near-misses/letter.md": near_miss("letter", title="The one"),
    "reviews/case-reviews/review.md": case_review(
        "review", findings=[finding()], recommendations=[recommendation()], related=["letter"]
    ),
}
OTHER = {
    **vocabulary_pages(),
    "docs/factors/workload.md": entry(
        id="workload",
        kind="factor",
        parent="conditions-of-work",
        title="Other work",
        former_ids=["load"],
    ),
    "reviews/near-misses/letter.md": near_miss(
        "letter", title="The other", factors=[factor("load")]
    ),
    "reviews/debriefs/visit.md": debrief("visit"),
}


def made(root: Path, audience: str) -> dict[str, str]:
    """Return every page and file that this process makes of a library."""
    published = open_library(Folders.at(root), audience).library
    pages = {page.path: page.text() for page in make_pages(published)}
    return {**pages, **make_files(published)}


def made_afresh(root: Path, audience: str) -> dict[str, str]:
    """Return the same, made by a process of its own."""
    code = (
        "import json, sys; from pathlib import Path; from tests.test_house import made;"
        "print(json.dumps(made(Path(sys.argv[1]), sys.argv[2])))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(root), audience],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded: dict[str, str] = json.loads(ran.stdout)
    return loaded


def test_libraries_made_one_after_another_do_not_see_each_other(tmp_path):
    write(tmp_path / "one", ONE)
    write(tmp_path / "other", OTHER)
    turns = [("one", "public"), ("other", "board"), ("other", "public"), ("one", "public")]

    in_one_process = [made(tmp_path / name, audience) for name, audience in turns]

    afresh = {turn: made_afresh(tmp_path / turn[0], turn[1]) for turn in set(turns)}
    assert in_one_process == [afresh[turn] for turn in turns]
    assert in_one_process[0] != in_one_process[2]


def test_no_function_changes_what_belongs_to_its_module():
    changing = [
        path
        for folder in (CORE, PROJECT / "hooks", PROJECT / "macros")
        for path, tree in parsed(folder).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Global)
    ]

    assert changing == []


# --- Words --------------------------------------------------------------------------------------


def public_definitions(tree: ast.Module | ast.ClassDef) -> Iterator[ast.AST]:
    """Yield every public function, class and method, but not what functions define inside."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name.startswith("_"):
                continue
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node)


@pytest.mark.parametrize("folder", ["patternbook", "hooks", "macros"])
def test_every_module_and_whatever_it_offers_is_explained(folder):
    unexplained = []
    for path, tree in parsed(PROJECT / folder).items():
        if not ast.get_docstring(tree):
            unexplained.append(path)
        for node in public_definitions(tree):
            assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if not ast.get_docstring(node):
                unexplained.append(f"{path}: {node.name}")

    assert unexplained == []


def test_a_word_of_the_vocabulary_is_written_once():
    words = {
        word.value
        for each in vars(vocabulary).values()
        if isinstance(each, type) and issubclass(each, Term)
        for word in each
    }
    # These are other things of the same name: five fields, the id of an entry, what a
    # perspective rests on, a noun in a sentence, and a property that SARIF asks for.
    words -= {"pattern", "factor", "participants", "other", "conversation", "debrief", "level"}
    words -= {"preliminary", "interim"}

    repeated = [
        f"{path}:{node.lineno} {node.value}"
        for path, tree in parsed(CORE).items()
        if path != "vocabulary"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in words
    ]

    assert repeated == []
