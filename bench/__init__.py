"""Measures how long a large library takes to build, and how much of that is our own work."""
