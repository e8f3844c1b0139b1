"""Opens a ledger: the engine of its URL, the tables it lacks, and every later step of the schema it has missed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from qbrgen.errors import DependencyMissing, LedgerError
from qbrgen.ledger.tables import VERSION_TABLE

HEAD = "0003"
"""The schema of this version of qbrgen."""
_BUSY_SECONDS = 60
_ATTEMPTS = 5
_LOCK = 7_170_001  # any number that no other program on the same PostgreSQL takes
_LOST_RACES = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock; both undo the whole transaction
Result = TypeVar("Result")


def open_engine(url: str) -> Engine:
    """The engine of a ledger that is there and has today's schema; `url` may be the path of a SQLite file.

    Raises LedgerError when it cannot be used, DependencyMissing without the database's driver.
    """
    parsed = _parsed(url)
    try:
        engine = create_engine(parsed, **_options(parsed))
    except NoSuchModuleError:
        raise LedgerError(f"{shown(parsed)}: no such database is known. Use sqlite:// or postgresql://.") from None
    except ImportError as error:
        remedy = "'qbrgen[postgres]'" if "psycopg" in str(error.name) else str(error.name)
        raise DependencyMissing(
            f"{shown(parsed)}: its driver {error.name} is missing. Install it with: pip install {remedy}"
        ) from None
    if engine.dialect.name == "sqlite":
        _folder(parsed)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    attempt(engine, _migrate)
    return engine


def attempt(engine: Engine, work: Callable[[Connection], Result], *, writing: bool = True) -> Result:
    """Runs `work` in one transaction, again when another writer won a race; raises LedgerError for the rest."""
    for again in reversed(range(_ATTEMPTS)):
        try:
            with engine.connect().execution_options(writing=writing) as connection, connection.begin():
                return work(connection)
        except DBAPIError as error:
            if not (again and _lost_a_race(error)):
                raise _failed(engine.url, error) from error
        except SQLAlchemyError as error:
            raise _failed(engine.url, error) from error
    raise AssertionError("the last attempt returns or raises")


def shown(url: URL) -> str:
    """The ledger as it may be shown: a file's path, or the URL without its password."""
    if url.get_backend_name() == "sqlite":
        return f"ledger {url.database}"
    return f"ledger {url.render_as_string(hide_password=True)}"


def _parsed(url: str) -> URL:
    if "://" not in url:
        return URL.create("sqlite", database=str(Path(url)))
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise LedgerError(
            "the ledger's URL is not one. Write a path, or postgresql://user:password@host/name."
        ) from None
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise LedgerError("the ledger's URL names no file. Write sqlite:///folder/ledger.sqlite, or just the path.")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise LedgerError(f"{shown(parsed)}: a ledger lives in SQLite or PostgreSQL. Use sqlite:// or postgresql://.")
    return parsed


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": _BUSY_SECONDS}}
    return {"pool_pre_ping": True, "connect_args": {"connect_timeout": 15}}


def _folder(url: URL) -> None:
    if str(url.database).startswith("file:"):
        return  # SQLite's own URI: what it names has to be there
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(
            f"{shown(url)}: its folder cannot be made ({error.strerror}). Give another place."
        ) from None


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    # SQLAlchemy begins transactions itself (see _begin_sqlite): the driver would leave DDL outside of them.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    # Readers go on while somebody writes. The mode stays with the file, and changing it needs the file alone.
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later can lose to another one; one that means to write waits at once.
    writing = connection.get_execution_options().get("writing", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _migrate(connection: Connection) -> None:
    if _version(connection) == HEAD:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    found = _version(connection)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise LedgerError(
            f"{shown(connection.engine.url)}: was written by a newer qbrgen (schema {found}, this one knows {HEAD}). "
            "Update qbrgen."
        )
    upgrade(connection, HEAD)


def upgrade(connection: Connection, revision: str) -> None:
    """Brings the tables to a revision, inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _version(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608  (our own name)
    return None if found is None else str(found)


def _lost_a_race(error: DBAPIError) -> bool:
    original = error.orig
    if isinstance(original, sqlite3.OperationalError):
        return original.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return getattr(original, "sqlstate", None) in _LOST_RACES


def _failed(url: URL, error: SQLAlchemyError) -> LedgerError:
    original = getattr(error, "orig", None) or error
    if url.get_backend_name() == "sqlite":
        reason, remedy = (
            str(original),
            "Check that the file is a ledger, that you may write there and that disk is left",
        )
    elif isinstance(error, OperationalError):
        reason, remedy = type(original).__name__, "Check that the server runs and lets you in"
    else:
        reason, remedy = str(original).splitlines()[0], "Check the database and what the user may do in it"
    return LedgerError(f"{shown(url)}: cannot be used ({reason}). {remedy}.")
