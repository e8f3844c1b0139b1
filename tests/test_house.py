"""The rules of the house, read from the code: steps import only earlier steps, one clock, no machine's own paths."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "qbrgen"
# The way of the data, first to last; what is not listed here (errors, settings, resources, archive) any step may use.
STEPS = (
    "model",
    "sources",
    "value",
    "checks",
    "story",
    "charts",
    "renderers",
    "brands",
    "output",
    "pipeline",
    "ledger",
    "batch",
    "web",
    "cli",
)
MODULES = sorted(SOURCE.rglob("*.py"))
FREE = {"errors", "settings", "resources", "archive", "__init__", "__main__"}


def _step(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_imports_only_earlier_steps(path: Path) -> None:
    own = _step(".".join(("qbrgen", *path.relative_to(SOURCE).with_suffix("").parts)))
    for name in _imports(ast.parse(path.read_text(encoding="utf-8"))):
        if not name.startswith("qbrgen.") or own in ("__init__", "__main__"):
            continue
        other = _step(name)
        if other in FREE:
            continue
        assert own not in FREE, f"{own} is for every step and imports {other}"
        assert STEPS.index(other) <= STEPS.index(own), f"{own} imports the later step {other}"


def test_every_module_is_in_a_step_and_opens_with_a_sentence() -> None:
    for path in MODULES:
        relative = path.relative_to(SOURCE)
        assert relative.parts[0].removesuffix(".py") in {*STEPS, *FREE}, f"{relative} is in no step"
        first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]
        assert first.endswith((".", "!", ":")), f"{relative} does not open with a sentence: {first!r}"


def test_files_stay_small() -> None:
    long = [
        f"{path.relative_to(ROOT)} {lines}"
        for path in MODULES
        if (lines := path.read_text("utf-8").count("\n")) > 420
    ]
    assert not long, f"split these: {long}"


def test_nothing_below_the_doors_asks_for_the_time_or_draws_with_pyplot() -> None:
    clock = re.compile(
        r"\b(?:date\.today|datetime\.now|datetime\.utcnow|time\.time)\(|matplotlib\.pyplot|import pyplot"
    )
    doors = {"settings", "cli", "web", "batch", "ledger"}
    found = [
        f"{path.relative_to(SOURCE)}: {match[0]}"
        for path in MODULES
        if path.relative_to(SOURCE).parts[0].removesuffix(".py") not in doors
        for match in clock.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_the_project_names_no_machine_and_no_registry() -> None:
    registries = "registry." + "npmjs", "pypi." + "org", "python" + "hosted", "deb." + "debian"
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".lock", ".json", ".in", ".yaml", ".yml", ""} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not any(host in text for host in registries), f"{name} names a package registry"
            assert "/work" + "/" not in text, f"{name} names a path of one machine"


def test_help_and_version_import_no_heavy_library() -> None:
    code = (
        "import sys\nfrom qbrgen.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = set('matplotlib pptx docx docxtpl duckdb sqlalchemy xlsxwriter numpy pydantic fastapi argon2'.split())\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in run.stdout
