"""Tests of collations: how they are asked for, refused, counted, and written."""
