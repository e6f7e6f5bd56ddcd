"""Made-up tables of a national size, written as Parquet, and the same ones each time.

A few patterns, factors, settings and agencies are named very often and most of them seldom, as in
life. The vocabulary is that of this library. Nothing of this is evidence of anything.

Records are made in batches, so that any number of them needs little memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from patternbook.measures.engine import arrow_table
from patternbook.tables.columns import TABLES
from patternbook.tables.rows import Tables
from patternbook.vocabulary import (
    Agency,
    Answer,
    Effect,
    EntryKind,
    FactorInfluence,
    Kind,
    Level,
    Origin,
    Outcome,
    PatternInfluence,
    Practice,
    PreventedBy,
    RecommendationKind,
    ResponseStatus,
    Setting,
    Spread,
    TookPart,
    Trigger,
    Whereabouts,
)

BATCH = 20_000
EPISODES = 8
_OF_VOCABULARY = ("entries", "former_ids", "entry_ancestors")
_TEXT = "A sentence that stands for what somebody wrote."

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Parts:
    """So many parts of each record, or of each part: whose each is, and which one of them."""

    owner: np.ndarray
    number: np.ndarray

    @classmethod
    def make(cls, numbers: np.ndarray) -> _Parts:
        owner = np.repeat(np.arange(len(numbers)), numbers)
        begun = np.cumsum(numbers) - numbers
        return cls(owner, np.arange(len(owner)) - begun[owner])


class _Batch:
    """One batch of records, as columns of every table."""

    def __init__(self, seed: int, vocabulary: Tables) -> None:
        self.random = np.random.default_rng(seed)
        kinds: dict[str, list[str]] = {}
        for row in vocabulary["entries"]:
            kinds.setdefault(str(row[_KIND]), []).append(str(row[0]))
        self.factors = kinds[EntryKind.FACTOR]
        self.patterns = kinds[EntryKind.ISSUE] + kinds[EntryKind.PATTERN]

    def reviews(self, first: int, number: int) -> dict[str, Columns]:
        """Return so many case reviews."""
        ids = _ids("review-", first, number)
        episodes = self._some(number, EPISODES - 1, least=1)
        findings = self._some(number, 4, least=1)
        advice = self._some(number, 2, least=1)
        taking_part = self._some(number, 5, least=1)
        per_review = np.bincount(episodes.owner, minlength=number)
        of_review = np.bincount(findings.owner, minlength=number)
        return {
            "records": self._records(
                ids,
                Kind.CASE_REVIEW,
                trigger=self._perhaps(Trigger, number),
                team_independent=pa.array(self.random.random(number) < 0.7),
                family_involved=self._perhaps(Answer, number),
            ),
            **self._about(ids),
            "participants": {
                "record": ids.take(taking_part.owner),
                "number": taking_part.number + 1,
                "role": _same(_TEXT, len(taking_part.owner)),
                "agency": self._words(Agency, len(taking_part.owner)),
                "by": self._words(TookPart, len(taking_part.owner)),
            },
            "episodes": {
                "record": ids.take(episodes.owner),
                "episode": _numbered("episode-", episodes.number),
                "number": episodes.number + 1,
                "title": _same(_TEXT, len(episodes.owner)),
                "practice": self._words(Practice, len(episodes.owner)),
                "description": _same(_TEXT, len(episodes.owner)),
            },
            "factor_links": self._links(ids, episodes),
            "findings": self._findings(ids, findings),
            "finding_episodes": self._cited(ids, findings, per_review),
            **self._advice(ids, advice, of_review),
        }

    def near_misses(self, first: int, number: int) -> dict[str, Columns]:
        """Return so many near misses."""
        ids = _ids("near-miss-", first, number)
        whole = _Parts(np.arange(number), np.full(number, -1))
        shown = _Parts.make((self.random.random(number) < 0.4).astype(np.int64))
        prevented = self._some(number, 0.5, least=1)
        noticed = self._perhaps(Whereabouts, number)
        return {
            "records": self._records(
                ids,
                Kind.NEAR_MISS,
                outcome=self._words(Outcome, number),
                identified_where=noticed,
                identified_by=pc.if_else(noticed.is_valid(), _TEXT, None),
                family_told=self._perhaps(Answer, number),
            ),
            **self._about(ids),
            "factor_links": self._links(ids, whole),
            "pattern_links": {
                "record": ids.take(shown.owner),
                "number": shown.number + 1,
                "pattern": self._words(self.patterns, len(shown.owner)),
                "influence": self._words(PatternInfluence, len(shown.owner)),
                "how": _same(_TEXT, len(shown.owner)),
            },
            "prevented_by": {
                "record": ids.take(prevented.owner),
                "number": prevented.number + 1,
                "by": self._words(PreventedBy, len(prevented.owner)),
                "how": _same(_TEXT, len(prevented.owner)),
            },
        }

    def _records(self, ids: pa.Array, kind: Kind, **columns: Any) -> Columns:
        number = len(ids)
        years = self.random.integers(2005, 2026, number)
        return {
            "record": ids,
            "kind": _same(kind.value, number),
            "title": _same(_TEXT, number),
            "summary": _same(_TEXT, number),
            "origin": _same(Origin.CONTRIBUTED.value, number),
            "counted": _same(True, number),
            "shelf": _same("Records", number),
            "completed": pa.array(years, mask=self.random.random(number) < 0.05),
            **columns,
        }

    def _about(self, ids: pa.Array) -> dict[str, Columns]:
        """Return one or two settings, and one to three agencies, no two of a record the same."""
        settings = _Parts.make(1 + (self.random.random(len(ids)) < 0.2).astype(np.int64))
        agencies = _Parts.make(self.random.integers(1, 4, len(ids)))
        return {
            "settings": {
                "record": ids.take(settings.owner),
                "setting": self._different(Setting, len(ids), settings),
            },
            "agencies": {
                "record": ids.take(agencies.owner),
                "agency": self._different(Agency, len(ids), agencies),
            },
        }

    def _links(self, ids: pa.Array, places: _Parts) -> Columns:
        """Return one factor or more for each episode, or for each whole near miss."""
        links = self._some(len(places.owner), 1.2, least=1)
        owner = places.owner[links.owner]
        first = np.searchsorted(owner, owner)
        is_whole = places.number[links.owner] < 0
        episodes = _numbered("episode-", places.number[links.owner])
        return {
            "record": ids.take(owner),
            "episode": pc.if_else(pa.array(is_whole), "", episodes),
            "number": np.arange(len(owner)) - first + 1,
            "factor": self._words(self.factors, len(owner)),
            "influence": self._words(FactorInfluence, len(owner)),
            "how": _same(_TEXT, len(owner)),
        }

    def _findings(self, ids: pa.Array, findings: _Parts) -> Columns:
        number = len(findings.owner)
        selected = pa.array(self.random.random(number) < 0.8)
        return {
            "record": ids.take(findings.owner),
            "finding": _numbered("finding-", findings.number),
            "number": findings.number + 1,
            "pattern": self._words(self.patterns, number),
            "influence": self._words(PatternInfluence, number),
            "selected": selected,
            "not_selected_because": pc.if_else(selected, None, _TEXT),
            "statement": _same(_TEXT, number),
            "spread": self._perhaps(Spread, number),
        }

    def _cited(self, ids: pa.Array, findings: _Parts, per_review: np.ndarray) -> Columns:
        """Return the episodes that findings cite: one to three, but no more than there are."""
        there = per_review[findings.owner]
        cited = _Parts.make(np.minimum(self.random.integers(1, 4, len(there)), there))
        start = self.random.integers(0, there)
        episode = (start[cited.owner] + cited.number) % there[cited.owner]
        return {
            "record": ids.take(findings.owner[cited.owner]),
            "finding": _numbered("finding-", findings.number[cited.owner]),
            "episode": _numbered("episode-", episode),
        }

    def _advice(self, ids: pa.Array, advice: _Parts, of_review: np.ndarray) -> dict[str, Columns]:
        number = len(advice.owner)
        names = _numbered("recommendation-", advice.number)
        rests_on = self.random.integers(0, of_review[advice.owner])
        responses = self._some(number, 0.8)
        return {
            "recommendations": {
                "record": ids.take(advice.owner),
                "recommendation": names,
                "number": advice.number + 1,
                "kind": self._words(RecommendationKind, number),
                "level": self._words(Level, number),
                "text": _same(_TEXT, number),
                "owner": self._perhaps([_TEXT], number),
            },
            "recommendation_findings": {
                "record": ids.take(advice.owner),
                "recommendation": names,
                "finding": _numbered("finding-", rests_on),
            },
            "responses": {
                "record": ids.take(advice.owner[responses.owner]),
                "recommendation": names.take(responses.owner),
                "number": responses.number + 1,
                "year": 2020 + responses.number,
                "status": self._words(ResponseStatus, len(responses.owner)),
                "effect": self._perhaps(Effect, len(responses.owner)),
            },
        }

    def _some(self, number: int, mean: float, *, least: int = 0) -> _Parts:
        """Return parts for so many wholes: `least`, and by chance `mean` more each."""
        return _Parts.make(least + self.random.poisson(mean, number))

    def _words(self, words: Iterable[str], number: int) -> pa.Array:
        """Return words: the first most often, the second half as often, and so on."""
        values = pa.array([str(word) for word in words], pa.string())
        return values.take(pa.array(self.random.choice(len(values), number, p=_skew(len(values)))))

    def _perhaps(self, words: Iterable[str], number: int) -> pa.Array:
        """Return words, and nothing in about a third of the places."""
        return pc.if_else(
            pa.array(self.random.random(number) < 0.67), self._words(words, number), None
        )

    def _different(self, words: Iterable[str], number: int, parts: _Parts) -> pa.Array:
        """Return words for the parts of so many records, no two of one record the same."""
        values = pa.array([str(word) for word in words], pa.string())
        first = self.random.choice(len(values), number, p=_skew(len(values)))
        return values.take(pa.array((first[parts.owner] + parts.number) % len(values)))


_KIND = TABLES["entries"].column_names.index("kind")


def write_volumes(folder: Path, vocabulary: Tables, *, reviews: int, near_misses: int) -> None:
    """Write the tables of so many records into a folder, a Parquet file for each table."""
    folder.mkdir(parents=True, exist_ok=True)
    schemas = {name: arrow_table(table, ()).schema for name, table in TABLES.items()}
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(pq.ParquetWriter(folder / f"{name}.parquet", schema))
            for name, schema in schemas.items()
        }
        for name in _OF_VOCABULARY:
            writers[name].write_table(arrow_table(TABLES[name], vocabulary[name]))
        for seed, (kind, first, number) in enumerate(_batches(reviews, near_misses)):
            batch = _Batch(seed, vocabulary)
            make = batch.reviews if kind is Kind.CASE_REVIEW else batch.near_misses
            for name, columns in make(first, number).items():
                writers[name].write_table(_table(schemas[name], columns))


def _batches(reviews: int, near_misses: int) -> list[tuple[Kind, int, int]]:
    """Return the batches: what they are of, the number of the first, and how many."""
    return [
        (kind, first, min(BATCH, number - first))
        for kind, number in ((Kind.CASE_REVIEW, reviews), (Kind.NEAR_MISS, near_misses))
        for first in range(0, number, BATCH)
    ]


def _table(schema: pa.Schema, columns: Columns) -> pa.Table:
    """Return columns as a table; what nobody has filled in stays empty."""
    length = len(columns["record"])
    filled = [
        pa.array(columns[field.name]).cast(field.type)
        if field.name in columns
        else pa.nulls(length, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(filled, schema=schema)


def _skew(number: int) -> np.ndarray:
    weights = 1 / np.arange(1, number + 1)
    skewed: np.ndarray = weights / weights.sum()
    return skewed


def _ids(prefix: str, first: int, number: int) -> pa.Array:
    padded = pc.utf8_lpad(pa.array(np.arange(first, first + number)).cast(pa.string()), 7, "0")
    return pc.binary_join_element_wise(prefix, padded, "")


def _numbered(prefix: str, numbers: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(prefix, pa.array(numbers + 1).cast(pa.string()), "")


def _same(value: str | bool, number: int) -> pa.Array:
    return pa.repeat(value, number)
