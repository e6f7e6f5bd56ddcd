"""The hand-written pages: what they show, cite and explain must be there."""

from __future__ import annotations

from patternbook.rules.rule import Rule, Theme


class GuidePage(Rule):
    """A page of the guide says where it stands in its section, and no other stands there.

    Why: The menu and the way from page to page are made from what pages say of themselves. Whoever
    writes a page then changes nothing else, and the menu never names a page that is not there.

    Passes:
        # whole file: docs/guide/model/index.md
        ---
        title: The model
        description: How we look at cases.
        guide: {order: 1}
        ---

    Fails:
        # whole file: docs/guide/model/index.md
        ---
        title: The model
        description: How we look at cases.
        ---

    Source: House rule: what is listed is never written down twice.
    """

    code = "guide-page"


class BrokenMacro(Rule):
    """What a page calls on is written so that it can be read without being carried out.

    Why: A page can show an example from the library by a line in braces. The check reads which
    one it names, and a name that is worked out on the page could be anything.

    Passes:
        # whole file: docs/guide/index.md
        ---
        render_macros: true
        ---
        {{ show_near_miss("a-letter-that-went-astray") }}

    Fails:
        # whole file: docs/guide/index.md
        ---
        render_macros: true
        ---
        {{ show_near_miss("a-letter-" ~ rest) }}

    Source: House rule: every fault is told before anything is built.
    """

    code = "broken-macro"


class BrokenExample(Rule):
    """An example that a page shows can be read by those who read the page, and is what it says.

    Why: Examples are taken from records, which may be revised or withdrawn. A page that then showed
    nothing, or something else, would teach what is not so.

    Passes:
        # whole file: docs/guide/index.md
        ---
        render_macros: true
        ---
        {{ show_near_miss("a-letter-that-went-astray", outcome="prevented") }}

    Fails:
        # whole file: docs/guide/index.md
        ---
        render_macros: true
        ---
        {{ show_near_miss("a-letter-that-went-astray", prevented_by="chance") }}

    Source: House rule: an example stays true, or the page is mended.
    """

    code = "broken-example"


class UnknownCitation(Rule):
    """A source that a page cites stands on the list of sources.

    Why: Readers want to look up what a claim rests on. A key that leads nowhere leaves them with a
    claim alone.

    Passes:
        # whole file: docs/guide/sources.bib
        @book{lamb2004,
          author = {Lamb, Ann}, title = {Letters}, year = {2004},
          keywords = {Books}, annote = {On letters.}}
        # whole file: docs/guide/index.md
        ---
        render_macros: true
        ---
        They wait {{ cite("lamb2004") }}.

    Fails:
        # whole file: docs/guide/index.md
        ---
        render_macros: true
        ---
        They wait {{ cite("lamb2004") }}.

    Source: House rule: each claim of the guide can be followed to its source.
    """

    code = "unknown-citation"


class BrokenBibliography(Rule):
    """The list of sources is BibTeX, with author, title, year, group and remarks for each source.

    Why: It is published as it is, for programs that keep references, and the page of sources is
    made from it.

    Passes:
        # whole file: docs/guide/sources.bib
        @book{lamb2004,
          author = {Lamb, Ann}, title = {Letters}, year = {2004},
          keywords = {Books}, annote = {On letters.}}

    Fails:
        # whole file: docs/guide/sources.bib
        @book{lamb2004,
          author = {Lamb, Ann}, title = {Letters}, year = {2004}}

    Source: BibTeX, as the library pybtex reads it.
    """

    code = "broken-bibliography"


class TermTwice(Rule):
    """A term is explained once: in the glossary, or on a closed list of the vocabulary.

    Why: Of two explanations one is sooner or later changed and the other is not. Readers would
    then learn two meanings for one word.

    Passes:
        # whole file: docs/glossary.md
        ---
        title: Glossary
        description: Words.
        terms:
          - {id: threshold, term: threshold, means: Where help begins.}
        ---

    Fails:
        # whole file: docs/glossary.md
        ---
        title: Glossary
        description: Words.
        terms:
          - {id: threshold, term: threshold, means: Where help begins.}
          - {id: limit, term: limit, also: [Threshold], means: Where help ends.}
        ---

    Source: House rule: a word is written once.
    """

    code = "term-twice"


THEME = Theme(
    "The guide",
    "The guide is written by hand and shows what is in the library. These rules keep the two "
    "together.",
    (GuidePage, BrokenMacro, BrokenExample, UnknownCitation, BrokenBibliography, TermTwice),
)
