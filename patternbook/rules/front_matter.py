"""How fields are written: the front matter at the top of a file, between two lines of hyphens."""

from __future__ import annotations

from patternbook.rules.rule import Rule, Theme


class NoFrontMatter(Rule):
    """A file begins with a line of three hyphens, and the fields stand below it.

    Why: The fields link a record to patterns and factors and say who may read it. If the first
    line is another, or if a word processor has made a dash of it, none of them can be found.

    Passes:
        ---
        title: A letter that went astray
        ---
        A neighbour brought it round on Monday.

    Fails:
        # whole file: reviews/near-misses/a-letter-that-went-astray.md
        title: A letter that went astray
        ---
        A neighbour brought it round on Monday.

    Source: The usual form of front matter, as MkDocs and other site builders read it.
    """

    code = "no-front-matter"


class FrontMatterNotClosed(Rule):
    """A second line of three hyphens ends the fields.

    Why: Without it nobody can tell where the fields end and the account begins. A sentence of the
    account might be taken for a field, or a field be printed as a sentence.

    Passes:
        ---
        title: A letter that went astray
        ---
        A neighbour brought it round on Monday.

    Fails:
        # whole file: reviews/near-misses/a-letter-that-went-astray.md
        ---
        title: A letter that went astray

        A neighbour brought it round on Monday.

    Source: The usual form of front matter, as MkDocs and other site builders read it.
    """

    code = "front-matter-not-closed"


class NoFields(Rule):
    """Between the two lines of hyphens stand fields, each a name, a colon, a space and a value.

    Why: Text or a list in that place says nothing that the library could link or count. The colon
    without its space is enough to make text of a field.

    Passes:
        title: A letter that went astray

    Fails:
        # whole file: reviews/near-misses/a-letter-that-went-astray.md
        ---
        title:A letter that went astray
        ---

    Source: YAML 1.2, section 8.2.2; house rule: a record's fields have names.
    """

    code = "no-fields"


class TwoDocuments(Rule):
    """A file holds one record.

    Why: To the format behind the fields, a line that begins with three hyphens and goes on starts
    a second document. All that follows it would be read as another record, or not at all.

    Passes:
        title: A letter that went astray
        # What we can say about it

    Fails:
        title: A letter that went astray
        --- What we can say about it

    Source: YAML 1.2, section 9.2; house rule: one record, one file.
    """

    code = "two-documents"


class BrokenYaml(Rule):
    """Fields are written so that each can be told from its neighbours.

    Why: A colon within a text, a quotation mark that is never closed or a line that is set in
    differently can all be read in more than one way. The reader does not guess, since a guess
    might turn what you wrote into something else.

    Passes:
        summary: "Two referrals came: the second was heard."

    Fails:
        summary: Two referrals came: the second was heard.

    Source: YAML 1.2; our reader is stricter.
    """

    code = "broken-yaml"


class LostText(Rule):
    """Text that holds a space and then “#” stands in quotation marks.

    Why: Without them, “#” begins a note to oneself, and no reader ever sees what comes after it. A
    sentence would end early on the page, and nobody would notice.

    Passes:
        summary: "The letter lay under #2 of the pile."

    Fails:
        summary: The letter lay under #2 of the pile.

    Source: YAML 1.2, section 6.6; our reader is stricter and asks whenever a note may be meant as
    text.
    """

    code = "lost-text"


class FieldName(Rule):
    """The name of a field is a word.

    Why: Brackets around a name make a list or a group of fields of it, and neither can be the name
    of anything. It often happens when the blanks of a form are filled in and its brackets are
    kept.

    Passes:
        title: A letter that went astray

    Fails:
        [title]: A letter that went astray

    Source: YAML 1.2 allows names of any sort; our reader is stricter.
    """

    code = "field-name"


class DuplicateField(Rule):
    """No field stands twice in the same place.

    Why: Most readers of this format keep the last of the two and drop the first without a word. So
    an answer that somebody gave would be lost.

    Passes:
        outcome: prevented

    Fails:
        outcome: prevented
        outcome: occurred-without-serious-harm

    Source: YAML 1.2, section 3.2.1.1, which asks for names that differ; many readers do not check.
    """

    code = "duplicate-field"


class TooDeep(Rule):
    """Fields stand within fields no more than sixteen deep.

    Why: No record comes near it, so the brackets are there by accident. A file that goes on
    opening brackets could also keep a computer busy until it gives up.

    Passes:
        agencies: [school, police]

    Fails:
        agencies: [[[[[[[[[[[[[[[[[[school]]]]]]]]]]]]]]]]]]

    Source: House rule: nobody can stall a build with what they send in.
    """

    code = "too-deep"


class Alias(Rule):
    """Every value is written out where it belongs.

    Why: “&” gives a value a name, and “*” puts the named value somewhere else. So a reader would
    have to look in two places to know what a record says, and a few lines could grow into
    millions.

    Passes:
        could_have: The appointment would have been missed.

    Fails:
        could_have: &later The appointment would have been missed.

    Source: YAML 1.2, section 3.2.2.2; our reader is stricter. The growth is known as the “billion
    laughs” attack.
    """

    code = "alias"


class MergeKey(Rule):
    """A record copies no fields from elsewhere.

    Why: The sign “<<” takes over fields that are written in another place. It belongs to no
    present standard, and programs differ in what they do with it.

    Passes:
        learned:
          by: The duty team

    Fails:
        learned:
          <<: {by: The duty team}

    Source: YAML 1.2, which has no merge keys; our reader refuses them.
    """

    code = "merge-key"


class Tag(Rule):
    """A value is what it looks like: no sign before it turns it into something else.

    Why: A value that begins with “!” tells a program what to make of it, and some programs can be
    made to run code that way. A record holds nothing but text, numbers and the words true and
    false.

    Passes:
        completed: 2024

    Fails:
        completed: !!int "2024"

    Source: YAML 1.2, section 3.2.1.2; our reader is stricter.
    """

    code = "tag"


THEME = Theme(
    "How fields are written",
    "The fields are written in YAML, a format for names and what belongs to them. It has more ways "
    "of saying a thing than most people know, and some of them lose what was said. So the reader "
    "is strict, and says where it stopped.",
    (
        NoFrontMatter,
        FrontMatterNotClosed,
        NoFields,
        TwoDocuments,
        BrokenYaml,
        LostText,
        FieldName,
        DuplicateField,
        TooDeep,
        Alias,
        MergeKey,
        Tag,
    ),
)
