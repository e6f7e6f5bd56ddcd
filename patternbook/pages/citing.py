"""What is public -> how it is cited: in words, for reference managers, and in a page's head.

A record counts as a report of a corporate author: of the kinds of work that reference managers
know, this is the one that has an author, an institution, a number and a kind of its own. Zotero
takes the fields `citation_…` from a page's head, and library catalogues read Dublin Core.
"""

from __future__ import annotations

from dataclasses import dataclass

from patternbook import model
from patternbook.evidence import counts
from patternbook.news import month_name
from patternbook.pages import paths
from patternbook.pages.markup import attribute
from patternbook.pages.site import Site
from patternbook.publication import Published, PublishedLibrary, is_public
from patternbook.typology import Definition
from patternbook.vocabulary import Audience, EntryChange, Origin

AUTHOR = "Patternbook"
LANGUAGE = "en-GB"
DATA_TITLE = "Patternbook: the data"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_ORIGINS = {
    Origin.CONTRIBUTED: "",
    Origin.LITERATURE: ", retold from the literature",
    Origin.ILLUSTRATIVE: ", invented to teach the method",
}


_ABOUT_THE_DATA = (
    *("safeguarding", "child protection", "case review", "near miss", "debrief"),
    *("systems approach", "contributory factors", "organisational learning"),
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What there is to say of a record or an entry that somebody cites, as plain text.

    `date` is a month, a year or empty. `source` is the work that it retells or rests on; `address`
    is empty where it is not known.
    """

    number: str
    title: str
    kind: str
    date: str
    address: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    source: str = ""

    @property
    def key(self) -> str:
        """Return the name under which a reference manager files it."""
        return f"patternbook-{self.number}"

    @property
    def year(self) -> str:
        """Return the year in which it came into the library, or nothing."""
        return self.date[:4]

    @property
    def in_words(self) -> str:
        """Return the citation as a line of text."""
        when = month_name(self.date) if "-" in self.date else self.date or "no date"
        what = f"{AUTHOR} ({when}). “{self.title}”. {self.kind} (id: {self.number})."
        return f"{what} {self.address}" if self.address else what

    def metadata(self) -> list[list[str]]:
        """Return the names and contents of the fields for a page's head, safe to print there."""
        slashed = self.date.replace("-", "/")
        fields = [
            ("citation_title", self.title),
            ("citation_author", AUTHOR),
            ("citation_technical_report_institution", AUTHOR),
            ("citation_technical_report_number", self.number),
            ("citation_publication_date", slashed),
            ("citation_language", LANGUAGE),
            ("citation_abstract", self.abstract),
            ("citation_keywords", "; ".join(self.keywords)),
            ("citation_public_url", self.address),
            ("DC.title", self.title),
            ("DC.creator", AUTHOR),
            ("DC.publisher", AUTHOR),
            ("DC.date", self.date),
            ("DC.language", LANGUAGE),
            ("DC.type", "Text"),
            ("DC.identifier", self.address or self.key),
            ("DC.source", self.source),
            ("DC.rights", LICENCE),
        ]
        return [[name, attribute(content)] for name, content in fields if content]


def cite_record(published: Published, library: PublishedLibrary, site: Site) -> Cited | None:
    """Return how a record is cited; None for one that is not public, whoever reads it here."""
    # Participants are not told whether there is a public version of what they read.
    if library.audience is Audience.PARTICIPANTS or not is_public(published):
        return None
    record = published.record
    # What was retold was completed when its source was, and that is not when it came here.
    year = str(record.completed) if record.completed and record.citation is None else ""
    title = " ".join(record.title.split())
    return Cited(
        number=record.id,
        title=title if counts(published) else f"{title} (illustration)",
        kind=f"{record.kind.label}{_ORIGINS[record.origin]}",
        date=record.added or year,
        address=_address(library, site, paths.of_record(published)),
        abstract=" ".join(record.summary.split()),
        keywords=tuple(each.label for each in (*record.setting, *record.agencies)),
        source=source_of(record.citation),
    )


def cite_entry(definition: Definition, library: PublishedLibrary, site: Site) -> Cited | None:
    """Return how an entry of the vocabulary is cited; None for one that a board has added."""
    if definition.audience is not Audience.PUBLIC:
        return None
    entry = definition.entry
    return Cited(
        number=entry.id,
        title=entry.title,
        kind=f"{entry.kind.label} of the vocabulary",
        date=max((change.month for change in entry.history if _is_written(change)), default=""),
        address=_address(library, site, definition.path),
        source=entry.source,
    )


def cite_data(version: str, site: Site) -> Cited:
    """Return how one version of the public data files is cited.

    A version begins with the month of the newest record, where any record says when it came.
    """
    return Cited(
        number=f"data-{version}" if version else "data",
        title=DATA_TITLE,
        kind="Data set",
        date=version[:7] if version[:1].isdigit() else "",
        address=site.whole(paths.DATA),
        keywords=_ABOUT_THE_DATA,
    )


def source_of(citation: model.Citation | None) -> str:
    """Return the work that a record retells and the section of it, or nothing."""
    if citation is None:
        return ""
    section = f", section {citation.section}" if citation.section else ""
    return " ".join(f"{citation.reference.rstrip('.')}{section}".split())


def _is_written(change: model.Change) -> bool:
    """Return whether the text of an entry is new since a change."""
    return change.change in {EntryChange.CREATED, EntryChange.RENAMED, EntryChange.REWORDED}


def _address(library: PublishedLibrary, site: Site, path: str) -> str:
    """Return the address to cite; a copy that is not public has none that others could reach."""
    return site.whole(path) if library.audience is Audience.PUBLIC else ""
