"""What stands between a record and its readers, so that nothing becomes public by a slip."""

from __future__ import annotations

from patternbook.problems import Severity
from patternbook.rules.rule import Rule, Theme


class InternalMarks(Rule):
    """An internal passage opens with “::: internal” and closes with “:::”, below the fields.

    Why: What stands between these lines stays in the board's own copy. A line that only looks like
    one of them would close nothing off, and the passage would be public. So the check asks about
    every line that might be meant as a mark, in the account and in the fields.

    Passes:
        ---
        ::: internal
        The follow-up meeting is still to be arranged.
        :::

    Fails:
        ---
        Internal:
        The follow-up meeting is still to be arranged.

    Source: House rule: in doubt, nothing is public.
    """

    code = "internal-marks"


class DoesNotBelongInDocs(Rule):
    """The folder “docs” holds pages for everybody, and what they are made with.

    Why: A site builder publishes whatever it finds there: a draft, a note, a spreadsheet. So
    records are kept elsewhere and reach the site by one way only, which lets through what is
    final, public and signed off. Nobody writes in the folders whose pages the site makes itself.

    Passes:
        # file: reviews/debriefs/a-home-visit.md
        stage: interim
        audience: board

    Fails:
        # whole file: docs/guide/a-home-visit.md
        ---
        stage: interim
        audience: board
        ---

    Source: Learning Together (SCIE Guide 13, 2008), section 3: drafts are for their participants
    alone; house rule: nothing is public by default.
    """

    code = "does-not-belong-in-docs"


class HiddenComment(Rule):
    """Pages that people write hold no notes that only the page's source would show.

    Why: A browser does not show a comment, and yet the page hands it to everybody who looks at its
    source. Notes to oneself are where names and doubts are written down. The check reads them as
    the site builder does, so an example of one between lines of code marks may stay.

    Passes:
        # whole file: docs/guide/a-first-meeting.md
        Bring the letter along.

    Fails:
        # whole file: docs/guide/a-first-meeting.md
        Bring the letter along.

        <!-- Ask the board whether it agrees. -->

    Source: House rule: what nobody can see on a page is not on it.
    """

    code = "hidden-comment"


class LeadsInside(Rule):
    """What is for the public refers to nothing that is for fewer people.

    Why: The site leaves out whatever its readers may not see, and every mention of it. A finding
    would then stand without the episode that it rests on, and its readers could not follow. Only
    you can say whether to remove the reference, or to keep what refers to it as well.

    Passes:
        kind: case-review
        episodes:
          - id: first-letter
            title: A letter waits
            practice: mixed
            description: It lay on the desk for a week.
            audience: board
        findings:
          - id: no-second-look
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: What is filed once is seldom looked at again.

    Fails:
        kind: case-review
        episodes:
          - id: first-letter
            title: A letter waits
            practice: mixed
            description: It lay on the desk for a week.
            audience: board
        findings:
          - id: no-second-look
            pattern: tunnel-vision
            influence: unsafe
            selected: true
            statement: What is filed once is seldom looked at again.
            episodes: [first-letter]

    Source: House rule: in doubt nothing is public, and what is public can be followed.
    """

    code = "leads-inside"


class NotSignedOff(Rule):
    """Before a record is public, both of its confirmations have been given.

    Why: Somebody confirms that nobody can be recognised, and somebody that those who took part
    have checked the record; one from the literature or an invented one needs the first alone.
    Until then it is held back, which its author should know. Give a role and a year, and no name.

    Passes:
        stage: final
        audience: public
        sign_off:
          confidentiality: {role: Board business manager, year: 2024}
          participants: {role: Lead reviewer, year: 2024}

    Fails:
        stage: final
        audience: public
        sign_off:
          confidentiality: {role: Board business manager, year: 2024}

    Source: House rule, after Learning Together (SCIE Guide 13, 2008), section 3, on
    confidentiality and on checking a report with its participants.
    """

    code = "not-signed-off"
    severity = Severity.ADVICE


class NoMonthAdded(Rule):
    """A public record says in which month it came into the library.

    Why: Whoever follows the library learns of a new record by its month, on the page “What is new”
    and in the feeds. Without one it is found among the earlier records alone. The month says
    nothing of the case; “patternbook publish” writes it by itself.

    Passes:
        added: 2026-11

    Fails:
        added:

    Source: RFC 4287, section 4.2.15, which wants a date for each entry of a feed; house rule: dates
    come from the records.
    """

    code = "no-month-added"
    severity = Severity.ADVICE


class WithdrawnRecord(Rule):
    """A record is related to no other that was withdrawn.

    Why: What was withdrawn is gone for good, and so is the way there. The page of your record
    does not name it, but its file still would.

    Passes:
        related: []
        # whole file: reviews/debriefs/a-home-visit.md
        ---
        id: a-home-visit
        kind: debrief
        audience: public
        withdrawn: {role: Board business manager, year: 2025}
        ---

    Fails:
        related: [a-home-visit]
        # whole file: reviews/debriefs/a-home-visit.md
        ---
        id: a-home-visit
        kind: debrief
        audience: public
        withdrawn: {role: Board business manager, year: 2025}
        ---

    Source: House rule: what participants or a board take back is taken back everywhere.
    """

    code = "withdrawn-record"
    severity = Severity.ADVICE


class WithdrawnWithContent(Rule):
    """Nothing of a withdrawn record stays in its file but that it was withdrawn.

    Why: Whoever asked for it to be withdrawn trusts that it is gone. An account that stays in the
    file would go on with every copy of the library, though no page shows it.

    Passes:
        # whole file: reviews/debriefs/a-home-visit.md
        ---
        id: a-home-visit
        kind: debrief
        audience: public
        withdrawn: {role: Board business manager, year: 2025}
        ---

    Fails:
        # whole file: reviews/debriefs/a-home-visit.md
        ---
        id: a-home-visit
        kind: debrief
        audience: public
        withdrawn: {role: Board business manager, year: 2025}
        ---
        The visit took longer than anybody had thought.

    Source: House rule: what participants or a board take back is taken back everywhere.
    """

    code = "withdrawn-with-content"


class NoSuchFolder(Rule):
    """Every folder that “patternbook.yml” names is there, and is a folder of its own.

    Why: A library of which a part is missing looks whole, and nobody would notice what it lacks.
    A link in place of a folder can lead to any other, such as one of drafts. So nothing is built
    until each folder is there.

    Passes:
        # whole file: patternbook.yml
        shelves:
          - {folder: reviews, name: Shared library, audience: public}

    Fails:
        # whole file: patternbook.yml
        shelves:
          - {folder: reviews, name: Shared library, audience: public}
          - {folder: our-reviews, name: Our reviews, audience: board}

    Source: House rule: what was not read is never passed over in silence.
    """

    code = "no-such-folder"


class FolderInFolder(Rule):
    """Folders that “patternbook.yml” names stand side by side, each named once.

    Why: The folder says who may read a record at most. A record in two folders at once would have
    two answers, and the wider one might win.

    Passes:
        # whole file: patternbook.yml
        shelves:
          - {folder: reviews, name: Shared library, audience: public}
          - {folder: ours, name: Our reviews, audience: board}
        # file: ours/debriefs/a-walk-home.md
        title: A walk home

    Fails:
        # whole file: patternbook.yml
        shelves:
          - {folder: reviews, name: Shared library, audience: public}
          - {folder: reviews/debriefs, name: Our debriefs, audience: board}

    Source: House rule: in doubt, nothing is public.
    """

    code = "folder-in-folder"


THEME = Theme(
    "Before anything is public",
    "Only a record that is final, public and signed off is shown to everybody. These rules guard "
    "the ways by which something else might slip through.",
    (
        InternalMarks,
        DoesNotBelongInDocs,
        HiddenComment,
        LeadsInside,
        NotSignedOff,
        NoMonthAdded,
        WithdrawnRecord,
        WithdrawnWithContent,
        NoSuchFolder,
        FolderInFolder,
    ),
)
