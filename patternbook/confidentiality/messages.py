"""What is said of each thing that is found, and how to mend it: the check's words, and the form's.

Nothing here repeats what was found.
"""

from __future__ import annotations

from patternbook.confidentiality.kinds import Kind
from patternbook.confidentiality.scanning import Reason

_DECLARE = (
    "Write a role instead. If it is a pseudonym, list it under “pseudonyms”; if it is a term that "
    "points at nobody, under “declared_terms” with the reason."
)
_LEAVE_OUT = "Take it out: it may not be declared either."
MESSAGES: dict[Reason | Kind, str] = {
    Reason.CAPITAL: "This word has a capital letter, as names do.",
    Reason.UNFAMILIAR: "This word is in no dictionary, so it may be a name, or a slip of the keys.",
    Reason.MAY_BE_A_NAME: "This word is a name too, and stands where a name could.",
    Reason.INITIAL: "A single letter may be all that is left of a name.",
    Reason.ALPHABET: "This word has letters of another alphabet, which can hide a name.",
    Kind.EMAIL: "This looks like an e-mail address or the name of an account.",
    Kind.WEB: "This address may lead to somebody.",
    Kind.UPN: "This looks like a pupil's number.",
    Kind.NI: "This looks like a National Insurance number.",
    Kind.TEN_DIGITS: "A number of ten digits may be an NHS number.",
    Kind.PHONE: "This looks like a telephone number.",
    Kind.COURT: "This looks like the number of a case, a file or an incident.",
    Kind.VEHICLE: "This looks like the registration of a vehicle.",
    Kind.POSTCODE: "This looks like a postcode.",
    Kind.OUTWARD: "This looks like the first half of a postcode, which is a small area.",
    Kind.LONG_NUMBER: "A number as long as this is often that of a person or a file.",
    Kind.DATE: "An exact date can lead to a case.",
    Kind.AGE_AND_DATE: "An age together with a date gives a date of birth away.",
    Kind.ROAD: "This looks like the name of a road or a building.",
    Kind.SCHOOL: "This looks like the name of a school or another institution.",
    Kind.WARD: "This looks like the name of a ward, an estate or a parish.",
    Kind.SMALL_NUMBER: "So few people fit these words that somebody could tell who is meant.",
}
MENDS: dict[Reason | Kind, str] = {
    Reason.CAPITAL: _DECLARE,
    Reason.UNFAMILIAR: f"Check the spelling. {_DECLARE}",
    Reason.MAY_BE_A_NAME: f"If it is a word, begin the sentence otherwise. {_DECLARE}",
    Reason.INITIAL: "Write a role, or a pseudonym that is listed under “pseudonyms”.",
    Reason.ALPHABET: "Type it again with the letters of your own keyboard, or write a role.",
    Kind.EMAIL: _LEAVE_OUT,
    Kind.WEB: "Take it out; a citation may lead to laws, guidance and studies alone.",
    Kind.UPN: _LEAVE_OUT,
    Kind.NI: _LEAVE_OUT,
    Kind.TEN_DIGITS: _LEAVE_OUT,
    Kind.PHONE: _LEAVE_OUT,
    Kind.COURT: _LEAVE_OUT,
    Kind.VEHICLE: _LEAVE_OUT,
    Kind.POSTCODE: _LEAVE_OUT,
    Kind.OUTWARD: "Take it out; “section 20” is written in full.",
    Kind.LONG_NUMBER: "Take it out, or round it: “about twelve thousand”.",
    Kind.DATE: "Say how long after what it was: “three weeks later”; or the year alone.",
    Kind.AGE_AND_DATE: "Keep the age, as roughly as you can, and leave out the date.",
    Kind.ROAD: "Say what sort of place it was: “a busy road”, “the flat”.",
    Kind.SCHOOL: "Say what sort of place it was: “the primary school”, “the hospital”.",
    Kind.WARD: "Say what sort of place it was: “the maternity ward”, “the estate”.",
    Kind.SMALL_NUMBER: "Say it more broadly: leave out how many there are, or the exact ages.",
}
