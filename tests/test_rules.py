"""Each rule is explained, each explanation is true of the check, and each code has a rule."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from patternbook import rules
from patternbook.confidentiality import Reason
from patternbook.confidentiality.identifiers import Kind
from patternbook.language.telling import CODES
from patternbook.problems import Problem, Severity, faults
from patternbook.rules import RULES, THEMES, NoSuchRule, Rule, explain, rule_for
from patternbook.rules.printing import WIDTH, explanation_text
from tests.codes import codes_raised
from tests.making import PROJECT, case_review, debrief, entry, load, near_miss, vocabulary

# Codes that cannot be read from the source of the core, since they come from an enum or a file, by
# the place where they do: {"checks/x.py: found.reason.value": [*Reason]}.
COMPUTED: dict[str, Iterable[str]] = {
    "checks/confidentiality.py: each.reason.value": [*Reason, *Kind],
    "checks/confidentiality.py: first.reason.value": [*Reason, *Kind],
    "checks/language.py: CODES[found.style]": CODES.values(),
}

by_code = pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])


# --- Every code has a rule ----------------------------------------------------------------------


def test_every_code_that_the_core_raises_has_a_rule_and_every_rule_is_raised():
    found = codes_raised(PROJECT / "patternbook")
    computed = {str(code) for codes in COMPUTED.values() for code in codes}

    assert found.unclear == set(COMPUTED), "COMPUTED says which codes these can be"
    # What is amiss with a file that a board has shared is no rule for records.
    raised = {
        code
        for code, paths in found.raised.items()
        if any(not path.startswith("sharing/") for path in paths)
    }
    assert {rule.code for rule in RULES} == raised | computed


def test_codes_are_found_wherever_a_problem_is_made(tmp_path):
    (tmp_path / "a.py").write_text(
        "Problem(p, 1, 1, 'plain', m)\n"
        "Problem(p, *place, 'after-a-place', m)\n"
        "Problem(p, 1, 1, code='named', message=m)\n"
        "Problem(p, 1, 1, 'either' if x else 'or', m)\n"
        "def make(code, m): return Problem(p, 1, 1, code, m)\n"
        "def with_default(m, *, code='by-default'): return make(code, m)\n"
        "def _made(what): make(f'unknown-{what}', m)\n"
        "class A:\n"
        "    def _fault(self, code): make(code, m)\n"
        "    def go(self): self._fault('in-a-class')\n"
        "def words(): return ('returned', m)\n"
        "def told():\n"
        "    code, m = words()\n"
        "    Problem(p, 1, 1, code, m)\n"
        "def computed(reason): Problem(p, 1, 1, reason.value, m)\n"
    )
    (tmp_path / "b.py").write_text(
        "a.make('elsewhere', m)\nwith_default(m)\n_made('not-this-one')\ncomputed(found.reason)\n"
    )

    found = codes_raised(tmp_path)

    assert set(found.raised) == {
        *("plain", "after-a-place", "named", "either", "or", "elsewhere", "by-default"),
        *("in-a-class", "returned"),
    }
    assert found.unclear == {"b.py: found.reason"}


def test_every_rule_is_listed_once_under_a_theme():
    written = {
        each
        for module in vars(rules).values()
        if inspect.ismodule(module)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Rule) and each is not Rule
    }

    assert set(RULES) == written
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({theme.title for theme in THEMES}) == len(THEMES)


# --- Every explanation is whole -----------------------------------------------------------------


@by_code
def test_an_explanation_is_whole_and_short(rule: type[Rule]):
    explanation = explain(rule)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.code)
    assert len(explanation.what) <= 100
    assert len(re.findall(r"[.!?](?= |$)", explanation.what)) == 1
    assert 1 <= len(re.findall(r"[.!?](?= |$)", explanation.why)) <= 4
    assert explanation.source.endswith(".")
    assert explanation.passes != explanation.fails


def test_what_rules_ask_for_is_said_in_different_words():
    said = [explain(rule).what for rule in RULES]

    assert len(set(said)) == len(said)


@by_code
def test_an_explanation_blames_nobody(rule: type[Rule]):
    explanation = explain(rule)
    own_words = re.sub("“[^”]*”", "", f"{explanation.what} {explanation.why}".lower())

    for word in ("root cause", "mistake", "wrongly", "careless", "invalid", "illegal", "error"):
        assert word not in own_words


@pytest.mark.parametrize(
    "docstring",
    [
        None,
        "Only a sentence.",
        "It holds.\n\nWhy: x.\n\nPasses:\n    a\n\nFails:\n    b\n",
        "It holds.\n\nWhy:\n\nPasses:\n    a\n\nFails:\n    b\n\nSource: x.\n",
        "It holds.\n\nFails:\n    b\n\nPasses:\n    a\n\nWhy: x.\n\nSource: x.\n",
    ],
)
def test_a_rule_that_is_not_explained_in_full_says_so(docstring):
    half = type("Half", (Rule,), {"__doc__": docstring, "code": "half"})

    with pytest.raises(ValueError, match="Half lacks a part"):
        explain(half)


def test_the_parts_of_an_example_are_no_parts_of_an_explanation():
    rule = rule_for("perspective-without-source")

    assert "\nSource: conversation and record\n" in explain(rule).passes
    assert explain(rule).source.startswith("Learning Together")


# --- Every explanation is true: the examples are checked ----------------------------------------

NEAR_MISS = "reviews/near-misses/a-letter-that-went-astray.md"
DEBRIEF = "reviews/debriefs/a-home-visit.md"
REVIEW = "reviews/case-reviews/waiting-for-the-second-referral.md"
MAKERS: dict[str, tuple[str, Callable[..., str]]] = {
    "near-miss": (NEAR_MISS, near_miss),
    "debrief": (DEBRIEF, debrief),
    "case-review": (REVIEW, case_review),
}
SOUND: dict[str, str | bytes] = {
    **vocabulary(),
    **{
        f"docs/factors/{fields['id']}.md": entry(order=20, **fields)
        for fields in (
            {"id": "national-level-factors", "kind": "level", "title": "National factors"},
            {
                "id": "political-context",
                "kind": "factor-type",
                "title": "Political context",
                "parent": "national-level-factors",
            },
            {
                "id": "targets",
                "kind": "factor",
                "title": "Targets",
                "parent": "political-context",
            },
        )
    },
    **{path: make(Path(path).stem) for path, make in MAKERS.values()},
}
UNDER_A_TYPE = {"kind": "factor", "parent": "conditions-of-work"}
_FILE = re.compile(r"^# (?P<whole>whole )?file: (?P<path>\S+)(?:\n|\Z)", re.MULTILINE)
_FIELD = re.compile(r"^(?P<name>[a-z_]+):")


def files_of(example: str) -> dict[str, str | bytes]:
    """Return the files of an example, each laid over one in which all is well."""
    first, *rest = _FILE.split(example)
    files = dict([laid_over(None, first)] if first.strip() else [])
    for whole, path, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        files |= {path: text} if whole else dict([laid_over(path, text)])
    return files


def laid_over(path: str | None, example: str) -> tuple[str, str | bytes]:
    """Return a path and a sound file there, with the fields and the body of an example."""
    fields, body = parted(example)
    named = re.search(r"^kind: (.*)$", fields, re.MULTILINE)
    kind = named[1] if named and named[1] in MAKERS else "near-miss"
    if path is None:
        path = MAKERS[kind][0]
    elif not named:
        kind = next(
            (k for k, (p, _) in MAKERS.items() if Path(p).parts[1] == Path(path).parts[1]), kind
        )
    if path.startswith("docs/"):
        sound = str(SOUND.get(path, entry(id=Path(path).stem)))
    else:
        sound = MAKERS[kind][1](Path(path).stem)
    replaced = {match["name"] for line in fields.split("\n") if (match := _FIELD.match(line))}
    kept = [text for name, text in by_name(sound) if name not in replaced]
    return path, "\n".join(["---", *kept, fields, "---", body])


def parted(example: str) -> tuple[str, str]:
    """Return the fields and the body of an example."""
    lines = example.strip("\n").split("\n")
    dashes = [number for number, line in enumerate(lines) if line == "---"]
    if dashes[:1] == [0] and len(dashes) > 1:
        lines, dashes = lines[1:], [dashes[1] - 1]
    end = dashes[0] if dashes else len(lines)
    return "\n".join(lines[:end]), "\n".join([*lines[end + 1 :], ""])


def by_name(sound: str) -> list[tuple[str, str]]:
    """Return the fields of a file as they are written, each with its name."""
    fields: list[tuple[str, str]] = []
    for line in sound.split("\n---\n")[0].split("\n")[1:]:
        if match := _FIELD.match(line):
            fields.append((match["name"], line))
        else:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]}\n{line}")
    return fields


def problems_with(root: Path, files: dict[str, str | bytes]) -> list[Problem]:
    """Return every problem of a library in which all is well but for these files."""
    return load(root, {**SOUND, **files}, words=True)[1]


# What is asked of a word comes on top of all else: a file that cannot be read is searched for
# names as it is, and “https”, “png” and the “b” of HTML are in no dictionary.
OF_WORDS = {"proper-name", "unfamiliar-word"}


def codes_of(problems: list[Problem], severity: Severity) -> set[str]:
    """Return the codes of the problems of this severity."""
    return {problem.code for problem in problems if problem.severity is severity}


# What an example can only tell of, since it is too large, or no text, or not a file at all.
Case = Callable[[Path], list[Problem]]


def _link(root: Path) -> list[Problem]:
    (root / NEAR_MISS).parent.mkdir(parents=True)
    (root / NEAR_MISS).symlink_to(root / "letter.md")
    return load(root, {"letter.md": near_miss(), **vocabulary()}, words=True)[1]


def _no_file(root: Path) -> list[Problem]:
    (root / NEAR_MISS).parent.mkdir(parents=True)
    os.mkfifo(root / NEAR_MISS)
    return load(root, vocabulary(), words=True)[1]


def _picture(data: bytes) -> Case:
    return lambda root: problems_with(root, {"docs/assets/the-shelf.png": data})


def _cannot_open(root: Path) -> list[Problem]:
    read = Path.read_bytes

    def read_or_refuse(file: Path) -> bytes:
        if file == root / NEAR_MISS:  # whoever may do everything may read everything
            raise PermissionError
        return read(file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", read_or_refuse)
        return problems_with(root, {})


TOLD_OF: dict[str, tuple[Case, Case]] = {
    "link": (lambda root: problems_with(root, {}), _link),
    "not-a-file": (lambda root: problems_with(root, {}), _no_file),
    "cannot-open": (lambda root: problems_with(root, {}), _cannot_open),
    "too-large": (
        lambda root: problems_with(root, sound_body("They waited.\n", 4_000)),
        lambda root: problems_with(root, sound_body("They waited.\n", 250_000)),
    ),
    "picture-metadata": (
        _picture(b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0IEND\0\0\0\0"),
        _picture(b"\x89PNG\r\n\x1a\n" + b"\0\0\0\1tEXtx\0\0\0\0"),
    ),
    "not-utf-8": (
        lambda root: problems_with(root, {NEAR_MISS: named("It cost £3").encode()}),
        lambda root: problems_with(root, {NEAR_MISS: named("It cost £3").encode("latin-1")}),
    ),
    "too-long": (
        lambda root: problems_with(root, {NEAR_MISS: named("wait " * 59 + "again")}),
        lambda root: problems_with(root, {NEAR_MISS: named("wait " * 59 + "longer")}),
    ),
    "too-many": (
        lambda root: problems_with(root, {NEAR_MISS: with_declared(100)}),
        lambda root: problems_with(root, {NEAR_MISS: with_declared(101)}),
    ),
    "too-many-parts": (
        lambda root: problems_with(root, sound_body("They waited.\n\n", 2000)),
        lambda root: problems_with(root, sound_body("They waited.\n\n", 2001)),
    ),
}


def named(title: str) -> str:
    """Return a near miss with this title."""
    return near_miss(Path(NEAR_MISS).stem, title=title)


def with_declared(number: int) -> str:
    """Return a near miss with so many terms that are safe to print."""
    terms = [{"term": f"Term {n}", "why": "Everybody uses it."} for n in range(number)]
    return near_miss(Path(NEAR_MISS).stem, declared_terms=terms)


def sound_body(text: str, times: int) -> dict[str, str | bytes]:
    """Return a near miss whose body repeats a text."""
    return {NEAR_MISS: near_miss(Path(NEAR_MISS).stem, body=text * times)}


def test_the_records_that_examples_are_laid_over_are_sound(tmp_path):
    assert faults(problems_with(tmp_path, {})) == []


@by_code
def test_the_example_that_passes_has_no_fault_and_no_such_advice(rule: type[Rule], tmp_path: Path):
    if rule.code in TOLD_OF:
        problems = TOLD_OF[rule.code][0](tmp_path)
    else:
        problems = problems_with(tmp_path, files_of(explain(rule).passes))

    assert codes_of(problems, Severity.FAULT) <= OF_WORDS - {rule.code}
    assert rule.code not in codes_of(problems, Severity.ADVICE)


@by_code
def test_the_example_that_fails_is_told_by_its_own_code_alone(rule: type[Rule], tmp_path: Path):
    if rule.code in TOLD_OF:
        problems = TOLD_OF[rule.code][1](tmp_path)
    else:
        problems = problems_with(tmp_path, files_of(explain(rule).fails))

    assert rule.code in codes_of(problems, rule.severity)
    assert codes_of(problems, Severity.FAULT) <= {rule.code, *OF_WORDS}


@pytest.mark.parametrize(
    ("code", "files"),
    [
        ("not-text", {NEAR_MISS: b"\x89PNG\x00"}),
        ("hidden-character", {NEAR_MISS: named("A\u200bB")}),
        ("hidden-character", {NEAR_MISS: near_miss(Path(NEAR_MISS).stem, body="A&#8203;B.\n")}),
        ("internal-marks", {NEAR_MISS: near_miss(Path(NEAR_MISS).stem, could_have="Internal: x")}),
        ("hidden-text", {NEAR_MISS: near_miss(Path(NEAR_MISS).stem, body="[a]: https://b.c\n")}),
        ("does-not-belong-in-docs", {"docs/notes.xlsx": "x"}),
        ("does-not-belong-in-docs", {"docs/contribute/rules/duplicate-field.md": "x"}),
        ("duplicate-id", {"docs/factors/readme.md": entry(id="readme", **UNDER_A_TYPE)}),
        ("not-prose", {NEAR_MISS: near_miss(Path(NEAR_MISS).stem, body="```\nx\n```\n")}),
        ("wrong-folder", {"docs/patterns/timing.md": SOUND["docs/factors/timing.md"]}),
    ],
)
def test_what_else_an_explanation_speaks_of_has_the_same_code(code, files, tmp_path):
    assert code in {problem.code for problem in problems_with(tmp_path, files)}


# --- How a rule is looked up and printed --------------------------------------------------------


def test_a_rule_is_found_by_its_code():
    assert [rule_for(rule.code) for rule in RULES] == list(RULES)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "duplicat-field",
            "There is no rule called “duplicat-field”. Did you mean “duplicate-field”?",
        ),
        ("utf-8", "There is no rule called “utf-8”. Did you mean “not-utf-8”?"),
        ("zzz", "There is no rule called “zzz”."),
        ("Duplicate Field", "There is no rule of that name. Did you mean “duplicate-field”?"),
        ("", "There is no rule of that name."),
    ],
)
def test_whoever_asks_for_a_rule_that_does_not_exist_is_told_the_nearest(code, told):
    with pytest.raises(NoSuchRule) as none:
        explanation_text(code)

    assert str(none.value) == told


def test_an_explanation_is_printed_as_plain_lines():
    assert explanation_text("lost-text") == (
        "lost-text: Text that holds a space and then “#” stands in quotation marks.\n"
        "\n"
        "To mend: no site is built until this is put right.\n"
        "\n"
        "Why: Without them, “#” begins a note to oneself, and no reader ever sees what\n"
        "comes after it. A sentence would end early on the page, and nobody would notice.\n"
        "\n"
        "Passes:\n"
        "\n"
        '    summary: "The letter lay under #2 of the pile."\n'
        "\n"
        "Does not pass:\n"
        "\n"
        "    summary: The letter lay under #2 of the pile.\n"
        "\n"
        "Rests on: YAML 1.2, section 6.6; our reader is stricter and asks whenever a note\n"
        "may be meant as text."
    )


@by_code
def test_a_printed_explanation_fits_on_a_screen(rule: type[Rule]):
    text = explanation_text(rule.code)

    assert max(map(len, text.split("\n"))) <= WIDTH + 4
    assert ("Advice:" in text) == (rule.severity is Severity.ADVICE)
