"""Word files, written and read. Nothing here knows what a record is.

1. `writing` makes a file of a document in parts,
2. `opening` refuses a file that is not what it seems, or that is not finished,
3. `reading` says what stands in one, and where.
"""
