"""Phrases that so few people fit that somebody could tell who is meant."""

from __future__ import annotations

from patternbook.confidentiality.kinds import SMALL_NUMBERS, Kind, Pattern, any_case, near, one_of

# --- Numbers ------------------------------------------------------------------------------------

_TO_TWELVE = "one two three four five six seven eight nine ten eleven twelve"
_FEW = f"(?:{one_of(_TO_TWELVE)}|1[0-2]|[1-9]|a (?:handful|few|couple))"
_TO_FIFTY = f"{SMALL_NUMBERS} twenty thirty forty fifty"
_QUITE_FEW = f"(?:{one_of(_TO_FIFTY)}|[1-9][0-9]?|a (?:handful|few|dozen))"
_MANY_CHILDREN = f"(?:{one_of('eight nine ten eleven twelve thirteen fourteen')}|[89]|1[0-9])"
_ABOUT = "(?:(?:only|just|the|our|their|about|around|fewer than|perhaps|some) )*"
_AGE = f"(?:[0-9]{{1,2}}|{one_of(_TO_TWELVE)})"
_AND = ",? (?:and|&) "

# --- People and places --------------------------------------------------------------------------

_CHILD = (
    "(?:girl|boy|child|baby|infant|twins?|triplets?|toddler|teenager|pupil|student|sibling|family"
    "|household|mother|father|parents?|couple|refugee|traveller|survivor|wheelchair user|speaker"
    "|resident|patient|woman|man|carer|adoption|midwife|childminder)"
)
_CHILDREN = (
    "(?:families|children|pupils|girls|boys|households|students|siblings|babies|infants|mothers"
    "|fathers|parents|couples|twins|triplets|residents|women|men|patients|people|teenagers|learners"
    "|adoptions|toddlers|refugees|travellers|survivors|speakers|users|carers|cases|births|deaths)"
)
# Of these there are few in a place; of cases or people there are few in any office.
_FAMILIES = (
    "(?:(?:families|children|pupils|girls|boys|households|students|siblings|babies|infants|mothers"
    "|fathers|couples|twins|triplets|residents|women|men|patients|teenagers|learners|adoptions"
    r"|toddlers|refugees|travellers|survivors|speakers)\b|people(?= (?:with|who ha[ds]|who have)))"
)
_AREAS = (
    "school class town village county borough region district area valley estate street island "
    "city country community parish hamlet congregation mosque church temple ward nursery unit "
    "hostel peninsula college playgroup terrace cohort site neighbourhood"
)
_AREA = f"(?:{one_of(_AREAS)}|year group)"
_OF_AN_AREA = " ".join(f"{area}'s" for area in _AREAS.split())
_WORDS = r"(?:[\w’'-]+ ){0,4}?"
_A_WORD = r"(?:[\w’'-]+ ){1,6}?"
_THERE = (
    "(?:(?:in|at|within|of|on|from) (?:the|this|that|our|her|his|their|a|an)"
    rf"(?: (?!house\b|home\b|room\b)[\w’'-]+){{0,2}}? {_AREA}\b"
    r"|in (?:Wales|England|Scotland|Ireland|Britain|the UK)\b)"
)

# --- Phrases ------------------------------------------------------------------------------------

# “the only Kurdish girl”, but not “the only one”, nor the only child of a family.
_THE_ONLY = any_case(
    r"\b(?:the|their|our|her|his|its) (?:one and only|only|sole) "
    rf"(?:(?!one\b)[\w’'-]+ ){{0,4}}?{_CHILD}\b"
    r"(?! (?:in the (?:house|home|room|family)|at home|left|of the marriage|to the))"
)
# “the first boy in the school to wear them”
_THE_FIRST = any_case(
    rf"\bthe (?:only|sole|first|last|youngest|oldest|eldest|one) {_A_WORD}{_THERE}"
)
# “fewer than five families in the town”
_ONLY_A_FEW = any_case(
    rf"\b(?:just|only|fewer than|less than|no more than|under) {_FEW} {_A_WORD}{_THERE}"
)
# “the village’s only midwife”, “the school’s two Somali girls”
_OF_THE_PLACE = any_case(
    rf"\b(?:the|our|their) {_AREA}[’']s (?:(?:one and only|only|sole|first|youngest|oldest)\b"
    rf"|(?:one|two|three) {_WORDS}(?:{_CHILD}|{_CHILDREN})\b)"
)
# “one of only two Somali girls”, “one of about forty people in the country”
_ONE_OF_A_FEW = any_case(
    rf"\b(?:one|two|three) of {_ABOUT}{_FEW}(?: or {_FEW})? {_WORDS}{_FAMILIES}"
)
_ONE_OF_A_FEW_THERE = any_case(
    rf"\b(?:one|two|three) of {_ABOUT}{_QUITE_FEW} {_WORDS}{_CHILDREN} {_WORDS}{_THERE}"
)
# “nineteen pupils, and one of them used a wheelchair”
_ONE_OF_THEM = any_case(
    rf"\b[\w-]+ {_CHILDREN},? (?:and |but |of whom )?(?:only |just )?one of (?:them|whom|these)\b"
)
# “one child in the area”
_ONE_THERE = any_case(rf"\b(?:one|1) (?:[\w’'-]+ ){{0,3}}?{_CHILD} {_THERE}")
# “nobody else in the year group”
_NO_OTHER_THERE = any_case(
    r"\b(?:no other|no one else|nobody else|none of the other|not another) "
    rf"{_WORDS}{_THERE}"
)
# “three Traveller families on the site”
_A_FEW_THERE = any_case(rf"\b{_FEW} (?:[\w’'-]+ ){{1,3}}?{_FAMILIES} {_THERE}")
# “there were two girls in the class”
_THERE_WERE = any_case(rf"\bthere (?:is|are|was|were) {_ABOUT}{_FEW} {_WORDS}{_FAMILIES} {_THERE}")
# “of the six children on the ward, only she”
_OF_THE_FEW = any_case(rf"\bof the {_FEW} {_WORDS}{_FAMILIES} {_THERE}")
# “only one other family spoke it”, “the youngest mother the unit had ever had”
_ONE_OTHER = any_case(rf"\b(?:only|just) one other {_WORDS}{_CHILD}\b")
_EVER = any_case(
    rf"\bthe (?:youngest|oldest|smallest|first|only) {_WORDS}{_CHILD} "
    rf"(?:(?:the|this|that|our) {_AREA} (?:has|had) )?ever\b"
)
# “both of the village’s deaf children”, “all three of the boys in the class”
_BOTH = any_case(
    r"\b(?:both|all (?:two|three|four|five)) of (?:the|our|their) "
    rf"(?:[\w-]+[’']s {_WORDS}{_CHILDREN}|{_WORDS}{_CHILDREN} {_THERE})"
)
# “a class of six”, “a school of nineteen pupils”
_FEW_IN_ALL = any_case(
    rf"\b(?:class|year group|cohort) of {_ABOUT}{_FEW}(?: {_CHILDREN}\b|(?=[,.;])|\Z)"
)
_PLACE_OF_A_FEW = any_case(
    r"\b(?:school|village|hamlet|island|congregation|nursery|playgroup|unit|home) (?:of|with|for) "
    rf"{_ABOUT}(?:{_FEW}(?=[,.;])"
    rf"|{_QUITE_FEW} (?:{_CHILDREN}|houses|homes|cottages|families|souls|places|beds)\b)"
)
# “aged 2, 4 and 7”, “the children (2, 4 and 7)”
_AGES = any_case(rf"\baged (?:just )?{_AGE}(?:(?:, {_AGE})*{_AND}{_AGE}\b(?!-)|(?:, {_AGE})+\b)")
_AGES_IN_BRACKETS = any_case(
    rf"\b(?:{_CHILDREN}|{_CHILD}|brothers|sisters|daughters|sons) "
    rf"\((?:aged )?[0-9]{{1,2}}(?:, [0-9]{{1,2}})*{_AND}[0-9]{{1,2}}\)"
)
# “a family with eleven children”, “nine siblings”
_LARGE_FAMILY = any_case(
    rf"\b(?:family|mother|father|parents|couple) (?:of|with|had|have|has) {_MANY_CHILDREN}"
    rf"(?: {_WORDS}(?:children|siblings|sons|daughters)\b|(?=[,.;]))"
)
_MANY_SIBLINGS = any_case(
    rf"\b{_MANY_CHILDREN} (?:[\w-]+ )?(?:siblings|brothers and sisters|brothers|sisters)\b"
)
_BORN_TOGETHER = any_case(r"\b(?:triplets|quads|quadruplets|quintuplets|sextuplets|septuplets)\b")

_FIRSTS = near("only sole first last youngest oldest eldest one", before=4, after=90)
_FAMILY_NEAR = near(
    "children aged siblings brothers sisters daughters sons boys girls twins family"
)
_PLACES_NEAR = near("school village hamlet island congregation nursery playgroup unit home")
_TOGETHER_NEAR = near("triplets quads quadruplets quintuplets sextuplets septuplets")

FEW: tuple[Pattern, ...] = (
    Pattern(Kind.SMALL_NUMBER, near("only sole", before=16, after=60), _THE_ONLY),
    Pattern(Kind.SMALL_NUMBER, _FIRSTS, _THE_FIRST),
    Pattern(Kind.SMALL_NUMBER, near("just only fewer less no under"), _ONLY_A_FEW),
    Pattern(Kind.SMALL_NUMBER, near(_OF_AN_AREA, before=6, after=50), _OF_THE_PLACE),
    Pattern(Kind.SMALL_NUMBER, near("one two three"), _ONE_OF_A_FEW),
    Pattern(Kind.SMALL_NUMBER, near("one two three"), _ONE_OF_A_FEW_THERE),
    Pattern(Kind.SMALL_NUMBER, near("one", before=60, after=12), _ONE_OF_THEM),
    Pattern(Kind.SMALL_NUMBER, near("one"), _ONE_THERE),
    Pattern(Kind.SMALL_NUMBER, near("no nobody none not"), _NO_OTHER_THERE),
    Pattern(Kind.SMALL_NUMBER, near(_TO_TWELVE), _A_FEW_THERE),
    Pattern(Kind.SMALL_NUMBER, near("there"), _THERE_WERE),
    Pattern(Kind.SMALL_NUMBER, near(_TO_TWELVE, before=8, after=90), _OF_THE_FEW),
    Pattern(Kind.SMALL_NUMBER, near("only just"), _ONE_OTHER),
    Pattern(
        Kind.SMALL_NUMBER, near("youngest oldest smallest first only", before=4, after=90), _EVER
    ),
    Pattern(Kind.SMALL_NUMBER, near("both all"), _BOTH),
    Pattern(Kind.SMALL_NUMBER, near("class year cohort"), _FEW_IN_ALL),
    Pattern(Kind.SMALL_NUMBER, _PLACES_NEAR, _PLACE_OF_A_FEW),
    Pattern(Kind.SMALL_NUMBER, near("aged"), _AGES),
    Pattern(Kind.SMALL_NUMBER, _FAMILY_NEAR, _AGES_IN_BRACKETS),
    Pattern(Kind.SMALL_NUMBER, near("family mother father parents couple"), _LARGE_FAMILY),
    Pattern(
        Kind.SMALL_NUMBER,
        near("eight nine ten eleven twelve thirteen fourteen"),
        _MANY_SIBLINGS,
    ),
    Pattern(Kind.SMALL_NUMBER, _TOGETHER_NEAR, _BORN_TOGETHER),
)
