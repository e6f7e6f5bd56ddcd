"""People and places: nothing in a record may lead to somebody.

These are faults in what is for the public. A board is told of them in its own drafts.
"""

from __future__ import annotations

from patternbook.rules.rule import Rule, Theme

# --- Words ---------------------------------------------------------------------------------------


class ProperName(Rule):
    """A name has no place in a record, so every word with a capital is accounted for.

    Why: Whoever reads a name knows who is meant, and so may their neighbours, for good. The check
    knows no names, so it asks about each word in mid-sentence that begins with a capital. A role
    says more to a reader; a pseudonym or a term that points at nobody can be declared. In a board's
    own draft it is only told.

    Passes:
        pseudonyms: {Ivy: the mother}
        what_happened: The health visitor rang Ivy twice.

    Fails:
        what_happened: The health visitor rang Keziah twice.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on confidentiality: professionals by
    their role, families by a pseudonym, and no geography.
    """

    code = "proper-name"


class UnfamiliarWord(Rule):
    """Every word in small letters is in the dictionary, or accounted for.

    Why: In a hurry, or in a message that is quoted, names are written small. A word that no
    dictionary has may be one, or a slip of the keys, which you would like to know of too. In a
    board's own draft it is only told.

    Passes:
        what_happened: The nurse rang the mother twice.

    Fails:
        what_happened: The nurse rang keziah twice.

    Source: House rule, after Learning Together (SCIE Guide 13, 2008), section 3, on
    confidentiality: each word is accounted for.
    """

    code = "unfamiliar-word"


class PossibleName(Rule):
    """A word that is a name too does not stand where a name could.

    Why: Grace, Mark and Reading are words, and people and a town. At the start of a sentence nobody
    can tell which was meant, so the check asks. Begin the sentence with another word, or write a
    role. In a board's own draft it is only told.

    Passes:
        what_happened: The mother told the nurse about the letter.

    Fails:
        what_happened: Grace told the nurse about the letter.

    Source: House rule, after Learning Together (SCIE Guide 13, 2008), section 3, on
    confidentiality; in doubt the check asks.
    """

    code = "possible-name"


class Initial(Rule):
    """No single letter stands for a person.

    Why: Somebody who knows the family also knows whose letter it is, and two letters name nearly
    everyone. A pseudonym, even “the younger child”, tells a reader more and gives away less. In a
    board's own draft it is only told.

    Passes:
        what_happened: The younger child waited for a week.

    Fails:
        what_happened: Child J waited for a week.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on confidentiality: families by a
    pseudonym.
    """

    code = "initial"


class OtherAlphabet(Rule):
    r"""Words are written with the letters of our own alphabet.

    Why: Some letters of other alphabets look just like ours. With one of them in it, a name would
    be read by everyone and missed by every search. In a board's own draft it is only told.

    Passes:
        what_happened: The nurse rang the mother twice.

    Fails:
        what_happened: "The nurse rang K\u0435ziah twice."

    Source: Unicode Technical Standard 39, on letters that can be mistaken for each other.
    """

    code = "other-alphabet"


# --- Numbers, addresses and phrases --------------------------------------------------------------


class EmailAddress(Rule):
    """A record holds no e-mail address and no name of an account.

    Why: An address belongs to one person, and a search leads from it to everything they ever
    signed. It may not be declared either. Say by role who wrote to whom. In a board's own draft it
    is only told.

    Passes:
        what_happened: The letter went to the duty desk.

    Fails:
        what_happened: The letter went to duty@northmoor.example by accident.

    Source: UK GDPR, article 4(1): a number or an online identifier can identify a person.
    """

    code = "e-mail-address"


class WebAddress(Rule):
    """Links lead to laws, guidance and published studies alone.

    Why: A news page, a fund-raising page or a report on one home leads straight to a case, and so
    does a name on a social network. A short list says which addresses point at nobody; if one is
    missing there, anybody can propose it. In a board's own draft it is only told.

    Passes:
        ---
        The guidance [is here](https://www.gov.uk/guidance).

    Fails:
        ---
        The family's page [is here](https://giving.example/our-boy).

    Source: House rule, after Learning Together (SCIE Guide 13, 2008), section 3, on
    confidentiality.
    """

    code = "web-address"


class PupilNumber(Rule):
    """A record holds no unique pupil number.

    Why: Each pupil keeps one through all their years at school, and it says which authority gave
    it. Whoever works with school data can look it up. In a board's own draft it is only told.

    Passes:
        what_happened: Two files had the same number.

    Fails:
        what_happened: Two files had the number A999200115001.

    Source: UK GDPR, article 4(1): a number or an online identifier can identify a person.
    """

    code = "pupil-number"


class NationalInsuranceNumber(Rule):
    """A record holds no National Insurance number.

    Why: It belongs to one person alone, for life, and opens files in many offices. Nothing in an
    account is clearer for it. In a board's own draft it is only told.

    Passes:
        what_happened: The form bore the number of another man.

    Fails:
        what_happened: The form bore the number QQ 12 34 56 C.

    Source: UK GDPR, article 4(1): a number or an online identifier can identify a person.
    """

    code = "national-insurance-number"


class TenDigitNumber(Rule):
    """A record holds no number of ten digits, which an NHS number has.

    Why: An NHS number leads to one patient. The check does not ask whether the sum at its end is
    right, since a number with one digit changed is still near enough to find somebody. In a board's
    own draft it is only told.

    Passes:
        what_happened: Two patients had one number.

    Fails:
        what_happened: Two patients had the number 999 000 0018.

    Source: UK GDPR, article 4(1): a number or an online identifier can identify a person.
    """

    code = "ten-digit-number"


class PhoneNumber(Rule):
    """A record holds no telephone number.

    Why: Whoever dials it has somebody on the line. A number with a digit left out is soon
    completed, so leave out the whole. In a board's own draft it is only told.

    Passes:
        what_happened: The duty line rang out.

    Fails:
        what_happened: The number 01632 960553 rang out.

    Source: UK GDPR, article 4(1): a number or an online identifier can identify a person.
    """

    code = "phone-number"


class CaseNumber(Rule):
    """A record holds no number of a case, a file, a crime or an incident.

    Why: Such numbers stand on letters that many people have seen, and the number of a judgment
    leads to its text. What was filed where matters little to those who learn from it. In a board's
    own draft it is only told.

    Passes:
        what_happened: The contact was filed under the wrong child.

    Fails:
        what_happened: The contact was filed under SWK/2218/07.

    Source: UK GDPR, article 4(1): a number or an online identifier can identify a person.
    """

    code = "case-number"


class VehicleRegistration(Rule):
    """A record holds no registration of a vehicle.

    Why: A plate leads to an owner, and neighbours know it by sight. In a board's own draft it is
    only told.

    Passes:
        what_happened: A car came for him each evening.

    Fails:
        what_happened: The car YK48 LRD came for him each evening.

    Source: UK GDPR, article 4(1): a number or an online identifier can identify a person.
    """

    code = "vehicle-registration"


class Postcode(Rule):
    """A record holds no postcode.

    Why: A full postcode is about fifteen homes. With an age or a profession beside it, that is
    often one family. In a board's own draft it is only told.

    Passes:
        what_happened: The letter went to another flat.

    Fails:
        what_happened: The letter went to LS39 4QT.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on confidentiality: no geography.
    """

    code = "postcode"


class OutwardPostcode(Rule):
    """A record does not hold the first half of a postcode either.

    Why: It names a part of a town, and a reader's next search does the rest. A section of an Act
    can look the same, so “section 20” is written in full. In a board's own draft it is only told.

    Passes:
        what_happened: The flats in that part of town were cheaper.

    Fails:
        what_happened: The flats in BS5 were cheaper.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on confidentiality: no geography.
    """

    code = "outward-postcode"


class LongNumber(Rule):
    """A record holds no other long number, and no number of an officer.

    Why: Numbers of six digits and more belong to bank accounts, passports, cards and files. If it
    only says how many, round it: readers remember “about twelve thousand” better too. In a board's
    own draft it is only told.

    Passes:
        what_happened: About a hundred thousand letters were sent.

    Fails:
        what_happened: On the label it said 4410927.

    Source: UK GDPR, article 4(1): a number or an online identifier can identify a person.
    """

    code = "long-number"


class ExactDate(Rule):
    """A record gives no exact date, and no month together with its year.

    Why: A day leads to a newspaper, a diary and a court list. What matters to a reader is the order
    of things and how long each took: “three weeks later”. A year alone may stay. In a board's own
    draft it is only told.

    Passes:
        what_happened: The call came three weeks after the birth, in 2018.

    Fails:
        what_happened: The call came on 14 March 2018.

    Source: House rule, after Learning Together (SCIE Guide 13, 2008), section 3, on
    confidentiality.
    """

    code = "exact-date"


class AgeWithDate(Rule):
    """An age and a date do not stand in one sentence.

    Why: Together they give a date of birth away, and with it nearly everyone can be found. Keep the
    age, as roughly as the story allows, and leave out the date. In a board's own draft it is only
    told.

    Passes:
        what_happened: The boy was six when the letter came.

    Fails:
        what_happened: The boy was six years old in March.

    Source: House rule: an age with a date is nearly a date of birth.
    """

    code = "age-with-date"


class RoadName(Rule):
    """A record names no road and no building.

    Why: In a road there are a few dozen doors. What sort of place it was often matters to the
    story, and can be said: a busy road, a flat above a shop. In a board's own draft it is only
    told.

    Passes:
        what_happened: They lived on a busy road.

    Fails:
        what_happened: They lived on Pargeter Street.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on confidentiality: no geography.
    """

    code = "road-name"


class SchoolName(Rule):
    """A record names no school, nursery or college.

    Why: A school and an age are a class, and in a class everybody knows whose story this is. Its
    staff can be recognised as well. In a board's own draft it is only told.

    Passes:
        what_happened: The primary school rang the nurse.

    Fails:
        what_happened: The nurse rang Quarrymoor Primary.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on confidentiality: no geography.
    """

    code = "school-name"


class WardOrEstateName(Rule):
    """A record names no ward, estate or parish.

    Why: These are small places whose people know each other, and a hospital ward has a list of all
    who lay there. In a board's own draft it is only told.

    Passes:
        what_happened: They had moved to a large estate.

    Fails:
        what_happened: They had moved to the Thornybeck estate.

    Source: Learning Together (SCIE Guide 13, 2008), section 3, on confidentiality: no geography.
    """

    code = "ward-or-estate-name"


class SmallNumber(Rule):
    """No phrase fits so few people that somebody could tell who is meant.

    Why: “The only girl in the village who …” needs no name. Ages of several children are as
    telling, since few families share them. Say it more broadly, or leave out how many there are. In
    a board's own draft it is only told.

    Passes:
        what_happened: She spoke a language that few people there knew.

    Fails:
        what_happened: She was the only Kurdish girl in the village.

    Source: House rule, after the practice of official statistics, which hold small numbers back.
    """

    code = "small-number"


class PictureMetadata(Rule):
    """A picture file holds its picture and nothing else.

    Why: Cameras write down when and where they were, programs who used them, and some keep a copy
    of what was cut off. All of it would be published with the page. Export the picture without
    metadata, or take a screenshot of it.

    Passes:
        docs/assets/the-shelf.png: a picture

    Fails:
        docs/assets/the-shelf.png: a picture, with the name of its photographer

    Source: House rule: a page shows its readers all that its file says.
    """

    code = "picture-metadata"


WORDS = Theme(
    "People and places: words",
    "A record leads to nobody. The check knows no names and needs none: it asks about every word "
    "that neither the dictionary nor the shared lists nor the record itself account for. What it "
    "finds is shown on your own screen alone.",
    (
        ProperName,
        UnfamiliarWord,
        PossibleName,
        Initial,
        OtherAlphabet,
    ),
)
IDENTIFIERS = Theme(
    "People and places: numbers, addresses and phrases",
    "Whatever belongs to one person or one place leads to them, however it is written. None of it "
    "can be declared safe: it is left out, or said more broadly.",
    (
        EmailAddress,
        WebAddress,
        PupilNumber,
        NationalInsuranceNumber,
        TenDigitNumber,
        PhoneNumber,
        CaseNumber,
        VehicleRegistration,
        Postcode,
        OutwardPostcode,
        LongNumber,
        ExactDate,
        AgeWithDate,
        RoadName,
        SchoolName,
        WardOrEstateName,
        SmallNumber,
        PictureMetadata,
    ),
)
