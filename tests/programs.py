"""Programs the tests run beside Python: there, or a clear skip on a laptop and a failure where CI=true."""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = Path(os.environ.get("QBRGEN_TEST_TOOLS", ROOT / ".tools"))


def missing(program: str, remedy: str) -> NoReturn:
    """Skip the test, or fail it in CI: there the test command has installed everything."""
    message = f"{program} is not installed. {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def office_validator() -> Path:
    """The Open XML SDK validator's program for this platform."""
    system = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}.get(platform.system(), "linux")
    machine = "arm64" if platform.machine().lower() in ("arm64", "aarch64") else "x64"
    name = "ooxml-validator.exe" if system == "win32" else "ooxml-validator"
    path = TOOLS / "node_modules" / "@xarsh" / f"ooxml-validator-{system}-{machine}" / name
    if not path.exists():
        missing("the Open XML SDK validator", "Run 'make tools' (it needs Node.js 18 or newer and npm).")
    return path


def program(name: str, debian: str) -> str:
    """The path of a program, with the Debian package that holds it named where it is missing."""
    found = shutil.which(name)
    if found is None:
        missing(name, f"Install it with: apt-get install {debian}")
    return found


def soffice() -> str:
    """LibreOffice."""
    return program("soffice", "libreoffice-impress libreoffice-writer libreoffice-calc")
