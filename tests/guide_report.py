"""How the pages of the guide read: run `python -m tests.guide_report`.

Prints for every page of `docs/guide/` its words, its reading age, how many links it has, and what
it lacks; then what goes beyond the limits. Editors decide on age and length. A part that is
missing, an abbreviation that is in no glossary and a page that is far too hard are faults, which
`tests/test_guide.py` holds.

A page answers six questions, each under a heading of the second level with an anchor of its own,
in this order: `{ #what }`, `{ #when }`, `{ #how }`, `{ #example }`, `{ #watch }` and `{ #next }`.
One that is no page of this sort, such as a list of questions, says `form: list` in its field
`guide` and leads on under `{ #next }`. The page that opens a section lists its pages and needs
none of these.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from patternbook.folders import Folders
from patternbook.glossary import Glossary, read_glossary
from patternbook.source import Source, read_source
from tests.making import PROJECT
from tests.reading import AIM, age_of, plain_paragraphs, words_of

PARTS = ("what", "when", "how", "example", "watch", "next")
PARTS_OF_A_LIST = ("next",)
# A page that takes longer than ten minutes to read is two pages.
LENGTH = (250, 1400)
# In years. Beyond this a page is a fault; the aim, for editors, is lower.
HARDEST = 16

_HEADING = re.compile(r"^## .*\{ *#(?P<id>[\w-]+)[^}]*\}\s*$", re.MULTILINE)
_MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_ATTRIBUTES = re.compile(r"\{[:# ][^{}]*\}")
_TAG = re.compile(r"<[^>]*>")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`]*`")
_TABLE = re.compile(r"^\|.*$", re.MULTILINE)
_LINK = re.compile(r"\]\((?P<to>[^)]+)\)")
_ABBREVIATION = re.compile(r"\b[A-Z]{2,}s?\b")
# Letters that stand for themselves.
_NO_ABBREVIATIONS = frozenset({"CC", "BY", "OK"})


@dataclass(frozen=True)
class Read:
    """A page of the guide as a reader meets it. `name` is its path below `docs/guide/`."""

    name: str
    source: Source

    @property
    def is_index(self) -> bool:
        """Return whether it opens the guide or a section of it, or stands outside all sections."""
        return self.name.endswith("index.md") or "/" not in self.name

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the parts that it must have."""
        if self.is_index:
            return ()
        place = self.source.front_matter.get("guide")
        form = place.get("form") if isinstance(place, dict) else None
        return PARTS_OF_A_LIST if form == "list" else PARTS

    @property
    def paragraphs(self) -> list[str]:
        """Return what is read as text: no macro, no table, no code, no heading."""
        text = _FENCE.sub("", _MACRO.sub("", self.source.body))
        return plain_paragraphs(_TAG.sub("", _ATTRIBUTES.sub("", _TABLE.sub("", text))))

    @property
    def words(self) -> int:
        """Return how many words it has, those of its tables among them."""
        text = _TAG.sub("", _ATTRIBUTES.sub("", _MACRO.sub("", _FENCE.sub("", self.source.body))))
        return len(words_of(text))

    @property
    def age(self) -> float:
        """Return the age at which somebody can read it with ease."""
        return age_of(self.paragraphs)

    @property
    def links(self) -> list[str]:
        """Return where it leads."""
        return [found["to"] for found in _LINK.finditer(self.source.body)]

    @property
    def parts(self) -> list[str]:
        """Return the anchors of its headings that are parts, in their order."""
        found = [heading["id"] for heading in _HEADING.finditer(self.source.body)]
        return [part for part in found if part in PARTS]

    def abbreviations(self) -> set[str]:
        """Return every word in capitals, outside code."""
        text = _CODE.sub("", _FENCE.sub("", _MACRO.sub("", self.source.body)))
        found = _ABBREVIATION.findall(_TAG.sub("", _LINK.sub("]", text)))
        return set(found) - _NO_ABBREVIATIONS


def read_pages(root: Path = PROJECT) -> list[Read]:
    """Return every page of the guide of this library, in the order of their names."""
    base = root / "docs/guide"
    return [
        Read(file.relative_to(base).as_posix(), read_source(file, root))
        for file in sorted(base.rglob("*.md"))
    ]


def lacking(pages: Sequence[Read]) -> list[str]:
    """Return the pages that lack a part, or have the parts in another order."""
    found = []
    for page in pages:
        missing = [part for part in page.needs if part not in page.parts]
        if missing:
            found.append(f"{page.name}: no {', no '.join(missing)}")
        elif page.needs and page.parts != [part for part in PARTS if part in page.parts]:
            found.append(f"{page.name}: its parts are in another order")
    return found


def unexplained(pages: Sequence[Read], glossary: Glossary) -> list[str]:
    """Return the abbreviations that are in no glossary, each with its page."""
    known = {name for term in glossary.terms for name in term.names}
    known |= {f"{name}s" for name in known if name.isupper()}
    return [
        f"{page.name}: {word}"
        for page in pages
        for word in sorted(page.abbreviations())
        if word not in known
    ]


def too_hard(pages: Sequence[Read]) -> list[str]:
    """Return the pages that are far too hard to read."""
    return [f"{p.name}: reading age {p.age:.1f}" for p in pages if p.age > HARDEST]


def leading_nowhere(pages: Sequence[Read]) -> list[str]:
    """Return the pages that have no link, and so leave their reader alone."""
    return [page.name for page in pages if page.needs and not page.links]


def of_the_wrong_length(pages: Sequence[Read]) -> list[str]:
    """Return the pages that are shorter or longer than they should be. Editors decide."""
    least, most = LENGTH
    return [
        f"{page.name}: {page.words} words, not {least} to {most}"
        for page in pages
        if page.needs and not least <= page.words <= most
    ]


def report(pages: Sequence[Read], glossary: Glossary) -> Iterator[str]:
    """Yield a line for each page, and then what goes beyond the limits."""
    width = max((len(page.name) for page in pages), default=0)
    for page in pages:
        missing = [part for part in page.needs if part not in page.parts]
        yield (
            f"{page.name:{width}}  {page.words:5} words  age {page.age:4.1f}  "
            f"{len(page.links):3} links" + (f"  lacks {', '.join(missing)}" if missing else "")
        )
    if pages:
        ages = [page.age for page in pages]
        yield ""
        yield (
            f"{len(pages)} pages, {sum(page.words for page in pages):,} words. Reading age: "
            f"{sum(ages) / len(ages):.1f} on average, {max(ages):.1f} at most; "
            f"{sum(age > AIM for age in ages)} above {AIM}."
        )
    for title, found in (
        ("Lacking a part", lacking(pages)),
        ("Abbreviations in no glossary", unexplained(pages, glossary)),
        ("Far too hard", too_hard(pages)),
        ("Leading nowhere", leading_nowhere(pages)),
        ("Of another length than they should be (editors decide)", of_the_wrong_length(pages)),
    ):
        yield f"\n{title}: {len(found) or 'none'}"
        yield from (f"  {each}" for each in found)


def main() -> int:
    """Print the report on this library; return 1 if anything is a fault."""
    pages = read_pages()
    glossary, _ = read_glossary(Folders.at(PROJECT))
    print("\n".join(report(pages, glossary)))
    faults = (lacking(pages), unexplained(pages, glossary), too_hard(pages), leading_nowhere(pages))
    return 1 if any(faults) else 0


if __name__ == "__main__":
    sys.exit(main())
