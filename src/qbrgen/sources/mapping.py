"""source.yaml: which files or which database hold the data, and one SELECT for each table of the layout."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from qbrgen.errors import AccountInvalid, Problem, SourceError
from qbrgen.sources.cells import Reading
from qbrgen.sources.headers import near_table
from qbrgen.sources.layout import tables
from qbrgen.sources.raw import Raw
from qbrgen.sources.text import read_text
from qbrgen.sources.yaml_file import MAX_BYTES, read_yaml_text

_NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]{0,62}$")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileSource(_Part):
    """One file that SQL may read under a name: CSV, TSV, Parquet, JSON lines, or a sheet of a workbook."""

    path: str
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    header_row: Annotated[int, Field(ge=1, le=1000)] = 1


class DatabaseSource(_Part):
    """A database by its SQLAlchemy URL, taken from the environment or a file; written out only without password."""

    env: str = ""
    file: str = ""
    url: str = ""

    @model_validator(mode="after")
    def _exactly_one(self) -> DatabaseSource:
        if sum(bool(part) for part in (self.env, self.file, self.url)) != 1:
            raise ValueError("give exactly one of env (a variable's name), file (a path) and url")
        if re.search(r"//[^/@]*:[^/@]+@", self.url):
            raise ValueError(
                "the url holds a password; put the url into an environment variable and give its name as env"
            )
        return self


def _as_file(value: Any) -> Any:
    return {"path": value} if isinstance(value, str) else value


def _as_database(value: Any) -> Any:
    if isinstance(value, str):
        raise ValueError("write {env: NAME} for the variable that holds the url, {file: PATH}, or {url: ...}")  # noqa: TRY004  (pydantic tells of ValueErrors)
    return value


class SourceMapping(_Part):
    """A whole mapping; SQL is DuckDB's for files, the database's own otherwise."""

    files: dict[str, Annotated[FileSource, BeforeValidator(_as_file)]] = Field(default_factory=dict)
    database: Annotated[DatabaseSource | None, BeforeValidator(_as_database)] = None
    decimal: Literal[".", ","] | None = None
    day_order: Literal["dmy", "mdy"] | None = None
    tables: dict[str, str]

    @model_validator(mode="after")
    def _one_source(self) -> SourceMapping:
        if bool(self.files) == (self.database is not None):
            raise ValueError("give either files (name: path) or database, and not both")
        for name in self.files:
            if not _NAME.match(name):
                raise ValueError(f"files.{name}: a name in SQL has letters, digits and underscores only")
        for name in self.tables:
            if name not in tables():
                near = near_table(name)
                hint = f"did you mean '{near}'?" if near else f"there are: {', '.join(tables())}"
                raise ValueError(f"tables.{name}: no table of the layout; {hint}")
        if "accounts" not in self.tables:
            raise ValueError("tables.accounts is missing: every account needs a row from it")
        return self

    @property
    def reading(self) -> Reading:
        """How texts in the results are read."""
        return Reading(self.decimal, self.day_order or "")


def is_mapping(data: Any) -> bool:
    """True for what a YAML file holds when it is a mapping and not an account."""
    return isinstance(data, Mapping) and "tables" in data and ("files" in data or "database" in data)


def read_mapping_file(path: Path) -> SourceMapping:
    """The mapping in a file; raises SourceError or AccountInvalid with every problem."""
    raws = list(read_yaml_text(read_text(path, MAX_BYTES), str(path)))
    return parse_mapping(raws[0])


def parse_mapping(raw: Raw) -> SourceMapping:
    """The mapping that a raw YAML document holds; raises AccountInvalid with every problem."""
    if raw.problems:
        raise AccountInvalid(raw.problems)
    try:
        return SourceMapping.model_validate(raw.data)
    except ValidationError as error:
        raise AccountInvalid([_problem(raw, each) for each in error.errors(include_url=False)]) from None


def _problem(raw: Raw, error: Any) -> Problem:
    path = ".".join(str(step) for step in error["loc"])
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message = "unknown field; a mapping has files, database, decimal, day_order and tables"
    spot = raw.place.spot(path)
    return Problem(message, raw.place.file, spot.line, path=path, remedy="docs/sources.md shows whole mappings")


def resolved(base: Path, name: str) -> Path:
    """A path as the mapping writes it, from the folder of the mapping."""
    return (base / Path(name).expanduser()).resolve()


def database_url(source: DatabaseSource, mapping_path: Path, environ: Mapping[str, str] | None = None) -> str:
    """The connection URL; raises SourceError that names the variable or file, never the URL."""
    if source.env:
        value = (os.environ if environ is None else environ).get(source.env, "")
        if not value:
            raise SourceError(
                f"{mapping_path}: the environment variable {source.env} is not set. Set it to the database's URL."
            )
        return value.strip()
    if source.file:
        path = resolved(mapping_path.parent, source.file)
        return read_text(path, 10_000).strip()
    return source.url


def rows_of(path: Path, mapping: SourceMapping) -> Iterator[Raw]:
    """The accounts that a mapping makes."""
    from qbrgen.sources.queries import query_tables
    from qbrgen.sources.tabular import read_tables

    with query_tables(path, mapping) as found:
        yield from read_tables(found, str(path), mapping.reading)
