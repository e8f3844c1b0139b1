"""Where outputs go: a folder or any place that fsspec knows (s3://, gs://), each file whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Protocol

from qbrgen.errors import DependencyMissing, OutputError, UsageError
from qbrgen.output import store

# Object stores show a file only once all of it is there; elsewhere it is written beside its place and moved.
_WHOLE_AT_ONCE = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "memory"}
_HALF = re.compile(r"\.[^/]*\.[0-9a-f]{12}\.part")
_PACKAGES = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "az": "adlfs"}


class Place(Protocol):
    """Names are relative, with slashes. Everything may raise OutputError."""

    def read(self, name: str) -> bytes | None: ...  # noqa: D102  (None when it is not there)
    def write(self, name: str, data: bytes) -> None: ...  # noqa: D102
    def remove(self, name: str) -> None: ...  # noqa: D102
    def holds(self, name: str, size: int, sha256: str) -> bool: ...  # noqa: D102
    def tidy(self) -> None: ...  # noqa: D102  (removes what an interrupted run left half written)
    def log(self, name: str) -> Log: ...  # noqa: D102
    def peek(self, name: str) -> bytes: ...  # noqa: D102  (a log's lines, without holding it)
    def shown(self, name: str) -> str: ...  # noqa: D102  (how a person finds it)


class Log(Protocol):
    """A file that only grows, line by line; a line that was appended survives whatever comes."""

    def lines(self) -> bytes: ...  # noqa: D102
    def append(self, lines: str) -> None: ...  # noqa: D102
    def clear(self) -> None: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102
    def discard(self) -> None: ...  # noqa: D102


def open_place(url: str) -> Place:
    """The place of a path or URL; raises UsageError for an unknown kind, DependencyMissing without its package."""
    if "://" not in url:
        return Folder(Path(url))
    kind = url.split("://", 1)[0]
    try:
        from fsspec.core import url_to_fs

        filesystem, root = url_to_fs(url)
    except ImportError:
        package = _PACKAGES.get(kind, "the fsspec package of that place")
        raise DependencyMissing(
            f"{url}: writing to {kind}:// needs {package}. Get it with: pip install 'qbrgen[remote]' {package}"
        ) from None
    except ValueError as error:
        raise UsageError(f"{url}: {error}. Give a folder, or a URL such as s3://bucket/folder.") from None
    if kind in ("file", "local"):
        return Folder(Path(root))
    return Remote(filesystem, str(root).rstrip("/"), kind)


class Folder:
    """A folder on this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str) -> bytes | None:  # noqa: D102
        try:
            return (self.root / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise OutputError(f"{self.root / name}: cannot be read ({error.strerror}). Check the folder.") from None

    def write(self, name: str, data: bytes) -> None:  # noqa: D102
        store(self.root / name, data)

    def remove(self, name: str) -> None:  # noqa: D102
        path = self.root / name
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            path.parent.rmdir()

    def holds(self, name: str, size: int, sha256: str) -> bool:
        """True when the file is there with that content."""
        path = self.root / name
        try:
            return path.stat().st_size == size and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
        except OSError:
            return False

    def tidy(self) -> None:  # noqa: D102
        for root, _, names in os.walk(self.root):
            for name in filter(_HALF.fullmatch, names):
                with contextlib.suppress(OSError):
                    (Path(root) / name).unlink()
            with contextlib.suppress(OSError):
                # A folder whose first file was never finished.
                if Path(root) != self.root:
                    Path(root).rmdir()

    def log(self, name: str) -> Log:  # noqa: D102
        return _FileLog(self.root / name)

    def peek(self, name: str) -> bytes:  # noqa: D102
        return self.read(name) or b""

    def shown(self, name: str) -> str:  # noqa: D102
        return str(self.root / name)


class _FileLog:
    """Held open and locked while a run lasts, so that two runs never write into one folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream: IO[bytes] = path.open("a+b")
        except OSError as error:
            raise OutputError(
                f"{path.parent}: cannot be written ({error.strerror}). Give a folder of yours."
            ) from None
        if not _locked(self._stream):
            self._stream.close()
            raise OutputError(f"{path.parent}: another run is writing there. Wait for it, or give another --out.")

    def lines(self) -> bytes:
        self._stream.seek(0)
        found = self._stream.read()
        whole = found.rfind(b"\n") + 1
        # A torn last line would run into the next one.
        self._stream.truncate(whole)
        return found[:whole]

    def append(self, lines: str) -> None:
        try:
            self._stream.write(lines.encode())
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise OutputError(
                f"{self._path}: cannot be written ({error.strerror}). Free some space, then --resume."
            ) from None

    def clear(self) -> None:
        self._stream.truncate(0)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.close()

    def discard(self) -> None:
        # Windows removes no open file; elsewhere the lock lasts until the name is gone.
        if os.name == "nt":
            self.close()
        self._path.unlink(missing_ok=True)
        self.close()


def _locked(stream: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            getattr(msvcrt, "locking")(stream.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class Remote:
    """A place that fsspec knows; what is there is taken to be whole when its size is right."""

    def __init__(self, filesystem: Any, root: str, kind: str) -> None:
        self._fs, self._root, self._kind = filesystem, root, kind
        self._there: dict[str, int] | None = None

    def read(self, name: str) -> bytes | None:  # noqa: D102
        with self._told(name):
            if not self._fs.exists(self._at(name)):
                return None
            found: bytes = self._fs.cat_file(self._at(name))
            return found
        return None

    def write(self, name: str, data: bytes) -> None:  # noqa: D102
        with self._told(name):
            at = self._at(name)
            if self._kind in _WHOLE_AT_ONCE:
                self._fs.pipe_file(at, data)
                return
            folder, _, last = at.rpartition("/")
            beside = f"{folder}/.{last[:60]}.{secrets.token_hex(6)}.part"
            self._fs.makedirs(folder, exist_ok=True)
            self._fs.pipe_file(beside, data)
            self._fs.mv(beside, at)

    def remove(self, name: str) -> None:  # noqa: D102
        with self._told(name):
            if self._fs.exists(self._at(name)):
                self._fs.rm_file(self._at(name))

    def holds(self, name: str, size: int, sha256: str) -> bool:
        """True when a file of that size is there; its content is not fetched."""
        del sha256
        if self._there is None:
            self._there = dict(self._listed(""))
        return self._there.get(name) == size

    def tidy(self) -> None:  # noqa: D102
        for name, _ in list(self._listed("")):
            if _HALF.fullmatch(name.rpartition("/")[2]):
                self.remove(name)

    def log(self, name: str) -> Log:  # noqa: D102
        return _PiecesLog(self, name)

    def peek(self, name: str) -> bytes:  # noqa: D102
        return _PiecesLog(self, name).lines()

    def shown(self, name: str) -> str:  # noqa: D102
        shown: str = self._fs.unstrip_protocol(self._at(name))
        return shown

    def pieces(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted."""
        return sorted(name for name, _ in self._listed(folder))

    def _listed(self, folder: str) -> Iterator[tuple[str, int]]:
        with self._told(folder):
            self._fs.invalidate_cache()
            try:
                found = self._fs.find(self._at(folder) if folder else self._root, detail=True)
            except FileNotFoundError:
                return
            for path, info in found.items():
                yield str(path).removeprefix(self._root).lstrip("/"), int(info.get("size") or 0)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"

    @contextlib.contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except OutputError:
            raise
        except Exception as error:  # noqa: BLE001  (each kind of place raises errors of its own)
            what = f"{type(error).__name__}: {error}".splitlines()[0]
            raise OutputError(
                f"{self._kind}://{self._at(name).lstrip('/')}: cannot be used ({what}). Check the place, its name "
                "and your access, then run again with --resume."
            ) from None


class _PiecesLog:
    """Object stores know no appending: each piece is an object of its own, numbered."""

    def __init__(self, place: Remote, name: str) -> None:
        self._place, self._name = place, name
        self._pieces = place.pieces(name)
        self._next = 1 + max(
            (int(re.sub(r"\D", "", piece.rpartition("/")[2]) or 0) for piece in self._pieces), default=0
        )

    def lines(self) -> bytes:
        return b"".join(self._place.read(piece) or b"" for piece in self._pieces)

    def append(self, lines: str) -> None:
        piece = f"{self._name}/{self._next:08}"
        self._next += 1
        self._place.write(piece, lines.encode())
        self._pieces.append(piece)

    def clear(self) -> None:
        for piece in self._pieces:
            self._place.remove(piece)
        self._pieces = []

    def close(self) -> None:
        """Nothing is held open."""

    def discard(self) -> None:
        self.clear()
