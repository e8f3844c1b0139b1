"""A read-only connection to whatever SQLAlchemy speaks; its URL is never shown."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qbrgen.errors import DependencyMissing, SourceError

_STREAM = 5000


@contextlib.contextmanager
def opened(url: str, mapping_path: Path) -> Iterator[tuple[Any, type[Exception]]]:
    """A connection on which nothing can be written, and the exceptions it raises; rolled back at the end.

    Raises SourceError when the URL is none or the database cannot be reached, DependencyMissing without driver.
    """
    from sqlalchemy import create_engine, event
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SourceError(
            f"{mapping_path}: the database's URL is not one. Write dialect://user:password@host/name."
        ) from None
    shown = f"{parsed.get_backend_name()} database" + (f" on {parsed.host}" if parsed.host else "")
    if parsed.get_backend_name() == "sqlite":
        parsed = _read_only_file(parsed, mapping_path)
    elif parsed.get_backend_name() == "postgresql" and parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(parsed, execution_options={"stream_results": True, "max_row_buffer": _STREAM})
    except NoSuchModuleError:
        raise SourceError(f"{mapping_path}: SQLAlchemy knows no dialect for this URL. Check how it begins.") from None
    except ImportError as error:
        raise DependencyMissing(
            f"the {shown} needs the driver {error.name}. Install it with: pip install "
            + ("'qbrgen[postgres]'" if "psycopg" in str(error.name) else str(error.name))
        ) from None
    if engine.dialect.name == "postgresql":
        # The server refuses writes for the whole session, whatever the SQL says.
        @event.listens_for(engine, "connect")
        def _read_only(connection: Any, _: Any) -> None:
            connection.read_only = True

    try:
        with engine.connect() as connection:
            yield connection, SQLAlchemyError
            connection.rollback()
    except SQLAlchemyError as error:
        reason = type(getattr(error, "orig", None) or error).__name__
        raise SourceError(
            f"{mapping_path}: the {shown} cannot be used ({reason}). Check that it runs and lets you in."
        ) from None
    finally:
        engine.dispose()


def _read_only_file(url: Any, mapping_path: Path) -> Any:
    if not url.database or url.database == ":memory:":
        raise SourceError(f"{mapping_path}: the SQLite URL names no file. Write sqlite:///folder/file.db.")
    place = (mapping_path.parent / url.database).resolve()
    if not place.is_file():
        raise SourceError(
            f"{mapping_path}: there is no SQLite file {place}. Paths start at the mapping's own folder."
        )
    return url.set(database=f"file:{place.as_posix()}", query={"mode": "ro", "uri": "true"})
