"""Public records -> files with which reference managers cite them: BibTeX and RIS.

The libraries know the formats. BibTeX is read by LaTeX, so what LaTeX would act on is written as
the sign that it is; the rest of the escaping, and all of that of RIS, is theirs.
"""

from __future__ import annotations

import re

import rispy
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from patternbook.news import month_name
from patternbook.pages import paths
from patternbook.pages.citing import AUTHOR, LANGUAGE, Cited, cite_record
from patternbook.pages.site import Site
from patternbook.publication import PublishedLibrary

# What pybtex takes for LaTeX; a brace, even behind a backslash, would open or close a field.
_LATEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "$": r"\$",
    "^": r"{\textasciicircum}",
    "~": r"{\textasciitilde}",
}
_ACTIVE = re.compile(r"[\\{}$^~]")
_REPORT = "RPRT"


class _WithoutNumbers(rispy.RisWriter):  # type: ignore[misc]  # it comes without types
    """Writes no number above a reference: the format knows none, and not all programs skip it."""

    def set_header(self, count: int) -> str:
        """Return nothing."""
        del count
        return ""


def citation_files(library: PublishedLibrary, site: Site) -> dict[str, str]:
    """Return two files for each record that everybody may cite, by their paths."""
    files = {}
    for published in library.records:
        cited = cite_record(published, library, site)
        if cited is not None:
            files[paths.bibtex_of(published)] = as_bibtex(cited)
            files[paths.ris_of(published)] = as_ris(cited)
    return files


def as_bibtex(cited: Cited) -> str:
    """Return a BibTeX file with this one entry."""
    month = month_name(cited.date).split()[0] if "-" in cited.date else ""
    fields = {
        "title": cited.title,
        "institution": AUTHOR,
        "type": cited.kind,
        "number": cited.number,
        "year": cited.year,
        "month": month,
        "url": cited.address,
        "keywords": ", ".join(cited.keywords),
        "note": _note(cited),
        "language": LANGUAGE,
    }
    entry = Entry(
        "techreport",
        fields={name: _latex(text) for name, text in fields.items() if text},
        persons={"author": [Person(last=AUTHOR)]},
    )
    # The writer itself: looked up by name, it would be searched for in all that is installed.
    written: str = Writer().to_string(BibliographyData({cited.key: entry}))
    return written


def as_ris(cited: Cited) -> str:
    """Return a RIS file with this one entry."""
    fields: dict[str, str | list[str]] = {
        "type_of_reference": _REPORT,
        "id": cited.key,
        "authors": [AUTHOR],
        "title": cited.title,
        "publisher": AUTHOR,
        "type_of_work": cited.kind,
        "number": cited.number,
        "year": cited.year,
        "date": f"{cited.date.replace('-', '/')}//" if "-" in cited.date else "",
        "abstract": cited.abstract,
        "keywords": list(cited.keywords),
        "notes": [note] if (note := _note(cited)) else [],
        "language": LANGUAGE,
        "urls": [cited.address] if cited.address else [],
    }
    held = {name: value for name, value in fields.items() if value}
    written: str = rispy.dumps([held], implementation=_WithoutNumbers)
    return written


def _note(cited: Cited) -> str:
    return f"Retells: {cited.source}. Cite that source for the case itself." if cited.source else ""


def _latex(text: str) -> str:
    return _ACTIVE.sub(lambda sign: _LATEX[sign[0]], text)
