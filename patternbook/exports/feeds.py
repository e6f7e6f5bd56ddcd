"""A published library -> feeds that tell a reader's own program what is new, as Atom and as JSON.

One pair tells of everything: records, records that were withdrawn, changes to the vocabulary. Each
pattern and each recurrent issue has a pair of its own with the evidence about it. Dates come from
the records alone: the first of the month in which something came into the library. A feed holds
the newest entries; its page holds them all.

An entry keeps its id wherever the site stands, and a record that is withdrawn keeps that of the
record, so that a program which holds the record puts the notice in its place.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from feedgenerator import Atom1Feed

from patternbook.evidence import Evidence, EvidenceIndex, counts
from patternbook.exports.names import TAG
from patternbook.exports.schema import as_json
from patternbook.model import Tombstone
from patternbook.news import SameChange, by_arrival, changes_of, has_feeds
from patternbook.pages import paths
from patternbook.pages.citing import AUTHOR, LANGUAGE
from patternbook.pages.site import Site
from patternbook.publication import Published, PublishedLibrary
from patternbook.typology import Definition, is_pattern_kind
from patternbook.vocabulary import Audience, EntryChange, EntryKind, Term

# How many entries a feed holds. A program that asks each day or week has seen all others.
NEWEST = 100
# How many entries of the vocabulary an entry of a feed names.
NAMED = 20

_RIGHTS = "Text CC BY 4.0"
_JSON_FEED = "https://jsonfeed.org/version/1.1"
# Of a withdrawal only the year is kept. The last month of it is never before that of the record,
# so that no program takes the notice for the older of the two.
_WITHDRAWN_IN = "12"
# What no XML may hold, however it is escaped (XML 1.0, section 2.2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry of a feed: a record, a withdrawal, or a change. `path` is that of its page."""

    tag: str
    title: str
    summary: str
    month: str
    path: str
    anchor: str = ""
    about: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed: where it lies, without an ending, what it is called, and the page it belongs to."""

    path: str
    tag: str
    title: str
    subtitle: str
    page: str
    items: tuple[_Item, ...]


def feed_files(library: PublishedLibrary, site: Site) -> dict[str, str]:
    """Return all feeds by their paths: an Atom and a JSON feed of each.

    The participants of one review get none, since nothing follows it.
    """
    files: dict[str, str] = {}
    for feed in _feeds(library) if has_feeds(library) else ():
        files[paths.atom(feed.path)] = _as_atom(feed, site)
        files[paths.json_feed(feed.path)] = _as_json(feed, site)
    return files


def _feeds(library: PublishedLibrary) -> Iterator[_Feed]:
    name = _name_of(library)
    inside = "" if library.audience is Audience.PUBLIC else f"{library.audience}/"
    yield _Feed(
        path=paths.FEED,
        tag=f"{inside}feed",
        title=f"{name}: what is new",
        subtitle="Records and changes to the vocabulary.",
        page=paths.NEW,
        items=_newest(_everything(library, inside)),
    )
    index = EvidenceIndex(library)
    for definition in library.typology.definitions:
        if is_pattern_kind(definition.entry.kind):
            feed = _feed_of(definition, index, name, inside)
            yield feed
            # Whoever follows an entry by an id that it once had goes on doing so.
            for former in definition.entry.former_ids:
                yield replace(feed, path=paths.feed_of(former))


def _feed_of(definition: Definition, index: EvidenceIndex, name: str, inside: str) -> _Feed:
    entry = definition.entry
    # An entry keeps the id that it had first, and with it its feed keeps what a program knows.
    first = next(iter(entry.former_ids), entry.id)
    base = f"{inside}patterns/{first}"
    changes = [
        _Item(
            tag=f"{base}/{change.month}/{n}",
            title=f"{entry.title}: {change.change.label.lower()}",
            summary=change.note or change.change.meaning,
            month=change.month,
            path=definition.path,
            about=(entry.kind,),
        )
        for n, change in enumerate(entry.history)
        if change.change is not EntryChange.CREATED
    ]
    return _Feed(
        path=paths.feed_of(entry.id),
        tag=base,
        title=f"{name}: {entry.title}",
        subtitle=f"Records that show this {_noun(entry.kind)}, for better or for worse. Records "
        "are sent in by choice: how many there are says what has been written down.",
        page=definition.path,
        items=_newest([*_evidence(index.of(entry.id), base), *changes]),
    )


def _everything(library: PublishedLibrary, inside: str) -> Iterator[_Item]:
    for tombstone in library.tombstones:
        yield _withdrawn(tombstone, inside)
    for published in by_arrival(library.records):
        yield _of_record(published, f"{inside}{_place(published)}", published.record.summary)
    for same in changes_of(library.typology):
        yield _changed(same, inside)


def _evidence(evidence: Iterable[Evidence], base: str) -> Iterator[_Item]:
    """Yield an entry for each record that bears evidence, with all that it says of it."""
    of_record: dict[str, list[Evidence]] = {}
    for each in evidence:
        of_record.setdefault(each.published.record.id, []).append(each)
    for published in by_arrival(found[0].published for found in of_record.values()):
        said = " ".join(map(_said, of_record[published.record.id]))
        yield _of_record(published, f"{base}/{_place(published)}", said)


def _said(evidence: Evidence) -> str:
    what = f"{evidence.part.value}, {evidence.influence.label.lower()}"
    named = f" “{evidence.title}”" if evidence.part_id and evidence.title != evidence.how else ""
    return f"{what}{named}: {evidence.how}"


def _of_record(published: Published, tag: str, summary: str) -> _Item:
    record = published.record
    illustration = not counts(published)
    return _Item(
        tag=tag,
        title=f"{record.title} (illustration)" if illustration else record.title,
        summary=f"{record.origin.meaning} {summary}" if illustration else summary,
        # No record came before it was completed, so it is not shown as newer than it may be.
        month=record.added or (f"{record.completed}-01" if record.completed else ""),
        path=paths.of_record(published),
        about=(record.kind, record.origin, *record.setting),
    )


def _withdrawn(tombstone: Tombstone, inside: str) -> _Item:
    year = tombstone.withdrawn.year
    path = paths.of_tombstone(tombstone)
    return _Item(
        tag=f"{inside}{path.removesuffix('.md')}",
        title=f"{tombstone.kind.label}, withdrawn",
        summary=f"This record was withdrawn in {year}. If you have a copy of it, please delete it, "
        "and do not cite it.",
        month=f"{year}-{_WITHDRAWN_IN}",
        path=path,
        about=(tombstone.kind,),
    )


def _changed(same: SameChange, inside: str) -> _Item:
    number = len(same.changed)
    titles = [each.definition.entry.title for each in same.changed]
    said = [
        f"{title}: {each.change.note}" if each.change.note else title
        for title, each in zip(titles, same.changed, strict=True)
    ]
    more = f"; and {number - NAMED} more" if number > NAMED else ""
    what = f"“{titles[0]}”" if number == 1 else f"{number} entries"
    return _Item(
        tag=f"{inside}vocabulary/{same.month}/{same.change.value}",
        title=f"Vocabulary: {what} {same.change.label.lower()}",
        summary=f"{'; '.join(said[:NAMED])}{more}",
        month=same.month,
        path=paths.NEW_VOCABULARY,
        anchor=paths.month_anchor(same.month),
        about=(same.change,),
    )


def _newest(items: Iterable[_Item]) -> tuple[_Item, ...]:
    """Return the newest entries; those of a month stay in order, and what has no month is none."""
    dated = [item for item in items if item.month]
    return tuple(islice(sorted(dated, key=lambda item: item.month, reverse=True), NEWEST))


def _name_of(library: PublishedLibrary) -> str:
    """Return the name for a feed, which says so if it is internal."""
    if library.audience is Audience.PUBLIC:
        return AUTHOR
    return f"Internal: {library.board.name}" if library.board is not None else "Internal copy"


def _place(published: Published) -> str:
    return paths.of_record(published).removesuffix(".md")


def _noun(kind: EntryKind) -> str:
    return kind.label.lower()


def _updated(feed: _Feed) -> datetime.datetime:
    """Return when a feed changed last; one that holds nothing is as old as feeds can be."""
    return max((_date(item.month) for item in feed.items), default=_date("1970-01"))


def _date(month: str) -> datetime.datetime:
    year, number = map(int, month.split("-"))
    return datetime.datetime(year, number, 1, tzinfo=datetime.UTC)


def _text(text: str) -> str:
    """Return text on one line, without what neither format may hold."""
    return " ".join(_NO_XML.sub(" ", text).split())


def _about_cap(feed: _Feed) -> str:
    full = len(feed.items) == NEWEST
    return (
        f"{feed.subtitle} These are the {NEWEST} newest; the page has all."
        if full
        else (feed.subtitle)
    )


class _Atom(Atom1Feed):  # type: ignore[misc]  # it comes without types
    """Atom whose summaries are plain text and whose dates come from the records alone."""

    def latest_post_date(self) -> datetime.datetime:
        """Return when the feed changed last; the library would ask the clock if it is empty."""
        updated: datetime.datetime = self.feed["updated"]
        return updated

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write an entry as the library does, then its summary and its categories."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("summary", item["summary"], {"type": "text"})
        for term in item["about"]:
            handler.addQuickElement("category", "", {"term": term.value, "label": term.label})


def _as_atom(feed: _Feed, site: Site) -> str:
    file = paths.atom(feed.path)
    atom = _Atom(
        title=_text(feed.title),
        link=site.seen_from(file, feed.page),
        description=_text(_about_cap(feed)),
        language=LANGUAGE,
        author_name=AUTHOR,
        feed_url=site.seen_from(file, file),
        feed_copyright=_RIGHTS,
        feed_guid=f"{TAG}{feed.tag}",
        updated=_updated(feed),
    )
    for item in feed.items:
        atom.add_item(
            title=_text(item.title),
            link=site.seen_from(file, item.path, item.anchor),
            description=None,
            unique_id=f"{TAG}{item.tag}",
            pubdate=_date(item.month),
            updateddate=_date(item.month),
            summary=_text(item.summary),
            about=item.about,
        )
    written = io.StringIO()
    atom.write(written, "utf-8")
    return f"{written.getvalue()}\n"


def _as_json(feed: _Feed, site: Site) -> str:
    file = paths.json_feed(feed.path)
    said: dict[str, object] = {"version": _JSON_FEED, "title": _text(feed.title)}
    if site.address:  # both must be whole, or not there
        said |= {"home_page_url": site.whole(feed.page), "feed_url": site.whole(file)}
    said |= {
        "description": _text(_about_cap(feed)),
        "language": LANGUAGE,
        "authors": [{"name": AUTHOR}],
        "items": [
            {
                "id": f"{TAG}{item.tag}",
                "url": site.seen_from(file, item.path, item.anchor),
                "title": _text(item.title),
                "content_text": _text(item.summary),
                "date_published": _date(item.month).isoformat(),
                "tags": [term.label for term in item.about],
            }
            for item in feed.items
        ],
    }
    return as_json(said)
