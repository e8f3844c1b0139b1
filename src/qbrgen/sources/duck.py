"""A DuckDB that can read the files it was given and nothing else, on disk or network."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from qbrgen.errors import DependencyMissing


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise DependencyMissing(
            "reading Parquet files and SQL mappings needs DuckDB. Install it with: pip install 'qbrgen[tables]'"
        ) from None
    return duckdb


def duckdb_error() -> type[Exception]:
    """DuckDB's own exception, of which all its others are kinds."""
    error: type[Exception] = _duckdb().Error
    return error


def connect(files: Iterable[Path]) -> Any:
    """A connection in memory whose SQL reads only `files`; its settings cannot be changed from SQL.

    Raises DependencyMissing when DuckDB is not installed.
    """
    base = _duckdb().connect(":memory:", config={"autoinstall_known_extensions": "false"})
    base.execute(
        "SET memory_limit = '512MB'; SET threads = 2; SET TimeZone = 'UTC'; SET preserve_insertion_order = true"
    )
    base.execute("SET autoload_known_extensions = false")
    allowed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    base.execute(f"SET allowed_paths = [{allowed}]")
    base.execute("SET enable_external_access = false")
    base.execute("SET lock_configuration = true")
    return base
