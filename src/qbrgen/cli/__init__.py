"""The command line: a thin door to the same calls that Python has."""

from qbrgen.cli.main import main

__all__ = ["main"]
