"""Patternbook: what reviews, near misses and debriefs teach about a safeguarding system."""
