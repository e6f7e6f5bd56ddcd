"""Run the command as `python -m patternbook`."""

from patternbook.cli import main

main(prog_name="patternbook")
