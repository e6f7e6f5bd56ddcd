"""What a web server must say with every page: made from a built site, and kept beside it.

A content security policy names, by its hash, every inline script that a browser may run. Only
the built pages tell which those are, so the policy is made when the site is, and travels in the
site's own folder `.patternbook/`. No web server may serve a name that begins with a full stop.

A page that holds what the policy would block is a fault: it would work on the desk of whoever
built it, and fail wherever the site is hosted as it should be.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from patternbook.vocabulary import Audience

FOLDER = ".patternbook"

# nginx reads no longer word than 4,096 characters from its configuration.
_LONGEST_POLICY = 3_500
_SHOWN = 20

# The files of this site; and the program of its search, in WebAssembly, which no browser compiles
# without being allowed to by name. That lets no text become a script, as 'unsafe-eval' would.
_OUR_OWN = ("'self'", "'wasm-unsafe-eval'")

# What a script element may say of itself and still be run. All else is a block of data.
_RUN = re.compile(
    r"(?:module|importmap|speculationrules"
    r"|(?:text|application)/(?:x-)?(?:java|ecma)script|text/(?:javascript1\.[0-5]|jscript|livescript))?"
)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
_IN_STYLE = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?:https?:|//)""", re.IGNORECASE)
# What a browser drops from an address before it reads it.
_DROPPED = re.compile(r"[\x00-\x20]")

# Elements for which the policy has no room at all, wherever they would load from.
_NO_ROOM = frozenset(
    ["applet", "audio", "embed", "fencedframe", "frame", "iframe", "object", "track", "video"]
)
# Elements in which a browser takes tags for text, as not every version of Python does.
_PLAIN = frozenset(["textarea", "title"])
# Links that make a browser fetch something, rather than tell it something.
_FETCHING = frozenset(
    [
        *("apple-touch-icon", "icon", "manifest", "mask-icon", "stylesheet"),
        *("dns-prefetch", "modulepreload", "preconnect", "prefetch", "preload", "prerender"),
    ]
)
_ADDRESSES = frozenset(["action", "formaction", "href", "src", "xlink:href"])


class NotUnderPolicy(Exception):
    """Pages hold what the policy would block. Says where and what, and how to mend it."""


def write_headers(site: Path, audience: Audience, made_for: str = "") -> None:
    """Write what a web server needs to host a built site into the site's folder `.patternbook/`.

    That is `policy.txt` (the content security policy), `nginx.conf` (all headers, as nginx reads
    them) and `audience` (for whom the site was built: `made_for` if that says more, such as
    “participants” and the id of their review).

    Raises NotUnderPolicy with every place where a page would not work under the policy. Then
    nothing is left in the folder, so that nobody takes the site for one that was checked.
    """
    folder = site / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    hashes: set[str] = set()
    faults: list[str] = []
    for file in _files(site, "*.html"):
        page = _Page()
        page.feed(file.read_text(encoding="utf-8"))
        page.close()
        hashes.update(map(_hash, page.scripts))
        where = file.relative_to(site).as_posix()
        faults += [f"{where}, line {line}: {what}" for line, what in page.faults]
    for file in _files(site, "*.css"):
        if _IN_STYLE.search(file.read_text(encoding="utf-8")):
            faults.append(
                f"{file.relative_to(site).as_posix()}: it loads something from elsewhere. Keep a "
                "copy in docs/assets/."
            )
    if faults:
        raise NotUnderPolicy(_told(faults))
    policy = _policy(hashes)
    if len(policy) > _LONGEST_POLICY:
        raise NotUnderPolicy(
            f"The pages hold {len(hashes)} different inline scripts, more than one header can "
            "name. Move them to files under docs/assets/."
        )
    folder.mkdir()
    (folder / "policy.txt").write_text(f"{policy}\n", encoding="utf-8")
    (folder / "nginx.conf").write_text(_for_nginx(_headers(policy, audience)), encoding="utf-8")
    (folder / "audience").write_text(f"{made_for or audience}\n", encoding="utf-8")


def _files(site: Path, pattern: str) -> Iterator[Path]:
    return (file for file in sorted(site.rglob(pattern)) if file.is_file())


def _told(faults: list[str]) -> str:
    more = len(faults) - _SHOWN
    lines = [f"- {fault}" for fault in faults[:_SHOWN]]
    if more > 0:
        lines.append(f"- and {more} more.")
    return "The site would not work under its content security policy.\n" + "\n".join(lines)


def _hash(script: str) -> str:
    # A browser reads every line end as a line feed before it hashes.
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _policy(hashes: Iterable[str]) -> str:
    """Return the policy: nothing but what comes from this very site.

    Search runs in a worker; browsers disagree on which rule holds for those that have no rule
    of their own. Pictures may stand in the style sheets themselves, as `data:`.
    """
    scripts = " ".join([*_OUR_OWN, *(f"'sha256-{each}'" for each in sorted(hashes))])
    return (
        f"default-src 'none'; script-src {scripts}; worker-src 'self'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def _headers(policy: str, audience: Audience) -> list[tuple[str, str, str]]:
    """Return the name and value of every header, and why it is sent."""
    headers = [
        ("Content-Security-Policy", policy, "Run and load only what belongs to this site."),
        ("X-Content-Type-Options", "nosniff", "Take each file for what the server says it is."),
        (
            "Referrer-Policy",
            "same-origin",
            "Tell no other site which page a reader came from: its address names the record.",
        ),
        (
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Let no page that opened this one, or that this one opened, reach into it.",
        ),
        ("Cross-Origin-Resource-Policy", "same-origin", "Let no other site embed its files."),
        (
            "Permissions-Policy",
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
            "The site needs none of these.",
        ),
    ]
    # Whatever is not public is internal, an audience that is still to come included.
    if audience is Audience.PUBLIC:
        headers.append(
            (
                "Cache-Control",
                "no-cache",
                "Copies may be kept, but whoever has one asks first: what was taken back is "
                "gone at once.",
            )
        )
    else:
        headers += [
            (
                "Cache-Control",
                "private, no-store",
                "Nothing stays behind on a computer that people share, nor in a proxy.",
            ),
            (
                "X-Robots-Tag",
                "noindex, nofollow, noarchive",
                "Should it ever be reachable, search engines leave it alone.",
            ),
        ]
    return headers


def _for_nginx(headers: Iterable[tuple[str, str, str]]) -> str:
    lines = [
        "# Made with the site: do not change it here. To be included in a server block.",
        "# A location with an add_header of its own inherits none of these.",
    ]
    for name, value, why in headers:
        lines += [f"# {why}", f'add_header {name} "{value}" always;']
    return "\n".join(lines) + "\n"


class _Page(HTMLParser):
    """Reads one page: which inline scripts it runs, and what the policy would block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.faults: list[tuple[int, str]] = []
        self._script: list[str] | None = None
        self._articles = 0
        self._plain: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes."""
        if self._plain is not None:
            return
        if tag in _PLAIN:
            self._plain = tag
        # Of two attributes of one name, browsers take the first.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        self._articles += tag == "article"
        if tag in _NO_ROOM:
            self._fault(f"an element <{tag}>, which the policy does not allow. Use a link")
        elif tag == "style":
            self._fault("an element <style>. Use a style sheet under docs/assets/")
        elif tag == "script" and "src" not in attributes:
            self._begin_script(attributes.get("type", ""))
        for name, value in attributes.items():
            self._look_at(tag, name, _DROPPED.sub("", value))
        if any(_ABSOLUTE.match(address) for address in _loaded(tag, attributes)):
            self._fault(f"<{tag}> loads something from elsewhere. Keep a copy in docs/assets/")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take `<script/>` for `<script>`, as browsers do."""
        self.handle_starttag(tag, attrs)
        if tag in self.CDATA_CONTENT_ELEMENTS:
            self.set_cdata_mode(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take an inline script as a whole where it ends."""
        if self._plain is not None:
            self._plain = None if tag == self._plain else self._plain
            return
        self._articles -= tag == "article" and self._articles > 0
        if tag == "script" and self._script is not None:
            self.scripts.append("".join(self._script))
            self._script = None

    def handle_data(self, data: str) -> None:
        """Gather the text of an inline script."""
        if self._script is not None:
            self._script.append(data)

    def _begin_script(self, kind: str) -> None:
        if _RUN.fullmatch(kind.strip().lower()) is None:
            return
        # The theme's scripts stand in the frame. One in the text came from an author, and what
        # an author wrote is never to be allowed by being there.
        if self._articles:
            self._fault("a script within the text. Use a file under docs/assets/")
        else:
            self._script = []

    def _look_at(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self._fault(f"an attribute “{name}”. Use a script under docs/assets/")
        elif name == "style":
            self._fault("an attribute “style”. Use a class, and a style sheet under docs/assets/")
        elif name == "srcdoc":
            self._fault("an attribute “srcdoc”, which the policy does not allow")
        elif name in _ADDRESSES and value.lower().startswith("javascript:"):
            self._fault(f"<{tag}> has an address that is a script. Use a script under docs/assets/")

    def _fault(self, what: str) -> None:
        self.faults.append((self.getpos()[0], f"{what}."))


def _loaded(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    """Yield every address that an element makes the browser load or send to.

    What it links to is none, nor is a picture that stands in the address itself (`data:`).
    """
    if tag == "link":
        if not _FETCHING.isdisjoint(attributes.get("rel", "").lower().split()):
            yield _DROPPED.sub("", attributes.get("href", ""))
    elif tag == "script":
        yield _DROPPED.sub("", attributes.get("src", ""))
    elif tag == "base":
        yield _DROPPED.sub("", attributes.get("href", ""))
    elif tag == "form":
        yield _DROPPED.sub("", attributes.get("action", ""))
    elif tag in {"img", "input", "image", "use", "source"}:
        named = [attributes.get(name, "") for name in ("src", "href", "xlink:href")]
        named += [each.strip() for each in attributes.get("srcset", "").split(", ")]
        for address in (_DROPPED.sub("", each) for each in named):
            if not address.lower().startswith("data:"):
                yield address
    if "formaction" in attributes:
        yield _DROPPED.sub("", attributes["formaction"])
