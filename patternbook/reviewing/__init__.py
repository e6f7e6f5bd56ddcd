"""The way of a review, helped along: letters, guides, papers and dates for those who carry it out.

All of it is for one review and lies in a working folder of its own, outside of what is published.
What participants get is in our own words, after what Learning Together (SCIE Guide 13, section 3
and Appendices 1 to 4) says such papers have to cover, and holds nothing of any record.
"""
