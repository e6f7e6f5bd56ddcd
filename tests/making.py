"""Small libraries for tests: a vocabulary of a few entries, and records with what a test needs.

A test says only what matters to it; all else is filled in here. Values are plain Python and
are written as YAML, so that the whole way from the file on is under test.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from patternbook.checks import check
from patternbook.confidentiality import Reason
from patternbook.confidentiality.kinds import Kind as Identifier
from patternbook.exports.form_rules import rules_script
from patternbook.folders import Folders
from patternbook.grouping import FOLDER as GROUPS
from patternbook.language.telling import CODES
from patternbook.library import Library, load_library
from patternbook.problems import FaultsFound, Problem
from patternbook.rules import completeness
from patternbook.settings import read_settings
from patternbook.typology import Typology

PROJECT = Path(__file__).parent.parent

_CONFIRMED = {"role": "Board business manager", "year": 2024}
# All that must be confirmed before a record is public.
SIGNED = {"confidentiality": _CONFIRMED, "participants": _CONFIRMED}


class _WithoutAliases(yaml.SafeDumper):
    """Writes a value out each time it is used, as records must."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_ENTRIES: list[dict[str, Any]] = [
    {"id": "human-judgement-and-reasoning", "kind": "pattern", "title": "Human judgement"},
    {
        "id": "tunnel-vision",
        "kind": "issue",
        "title": "Tunnel vision",
        "parent": "human-judgement-and-reasoning",
    },
    {
        "id": "drift-into-failure",
        "kind": "issue",
        "title": "Drift into failure",
        "parent": "human-judgement-and-reasoning",
    },
    {"id": "human-tool-operation", "kind": "pattern", "title": "Human-tool operation"},
    {"id": "front-line-factors", "kind": "level", "title": "Front-line factors"},
    {
        "id": "conditions-of-work",
        "kind": "factor-type",
        "title": "Conditions of work",
        "parent": "front-line-factors",
    },
    {"id": "workload", "kind": "factor", "title": "Workload", "parent": "conditions-of-work"},
    {"id": "timing", "kind": "factor", "title": "Timing", "parent": "conditions-of-work"},
    {
        "id": "own-team-factors",
        "kind": "factor-type",
        "title": "Own team factors",
        "parent": "front-line-factors",
    },
    {"id": "supervision", "kind": "factor", "title": "Supervision", "parent": "own-team-factors"},
    {
        "id": "inter-agency-factors",
        "kind": "factor-type",
        "title": "Inter-agency factors",
        "parent": "front-line-factors",
        "inherits": "own-team-factors",
    },
    {
        "id": "information-sharing",
        "kind": "factor",
        "title": "Information sharing",
        "parent": "inter-agency-factors",
    },
    {"id": "other", "kind": "factor", "title": "Other"},
]


# What the check says of words, which any text may give it cause for.
ABOUT_WORDS = frozenset(
    [
        *map(str, Reason),
        *map(str, Identifier),
        *CODES.values(),
        *(rule.code for rule in completeness.THEME.rules),
    ]
)


def entry(body: str = "", **fields: Any) -> str:
    """Return a page of the vocabulary with these fields; no more than it needs, unless told."""
    filled = {
        "title": f"Entry {fields.get('id', '')}",  # no two have the same
        "order": 1,
        "status": "agreed",
        "definition": "It can help and it can hinder.",
        "source": "A source",
        **fields,
    }
    return page(filled, body)


def explained_entry(body: str = "", **fields: Any) -> str:
    """Return a page of the vocabulary that has every part, unless these fields say otherwise."""
    filled = {
        "when_it_helps": "The telephone is answered at the first ring.",
        "when_it_hinders": "Nobody picks up until Thursday.",
        "neighbours": [neighbour("timing" if fields.get("id") != "timing" else "workload")],
        "team_questions": ["Who answers for us on a Friday?", "What do we do meanwhile?"],
        "conversation_questions": ["How did you try to reach them?"],
        **fields,
    }
    return entry(body, **filled)


def neighbour(entry_id: str = "timing", difference: str = "Another thing.") -> dict[str, Any]:
    """Return a neighbour of an entry, with the words that tell the two apart."""
    return {"id": entry_id, "difference": difference}


def vocabulary() -> dict[str, str]:
    """Return the pages of a small vocabulary, by their paths."""
    pages = {}
    for n, fields in enumerate(_ENTRIES):
        folder = "patterns" if fields["kind"] in {"pattern", "issue"} else "factors"
        pages[f"docs/{folder}/{fields['id']}.md"] = entry(order=n, **fields)
    return pages


def near_miss(record_id: str = "a-near-miss", body: str = "", **fields: Any) -> str:
    """Return the text of a public near miss with these fields."""
    filled = {
        **_common(record_id, "near-miss"),
        "what_happened": "A referral waited, and a colleague noticed.",
        "outcome": "prevented",
        "factors": [factor()],
        **fields,
    }
    return page(_with_month(filled), body)


def debrief(record_id: str = "a-debrief", body: str = "", **fields: Any) -> str:
    """Return the text of a public debrief with these fields."""
    filled = {**_common(record_id, "debrief"), "what_we_were_doing": "A home visit.", **fields}
    return page(_with_month(filled), body)


def case_review(record_id: str = "a-review", body: str = "", **fields: Any) -> str:
    """Return the text of a public case review with one episode, unless fields say otherwise."""
    filled = {**_common(record_id, "case-review"), "episodes": [episode()], **fields}
    return page(_with_month(filled), body)


def episode(episode_id: str = "first", **fields: Any) -> dict[str, Any]:
    """Return an episode with one factor, unless these fields say otherwise."""
    return {
        "id": episode_id,
        "title": f"Episode {episode_id}",
        "practice": "mixed",
        "description": "What people did.",
        "factors": [factor()],
        **fields,
    }


def finding(finding_id: str = "a-finding", **fields: Any) -> dict[str, Any]:
    """Return a selected, unsafe finding on tunnel vision, unless these fields say otherwise."""
    return {
        "id": finding_id,
        "pattern": "tunnel-vision",
        "influence": "unsafe",
        "selected": True,
        "statement": f"Statement of {finding_id}.",
        **fields,
    }


def recommendation(recommendation_id: str = "a-recommendation", **fields: Any) -> dict[str, Any]:
    """Return a clear-cut local recommendation, unless these fields say otherwise."""
    return {
        "id": recommendation_id,
        "kind": "clear-cut",
        "level": "local",
        "text": f"Text of {recommendation_id}.",
        **fields,
    }


def factor(
    factor_id: str = "workload", influence: str = "hindered", **fields: Any
) -> dict[str, Any]:
    """Return a link to a factor."""
    return {
        "factor": factor_id,
        "influence": influence,
        "how": "There was too much of it.",
        **fields,
    }


def listed(problems: list[Problem]) -> list[str]:
    """Return problems as `file:line:column code`: where and what, not in which words."""
    return [f"{p.path.rpartition('/')[2]}:{p.line}:{p.column} {p.code}" for p in problems]


def page(front_matter: dict[str, Any], body: str = "") -> str:
    """Return a file with this front matter and body."""
    dumped = yaml.dump(front_matter, Dumper=_WithoutAliases, allow_unicode=True, sort_keys=False)
    return f"---\n{dumped}---\n{body}"


def write(root: Path, files: Mapping[str, str | bytes]) -> Folders:
    """Write these files, and a small vocabulary where they bring none; return the folders."""
    brings_vocabulary = any(path.startswith(("docs/patterns/", "docs/factors/")) for path in files)
    everything: dict[str, str | bytes] = {**({} if brings_vocabulary else vocabulary()), **files}
    (root / "reviews").mkdir(parents=True, exist_ok=True)
    for path, content in everything.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Folders.at(root)


def load(
    root: Path, files: Mapping[str, str | bytes], *, words: bool = False
) -> tuple[Library, list[Problem]]:
    """Write these files and return the library with every problem, those between files included.

    What the check says of the words themselves (names, language, what a review leaves out) is
    told only with `words`, so that other tests may use whatever words they like.
    """
    write(root, files)
    try:
        settings, folders = read_settings(root)
    except FaultsFound as found:
        return Library((), Typology()), list(found.problems)
    terms = tuple(each.term for each in settings.terms)
    library, problems = load_library(folders, local_terms=terms)
    told = sorted([*problems, *check(library)])
    return library, [each for each in told if words or each.code not in ABOUT_WORDS]


def copy_of_the_site(
    root: Path,
    files: Mapping[str, str | bytes],
    *,
    refuse_names: bool = False,
    with_guide: bool = False,
    with_figures: bool = False,
) -> Path:
    """Copy the real site (all but its records) to a folder, and write these files into it.

    Its records may use whatever words they like unless it is to `refuse_names`, as it should. It
    has the collations that these files bring, and no others. It has the sections of the guide,
    and a page of each rule, only if it is to be `with_guide`; and anything in its data files, and
    figures in the mirror, only if it is to be `with_figures`: they take long to make, and few
    tests look at them.
    """
    for name in ("docs", "hooks", "macros"):
        shutil.copytree(PROJECT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    leave_out_the_collations(root / "docs")
    shutil.rmtree(root / "docs" / GROUPS)  # they are about the records that are not copied
    if not with_guide:
        leave_out_the_guide(root / "docs")
    text = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    own = (PROJECT / "patternbook.yml").read_text(encoding="utf-8")
    if not refuse_names:
        assert "refuse_names: true" in own
        own = own.replace("refuse_names: true", "refuse_names: false")
    (root / "patternbook.yml").write_text(own, encoding="utf-8")
    # The copy has no core of its own to watch: it uses the installed one.
    (root / "mkdocs.yml").write_text(text.replace(", patternbook]", "]"), encoding="utf-8")
    if not with_guide:
        leave_out_most_rules(root)
    if not with_figures:
        leave_out_the_figures(root)
    bring_the_rules_of_the_forms(root)
    write(root, {"docs/patterns/.keep": "", **files})
    return root


_FEW_RULES = '''\
"""In a copy for tests: of each theme of rules, the first alone has a page."""

from dataclasses import replace

from patternbook.pages import rules

rules.THEMES = tuple(replace(theme, rules=theme.rules[:1]) for theme in rules.THEMES)
'''
_NO_FIGURES = '''\
"""In a copy for tests: every data file is empty, and the mirror has no figure of what counts."""

from patternbook import exports, mirror
from patternbook.tables.files import flat_files, has_data, whole_files


def no_data(library, site=None):
    if not has_data(library.audience):
        return {}
    every = (*whole_files(library.audience), *flat_files(library.audience))
    return {file.path: b"" for file in every}


exports.data_files = no_data
mirror._answers = lambda library: {}
'''
_RULES_OF_FORMS = '''\
"""In a copy for tests: the rules of the forms as the tests made them, once for all copies."""

from pathlib import Path

from patternbook.exports import form

_MADE = Path(__file__).with_name("form_rules.js").read_text(encoding="utf-8")
form.rules_script = lambda: _MADE
'''


def leave_out_most_rules(root: Path, config: str = "mkdocs.yml") -> None:
    """Let a copy have few pages of rules: they are the same in every library, and very many."""
    _begin_with(root, config, "few_rules", _FEW_RULES)


def leave_out_the_figures(root: Path, config: str = "mkdocs.yml") -> None:
    """Let a copy have empty data files, and no figures in its mirror: an engine counts them."""
    _begin_with(root, config, "no_figures", _NO_FIGURES)


def bring_the_rules_of_the_forms(root: Path, config: str = "mkdocs.yml") -> None:
    """Let a copy take the rules of its forms from a file: they are the same in every library."""
    (root / "hooks/form_rules.js").write_text(rules_script(), encoding="utf-8")
    _begin_with(root, config, "rules_of_forms", _RULES_OF_FORMS)


def _begin_with(root: Path, config: str, name: str, hook: str) -> None:
    """Let a build of a copy run this hook of the tests before it reads the library."""
    (root / f"hooks/{name}.py").write_text(hook, encoding="utf-8")
    text = (root / config).read_text(encoding="utf-8")
    first = re.compile(r"(?m)^hooks:\n  - ((?:.*/)?)hooks/")
    text, number = first.subn(rf"hooks:\n  - \1hooks/{name}.py\n  - \1hooks/", text)
    assert number == 1
    (root / config).write_text(text, encoding="utf-8")


def leave_out_the_collations(docs: Path) -> None:
    """Take the pages that ask for a collation out of a copy: it has not the records they mean."""
    shutil.rmtree(docs / "collations")


def leave_out_the_guide(docs: Path) -> None:
    """Take the sections of the guide out of a copy, and let links to them be plain words.

    Sources go with them, since the list of sources is a page of the guide.
    """
    sections = [folder for folder in (docs / "guide").iterdir() if folder.is_dir()]
    for folder in sections:
        shutil.rmtree(folder)
    names = "|".join(folder.name for folder in sections)
    link = re.compile(rf"\[([^\]]*)\]\((?:\.\./)*(?:guide/)?(?:{names})/[^)]*\)")
    source = re.compile(r"\{\{ cite\([^}]*\) \}\}")
    for page in docs.rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        if (plain := source.sub("", link.sub(r"\1", text))) != text:
            page.write_text(plain, encoding="utf-8")


def _common(record_id: str, kind: str) -> dict[str, Any]:
    return {
        "id": record_id,
        "title": f"Title of {record_id}",
        "kind": kind,
        "summary": "One sentence.",
        "origin": "contributed",
        "setting": ["referral-and-assessment"],
        "agencies": ["childrens-social-care"],
        "stage": "final",
        "audience": "public",
        "completed": 2024,
        "sign_off": SIGNED,
    }


def _with_month(filled: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with the month in which the record came, last and unless they say it."""
    return {**filled, "added": filled.get("added", "2026-11")}
