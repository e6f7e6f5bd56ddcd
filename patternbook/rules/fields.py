"""What fields hold: which there are, and what each may say."""

from __future__ import annotations

from patternbook.problems import Severity
from patternbook.rules.rule import Rule, Theme


class UnknownKind(Rule):
    """A file says of which kind it is, in a word that the library knows.

    Why: The kind decides which other fields there are, so without it the file cannot be checked
    any further. A record is a case review, a near miss or a debrief; a page of the vocabulary is a
    pattern, an issue, a level, a type of factor or a factor.

    Passes:
        kind: near-miss

    Fails:
        kind: incident

    Source: House rule: three kinds of record, after Learning Together (SCIE Guide 13, 2008), SCIE
    Report 6 (2005) and Chris Mills's plea for short debriefs.
    """

    code = "unknown-kind"


class MissingField(Rule):
    """A field that a record needs is there, and is filled in.

    Why: Only a few fields must be there: those without which nobody could find a record,
    understand it or tell who may read it. All others may be left out, and the page then says that
    the record does not say. What a new record brings along and does not need can be removed.

    Passes:
        summary: A visit that was put off, and what came of it.

    Fails:
        summary:

    Source: House rule: whatever a source leaves open stays open, and nothing is made up to fill
    it.
    """

    code = "missing-field"


class UnknownField(Rule):
    """Every field has a name that the library knows, and stands where it belongs.

    Why: What stands in a field of another name would appear on no page, and its author would
    believe that it does. Most often it is a slip of the finger, or a line that is set in too far
    or not far enough.

    Passes:
        learned:
          changed: The duty desk now rings back the same day.

    Fails:
        learnt:
          changed: The duty desk now rings back the same day.

    Source: House rule: a page shows its readers all that its file says.
    """

    code = "unknown-field"


class UnknownWord(Rule):
    """A field with a list of its own holds one of the words on that list.

    Why: Records can be compared because they use the same words for the same things. Two spellings
    of one thing would part what belongs together, and each would be found only half as often.

    Passes:
        outcome: prevented

    Fails:
        outcome: avoided

    Source: House rule: the lists follow Learning Together (SCIE Guide 13, 2008) and SCIE Report 6
    (2005); each is explained on the page about the record format.
    """

    code = "unknown-word"


class NotText(Rule):
    """What is to be read as text is text.

    Why: A number, or the word true or false, is kept as something other than text, and a list or
    fields in place of a text cannot be printed as a sentence. The same is said of a file that is
    no text at all, such as a picture whose name ends in “.md”.

    Passes:
        title: "101"

    Fails:
        title: 101

    Source: YAML 1.2, section 10.3, for what counts as a number; house rule: a record is plain
    text.
    """

    code = "not-text"


class NotOneLine(Rule):
    """A title, a role or another short answer stands on one line.

    Why: Such an answer is printed in lists, links and the tab of a browser, where there is room
    for one line. Whatever needs more has a field for longer text, or belongs in the account.

    Passes:
        title: A letter that went astray

    Fails:
        title: |-
          A letter
          that went astray

    Source: House rule: a title can be read out in one breath.
    """

    code = "not-one-line"


class TooLong(Rule):
    """A short answer has at most 300 characters, a longer text at most 20,000, and an id 80.

    Why: Lists become hard to read when titles run over several lines. An account of several pages
    is welcome, and it is easier to read below the fields, where it can have headings.

    Passes:
        title: A letter that went astray

    Fails:
        title: A letter that went astray because … (and so on for 300 characters)

    Source: House rule: fields hold answers, and the account holds the story.
    """

    code = "too-long"


class NotANumber(Rule):
    """A year or a place in an order is a whole number, in figures and without quotation marks.

    Why: Records are put in order by their years. The year also stands alone because an exact date
    can tell a neighbour or a newspaper which case it was.

    Passes:
        completed: 2024

    Fails:
        completed: "2024"

    Source: House rule, after Learning Together (SCIE Guide 13, 2008), section 3, on what
    identifies people in a report.
    """

    code = "not-a-number"


class NotAYear(Rule):
    """A year has four figures and lies between 1900 and 2100.

    Why: “24” may be a year, an age or a week. With four figures it is plain to everybody, and a
    slip such as 20240 comes to light.

    Passes:
        completed: 2024

    Fails:
        completed: 24

    Source: ISO 8601, which writes years with four figures.
    """

    code = "not-a-year"


class NotAMonth(Rule):
    """A month is a year of four figures, a hyphen, and the month as two figures.

    Why: Months put what is new in order, and people and programs must read them alike: 11/26 may
    be a day to one of them and a month to another. There is no day in it, since nobody needs the
    day on which a record came into the library.

    Passes:
        added: 2026-11

    Fails:
        added: 2026

    Source: ISO 8601, which writes months like this.
    """

    code = "not-a-month"


class NotTrueOrFalse(Rule):
    """A question with two answers is answered with true or false.

    Why: To some programs “yes”, “no”, “on” and “off” mean true or false, and to others they are
    words like any other. Ours keeps them as words, so that nothing is turned into something else.

    Passes:
        kind: case-review
        team: {independent: true}

    Fails:
        kind: case-review
        team: {independent: yes}

    Source: YAML 1.2, section 10.3.2, which knows no answers but true and false.
    """

    code = "not-true-or-false"


class NotAList(Rule):
    """A field that may have several answers holds a list, even of one.

    Why: With a list nobody has to guess whether “health visiting, school” is one answer or two.
    The next person can also add to it without changing its form.

    Passes:
        agencies: [school]

    Fails:
        agencies: school

    Source: YAML 1.2, section 8.2.1; house rule: a field has one form only.
    """

    code = "not-a-list"


class EmptyList(Rule):
    """A list that must be there has at least one entry.

    Why: Without a setting and an agency nobody could tell what kind of work a record is about, and
    it would help nobody who looks for their own. If no word fits, choose the nearest and say more
    in the account; for agencies there is “other”.

    Passes:
        agencies: [other]

    Fails:
        agencies: []

    Source: House rule: a record can be found by the kind of work that it describes.
    """

    code = "empty-list"


class TooMany(Rule):
    """A list has no more than a hundred entries.

    Why: No review that we know of comes near it. A page of thousands could not be built in a
    reasonable time, and nobody would read it to its end.

    Passes:
        related: [a-home-visit, waiting-for-the-second-referral]

    Fails:
        related: [first-record, second-record, … (more than a hundred)]

    Source: House rule: nobody can stall a build with what they send in.
    """

    code = "too-many"


class Repeated(Rule):
    """A list names each thing once.

    Why: Whoever counts would count it twice, and on the page it would look as if two different
    things were meant. It is usually left over from copying.

    Passes:
        agencies: [school, police]

    Fails:
        agencies: [school, police, school]

    Source: House rule: every count can be checked by hand.
    """

    code = "repeated"


class NotFields(Rule):
    """A field that consists of others has them below it, each with its name.

    Why: “Learned”, for one, asks who learned something and what has changed since. One sentence in
    its place leaves open which of the two it answers.

    Passes:
        learned:
          changed: The duty desk now rings back the same day.

    Fails:
        learned: The duty desk now rings back the same day.

    Source: House rule: each answer stands under the question that it answers.
    """

    code = "not-fields"


class NotAnId(Rule):
    """An id is made of small letters, figures and single hyphens.

    Why: Ids become parts of addresses and names of files, which have to work on every computer.
    They also stand in messages that other people may read, so they say what something is about and
    name nobody.

    Passes:
        related: [a-home-visit]

    Fails:
        related: [a home visit]

    Source: RFC 3986, section 2.3, on what addresses are made of; our rule is narrower.
    """

    code = "not-an-id"


class Incomplete(Rule):
    """An answer that calls for another is not left alone.

    Why: A record from the literature names the work that it retells, so that readers can go there
    and its authors get their due. A finding that was not selected says why, and so does a
    recommendation that was declined: others can then follow the choice or make another.

    Passes:
        origin: literature
        citation:
          reference: SCIE Report 6 (2005)

    Fails:
        origin: literature

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on keeping the grounds of a
    selection open to others; house rule: what we retell, we cite.
    """

    code = "incomplete"


class PastedList(Rule):
    """A field holds sentences, and no list that was pasted into it.

    Why: Fields are printed as plain paragraphs, so the points of a list run together and their
    marks stand in the midst of the text. The check only advises here, since it cannot always tell
    a list from a dash.

    Passes:
        what_happened: We agreed to ring the school and to visit on the same day.

    Fails:
        what_happened: "We agreed: • ring the school • visit"

    Source: House rule: a text looks on the page as its author meant it.
    """

    code = "pasted-list"
    severity = Severity.ADVICE


THEME = Theme(
    "What fields hold",
    "Every field asks a question. These rules see to it that the answer can be found, compared and "
    "printed. Leave out what you do not know: most fields need not be there.",
    (
        UnknownKind,
        MissingField,
        UnknownField,
        UnknownWord,
        NotText,
        NotOneLine,
        TooLong,
        NotANumber,
        NotAYear,
        NotAMonth,
        NotTrueOrFalse,
        NotAList,
        EmptyList,
        TooMany,
        Repeated,
        NotFields,
        NotAnId,
        Incomplete,
        PastedList,
    ),
)
