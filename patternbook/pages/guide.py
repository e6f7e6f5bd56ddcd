"""The guide as it is read: its lists of pages, the way from page to page, its sources, a form.

Each snippet takes the published library and the path of the page that it will stand on, and then
the author's own arguments; it returns Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from patternbook.bibliography import Reference
from patternbook.guide import GuidePage, GuideSection
from patternbook.pages import links, paths
from patternbook.pages.markup import Link
from patternbook.pages.rendering import render
from patternbook.publication import PublishedLibrary

# What one can answer to a statement of the self-assessment.
ANSWERS = ("Yes", "In part", "Not yet", "Not known")


def list_guide(library: PublishedLibrary, page: str) -> str:
    """Return every section of the guide with its pages."""
    sections = [
        (_link(section.index), section.index, [_link(each) for each in section.pages])
        for section in library.guide.sections
    ]
    return render("snippet-guide.md.j2", page, sections=sections)


def list_pages(library: PublishedLibrary, page: str) -> str:
    """Return the pages of the section that this page opens, with what each is about.

    Raises ValueError if the page belongs to no section.
    """
    section = library.guide.section_of(page)
    if section is None:
        raise ValueError("list_pages: this page belongs to no section of the guide.")
    pages = [(_link(each), each, _step(section, each)) for each in section.pages]
    return render("snippet-pages.md.j2", page, pages=pages)


def foot(library: PublishedLibrary, page: str) -> str:
    """Return the way on from a page of the guide: its neighbours and its section; or nothing."""
    section = library.guide.section_of(page)
    if section is None or page == section.index.path:
        return ""
    here = next(n for n, each in enumerate(section.pages) if each.path == page)
    before = section.pages[here - 1] if here else None
    after = section.pages[here + 1] if here + 1 < len(section.pages) else None
    return render(
        "snippet-foot.md.j2",
        page,
        section=_link(section.index),
        before=_link(before) if before else None,
        after=_link(after) if after else None,
        number=here + 1,
        last=len(section.pages),
        step=_step(section, section.pages[here]),
        steps=len(section.steps),
    )


def cite(library: PublishedLibrary, page: str, key: str, section: str = "") -> str:
    """Return a source in brackets, as a link to where it is listed.

    Raises ValueError if there is no such source.
    """
    reference = library.bibliography.get(key)
    if reference is None:
        raise ValueError(f"cite: there is no source called “{key}”.")
    said = f"{reference.short}, {section}" if section else reference.short
    link = Link(said, paths.SOURCES, paths.source_anchor(key)).markdown_from(page)
    return f"({link})"


def list_sources(library: PublishedLibrary, page: str) -> str:
    """Return all sources by group, each with our remarks and the pages that cite it."""
    titles = {
        each.path: _link(each)
        for section in library.guide.sections
        for each in (section.index, *section.pages)
    }
    groups: dict[str, list[tuple[Reference, list[Link]]]] = {}
    for each in library.bibliography.references:
        used = [titles[path] for path in library.citations.get(each.key, ()) if path in titles]
        groups.setdefault(each.group, []).append((each, used))
    return render("snippet-sources.md.j2", page, groups=groups, address=_address)


def ask_feature(
    library: PublishedLibrary,
    page: str,
    feature_id: str,
    title: str,
    statements: Sequence[str],
    *,
    entries: Sequence[str] = (),
) -> str:
    """Return one part of the self-assessment: statements to answer, and where evidence is listed.

    Raises ValueError if there is no such entry.
    """
    for entry_id in entries:
        if entry_id not in library.typology:
            raise ValueError(f"ask_feature: there is no entry called “{entry_id}”.")
    return render(
        "snippet-feature.md.j2",
        page,
        id=feature_id,
        title=title,
        statements=statements,
        answers=ANSWERS,
        entries=[links.to_entry(library.typology.get(each)) for each in entries],
    )


def _step(section: GuideSection, page: GuidePage) -> int:
    """Return which step of its section a page is, or 0 if it is none."""
    return section.steps.index(page) + 1 if page in section.steps else 0


def _address(url: str) -> Markup:
    """Return the address of a source, which holds no sign that Markdown could act on."""
    return Markup(f"<{url}>")  # noqa: S704 - looked at as it was read


def _link(page: GuidePage) -> Link:
    return Link(page.title, page.path)
