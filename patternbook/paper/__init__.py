"""A record on paper: what stands where in a form and in a report, whatever file it becomes.

1. `parts` are what any document is made of,
2. `layout` says for each kind of record what stands where and what it is called.

Neither Word nor HTML is known here: `patternbook.word` writes and reads the one, and the printing
of PDFs makes the other.
"""
