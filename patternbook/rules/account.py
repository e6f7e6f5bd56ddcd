"""The account below the fields: whose voice it is, and what it may be made of."""

from __future__ import annotations

from patternbook.rules.rule import Rule, Theme


class PerspectiveWithoutSource(Rule):
    """In a case review, each perspective says what it rests on.

    Why: What somebody told you and what a file says are two different things, and readers weigh
    them differently. Only if each part names its source can anybody see where the two disagree.

    Passes:
        kind: case-review
        ---
        ## The health visitor

        Source: conversation and record

        She had twenty minutes, and two missed appointments to think about.

    Fails:
        kind: case-review
        ---
        ## The health visitor

        She had twenty minutes, and two missed appointments to think about.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on a narrative of several
    perspectives and where each description comes from.
    """

    code = "perspective-without-source"


class UnknownSource(Rule):
    """A perspective rests on a conversation, on a record, or on both.

    Why: With three answers only, a reader sees at a glance how near an account is to the person
    whose view it gives. Which file or which meeting it was could identify somebody, and is not
    needed.

    Passes:
        kind: case-review
        ---
        ## The health visitor

        Source: record

        Two appointments had been missed.

    Fails:
        kind: case-review
        ---
        ## The health visitor

        Source: her diary

        Two appointments had been missed.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, which asks reviewers to be open
    about their evidence, be it paper or conversation.
    """

    code = "unknown-source"


class MarkedParagraph(Rule):
    """After “Gap:” or “Dispute:” comes a plain sentence, in the same paragraph.

    Why: The two words mark what nobody knows and what people tell differently, and the page sets
    that paragraph apart. A list or a heading would fall out of the frame, and its first line be
    taken for all of it.

    Passes:
        ---
        Gap: The clinic's diary for that month no longer exists.

    Fails:
        ---
        Gap:

        - The clinic's diary for that month no longer exists.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, which wants gaps and disputes to be
    seen.
    """

    code = "marked-paragraph"


class HeadingLevel(Rule):
    """Headings in an account begin with “##” or, below those, with “###”.

    Why: “#” is the title of the whole page, which stands there already. With headings in order,
    people who listen to a page can move about in it as others do by eye.

    Passes:
        ---
        ## What the duty desk saw

    Fails:
        ---
        # What the duty desk saw

    Source: WCAG 2.2, success criterion 1.3.1, and technique H42 on headings.
    """

    code = "heading-level"


class UnderlinedHeading(Rule):
    """A heading is marked with “##” before it and not with a line below it.

    Why: A row of hyphens or equals signs makes a heading of the whole text above it. That often
    happens by accident, when somebody meant to draw a line across the page.

    Passes:
        ---
        ## What the duty desk saw

        Forty letters had come in.

    Fails:
        ---
        What the duty desk saw
        ----------------------

        Forty letters had come in.

    Source: CommonMark 0.31, section 4.3; our reader is stricter.
    """

    code = "underlined-heading"


class NestedHeading(Rule):
    """A heading stands on its own, outside lists and quotations.

    Why: Inside a list nobody can tell how far the heading reaches. In a case review it might be
    meant to open a new perspective, and what follows would go to the wrong person.

    Passes:
        ---
        ## What the duty desk saw

        - Forty letters had come in.

    Fails:
        ---
        - ## What the duty desk saw
        - Forty letters had come in.

    Source: WCAG 2.2, success criterion 1.3.1; house rule: it is always plain who is speaking.
    """

    code = "nested-heading"


class EmptyHeading(Rule):
    """A heading has words.

    Why: A heading without words opens a part of which nobody knows whose voice it is. People who
    move from heading to heading would land on nothing.

    Passes:
        ---
        ## What the duty desk saw

    Fails:
        ---
        ##

    Source: WCAG 2.2, success criterion 2.4.6.
    """

    code = "empty-heading"


class Html(Rule):
    """An account is plain Markdown, without HTML and without comments.

    Why: HTML can run programs in a reader's browser, and a comment is in the file though no page
    shows it. Two stars on each side make words strong, and one makes them stand out.

    Passes:
        ---
        **Nobody** had been told.

    Fails:
        ---
        <b>Nobody</b> had been told. <!-- ask again -->

    Source: House rule: a page shows its readers all that its file says, and does nothing else.
    """

    code = "html"


class Picture(Rule):
    """A record holds no pictures.

    Why: A picture can show a face, a street or a name on a form, and its file may say where and
    when it was taken. Some readers cannot see it either. What it shows can be said in words.

    Passes:
        ---
        The form had boxes for “urgent” and “not urgent”, and none for
        “not yet known”.

    Fails:
        ---
        ![The form](form.png)

    Source: WCAG 2.2, success criterion 1.1.1; house rule, after what Learning Together (SCIE Guide
    13, 2008) says of what identifies people.
    """

    code = "picture"


class NotProse(Rule):
    """An account is made of paragraphs, headings, lists and quotations.

    Why: A block of code or a line across the page says nothing in a story, and readers are left to
    wonder what it is for. Mostly they get there by accident, from a row of signs that was copied
    or typed for something else.

    Passes:
        ---
        Forty letters had come in.

        Two of them were from the same school.

    Fails:
        ---
        Forty letters had come in.

        ***

        Two of them were from the same school.

    Source: House rule: the form of an account is part of what it says.
    """

    code = "not-prose"


class UnsafeLink(Rule):
    """A link in an account leads to an address that begins with “https://”.

    Why: Such an address cannot be read or changed on its way. Links of other sorts can open a file
    on the reader's own computer, begin a letter to someone or run a program. Other records of this
    library are named in the field “related”.

    Passes:
        ---
        The law is [public](https://www.legislation.gov.uk).

    Fails:
        ---
        The law is [public](http://www.legislation.gov.uk).

    Source: RFC 9110, section 4.2.2, on “https”; house rule: a page does nothing behind its
    reader's back.
    """

    code = "unsafe-link"


class HiddenText(Rule):
    """A link shows all that it holds.

    Why: A text that appears only under the pointer, a note that is defined and never used, and a
    link without words are all in the file while hardly a reader sees them. A name could stay there
    for years.

    Passes:
        ---
        The law is [public](https://www.legislation.gov.uk).

    Fails:
        ---
        The law is [public](https://www.legislation.gov.uk "says the manager").

    Source: WCAG 2.2, success criteria 1.4.13 and 2.4.4; house rule: a page shows its readers all
    that its file says.
    """

    code = "hidden-text"


class TooManyParts(Rule):
    """An account has at most 2,000 paragraphs, headings and entries of lists.

    Why: No account comes near it. A page of many more could not be built in a reasonable time, and
    one record would hold up the whole library.

    Passes:
        ---
        Forty letters had come in.

        Two of them were from the same school.

    Fails:
        ---
        First paragraph.

        Second paragraph. (And so on, for more than 2,000.)

    Source: House rule: nobody can stall a build with what they send in.
    """

    code = "too-many-parts"


THEME = Theme(
    "The account",
    "Below the fields stands the account, in plain words and simple Markdown. In a case review it "
    "keeps apart who said what, and everywhere its page shows a reader all that the file holds.",
    (
        PerspectiveWithoutSource,
        UnknownSource,
        MarkedParagraph,
        HeadingLevel,
        UnderlinedHeading,
        NestedHeading,
        EmptyHeading,
        Html,
        Picture,
        NotProse,
        UnsafeLink,
        HiddenText,
        TooManyParts,
    ),
)
