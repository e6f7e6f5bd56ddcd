"""The body of a record -> sections and passages, each with what it is and who may see it.

The body is simple Markdown: paragraphs, `##` and `###` headings, lists, emphasis, quotations
and links to `https://` addresses. All else is refused, since a record is text from a stranger
and its page must hold nothing that its reader cannot see.

In a case review every `##` heading opens one perspective, named by role, with a first line
`Source: …`; “Reviewers' view” holds what the review team thinks (Guide 13, section 3, asks
that the two stay apart). A paragraph that begins with `Gap:` or `Dispute:` marks what is
missing or contested. What stands between `::: internal` and `:::` is for the board only.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from textwrap import dedent
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from patternbook.problems import Problem
from patternbook.source import Source, hidden_character
from patternbook.vocabulary import Audience, Kind

_FENCE = re.compile(r":::\s*(?P<word>internal|)\s*")
# Whatever might be meant as the mark of an internal passage. What is meant for few must not
# become public through a slip, so it is better to ask once too often.
LIKE_A_FENCE = re.compile(
    r"""
    .* :::                                               # three colons anywhere
    | (?= [^a-z0-9]* $ ) [^:\uff1a]* [:\uff1a]           # signs alone, a colon among them
    | [^a-z]* internal \s* [:\uff1a]                     # “Internal:”, as if it were “Gap:”
    | \s* [^a-z\s] [^a-z]* internal [^a-z]* $            # “**internal**”, “1. /internal”
    | [^a-z]* internal [^a-z.]* $                        # “Internal”, “## Internal”
    | [^a-z]* (?: (?:begin|end) \s+ )? internal \s+      # “Internal notes”, “Internal only: …”
        (?: passage | only | notes? | section ) \s* (?: $ | [^a-z\s] )
    | [^a-z]* (?: board \s+ only \b | (?:begin|end) \s+ internal \s* $ )
    | \s* internal \s+ [–—-] \s                          # “Internal - for the board”
    | [^a-z]* (?: (?<=[\[({<*_!:]) | (?<=[\[({<*_!:]\s) ) internal \b \s* [^\w\s]  # “[internal] …”
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Signs that look like a colon and are not made one by normalisation.
COLONS = dict.fromkeys(map(ord, "\u2236\ua789\u02d0\u0589\u05c3"), ":")
# More than any account has; a page of so many parts could not be built in reasonable time.
MAX_PARTS = 2000
_SOURCE = re.compile(r"^Source:\s*(?P<said>.+)$")
_REVIEWERS = re.compile(r"reviewers?[’']?s? view", re.IGNORECASE)

_WRITE_SOURCE = (
    "write “Source: conversation”, “Source: record” or “Source: conversation and record”"
)


class SectionKind(StrEnum):
    """Whose voice a section is."""

    PERSPECTIVE = "perspective"
    REVIEWERS = "reviewers"
    PLAIN = "plain"


class PassageKind(StrEnum):
    """What a passage is: the account itself, or a mark that something lacks or is contested."""

    ACCOUNT = "account"
    GAP = "gap"
    DISPUTE = "dispute"


_MARKS = {"Gap:": PassageKind.GAP, "Dispute:": PassageKind.DISPUTE}


class Basis(StrEnum):
    """What a perspective rests on."""

    CONVERSATION = "conversation"
    RECORD = "record"
    BOTH = "conversation and record"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of Markdown that belongs together. `audience` None means: as its record."""

    kind: PassageKind
    markdown: str
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. `title` is empty for text before any heading."""

    kind: SectionKind
    title: str
    source: Basis | None
    passages: tuple[Passage, ...]
    audience: Audience | None = None


Narrative = tuple[Section, ...]


def markdown_reader() -> MarkdownIt:
    """Return the one reader of contributed Markdown.

    It recognises HTML and every kind of link, so that they can be refused rather than missed.
    """
    reader = MarkdownIt("commonmark", {"html": True}).disable("code")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return reader


def read_narrative(source: Source, kind: Kind) -> tuple[Narrative, list[Problem]]:
    """Return the body of a record as sections, and every problem with it.

    With any fault the sections may be incomplete, and must not be published.
    """
    reading = _Reading(source, kind)
    reading.read()
    return tuple(reading.sections), reading.problems


class _Reading:
    """The work of reading one body."""

    def __init__(self, source: Source, kind: Kind) -> None:
        self.sections: list[Section] = []
        self.problems: list[Problem] = []
        self._source = source
        self._kind = kind
        self._reader = markdown_reader()
        self._heading_lines: dict[int, int] = {}
        self._parts = 0
        self._told: set[Problem] = set()

    def read(self) -> None:
        for first_line, audience, text in self._stretches():
            self._read_stretch(first_line, audience, text)
        for number, section in enumerate(self.sections):
            if section.kind is SectionKind.PERSPECTIVE and section.source is None:
                self._fault(
                    self._heading_lines[number],
                    "perspective-without-source",
                    "This perspective does not say what it rests on.",
                    f"Below the heading, between empty lines, {_WRITE_SOURCE}.",
                )

    def _stretches(self) -> Iterator[tuple[int, Audience | None, str]]:
        """Yield the stretches of the body between fences: first line, audience, text."""
        audience: Audience | None = None
        lines: list[str] = []
        begun = opened = self._source.body_line
        for number, line in enumerate(self._source.body.split("\n"), self._source.body_line):
            fence = _FENCE.fullmatch(line)
            if fence is None and not marks_internal(line):
                lines.append(line)
                continue
            yield begun, audience, "\n".join(lines)
            lines, begun = [], number + 1
            if fence and fence["word"] and audience is None:
                audience, opened = Audience.BOARD, number
            elif fence and not fence["word"] and audience is not None:
                audience = None
            else:
                # Fail closed: what follows a fence that nobody understands is not for the public.
                audience = Audience.BOARD
                self._fault(
                    number,
                    "internal-marks",
                    "This line looks as if it opened or closed an internal passage, but does not.",
                    "Open one with “::: internal” and close it with “:::”, each on a line of its "
                    "own with nothing before it.",
                )
        if audience is not None and not any(p.code == "internal-marks" for p in self.problems):
            self._fault(
                opened,
                "internal-marks",
                "An internal passage opens here and is never closed.",
                "Close it with a line “:::”.",
            )
        yield begun, audience, "\n".join(lines)

    def _read_stretch(self, first_line: int, audience: Audience | None, text: str) -> None:
        env: dict[str, Any] = {}
        tokens = self._reader.parse(text, env)
        lines = text.split("\n")
        for number in _definitions(env):
            self._fault(
                first_line + number,
                "hidden-text",
                "This line holds a link or a note that no reader would see.",
                "Write the link where it is used, or remove the line.",
            )
        for token in tokens:
            self._inspect(token, first_line)
        self._parts += sum(token.nesting == 1 for token in tokens)
        if self._parts > MAX_PARTS:
            self._fault(
                first_line,
                "too-many-parts",
                f"This account has more than {MAX_PARTS:,} paragraphs, headings and list entries.",
                "Shorten it, or join what belongs together.",
            )
            return
        for block in _blocks(tokens):
            self._place_block(block, lines, first_line, audience)

    def _place_block(
        self, block: Sequence[Token], lines: list[str], first_line: int, audience: Audience | None
    ) -> None:
        first = block[0]
        start, end = first.map or (0, 0)
        if first.type == "heading_open" and first.tag == "h2":
            self._open_section(block[1].content, first_line + start, audience)
            return
        markdown = dedent("\n".join(lines[start:end])).strip()
        said = _SOURCE.match(markdown)
        if said and self._take_source(said["said"], first_line + start, audience):
            return
        kind = next(
            (kind for mark, kind in _MARKS.items() if markdown.startswith(mark)),
            PassageKind.ACCOUNT,
        )
        if kind is not PassageKind.ACCOUNT:
            markdown = markdown.split(":", 1)[1].strip()
            self._inspect_marked(markdown, first_line + start)
        if not self.sections or (audience is None and self.sections[-1].audience is not None):
            # Text that is not internal must not fall under a heading that is.
            self.sections.append(Section(SectionKind.PLAIN, "", None, ()))
        section = self.sections[-1]
        passages = section.passages
        if (
            passages
            and passages[-1].kind is kind is PassageKind.ACCOUNT
            and passages[-1].audience is audience
        ):
            joined = replace(passages[-1], markdown=f"{passages[-1].markdown}\n\n{markdown}")
            passages = (*passages[:-1], joined)
        else:
            passages = (*passages, Passage(kind, markdown, audience))
        self.sections[-1] = replace(section, passages=passages)

    def _inspect_marked(self, markdown: str, line: int) -> None:
        """Refuse a gap or dispute whose text, once its mark is taken off, is no plain paragraph."""
        env: dict[str, Any] = {}
        blocks = [token.type for token in self._reader.parse(markdown, env) if token.level == 0]
        if blocks != ["paragraph_open", "paragraph_close"] or env.get("references"):
            self._fault(
                line,
                "marked-paragraph",
                "After “Gap:” or “Dispute:” comes a plain sentence.",
                "Write the sentence on the same line, and a list or heading on its own below.",
            )

    def _open_section(self, title: str, line: int, audience: Audience | None) -> None:
        if self._kind is not Kind.CASE_REVIEW:
            kind = SectionKind.PLAIN
        elif _REVIEWERS.fullmatch(title.strip()):
            kind = SectionKind.REVIEWERS
        else:
            kind = SectionKind.PERSPECTIVE
        if not title.strip():
            self._fault(
                line, "empty-heading", "This heading has no words.", "Name the role, or remove it."
            )
        self._heading_lines[len(self.sections)] = line
        self.sections.append(Section(kind, title, None, (), audience))

    def _take_source(self, said: str, line: int, audience: Audience | None) -> bool:
        """Set the source of the section that has just opened; False if none waits for one."""
        section = self.sections[-1] if self.sections else None
        if section is None or section.kind is not SectionKind.PERSPECTIVE or section.passages:
            return False
        if section.audience is not audience:
            return False  # an internal line must not say what an open perspective rests on
        try:
            basis = Basis(said.strip().rstrip(".").lower())
        except ValueError:
            self._fault(
                line,
                "unknown-source",
                "A perspective rests on a conversation, a record, or both.",
                f"Here {_WRITE_SOURCE}.",
            )
            basis = Basis.BOTH
        self.sections[-1] = replace(section, source=basis)
        return True

    def _inspect(self, token: Token, first_line: int) -> None:
        """Report what a body may not hold, in one token of a stretch and in what it contains."""
        start, end = token.map or (0, 1)
        line = first_line + start
        if token.type == "heading_open":
            self._inspect_heading(token, line, first_line + end - 1)
        elif token.type == "fence":
            self._fault(
                line,
                "not-prose",
                "A block of code has no place in an account.",
                "Write it as text, without the line of ``` or ~~~.",
            )
        elif token.type == "hr":
            self._fault(
                line,
                "not-prose",
                "A line across the page has no place in an account.",
                "Remove it; a heading can part what is above from what is below.",
            )
        elif token.type == "html_block":
            self._refuse_html(token.content, line)
        children = token.children or []
        for n, inner in enumerate(children):
            self._inspect_inline(inner, line)
            if inner.type == "link_open":
                self._inspect_link(inner, children[n + 1 :], line)
            line += inner.type in {"softbreak", "hardbreak"}
            line += inner.content.count("\n") if inner.type == "html_inline" else 0

    def _inspect_heading(self, token: Token, line: int, last_line: int) -> None:
        if token.markup in {"=", "-"}:
            self._fault(
                last_line,
                "underlined-heading",
                "This line makes a heading of the text above it.",
                "Remove it; write “## ” before what is meant as a heading.",
            )
        elif token.tag not in {"h2", "h3"}:
            self._fault(
                line,
                "heading-level",
                "Headings here are “##” and “###” only.",
                "Change the number of #.",
            )
        elif token.level > 0:
            self._fault(
                line,
                "nested-heading",
                "A heading cannot stand inside a list or a quotation.",
                "Put it on a line of its own, with nothing before it.",
            )

    def _inspect_inline(self, inner: Token, line: int) -> None:
        """Report what a line of text may not hold."""
        if inner.type == "html_inline" or "<!--" in inner.content:
            self._refuse_html(inner.content, line)
        elif inner.type == "image":
            self._fault(
                line,
                "picture",
                "Records hold no pictures.",
                "Say in words what the picture shows.",
            )
        if hidden_character(inner.content):
            self._fault(
                line,
                "hidden-character",
                "The text between “&” and “;” stands for a character that nobody can see.",
                "Remove it.",
            )

    def _inspect_link(self, link: Token, following: Sequence[Token], line: int) -> None:
        """Report a link that leads elsewhere than to `https://`, or that hides something."""
        inside = takewhile(lambda token: token.type != "link_close", following)
        if not str(link.attrGet("href") or "").startswith("https://"):
            self._fault(
                line,
                "unsafe-link",
                "A link in a record may only lead to an address that begins with “https://”.",
                "Remove the link; name other records in the field “related”.",
            )
        elif link.attrGet("title") or not any(
            sign.isalnum() for token in inside for sign in token.content
        ):
            self._fault(
                line,
                "hidden-text",
                "This link holds something that no reader would see.",
                "Write it as [what the reader sees](https://…), with nothing else in the brackets.",
            )

    def _refuse_html(self, content: str, line: int) -> None:
        if "<!--" in content:
            self._fault(line, "html", "Here is a comment that no reader would see.", "Remove it.")
        else:
            self._fault(
                line,
                "html",
                "HTML is not used in records.",
                "Write plain text; put a backslash before a “<” that is meant as text.",
            )

    def _fault(self, line: int, code: str, message: str, mend: str) -> None:
        problem = Problem(self._source.path, line, 1, code, message, mend)
        if problem not in self._told:
            self._told.add(problem)
            self.problems.append(problem)


def _definitions(env: dict[str, Any]) -> list[int]:
    """Return the lines, from nought, on which links or notes are defined and not shown."""
    defined = [*env.get("references", {}).values(), *env.get("duplicate_refs", [])]
    return sorted(each["map"][0] for each in defined)


def marks_internal(line: str) -> bool:
    """Return whether a line is, or might be meant as, the mark of an internal passage."""
    return LIKE_A_FENCE.match(_as_seen(line)) is not None


def _as_seen(line: str) -> str:
    """Return a line with look-alike letters and entities as what a reader takes them for."""
    if line.isascii() and "&" not in line:
        return line
    return unicodedata.normalize("NFKC", html.unescape(line)).translate(COLONS)


def _blocks(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the tokens of each top-level block."""
    start = 0
    for number, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : number + 1]
            start = number + 1
