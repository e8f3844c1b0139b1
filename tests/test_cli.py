"""The command line: results on stdout, the rest on stderr, one clear message and the right exit code for each case."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from qbrgen import __version__
from qbrgen.cli import main
from qbrgen.cli.commands import COMMANDS
from qbrgen.cli.help import Command, Context
from qbrgen.cli.main import app
from qbrgen.cli.make import PUBLIC
from qbrgen.model.kinds import Touch
from qbrgen.sources import load
from qbrgen.story.documents import BOOKS, DOCUMENTS
from qbrgen.value.reference.tables import TABLES
from qbrgen.value.reference.tiers import TOUCH_TIERS

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
ACME = FIXTURES / "acme.yaml"
SOUND = """\
name: Acme
contract: {signed: 2025-10-01, currency: USD, arr: 120000}
objectives: [{id: faster, title: Close deals faster}]
"""
unix = pytest.mark.skipif(os.name == "nt", reason="a Unix habit")


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs qbrgen in an empty folder, as if it were 5 October 2026."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1791158400")

    def qbrgen(*arguments: object) -> Said:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        code = stopped.value.code
        assert isinstance(code, int)
        assert "Traceback" not in captured.err
        return Said(code, captured.out, captured.err)

    return qbrgen


def program(*arguments: str, cwd: Path, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "qbrgen", *arguments],
        cwd=cwd,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1791158400", **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def written(folder: Path, text: str | bytes, name: str = "acme.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def commands() -> dict[str, click.Command]:
    """Every command, those inside a group by both names."""
    root = Context(app, info_name="qbrgen")
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = app.get_command(root, name)
        assert command is not None
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}": each for inner, each in command.commands.items()}
    return found


# Help


def test_without_arguments_it_shows_what_it_can_do(run: Run) -> None:
    said = run()
    assert said.code == 0
    assert all(f"  {name} " in said.out for name in COMMANDS)


def test_the_version_is_told(run: Run) -> None:
    assert run("--version") == (0, f"qbrgen {__version__}\n", "")


@pytest.mark.parametrize("name", sorted(commands()))
def test_each_command_has_help_with_an_example_that_begins_with_its_name(run: Run, name: str) -> None:
    command = commands()[name]
    said = run(*name.split(), "--help")
    assert said.code == 0
    assert command.help
    if isinstance(command, Command):
        assert "Examples" in said.out
        assert f"qbrgen {name}" in said.out
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, f"{name} {option.name} has no help"


def test_the_table_of_commands_has_the_words_of_the_commands() -> None:
    for name, entry in COMMANDS.items():
        command = commands()[name]
        assert command.name == name
        assert entry.summary[0].isupper()
        assert not entry.summary.endswith(".")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["make", "--help"], ["completion", "zsh"]], ids=" ".join
)
def test_help_version_and_completion_load_no_heavy_library(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom qbrgen.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "heavy = set('matplotlib pptx docx docxtpl duckdb sqlalchemy xlsxwriter numpy pydantic babel'.split())\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert "HEAVY []" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_completion(run: Run, shell: str) -> None:
    said = run("completion", shell)
    assert said.code == 0
    assert "_QBRGEN_COMPLETE" in said.out


@pytest.mark.parametrize(
    ("words", "expected"),
    [("qbrgen ma", "make"), ("qbrgen make q", "qbr"), ("qbrgen explain QV10", "QV101"), ("qbrgen sample ac", "acme")],
)
def test_completion_knows_commands_documents_checks_and_samples(tmp_path: Path, words: str, expected: str) -> None:
    last = str(len(words.split()) - 1)
    process = program(cwd=tmp_path, _QBRGEN_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=last)
    out, err = process.communicate(timeout=60)
    assert err == ""
    assert f"plain,{expected}" in out.splitlines()


# Beginning


def test_a_new_account_is_valid_as_written_and_makes_a_document(run: Run) -> None:
    said = run("new", 'Müller & "Söhne" #1')
    assert said == (0, "muller-sohne-1.yaml\n", "")
    (loaded,) = load(["muller-sohne-1.yaml"])
    assert loaded.account.name == 'Müller & "Söhne" #1'
    assert run("make", "success-plan", "muller-sohne-1.yaml").code == 0


def test_a_new_account_shows_every_field_and_all_of_it_is_valid_without_the_signs(run: Run, tmp_path: Path) -> None:
    from tests.test_model import records

    text = run("new", "Acme", "-o", "-").out
    assert re.findall(r"^ *#[^ #].*$", text, re.MULTILINE)
    open_text = re.sub(r"^( *)#([^ #]|  )", r"\1\2", text, flags=re.MULTILINE)
    (loaded,) = load([written(tmp_path, open_text)])
    account = loaded.account
    unset = [name for name in type(account).model_fields if name not in account.model_fields_set]
    assert unset == []
    for kind in records():
        for name in kind.model_fields:
            assert re.search(rf"\b{name}:", open_text), f"{kind.__name__}.{name} is not shown"


@pytest.mark.parametrize("name", ["null", "true", "2026", "no", "a\nb", "$x", "株式会社", "'", "x: y"])
def test_a_new_account_is_valid_whatever_the_name(run: Run, tmp_path: Path, name: str) -> None:
    path = written(tmp_path, run("new", name, "-o", "-").out)
    (loaded,) = load([path])
    assert loaded.account.name == " ".join(name.split())


def test_a_new_account_never_replaces_a_file(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "mine")
    said = run("new", "Acme")
    assert said == (2, "", "error: acme.yaml: is already there and was left alone. Give another name with --out.\n")
    assert path.read_text() == "mine"


def test_a_sample_is_printed_as_it_is(run: Run) -> None:
    assert run("sample", "acme").out == ACME.read_text("utf-8")
    assert "acme" in run("sample").out.splitlines()
    said = run("sample", "acmee")
    assert said.code == 2
    assert said.err.startswith("error: there is no sample 'acmee'. Choose one of: acme, ")


def test_the_schema_is_json(run: Run) -> None:
    assert json.loads(run("schema").out)["title"] == "qbrgen account"


# Making


def test_make_writes_the_paths_to_stdout_and_nothing_else(run: Run, tmp_path: Path) -> None:
    said = run("make", "qbr,ebr", ACME, "-f", "pptx", "-f", "docx", "-o", "out")
    assert said.code == 0
    assert said.err == ""
    assert said.out.splitlines() == [
        str(Path("out", f"acme-{name}-2026-Q3.{end}")) for name in ("qbr", "ebr") for end in ("pptx", "docx")
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        Path(line).name for line in said.out.splitlines()
    )


def test_each_document_covers_its_own_last_full_period_unless_told(run: Run) -> None:
    assert run("make", "monthly-review", ACME).out == "acme-monthly-review-2026-09.docx\n"
    assert run("make", "monthly-review", ACME, "--period", "2026-07").out == "acme-monthly-review-2026-07.docx\n"
    assert run("make", "qbr", ACME, "--as-of", "2026-07-01").out == "acme-qbr-2026-Q2.pptx\n"


def test_an_account_comes_from_standard_input_too(tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "qbrgen", "make", "ebr", "-"],
        input=ACME.read_bytes(),
        cwd=tmp_path,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1791158400"},
        capture_output=True,
        check=True,
    )
    assert process.stdout.decode().strip() == "acme-ebr-2026-Q3.pptx"


def test_one_bad_account_does_not_stop_the_others_and_is_counted_at_the_end(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "accounts"
    folder.mkdir()
    written(folder, SOUND.replace("120000", "much"), "a.yaml")
    written(folder, SOUND, "b.yaml")
    said = run("make", "ebr", folder, "nothing.yaml")
    assert said.code == 2
    assert said.out == "acme-ebr-2026-Q3.pptx\n"
    assert "a.yaml:2: contract.arr: a number is needed here (found 'much')" in said.err
    assert "error: nothing.yaml: there is no such file." in said.err
    assert said.err.endswith("1 file written; 2 errors, see above.\n")


def test_strict_refuses_a_document_that_would_claim_too_much(run: Run, tmp_path: Path) -> None:
    account = FIXTURES / "cobalt-water.yaml"
    said = run("make", "qbr,ebr", account)
    assert said.code == 0
    assert said.err == "note: the checks call an error in cobalt-water: QV202. 'qbrgen explain QV202' says why.\n"
    (tmp_path / "cobalt-water-ebr-2026-Q3.pptx").unlink()
    (tmp_path / "cobalt-water-qbr-2026-Q3.pptx").unlink()
    said = run("make", "qbr", account, "--strict")
    assert said.code == 1
    assert said.out == ""
    assert said.err.startswith("error: qbr of cobalt-water was not made: it would claim what the checks refuse")
    assert "  - QV202: " in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_case_study_is_refused_with_what_it_lacks(run: Run, tmp_path: Path) -> None:
    said = run("make", "case-study", FIXTURES / "minimal.yaml")
    assert said.code == 1
    assert "may not be written yet" in said.err
    assert list(tmp_path.iterdir()) == []


def test_an_anonymous_file_is_not_named_after_the_customer(run: Run) -> None:
    said = run("make", "case-study", ACME, "--anonymous")
    assert said.code == 0
    assert re.fullmatch(r"anonymous-[0-9a-f]{8}-case-study-2026\.docx\n", said.out)
    assert "cannot be made anonymous" in run("make", "qbr", ACME, "--anonymous").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["make", "qrb", "ACME"], "there is no document 'qrb'."),
        (["make", "qbr", "ACME", "-f", "odp"], "qbr is not made as 'odp'. Choose one of: pptx, docx"),
        (["make", "qbr", "ACME", "--period", "Q3"], "'Q3' is not a period. Write a quarter (2026-Q3)"),
        (["make", "qbr", "ACME", "--as-of", "tomorrow"], "'tomorrow' is not a day. Write year-month-day"),
        (["make", "qbr"], "Missing argument 'ACCOUNT...'"),
        (["mkae", "qbr"], "there is no command 'mkae'. Did you mean 'make'?"),
        (["make", "qbr", "ACME", "--charts", "3d"], "'3d' is not one of 'picture', 'native'"),
        (["make", "qbr", "ACME", "--formta", "docx"], "No such option"),
        (["check", "ACME", "--select", "QV77"], "no check has the code 'QV77'."),
        (["explain", "QV999"], "no check has the code 'QV999'."),
        (["explain-number", "ACME", "nonsense"], "no figure matches 'nonsense'."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_asked_is_answered_with_what_can(run: Run, arguments: list[str], said: str) -> None:
    answer = run(*(str(ACME) if word == "ACME" else word for word in arguments))
    assert answer.code == 2
    assert said in answer.err
    assert answer.err.startswith("error: ")


# Bad input: one clear message each, exit 2, no traceback, no half file


def _changed(old: str, new: str) -> Callable[[Path], list[str]]:
    return lambda folder: [str(written(folder, SOUND.replace(old, new)))]


def _content(content: bytes) -> Callable[[Path], list[str]]:
    return lambda folder: [str(written(folder, content))]


def _huge(folder: Path) -> list[str]:
    with (folder / "acme.yaml").open("wb") as stream:
        stream.truncate(100_000_000)
    return [str(folder / "acme.yaml")]


def _file_for_folder(folder: Path) -> list[str]:
    written(folder, "mine", "out")
    return [str(ACME)]


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (_changed("name:", "nmae:"), "acme.yaml:1: nmae: unknown field. Did you mean 'name'?"),
        (_changed("120000", "a lot"), "acme.yaml:2: contract.arr: a number is needed here (found 'a lot')."),
        (_changed("2025-10-01", "2025-10-01, start: 2025-09-01"), "acme.yaml:2: contract.start: start 2025-09-01 is before"),
        (_changed("120000", "120000, seats: -5"), "acme.yaml:2: contract.seats: cannot be negative (found -5)."),
        (_changed("currency: USD, ", ""), "acme.yaml:2: contract.currency: is missing. ISO 4217 code"),
        (_content(b""), "acme.yaml: is empty. 'qbrgen new' writes an account to start from."),
        (_content(b"PK\x03\x04\x14\0\0\0"), "acme.yaml: is not a text file; it looks like a ZIP archive or an Office file."),
        (_huge, "acme.yaml: is larger than 5 MB (100 MB). Split it"),
        (_file_for_folder, "cannot be written: a file stands where the folder should be. Give a folder with --out."),
    ],
    ids=["unknown field", "wrong type", "date order", "negative seats", "missing currency", "empty", "binary", "100 MB",
         "a file for the folder"],
)  # fmt: skip
def test_bad_input_gets_one_clear_message(
    run: Run, tmp_path: Path, prepare: Callable[[Path], list[str]], said: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    accounts = prepare(folder)
    before = time.monotonic()
    answer = run("make", "ebr", *accounts, "-o", folder / "out")
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1
    assert said in answer.err
    assert not list(tmp_path.rglob("*.pptx"))
    assert not list(tmp_path.rglob("*.part"))
    assert time.monotonic() - before < 20


@unix
def test_a_full_disk_gets_one_clear_message_and_no_half_file(tmp_path: Path) -> None:
    code = (
        "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        f"from qbrgen.cli import main\nmain(['make', 'qbr', {str(ACME)!r}, {str(FIXTURES / 'minimal.yaml')!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot be written: the file is larger than may be written there" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unexpected_error_is_one_line_with_how_to_report_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError("a fault\nof ours")

    monkeypatch.setattr("qbrgen.model.schema.account_schema", broken)
    said = run("schema")
    assert said.code == 70
    assert said.err.count("\n") == 1
    assert "ZeroDivisionError: a fault. Run it again with 'qbrgen --debug ...'" in said.err


@unix
def test_ctrl_c_stops_cleanly(tmp_path: Path) -> None:
    process = program("make", "qbr", str(FIXTURES), "-o", "out", cwd=tmp_path, PYTHONUNBUFFERED="1")
    assert process.stdout is not None
    assert process.stdout.readline().startswith("out/")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.strip() == "Stopped. Files that were already written are whole."
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".pptx"}


@unix
def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m qbrgen schema | head -n 1"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("{\n", "")


# Judging


def test_check_groups_by_account_and_counts(run: Run) -> None:
    said = run("check", FIXTURES / "cobalt-water.yaml")
    assert said.code == 1
    lines = said.out.splitlines()
    assert lines[0] == "Cobalt Water Services (cobalt-water)"
    assert re.fullmatch(r"  error    QV202  .*cobalt-water\.yaml:\d+: objectives\[1\]\.baseline", lines[1])
    assert lines[3].startswith("      → ")
    assert re.fullmatch(r"1 account checked: 1 error, \d+ warnings, \d+ info\.", lines[-1])


def test_check_takes_and_leaves_checks_by_the_beginning_of_their_code(run: Run) -> None:
    found = json.loads(run("check", FIXTURES / "cobalt-water.yaml", "--select", "qv2", "--format", "json").out)
    codes = {line["code"] for line in found["accounts"][0]["found"]}
    assert codes
    assert all(code.startswith("QV2") for code in codes)
    said = run("check", FIXTURES / "cobalt-water.yaml", "--ignore", "QV202")
    assert said.code == 0
    assert "QV202" not in said.out
    assert run("check", FIXTURES / "cobalt-water.yaml", "--ignore", "QV202", "--strict").code == 1


def test_check_tells_invalid_accounts_beside_valid_ones(run: Run, tmp_path: Path) -> None:
    written(tmp_path, SOUND.replace("120000", "much"), "bad.yaml")
    said = run("check", ACME, "bad.yaml")
    assert said.code == 2
    assert "  invalid  bad.yaml:2: contract.arr\n      a number is needed here (found 'much')\n" in said.out
    assert said.out.startswith("Acme Corporation (acme)\n")


def test_check_writes_remarks_for_a_pull_request(run: Run, tmp_path: Path) -> None:
    written(tmp_path, SOUND.replace("120000", "much: 100 %"), "bad, very.yaml")
    said = run("check", "bad, very.yaml", FIXTURES / "cobalt-water.yaml", "--format", "github")
    assert said.out.startswith("::error file=bad%2C very.yaml,line=2,title=invalid account::")
    assert all(re.match(r"::(error|warning|notice) file=", line) for line in said.out.splitlines())
    assert "title=QV202::objectives[1].baseline: " in said.out


def test_explain_tells_a_check_and_lists_all(run: Run) -> None:
    said = run("explain", "qv202")
    assert said.code == 0
    for heading in ("QV202", "Why it matters", "What to do", "It fires on", "It lets pass"):
        assert heading in said.out
    assert len(run("explain").out.splitlines()) >= 25


def test_explain_number_goes_down_to_the_lines_of_the_file(run: Run) -> None:
    said = run("explain-number", ACME, "return.period.roi")
    assert said.code == 0
    line = next(number for number, text in enumerate(ACME.read_text("utf-8").splitlines(), 1) if "525000" in text)
    assert "ROI on validated value in the period: 900% (customer validated)" in said.out
    assert f"[value_items[0].amount, {ACME}:{line}" in said.out


def test_case_studies_says_who_is_ready_and_what_the_others_lack(run: Run) -> None:
    said = run("case-studies", ACME, FIXTURES / "minimal.yaml")
    assert said.out.splitlines()[0] == "ready    Acme Corporation (acme)"
    assert "         - nobody at Quill & Sons has agreed to a case study" in said.out
    assert said.out.splitlines()[-1] == "1 of 2 accounts ready for a case study."


def test_documents_lists_all_of_them(run: Run) -> None:
    assert [line.split()[0] for line in run("documents").out.splitlines()[::2]] == [*DOCUMENTS, *BOOKS]


@pytest.mark.slow
def test_the_demo_makes_every_document_for_every_sample(run: Run) -> None:
    said = run("demo", "-o", "out")
    assert said.code == 0
    assert all(line.startswith("note: the checks call an error in ") for line in said.err.splitlines())
    names = [Path(line).name for line in said.out.splitlines()]
    for loaded in load([FIXTURES]):
        for name in DOCUMENTS.keys() - set(PUBLIC):
            made = [each for each in names if each.startswith(f"{loaded.account.id}-{name}-")]
            assert len(made) == (not DOCUMENTS[name].internal), f"{loaded.account.id} {name}"
    assert any(name.startswith("acme-case-study-") for name in names)
    assert any(name.startswith("portfolio-") for name in names)


# Help is true


def examples() -> list[str]:
    return [
        line
        for name, command in commands().items()
        if isinstance(command, Command)
        # A batch tells its progress on stderr and one of its examples needs a bucket: its own tests run it.
        # The service runs until it is stopped, and users change in a ledger that has them: its tests do both.
        and name.split()[0] not in ("demo", "completion", "preview", "source", "template", "batch", "serve", "user")
        # An answered workbook is needed; the tests of the ledger have one.
        and name != "signoff record"
        for _, line in command.examples
        if line.startswith("qbrgen ")
    ]


@pytest.mark.parametrize("line", examples())
def test_the_examples_in_help_work(run: Run, tmp_path: Path, line: str) -> None:
    written(tmp_path, ACME.read_bytes())
    (tmp_path / "accounts").mkdir()
    written(tmp_path / "accounts", ACME.read_bytes())
    words = shlex.split(line.split(" > ", maxsplit=1)[0])
    if "--accounts" in words:
        shutil.rmtree(tmp_path / "accounts")  # what is already there is never written over
    said = run(*words[1:])
    strict = "--strict" in words
    assert said.code in ((0, 1) if strict else (0,)), said
    # Making up accounts says on stderr what was made; every other command there says only its notes.
    assert "--accounts" in words or all(line.startswith("note: ") for line in said.err.splitlines())


def test_tables_lists_the_reference_tables_and_prints_one(run: Run) -> None:
    listed = run("tables").out
    assert [line.split()[0] for line in listed.splitlines()] == list(TABLES)
    said = run("tables", "TOUCH_TIERS")
    assert said.code == 0
    assert said.out.startswith(
        "Touch tiers\nFrom: Value Creation Frameworks\n\nhigh\n  ARR above, dollars            100000\n"
    )
    # What the tier's own figure rests on is what is printed.
    assert f"  check-in every days           {TOUCH_TIERS[Touch.HIGH].check_in_days}\n" in said.out


@pytest.mark.parametrize("name", TABLES)
def test_every_reference_table_can_be_printed_and_read_by_a_program(run: Run, name: str) -> None:
    table = TABLES[name]
    said = run("tables", name)
    assert said.out.count("\n\n") == len(table.rows)
    told = json.loads(run("tables", name, "--format", "json").out)
    assert (told["title"], len(told["rows"])) == (table.title, len(table.rows))
    assert all(list(row) == list(table.columns) for row in told["rows"])


def test_a_table_that_is_not_there_names_those_that_are(run: Run) -> None:
    said = run("tables", "tiers")
    assert said.code == 2
    assert "no reference table is called 'tiers'. There are: phases, " in said.err
