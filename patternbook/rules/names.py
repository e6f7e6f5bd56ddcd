"""Names: of files, of records and pages, and of the parts of a review."""

from __future__ import annotations

from patternbook.rules.rule import Rule, Theme


class IdIsNotTheFileName(Rule):
    """An id is the name of its file, without “.md”.

    Why: Whoever knows one of the two can find the other, in the library and on the site. When the
    two part company, a link may lead to a record that seems not to exist.

    Passes:
        # file: reviews/debriefs/a-home-visit.md
        id: a-home-visit

    Fails:
        # file: reviews/debriefs/a-home-visit.md
        id: a-visit-in-the-evening

    Source: House rule, learned from the OWASP Mobile Application Security project.
    """

    code = "id-is-not-the-file-name"


class WrongFolder(Rule):
    """A record lies in the folder of its kind, and a page of the vocabulary in that of its own.

    Why: People look for a debrief among the debriefs. If folder and kind disagree, one of the two
    was not meant, and only the author can say which.

    Passes:
        # file: reviews/near-misses/a-late-referral.md
        kind: near-miss

    Fails:
        # file: reviews/debriefs/a-late-referral.md
        kind: near-miss

    Source: House rule: the folder of a record says which kind it is.
    """

    code = "wrong-folder"


class ReservedId(Rule):
    """No record has the id of a page that lists others, such as “index” or “page-2”.

    Why: A record of that name would take the place of the list, and every record on it would be
    out of reach. “Readme” is kept free as well, since some programs show such a file in place of a
    list.

    Passes:
        # file: reviews/near-misses/a-late-referral.md
        id: a-late-referral

    Fails:
        # file: reviews/near-misses/index.md
        id: index

    Source: House rule: every page has an address of its own.
    """

    code = "reserved-id"


class DuplicateId(Rule):
    """No two records have the same id, and no two pages of the vocabulary, past ids included.

    Why: Links and citations use the id, so it must lead to one thing and always to the same. For
    that reason an id that an entry once had is not given to another, and no entry is called
    “readme” or “page-2”, which are names of lists.

    Passes:
        # file: reviews/near-misses/a-late-referral.md
        id: a-late-referral
        # file: reviews/debriefs/after-a-late-referral.md
        id: after-a-late-referral

    Fails:
        # file: reviews/near-misses/a-late-referral.md
        id: a-late-referral
        # file: reviews/debriefs/a-late-referral.md
        id: a-late-referral

    Source: “Cool URIs don't change” (W3C, 1998); house rule: a citation leads where it led before.
    """

    code = "duplicate-id"


class DuplicatePartId(Rule):
    """Within a review, no two episodes have the same id, nor two findings or recommendations.

    Why: A finding names its episodes by id, and a recommendation its findings. If two share one,
    nobody can tell which was meant.

    Passes:
        kind: case-review
        recommendations:
          - id: ring-back
            kind: clear-cut
            level: local
            text: Ring back the same day.
          - id: second-look
            kind: clear-cut
            level: local
            text: Look again after a week.

    Fails:
        kind: case-review
        recommendations:
          - id: second-look
            kind: clear-cut
            level: local
            text: Ring back the same day.
          - id: second-look
            kind: clear-cut
            level: local
            text: Look again after a week.

    Source: House rule: every part of a review can be cited.
    """

    code = "duplicate-part-id"


THEME = Theme(
    "Names",
    "An id is a name that links and citations can rely on. It says what a record is about, never "
    "whom, and it leads to one thing only.",
    (IdIsNotTheFileName, WrongFolder, ReservedId, DuplicateId, DuplicatePartId),
)
