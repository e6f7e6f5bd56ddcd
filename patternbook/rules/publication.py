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


class NotSignedOff(Rule):
    """A final record for the public has been signed off.

    Why: Somebody with the authority to do so confirms that nobody can be recognised and that those
    who took part have checked the record. Until then it is held back, which its author should
    know. Give a role and a year, and no name.

    Passes:
        stage: final
        audience: public
        sign_off:
          confidentiality: {role: Board business manager, year: 2024}
          participants: {role: Lead reviewer, year: 2024}

    Fails:
        stage: final
        audience: public
        sign_off: null

    Source: House rule, after Learning Together (SCIE Guide 13, 2008), section 3, on
    confidentiality and on checking a report with its participants.
    """

    code = "not-signed-off"
    severity = Severity.ADVICE


THEME = Theme(
    "Before anything is public",
    "Only a record that is final, public and signed off is shown to everybody. These rules guard "
    "the ways by which something else might slip through.",
    (InternalMarks, DoesNotBelongInDocs, NotSignedOff),
)
