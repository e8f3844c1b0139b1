"""Files are stored whole or not at all, and what stands in the way is said with a way round it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qbrgen.errors import OutputError
from qbrgen.output import store

MEGABYTE = 1_000_000
unix = pytest.mark.skipif(os.name == "nt", reason="Windows has neither these limits nor these permissions")


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    path = store(tmp_path / "a" / "b" / "acme.pptx", b"deck")
    assert path.read_bytes() == b"deck"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_is_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "acme.pptx").write_bytes(b"an older and longer deck")
    assert store(tmp_path / "acme.pptx", b"deck").read_bytes() == b"deck"


@unix
def test_others_may_read_what_was_written_as_far_as_the_users_mask_allows(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        assert store(tmp_path / "acme.pptx", b"deck").stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(mask)


@pytest.mark.parametrize(
    ("there", "path", "said"),
    [
        ("file", "out", "a file stands where the folder should be"),
        ("file", "out/deeper", "a part of the path is a file, not a folder"),
        ("folder", "", "a folder stands where the file should be"),
    ],
)
def test_a_file_and_a_folder_in_each_others_place_are_told_apart(
    tmp_path: Path, there: str, path: str, said: str
) -> None:
    if there == "file":
        (tmp_path / "out").write_text("mine")
    else:
        (tmp_path / "acme.pptx").mkdir()
    with pytest.raises(OutputError, match=said):
        store(tmp_path / path / "acme.pptx", b"deck")
    assert there == "folder" or (tmp_path / "out").read_text() == "mine"


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that may be read but not written, reachable for every user."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def as_an_ordinary_user(function: Callable[[], str]) -> str:
    """What the function returns in a process without root's rights."""
    if os.geteuid() != 0:
        return function()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgid(65534)
        os.setuid(65534)
        os.write(writing, function().encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as stream:
        return stream.read()


@unix
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_an_unwritable_folder_is_said_to_be_one(closed_folder: Path) -> None:
    def attempt() -> str:
        try:
            store(closed_folder / "acme.pptx", b"deck")
        except OutputError as error:
            return str(error)
        return "written"

    said = as_an_ordinary_user(attempt)
    assert said == (
        f"{closed_folder}/acme.pptx: cannot be written: you may not write there. Close the file if Office has it open, "
        "or give another --out."
    )
    assert list(closed_folder.iterdir()) == []


@unix
def test_a_disk_that_fills_up_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    (tmp_path / "acme.pptx").write_bytes(b"old")
    code = f"""
import resource
from pathlib import Path
from qbrgen.errors import OutputError
from qbrgen.output import store
resource.setrlimit(resource.RLIMIT_FSIZE, ({MEGABYTE}, {MEGABYTE}))
try:
    store(Path({str(tmp_path / "acme.pptx")!r}), bytes({2 * MEGABYTE}))
except OutputError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "cannot be written: the file is larger than may be written there. Give another folder" in run.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["acme.pptx"]
    assert (tmp_path / "acme.pptx").read_bytes() == b"old"


@unix
def test_a_really_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may make a small disk")
    try:
        store(tmp_path / "first.pptx", bytes(100_000))
        with pytest.raises(OutputError, match=r"the disk is full\. Free some space"):
            store(tmp_path / "second.pptx", bytes(MEGABYTE))
        assert [path.name for path in tmp_path.iterdir()] == ["first.pptx"]
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_stopping_in_the_middle_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        store(tmp_path / "acme.pptx", b"deck")
    assert list(tmp_path.iterdir()) == []
