"""Builds the wheel, installs it in an empty environment, leaves the checkout and makes a deck and a document."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Exit code 0 when an installed wheel makes documents outside the checkout."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        wheel = next(folder.glob("*.whl"))
        with zipfile.ZipFile(wheel) as package:
            names = package.namelist()
        for wanted in (
            "qbrgen/templates/pptx/",
            "qbrgen/templates/docx/",
            "qbrgen/fixtures/acme.yaml",
            "qbrgen/py.typed",
        ):
            if not any(entry.startswith(wanted) for entry in names):
                sys.exit(f"the wheel lacks {wanted}")
        environment = folder / "env"
        venv.create(environment, with_pip=True)
        scripts = environment / ("Scripts" if os.name == "nt" else "bin")
        pip = [str(scripts / "python"), "-m", "pip", "--disable-pip-version-check", "-q", "install"]
        subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
        subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
        outside = folder / "elsewhere"
        outside.mkdir()
        variables = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "QBRGEN"))}
        qbrgen = str(scripts / "qbrgen")
        sample = subprocess.run(
            [qbrgen, "sample", "acme"], cwd=outside, env=variables, check=True, stdout=subprocess.PIPE
        )
        (outside / "acme.yaml").write_bytes(sample.stdout)
        for document in ("qbr", "success-plan"):
            subprocess.run([qbrgen, "make", document, "acme.yaml"], cwd=outside, env=variables, check=True)
        made = sorted(path.name for path in outside.rglob("*.*") if path.suffix in (".pptx", ".docx"))
        if len(made) != 2:
            sys.exit(f"the installed wheel made {made}")
        print(f"{wheel.name}: installed alone, it made {' and '.join(made)}")


if __name__ == "__main__":
    main()
