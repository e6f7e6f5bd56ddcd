"""Tests of deploy/: the set-ups as they are shipped, with the real nginx."""
