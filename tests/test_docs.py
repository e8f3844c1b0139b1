"""The pages of documentation are true: their commands run, their links lead somewhere, their pictures are there."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import qbrgen

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_page_is_reached_from_the_readme() -> None:
    linked = set(re.findall(r"\]\((docs/[^)#]+\.md)\)", README))
    there = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    unreached = {page for page in there - linked if not _linked_from_docs(page.removeprefix("docs/"))}
    assert not unreached


def _linked_from_docs(name: str) -> bool:
    return any(f"({name})" in path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))


def _readme_commands() -> list[str]:
    lines = re.findall(r"^    (qbrgen .+)$", README, re.MULTILINE)
    return [line.split("#")[0].strip() for line in lines]


def test_the_readme_s_commands_work_in_their_order(tmp_path: Path) -> None:
    commands = _readme_commands()
    assert len(commands) >= 8
    for line in commands:
        if "book.xlsx --where" in line:
            continue  # the workbook is empty until somebody fills it in
        if line.startswith("qbrgen serve "):
            _serves(line.split()[1:], tmp_path)
            continue
        arguments = re.findall(r'"([^"]*)"|(\S+)', line)[1:]
        run = subprocess.run(
            [sys.executable, "-m", "qbrgen", *(quoted or plain for quoted, plain in arguments)],
            cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        # A starter account has things still to agree on: a check that says so exits with one.
        assert run.returncode in ((0, 1) if " check " in line else (0,)), f"{line}: {run.stderr}"
    assert list(tmp_path.glob("acme-corporation-qbr-*.pptx"))
    assert len(list((tmp_path / "out").iterdir())) == 2


def _serves(arguments: list[str], folder: Path) -> None:
    """The service says where it serves; it is stopped then."""
    (folder / "accounts").mkdir()
    shutil.copy(folder / "acme-corporation.yaml", folder / "accounts")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    run = subprocess.Popen(
        [sys.executable, "-m", "qbrgen", *arguments, "--port", str(port)],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    )
    with run:
        assert run.stderr is not None
        said = run.stderr.readline()
        run.send_signal(signal.SIGINT)
        run.stderr.read()
    assert said.startswith(f"Serving on http://127.0.0.1:{port}")


def test_the_readme_s_python_works(tmp_path: Path) -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code is not None
    run = subprocess.run([sys.executable, "-c", code[1]], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert list(tmp_path.glob("acme-qbr-*.pptx"))


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## {qbrgen.__version__} " in (ROOT / "CHANGELOG.md").read_text("utf-8")
