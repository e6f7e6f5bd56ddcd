"""What many records say together: chosen by a page or by hand, counted, and laid side by side.

1. `refusing` says what is never collated, and why,
2. `collating` takes the records that were chosen, counts them with `patternbook.measures`, and
   lays their findings side by side.

It lists and counts, and never ranks: whatever stands in a list stands in the order of the
vocabulary, or of the alphabet, and never in that of its numbers.
"""
