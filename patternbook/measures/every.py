"""Every measure, in the order in which one would explain them."""

from __future__ import annotations

from patternbook.measures.advice import ADVICE
from patternbook.measures.completeness import COMPLETENESS
from patternbook.measures.factors import FACTORS
from patternbook.measures.measure import Measure
from patternbook.measures.patterns import PATTERNS
from patternbook.measures.records import RECORDS

MEASURES: tuple[Measure, ...] = (*RECORDS, *PATTERNS, *FACTORS, *ADVICE, *COMPLETENESS)
