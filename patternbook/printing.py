"""A page -> a tagged PDF of what it says, for those who hand paper or files round.

1. `ready` tells whether PDFs can be made here: they need WeasyPrint, and Pango from the system,
2. `pdf_of` makes one from a page's HTML, and `pdf_of_document` one from HTML that was made for it,
3. `with_link` lets the page lead to it.

Nothing is fetched from anywhere but the site's own folder. The same page makes the same bytes,
and neither a date nor anybody's name stands in them.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

# PDF/UA-1 (ISO 14289-1): every part is tagged with what it is, for those who hear the page.
_VARIANT = "pdf/ua-1"
# Where pages lie while a PDF is made of them, if nobody has said where the site will stand.
_NOWHERE = "https://site.invalid/"
_STYLE = "printing.css"
_FACES = "assets/fonts"
# The family that printing.css names, its weight there, and the file.
_FILES_OF_FACES = (
    ("Text", "normal", "atkinson-hyperlegible-next-latin-400-normal"),
    ("Text", "bold", "atkinson-hyperlegible-next-latin-600-normal"),
    ("More text", "normal", "atkinson-hyperlegible-next-latin-ext-400-normal"),
    ("More text", "bold", "atkinson-hyperlegible-next-latin-ext-600-normal"),
    ("Titles", "bold", "source-serif-4-latin-600-normal"),
    ("More titles", "bold", "source-serif-4-latin-ext-600-normal"),
)
_BANNER, _LINK_GOES_HERE = "md-banner__inner", '<p class="pb-pack-print">'
_HOW_TO = """\
PDFs cannot be made here: {missing}.
  Debian, Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0
  Fedora:         sudo dnf install pango
  macOS:          brew install pango
  Windows:        see “Windows” at https://doc.courtbouillon.org/weasyprint/stable/first_steps.html
{afterwards}"""
_FOR_PACKS = (
    "Then run “make packs”, which installs the rest. Without --pdf nothing of this is needed."
)
FOR_REPORTS = (
    "Then run “make setup-pdf”, which installs the rest. With --to docx nothing of this is needed."
)


class CannotPrint(Exception):
    """Raised where PDFs cannot be made, with what is missing and how to get it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and on how many sheets it prints."""

    content: bytes
    sheets: int


def ready(afterwards: str = _FOR_PACKS) -> None:
    """Raise CannotPrint unless PDFs can be made here and read back by the search for leaks.

    `afterwards` is what to do once the system has what it needs.
    """
    try:
        import pypdf  # noqa: F401
        import weasyprint  # noqa: F401
    except ImportError as error:
        missing = f"the Python package {error.name} is missing"
    except OSError:
        missing = "the library Pango is missing"
    else:
        return
    raise CannotPrint(_HOW_TO.format(missing=missing, afterwards=afterwards))


def pdf_of(page: str, site: Path, address: str, site_url: str = "") -> Printed:
    """Return a PDF of the text of a built page, with the banner that says for whom it is.

    `page` is the page's HTML, `site` the folder of the site, and `address` where in the site the
    page lies. Links to other pages stay links if `site_url` says where they will be, and are plain
    text otherwise. Raises CannotPrint as `ready` does, or if the page asks for a file that is not
    in the site.
    """
    ready()
    root = site_url or _NOWHERE

    def keep(html: Element) -> None:
        _keep_what_is_read(html, is_placed=bool(site_url))

    style = files("patternbook").joinpath(_STYLE).read_text(encoding="utf-8")
    return _printed(page, style, site, root, address, keep)


def pdf_of_document(html: str, style: str, site: Path) -> Printed:
    """Return a PDF of a whole document in HTML, with a style sheet of its own.

    `site` is a folder with the faces of the site, if it has them. Raises CannotPrint as `ready`
    does.
    """
    ready(FOR_REPORTS)
    return _printed(html, style, site, _NOWHERE, "", lambda whole: None)


def _printed(
    page: str,
    style: str,
    site: Path,
    root: str,
    address: str,
    prepare: Callable[[Element], None],
) -> Printed:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    fetcher = _fetcher(site, root)
    document = HTML(string=page, base_url=urljoin(root, address), url_fetcher=fetcher)
    prepare(document.etree_element)
    faces = FontConfiguration()
    try:
        sheet = CSS(
            string=style + _faces_in(site), base_url=root, url_fetcher=fetcher, font_config=faces
        )
        rendered = document.render(stylesheets=[sheet], font_config=faces)
        content = rendered.write_pdf(pdf_variant=_VARIANT)
    except FatalURLFetchingError:
        raise CannotPrint(
            "A page to be printed asks for a file that is not in the site. Put it under "
            "docs/assets/."
        ) from None
    return Printed(content, len(rendered.pages))


def with_link(page: str, name: str, printed: Printed) -> str:
    """Return a page's HTML with a link to its PDF, which lies beside it under this name.

    Raises ValueError if the page has no place for it.
    """
    before, place, after = page.partition(_LINK_GOES_HERE)
    if not place:
        raise ValueError("The page has no place for a link to its PDF.")
    sheets = "one page" if printed.sheets == 1 else f"{printed.sheets} pages"
    size = max(1, round(len(printed.content) / 1000))
    link = f'<a href="{name}">This pack as a PDF</a>: {sheets}, {size} kilobytes.'
    return f"{before}{place}{link} {after}"


def _keep_what_is_read(html: Element, *, is_placed: bool) -> None:
    """Take out of a parsed page all but its text, its banner and its title."""
    head, body = html.find("head"), html.find("body")
    if head is None or body is None:  # the parser makes both, whatever it reads
        raise CannotPrint("A page without text cannot be printed.")
    head[:] = [each for each in head if each.tag == "title"]
    kept = [each for each in body.iter("div") if each.get("class", "").startswith(_BANNER)]
    kept += list(body.iter("article"))
    for part in kept:
        for parent in list(part.iter()):
            parent[:] = [each for each in parent if not _is_for_screens(each)]
    if not is_placed:
        for link in html.iter("a"):
            if not urlsplit(link.get("href", "")).scheme:
                link.attrib.pop("href", None)
    body[:] = kept
    body.text = None
    for part in kept:
        part.tail = None


def _is_for_screens(part: Element) -> bool:
    """Return whether this helps those alone who read on a screen."""
    classes = part.get("class", "").split()
    return part.tag in {"nav", "script", "style"} or not {
        "headerlink",
        "pb-contents",
        "pb-end",
        "pb-pack-print",
    }.isdisjoint(classes)


def _faces_in(site: Path) -> str:
    """Return style that names the site's own faces, as far as it has them.

    A face comes in several files, one for each range of letters; each is a family of its own here,
    since WeasyPrint goes from family to family for a letter and not by ranges.
    """
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f'src: url("{_FACES}/{name}.woff2") format("woff2"); }}\n'
        for family, weight, name in _FILES_OF_FACES
        if (site / _FACES / f"{name}.woff2").is_file()
    )


def _fetcher(site: Path, root: str) -> Any:
    """Return what WeasyPrint asks for files: it reads the site's folder, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    folder = site.resolve()

    class FromTheSite(URLFetcher):  # type: ignore[misc]  # it says nothing of its types
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            del headers
            below = unquote(urlsplit(url).path.removeprefix(urlsplit(root).path))
            file = (folder / below).resolve()
            if not url.startswith(root) or not file.is_relative_to(folder):
                raise FileNotFoundError(url)
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    return FromTheSite(fail_on_errors=True)
