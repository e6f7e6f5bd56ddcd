"""What a file in the folder of records must be before anyone can read it."""

from __future__ import annotations

from patternbook.rules.rule import Rule, Theme


class NotARecord(Rule):
    """Only records stand in the folder of records, each directly in the folder of its kind.

    Why: A photograph, a note or a word processor's file there would lie unread without anybody
    noticing. It may also give someone away, since such files remember who wrote them and keep text
    that was deleted.

    Passes:
        # file: reviews/debriefs/a-home-visit.md
        title: A home visit that had time

    Fails:
        # whole file: reviews/debriefs/a-home-visit.docx
        (a word processor's file)

    Source: House rule: a record is one text file, and its folder says which kind it is.
    """

    code = "not-a-record"


class Link(Rule):
    """A record is a file of its own and not a link to another.

    Why: A link can lead anywhere on a computer, to a draft or a letter that was never meant for
    the library. Whoever copies the library would get another text through it, or none.

    Passes:
        reviews/near-misses/a-letter-that-went-astray.md

    Fails:
        reviews/near-misses/a-letter-that-went-astray.md -> ../../drafts/letter.md

    Source: House rule: nothing is read from outside the folder of records.
    """

    code = "link"


class NotAFile(Rule):
    """A record is an ordinary file.

    Why: A name in a folder can also stand for a device or for another program. Reading from one
    may never come to an end, and the check would wait for ever.

    Passes:
        -rw-r--r--  reviews/near-misses/a-letter-that-went-astray.md

    Fails:
        prw-r--r--  reviews/near-misses/a-letter-that-went-astray.md

    Source: House rule: nobody can stall a build with what they send in.
    """

    code = "not-a-file"


class CannotOpen(Rule):
    """Every file and every folder of the library can be opened.

    Why: A file that you may not read would be missing from the check, and perhaps from the site,
    and nobody can tell what it holds. You had better hear of it than publish a library with a gap.

    Passes:
        -rw-r--r--  reviews/near-misses/a-letter-that-went-astray.md

    Fails:
        ----------  reviews/near-misses/a-letter-that-went-astray.md

    Source: House rule: what was not read is never passed over in silence.
    """

    code = "cannot-open"


class EmptyFile(Rule):
    """A record's file holds a record.

    Why: An empty file is usually one whose text was not saved, and its author should know that. It
    would also take up a name that others might link to.

    Passes:
        title: A letter that went astray

    Fails:
        # whole file: reviews/near-misses/a-letter-that-went-astray.md

    Source: House rule: what was not read is never passed over in silence.
    """

    code = "empty-file"


class TooLarge(Rule):
    """A record's file is no larger than 256 KB.

    Why: That is as much text as a short book, and no review needs more. A larger file nearly
    always holds something other than text, such as a picture, or several records in one.

    Passes:
        48 KB   reviews/case-reviews/waiting-for-the-second-referral.md

    Fails:
        3.2 MB  reviews/case-reviews/waiting-for-the-second-referral.md

    Source: House rule: nobody can stall a build with what they send in.
    """

    code = "too-large"


class NotUtf8(Rule):
    """The text is saved in the encoding UTF-8.

    Why: A computer keeps letters as numbers, and older programs number some of them differently.
    In another encoding, accents, dashes and quotation marks would turn into other signs on the
    page.

    Passes:
        summary: The bus cost £3 each way.

    Fails:
        summary: The bus cost �3 each way.

    Source: The Unicode Standard, and YAML 1.2, section 5.2; our reader takes UTF-8 alone.
    """

    code = "not-utf-8"


class HiddenCharacter(Rule):
    r"""Every character in a record can be seen, and stands where it seems to stand.

    Why: Some characters show nothing, and some turn the order of the letters round. They often
    come along when text is copied from a web page. With them a file could say one thing to its
    reader and another to the check, which would then miss a name.

    Passes:
        title: A letter that went astray

    Fails:
        title: "A letter\u200b that went astray"

    Source: Unicode Technical Standard 39, on security; house rule: a page shows its readers all
    that its file says.
    """

    code = "hidden-character"


THEME = Theme(
    "Files",
    "A record is one plain text file in the folder of its kind. These rules make sure that it can "
    "be read at all, by everyone and on every computer.",
    (NotARecord, Link, NotAFile, CannotOpen, EmptyFile, TooLarge, NotUtf8, HiddenCharacter),
)
