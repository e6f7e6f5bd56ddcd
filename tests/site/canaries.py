"""A library in which every place that can hold text holds a word of its own, and who may see it.

Fields are found in the models, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from patternbook.library import RECORD_FOLDERS
from patternbook.model import ENTRY_TYPES, RECORD_TYPES, CaseReview
from patternbook.settings import Settings
from patternbook.vocabulary import Audience, EntryKind, Kind, Origin, Stage
from tests.making import SIGNED, page

PUBLIC, BOARD, MINE = "public", "board", "participants of one draft"
READERS = frozenset({PUBLIC, BOARD, MINE})
NOBODY: frozenset[str] = frozenset()

# What stands on no page, whoever reads it.
_ON_NO_PAGE = (
    *("sign_off", "declared_terms", "shelves", "repositories", "terms"),
    "organisational_backing",  # for letters alone
)
_LINKS = {"factor": "workload", "pattern": "tunnel-vision"}


@dataclass
class Canaries:
    """Words that stand nowhere else: each with its place, and with those who may meet it."""

    places: dict[str, str] = field(default_factory=dict)
    allowed: dict[str, frozenset[str]] = field(default_factory=dict)
    wanted: dict[str, frozenset[str]] = field(default_factory=dict)

    def new(self, place: str, readers: frozenset[str], *, shown: bool = True) -> str:
        """Return a new word for this place. `shown` says that its readers will indeed see it."""
        word = f"zanzi{len(self.places)}barb"
        self.places[word] = place
        self.allowed[word] = readers
        self.wanted[word] = readers if shown else NOBODY
        return word


@dataclass(frozen=True)
class State:
    """How far a record has come, where it stands, and who may see it because of that."""

    name: str
    shelf: str
    readers: frozenset[str]
    fields: dict[str, Any]


_FINAL = {"stage": Stage.FINAL.value, "audience": "public", "sign_off": SIGNED}
STATES = (
    State("open", "reviews", frozenset({PUBLIC, BOARD}), _FINAL),
    State("unsigned", "reviews", frozenset({BOARD}), {**_FINAL, "sign_off": None}),
    State(
        "half-signed",
        "reviews",
        frozenset({BOARD}),
        {**_FINAL, "sign_off": {"confidentiality": SIGNED["confidentiality"]}},
    ),
    State("for the board", "reviews", frozenset({BOARD}), {**_FINAL, "audience": "board"}),
    State("says public on a board's shelf", "ours", frozenset({BOARD}), _FINAL),
    State("for participants", "reviews", NOBODY, {**_FINAL, "audience": "participants"}),
    State("final on the shelf of drafts", "drafts", NOBODY, _FINAL),
    *(
        State(f"{stage.value} on {shelf}", shelf, NOBODY, {**_FINAL, "stage": stage.value})
        for stage in Stage
        if stage is not Stage.FINAL
        for shelf in ("reviews", "drafts")
    ),
)


def library_of_canaries() -> tuple[dict[str, str | bytes], Canaries, str]:
    """Return the files of a board's copy, its canaries, and the id of the draft of “mine”."""
    canaries = Canaries()
    files: dict[str, str | bytes] = {}
    for kind in Kind:
        unsigned = ""
        for state in reversed(STATES):
            # An address is shown to whoever may see the record.
            record_id = canaries.new(f"{kind} {state.name}: id", state.readers)
            related = [unsigned] if state.name == "open" else []
            unsigned = record_id if state.name == "unsigned" else unsigned
            made = record(kind, record_id, state.readers, canaries, state.name)
            made |= {**state.fields, "related": related}
            files |= filed(state.shelf, kind, record_id, made, state.readers, canaries)
        files |= _two_editions(kind, canaries) | _kept_fields(kind, canaries)
        files |= _from_the_literature(kind, canaries)
    mine = canaries.new("my draft: id", frozenset({MINE}))
    made = record(Kind.CASE_REVIEW, mine, frozenset({MINE}), canaries, "my draft")
    made |= {**_FINAL, "stage": "interim", "audience": "participants", "sign_off": None}
    files |= filed("drafts", Kind.CASE_REVIEW, mine, made, frozenset({MINE}), canaries)
    files |= _withdrawn(canaries) | _own_pages(canaries) | _beside(canaries)
    files["patternbook.yml"] = _settings(canaries)
    written = "\n".join([*files, *map(str, files.values())])
    for word in canaries.places:
        if word not in written:  # a field that something else took the place of
            canaries.wanted[word] = NOBODY
    return files, canaries, mine


def record(
    kind: Kind, record_id: str, readers: frozenset[str], canaries: Canaries, name: str
) -> dict[str, Any]:
    """Return every field of a record of this kind, each text of it with a word of its own."""
    made = Filler(canaries, name).model(RECORD_TYPES[kind], readers, str(kind))
    made |= {"id": record_id, "kind": kind.value, "origin": Origin.CONTRIBUTED.value}
    made["internal"]["fields"] = []
    del made["citation"], made["published"]  # the one is for literature, the other for editions
    return made


def filed(
    shelf: str,
    kind: Kind,
    record_id: str,
    made: dict[str, Any],
    readers: frozenset[str],
    canaries: Canaries,
) -> dict[str, str | bytes]:
    """Return a record as a file: with an account, internal passages, and notes to oneself."""
    where = f"{kind} {record_id}"

    def word(what: str, who: frozenset[str] = readers, *, shown: bool = True) -> str:
        return canaries.new(f"{where}: {what}", who, shown=shown)

    board = readers & {BOARD}
    known, sealed = word("pseudonym"), word("pseudonym of a passage", board)
    made["pseudonyms"] = {
        known: word("whose pseudonym"),
        sealed: word("whose pseudonym of a passage", board),
        word("unused pseudonym", board): word("whose unused pseudonym", board),
    }
    made["declared_terms"] = [
        {"term": word("declared", shown=False), "why": word("why declared", shown=False)}
    ]
    body = (
        f"## {word('heading')}\n\nSource: record\n\nAn {word('account')} with {known}.\n\n"
        f"Gap: A {word('gap')}.\n\nDispute: A {word('dispute')}.\n\n"
        f"- One {word('point')}\n\n> A {word('quotation')}\n\n"
        f"::: internal\n{word('passage', board)} of {sealed}\n\nGap: {word('gap', board)}\n\n"
        f"## {word('heading of a passage', board)}\n\nSource: record\n\n"
        f"{word('account of a passage', board)}\n:::\n\n"
        f"[A {word('link')}](https://example.org/{word('address')})\n"
    )
    text = page(made, body)
    note = f"# {word('note', NOBODY)} to oneself"
    text = text.replace("\nstage:", f"\n{note}\nstage:", 1)
    return {f"{shelf}/{RECORD_FOLDERS[kind]}/{record_id}.md": text}


def _two_editions(kind: Kind, canaries: Canaries) -> dict[str, str | bytes]:
    """Return a fuller edition for the board, and the public version of it."""
    record_id = canaries.new(f"{kind} in two editions: id", frozenset({PUBLIC, BOARD}))
    fuller = record(kind, record_id, frozenset({BOARD}), canaries, "fuller edition") | _FINAL
    fuller |= {"published": 2024, "audience": "board", "related": []}
    public = record(kind, record_id, frozenset({PUBLIC}), canaries, "public edition") | _FINAL
    public["related"] = []
    del public["internal"]
    return {
        **filed("ours", kind, record_id, fuller, frozenset({BOARD}), canaries),
        **filed("reviews", kind, record_id, public, frozenset({PUBLIC}), canaries),
    }


def _kept_fields(kind: Kind, canaries: Canaries) -> dict[str, str | bytes]:
    """Return a public record of which every field that may stay behind does so."""
    both, board = frozenset({PUBLIC, BOARD}), frozenset({BOARD})
    record_id = canaries.new(f"{kind} with fields kept: id", both)
    made = record(kind, record_id, both, canaries, "with fields kept") | _FINAL
    kept = record(kind, record_id, board, canaries, "fields kept")
    names = [name for name in RECORD_TYPES[kind].may_be_internal() if name in kept]
    made |= {name: kept[name] for name in names} | {"related": []}
    made["internal"]["fields"] = names
    return filed("reviews", kind, record_id, made, both, canaries)


def _from_the_literature(kind: Kind, canaries: Canaries) -> dict[str, str | bytes]:
    """Return records that cite where they were published: one for everybody, and a draft."""
    files: dict[str, str | bytes] = {}
    for stage, readers in (("final", frozenset({PUBLIC, BOARD})), ("interim", NOBODY)):
        record_id = canaries.new(f"{kind} from the literature, {stage}: id", readers)
        name = f"from the literature, {stage}"
        made = record(kind, record_id, readers, canaries, name) | _FINAL
        made |= {"related": [], "origin": "literature", "stage": stage}
        made["citation"] = {
            each: canaries.new(f"{name}: citation.{each}", readers)
            for each in ("reference", "section", "told_by")
        }
        made["sign_off"] = {"confidentiality": SIGNED["confidentiality"]}
        files |= filed("reviews", kind, record_id, made, readers, canaries)
    return files


def _withdrawn(canaries: Canaries) -> dict[str, str | bytes]:
    """Return what is left of records that were withdrawn, from each shelf."""
    files: dict[str, str | bytes] = {}
    for shelf, audience, readers in (
        ("reviews", "public", frozenset({PUBLIC, BOARD})),
        ("reviews", "board", frozenset({BOARD})),
        ("reviews", "participants", NOBODY),
        ("ours", "public", frozenset({BOARD})),
        ("drafts", "public", NOBODY),
    ):
        where = f"withdrawn from {shelf}, {audience}"
        gone = canaries.new(f"{where}: id", readers)
        role = canaries.new(f"{where}: role", NOBODY)
        fields = {"id": gone, "kind": "debrief", "audience": audience}
        fields["withdrawn"] = {"role": role, "year": 2025}  # type: ignore[assignment]
        note = f"# {canaries.new(f'{where}: note', NOBODY)}\n---\n"
        files[f"{shelf}/debriefs/{gone}.md"] = page(fields).removesuffix("---\n") + note
    return files


def _own_pages(canaries: Canaries) -> dict[str, str | bytes]:
    """Return pages, a picture and an entry that a board has added for itself."""
    board = frozenset({BOARD})
    # Participants read with the board's vocabulary beside them.
    inside = frozenset({BOARD, MINE})
    files: dict[str, str | bytes] = {}
    parents = {
        EntryKind.PATTERN: None,
        EntryKind.ISSUE: "human-judgement-and-reasoning",
        EntryKind.LEVEL: None,
        EntryKind.FACTOR_TYPE: "front-line-factors",
        EntryKind.FACTOR: "conditions-of-work",
    }
    for kind, parent in parents.items():
        entry_id = canaries.new(f"own {kind}: id", inside)
        made = Filler(canaries, f"own {kind}").model(ENTRY_TYPES[kind], inside, "entry")
        made |= {"id": entry_id, "kind": kind.value, "parent": parent, "order": 90}
        made |= {"former_ids": [canaries.new(f"own {kind}: former id", inside)]}
        made |= {"status": "proposed", "neighbours": made["neighbours"][:1]}
        made["neighbours"][0]["id"] = "timing"
        made["declared_terms"] = []
        for name in ("replaced_by", "inherits", "also_under"):
            made.pop(name, None)
        folder = "patterns" if kind in {EntryKind.PATTERN, EntryKind.ISSUE} else "factors"
        body = f"A {canaries.new(f'own {kind}: body', inside)}.\n"
        note = canaries.new(f"own {kind}: note", NOBODY)
        text = page(made, body).replace("\nkind:", f"\n# {note}\nkind:", 1)
        files[f"own/{folder}/{entry_id}.md"] = text
    drawing = canaries.new("own picture: name", board)
    inner = canaries.new("own picture: words", board)
    files[f"own/assets/{drawing}.svg"] = (
        f'<svg xmlns="http://www.w3.org/2000/svg"><title>{inner}</title><path d="M1 1"/></svg>'
    )
    words = canaries.new("own page: words", board)
    files["own/guide/index.md"] = f"# Our {words}\n\n![x](../assets/{drawing}.svg)\n"
    return files


def _beside(canaries: Canaries) -> dict[str, str | bytes]:
    """Return files that are neither records nor pages, and that nobody should meet."""
    files: dict[str, str | bytes] = {}
    for folder in ("reviews/debriefs", "ours/near-misses", "docs", "docs/about", "own", "."):
        name = canaries.new(f"hidden file in {folder}: name", NOBODY)
        files[f"{folder}/.{name}.md"] = canaries.new(f"hidden file in {folder}", NOBODY)
    files["letters/letter.md"] = canaries.new("a letter beside the shelves", NOBODY)
    return files


def _settings(canaries: Canaries) -> str:
    inside = frozenset({BOARD, MINE})
    made = Filler(canaries, "settings").model(Settings, inside, "settings")
    note = canaries.new("settings: note", NOBODY)
    made |= {
        "audience": "board",
        "shelves": [
            {"folder": "reviews", "name": "Shared", "audience": "public"},
            {"folder": "ours", "name": made["shelves"][0]["name"], "audience": "board"},
            {"folder": "drafts", "name": "Drafts", "audience": "participants"},
        ],
        "docs": "docs",
        "pages": "own",
        "refuse_names": False,
    }
    made["board"]["colour"] = "#1a4d6b"
    for term in made["terms"]:
        term["publicly"] = "A plan"  # what everybody may read
    return page(made).removeprefix("---\n").removesuffix("---\n") + f"# {note}\n"


class Filler:
    """Fills every field of a model, and lists with one part for each audience."""

    def __init__(self, canaries: Canaries, name: str) -> None:
        self._canaries = canaries
        self._name = name
        self._number = 0

    def model(self, model: type[BaseModel], readers: frozenset[str], path: str) -> dict[str, Any]:
        if path.endswith(".internal"):
            readers = readers & {BOARD}
        filled: dict[str, Any] = {}
        hints = typing.get_type_hints(model)
        for name in model.model_fields:
            value = self._value(hints[name], name, readers, f"{path}.{name}")
            if value is not None:
                filled[name] = value
        return filled

    def _value(self, hint: Any, name: str, readers: frozenset[str], path: str) -> Any:
        if name in _LINKS:
            return _LINKS[name]
        if name == "audience":
            return None
        if name in {"added", "month"}:
            return "2024-05"
        if typing.get_origin(hint) in {typing.Union, types.UnionType}:
            hint = next(each for each in typing.get_args(hint) if each is not type(None))
        origin, inner = typing.get_origin(hint), typing.get_args(hint)
        if origin is tuple:
            return self._list(inner[0], name, readers, path)
        if origin is dict:
            return {self._word(f"{path} key", readers): self._word(f"{path} value", readers)}
        if origin is typing.Literal:
            return inner[0].value
        if isinstance(hint, type) and issubclass(hint, BaseModel):
            return self.model(hint, readers, path)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self._enum(hint, name)
        if hint is bool:
            # Of two findings, one was selected, and the other says why it was not.
            return name != "selected" or self._number % 2 == 0
        return 2024 if hint is int else self._word(path, readers)

    def _enum(self, hint: type[Enum], name: str) -> str:
        if name == "scope":
            return ""  # only for some factors; see `_list`
        return str(next(iter(hint)).value)

    def _list(self, inner: Any, name: str, readers: frozenset[str], path: str) -> list[Any]:
        if name in {"related", "former_ids"} or (name in {"episodes", "findings"} and inner is str):
            return []
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return [self._value(inner, name, readers, path)]
        parts = []
        for mark in (None, *Audience) if "audience" in inner.model_fields else (None,):
            who = readers
            if mark is Audience.BOARD:
                who = readers & {BOARD}
            elif mark is Audience.PARTICIPANTS:
                who = readers - {PUBLIC, BOARD}
            for _ in range(2 if name == "findings" else 1):
                self._number += 1
                part = self.model(inner, who, f"{path}[{mark}]")
                if part.get("scope") == "":
                    del part["scope"]
                if mark is not None:
                    part["audience"] = mark.value
                parts.append(part)
        return parts

    def _word(self, path: str, readers: frozenset[str]) -> str:
        names = path.replace("[", ".").split(".")
        shown = not any(name in _ON_NO_PAGE for name in names[1:2])
        shown = shown and names[-1] not in {"id", "not_selected_because"}  # of half the findings
        return self._canaries.new(f"{self._name}: {path}", readers, shown=shown)


def models_with_audience() -> set[type[BaseModel]]:
    """Return every part of a record that can be marked for somebody, at any depth."""
    found: set[type[BaseModel]] = set()

    def walk(model: type[BaseModel]) -> None:
        for hint in typing.get_type_hints(model).values():
            for each in (hint, *typing.get_args(hint)):
                if isinstance(each, type) and issubclass(each, BaseModel):
                    if "audience" in each.model_fields:
                        found.add(each)
                    walk(each)

    for model in RECORD_TYPES.values():
        walk(model)
    assert CaseReview not in found
    return found


def write_all(root: Path, files: dict[str, str | bytes]) -> None:
    """Write these files below a folder, with the folders that they need."""
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
