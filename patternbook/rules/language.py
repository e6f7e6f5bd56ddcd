"""The words of an account: what explains, and what only judges. Suggestions, which stop nothing."""

from __future__ import annotations

from patternbook.problems import Severity
from patternbook.rules.rule import Rule, Theme


class Hindsight(Rule):
    """What was done is told from where people stood then, and not from the end of the story.

    Why: Nobody who was there knew how it would end. Seen from the end the right step looks plain,
    and nobody asks any more what made the other one sensible. What an episode means today has a
    column of its own, “significance”, and what might have happened has its field as well.

    Passes:
        ---
        The duty worker did not ring back. Forty letters had come in, and this
        one was marked as a
        copy.

    Fails:
        ---
        The duty worker should have rung back.

    Source: Learning Together (SCIE Guide 13, 2008), section 2, on local rationality, and appendix
    4, on the column for hindsight; Chris Mills, on what people did not do but might have.
    """

    code = "language-hindsight"
    severity = Severity.ADVICE


class Blame(Rule):
    """An account says what people did and dealt with, and leaves their character alone.

    Why: A word of blame ends the search where it should begin, and whoever fears one says less
    next time. What lay around a person can be changed, and will be there for whoever has the post
    after them. Malice may be named: say in plain words what was done, and to whom.

    Passes:
        ---
        The nurse gave the medicine twice: she was covering two wards, and the
        chart was on the
        other one.

    Fails:
        ---
        The nurse was negligent.

    Source: Learning Together (SCIE Guide 13, 2008), section 2, on accountability, and section 3, on
    a respectful attitude; SCIE Report 6 (2005), which counts cultures of blame among latent
    failures.
    """

    code = "language-blame"
    severity = Severity.ADVICE


class Label(Rule):
    """What happened is explained and not only given a name.

    Why: “Human error” or “poor decision-making” says a second time that something went badly, and
    not what would bring it about again. The question to ask instead is why it made sense at the
    time: what was seen, asked, written or heard, and what stood in the way. Many an answer is a
    contributory factor, with the sentence that says how.

    Passes:
        ---
        The nurse and the midwife each wrote to the clinic, and neither saw
        what the other wrote.

    Fails:
        ---
        Poor communication led to the delay.

    Source: Chris Mills, on labels that are another description of what went wrong; Learning
    Together (SCIE Guide 13, 2008), section 2, on local rationality.
    """

    code = "language-label"
    severity = Severity.ADVICE


class RootCause(Rule):
    """What came together is told, and no single thing is put at the bottom of it.

    Why: Things mostly go wrong, or right, because several conditions meet. Whoever looks for the
    one beneath them all stops at the first that fits, and learns about this case alone. Strengths
    are conditions too, and nobody finds them on the way down to a cause.

    Passes:
        ---
        A post was vacant, the form had no box for “not yet known”, and the
        letter lay with copies.

    Fails:
        ---
        The underlying cause was a vacant post.

    Source: Learning Together (SCIE Guide 13, 2008), section 1, on why its authors did not take over
    that name.
    """

    code = "language-root-cause"
    severity = Severity.ADVICE


class Family(Rule):
    """Children and families are told of in words that they could read with us.

    Why: “Hard to reach” says something about a family that may be true of the service, and “puts
    herself at risk” leaves out who did the harm. Such words travel from file to file, and shape
    what the next worker sees. Say what was offered and what was said and done; the words of a file
    may stand in quotation marks.

    Passes:
        ---
        Two visits were offered, both at an hour when the parents were at work.

    Fails:
        ---
        The family was hard to engage.

    Source: SCIE Report 6 (2005), on families who did not know themselves in what was written; house
    rule, since family members take part in a review and read it.
    """

    code = "language-family"
    severity = Severity.ADVICE


THEME = Theme(
    "Words that explain",
    "These are suggestions, and you may know better. Somebody's own words in quotation marks and "
    "the names of patterns and factors are left alone. The rules lie in the folder "
    "patternbook/language/Patternbook, in a form that Vale reads too.",
    (Hindsight, Blame, Label, RootCause, Family),
)
