"""The table of commands: the section of the help each stands in, where its code is, and its one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: its module in qbrgen.cli (loaded when the command is used), its section and summary."""

    module: str
    section: str
    summary: str


_SECTIONS = {
    "Begin": (
        ("new", "account", "Write a commented account file to start from"),
        ("sample", "sample", "Print a sample account, or make up a whole book of them"),
        ("demo", "demo", "Make the documents for every sample account"),
    ),
    "Make": (
        ("documents", "documents", "List the documents: who reads each, in which formats"),
        ("make", "make", "Make documents from accounts"),
        ("batch", "batch", "Make the documents of a whole book of accounts in one run"),
        ("portfolio", "portfolio", "Make the book of all accounts, from source and ledger"),
        ("preview", "preview", "Turn a finished file into pictures of its pages"),
    ),
    "Judge": (
        ("check", "check", "Say what is invalid, and what must not be claimed"),
        ("case-studies", "case_studies", "Say which accounts are ready for a case study, and what the others lack"),
        ("explain", "explain", "Explain a check by its code"),
        ("explain-number", "explain_number", "Show how a number came about"),
        ("tables", "tables", "Print the reference tables: targets, benchmarks, tiers, questions"),
    ),
    "Keep": (
        ("due", "due", "List who is due for which review, as table, JSON, CSV or calendar"),
        ("signoff", "signoff", "Have the customer sign off value items in a workbook"),
        ("win", "win", "Log a win, so that later documents count it"),
    ),
    "Serve": (
        ("serve", "serve", "Serve accounts to a browser and to programs: pages, an API, sign-off links"),
        ("user", "user", "Say who may use the service, and make API tokens"),
    ),
    "Set up": (
        ("template", "template", "Your company's templates: check one, adopt it as a brand, start a Word one"),
        ("source", "source", "Accounts from workbooks, exports and databases"),
        ("schema", "account", "Print the JSON Schema of an account file"),
        ("completion", "completion", "Print the shell's completion script"),
    ),
}
COMMANDS: Mapping[str, Entry] = {
    name: Entry(module, section, summary) for section, rows in _SECTIONS.items() for name, module, summary in rows
}
