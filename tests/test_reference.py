"""The reference pages are what the code says today."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_reference", ROOT / "tools" / "build_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["cli.md", "account.md"])
def test_a_reference_page_is_current(builder: ModuleType, name: str) -> None:
    stored = (ROOT / "docs" / name).read_text("utf-8")
    assert stored == builder.PAGES[name](), "run python tools/build_reference.py"
