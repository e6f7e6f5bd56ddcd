"""A record on paper: what stands where in a form and in a report, whatever file it becomes.

1. `parts` are what any document is made of,
2. `layout` says for each kind of record what stands where, in the words of `labels`,
3. `blank` makes the empty form of each kind,
4. `report` makes a document of a record (`values` its fields, `prose` its account),
5. `html` makes a page of a document, of which a PDF can be made; `flow` says what stays together.

Word is not known here: `patternbook.word` writes documents and reads them.
"""
