"""The ledger: what was delivered, signed off, won and told, kept for the documents that come after."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from sqlalchemy import Connection, Row, Select, Table, func, select
from sqlalchemy.exc import IntegrityError

from qbrgen import __version__
from qbrgen.ledger import tables
from qbrgen.ledger.opening import attempt, open_engine, shown
from qbrgen.ledger.records import Decision, Delivery, Known, LoggedWin, Run, RunStatus, SignOff, Snapshot
from qbrgen.model.kinds import Standing, ValueCategory
from qbrgen.model.period import Period
from qbrgen.value.earlier import Earlier
from qbrgen.value.figure import Evidence, Figure, Unit, UnitKind

Result = TypeVar("Result")


class Ledger:
    """One open ledger; every method is a short transaction of its own and raises LedgerError when it fails.

    Many processes and threads may write to the same ledger at once; what was recorded is never changed.
    """

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        self.name = shown(self._engine.url)

    @classmethod
    def open(cls, url: str) -> Self:
        """Opens the ledger at a path or URL, making it or bringing its schema up to date first.

        Raises LedgerError, DependencyMissing (PostgreSQL without its driver).
        """
        return cls(url)

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def within(self, work: Callable[[Connection], Result], *, writing: bool = True) -> Result:
        """Runs `work` in one transaction, again when another writer won a race; `work` has no other effect."""
        return attempt(self._engine, work, writing=writing)

    def counts(self, account_id: str | None = None) -> tuple[int, ...]:
        """How many deliveries, sign-offs and wins there are; nothing is ever changed: equal counts, equal content."""

        def read(connection: Connection) -> tuple[int, ...]:
            found = []
            for table in (tables.deliveries, tables.signoffs, tables.wins):
                wanted = select(func.count()).select_from(table)
                if account_id is not None:
                    wanted = wanted.where(table.c.account_id == account_id)
                found.append(int(connection.execute(wanted).scalar_one()))
            return tuple(found)

        return attempt(self._engine, read, writing=False)

    # Runs

    def start_run(self, command: str, as_of: date) -> str:
        """Notes that a run began; returns its id."""
        run = Run(_new_id(), command, as_of, __version__, _now())
        self._insert(tables.runs, _row(run))
        return run.id

    def finish_run(self, run: str, status: RunStatus, made: int, failed: int) -> None:
        """Notes how a run ended."""
        values = {"finished": _now(), "status": status.value, "made": made, "failed": failed}
        attempt(
            self._engine, lambda on: on.execute(tables.runs.update().where(tables.runs.c.id == run).values(values))
        )

    def runs(self) -> tuple[Run, ...]:
        """Every run, oldest first."""
        rows = self._read(select(tables.runs).order_by(tables.runs.c.started, tables.runs.c.id))
        return tuple(Run(**{**row, "status": RunStatus(row["status"])}) for row in rows)

    # Deliveries

    def record_delivery(self, *delivered: Delivery) -> None:
        """Records finished files that went out, all or none; ids and moments are given here."""
        rows = []
        for each in delivered:
            row = _row(each)
            period = row.pop("period")
            rows.append(row | _period_columns(period))
        self._insert(tables.deliveries, *rows)

    def deliveries(self, account_id: str | None = None) -> tuple[Delivery, ...]:
        """What was delivered to an account, or to all, oldest first."""
        return tuple(_delivery(row) for row in self._of(tables.deliveries, account_id))

    # Sign-offs and wins

    def record_signoffs(
        self, signoffs: Iterable[SignOff], sheet: str = "", along: Callable[[Connection], None] = lambda _: None
    ) -> bool:
        """Records what one person said, all or none; False when that workbook, or `sheet` by that person, is known.

        `sheet` is the id of the sheet that was sent out; without one only the workbook's own hash counts. `along` is
        written in the same transaction.
        """
        rows = [_row(each) | {"decision": each.decision.value} for each in signoffs]
        back = {"file_sha256": rows[0]["file_sha256"], "by": rows[0]["by"], "recorded": rows[0]["recorded"]}

        def write(connection: Connection) -> None:
            connection.execute(tables.sheet_returns.insert(), back | {"sheet": sheet or back["file_sha256"]})
            connection.execute(tables.signoffs.insert(), rows)
            along(connection)

        return self._once(write)

    def signoffs(self, account_id: str | None = None) -> tuple[SignOff, ...]:
        """What customers said of value items, oldest first."""
        return tuple(_signoff(row) for row in self._of(tables.signoffs, account_id))

    def record_win(self, win: LoggedWin) -> str:
        """Records a win; returns its id."""
        row = _row(win) | {"category": win.category.value, "standing": win.standing.value}
        self._insert(tables.wins, row)
        return str(row["id"])

    def wins(self, account_id: str | None = None) -> tuple[LoggedWin, ...]:
        """The wins of an account, or of all, oldest first."""
        return tuple(_win(row) for row in self._of(tables.wins, account_id))

    def known(self, account_id: str) -> Known:
        """Everything that later documents of the account take from here, read at one moment."""
        wanted = (tables.deliveries, tables.signoffs, tables.wins)
        deliveries, signoffs, wins = self._read_all([_listing(table, account_id) for table in wanted])
        return Known(tuple(map(_delivery, deliveries)), tuple(map(_signoff, signoffs)), tuple(map(_win, wins)))

    # Sign-off sheets

    def record_sheet(self, sheet_id: str, account_id: str, as_of: date, content: str) -> None:
        """Keeps what a sign-off sheet asks; the same sheet again changes nothing."""
        row = {"id": sheet_id, "account_id": account_id, "as_of": as_of, "content": content, "recorded": _now()}
        self._once(lambda on: on.execute(tables.sheets.insert(), row))

    def sheet(self, sheet_id: str) -> str | None:
        """What a sign-off sheet asked, as it was kept; None for a sheet that never left from here."""
        rows = self._read(select(tables.sheets.c.content).where(tables.sheets.c.id == sheet_id))
        return str(rows[0]["content"]) if rows else None

    # Snapshots

    def record_snapshot(
        self, account_id: str, period: Period, figures: Iterable[Figure], as_of: date, run: str | None = None
    ) -> str:
        """Keeps the figures as they were told on `as_of`; of two with one key the first counts. Returns its id."""
        head = {"id": _new_id(), "account_id": account_id, "as_of": as_of, "run": run, "recorded": _now()}
        rows: dict[str, dict[str, Any]] = {}
        for figure in figures:
            rows.setdefault(figure.key, _figure_columns(figure) | {"snapshot": head["id"]})

        def write(connection: Connection) -> None:
            connection.execute(tables.snapshots.insert(), head | _period_columns(period))
            if rows:
                connection.execute(tables.snapshot_figures.insert(), list(rows.values()))

        attempt(self._engine, write)
        return str(head["id"])

    def snapshot(self, account_id: str, period: Period) -> Snapshot | None:
        """The latest snapshot of a period; None without one."""
        chosen = select(tables.snapshots).where(tables.snapshots.c.period == period.label)
        return self._latest(chosen, account_id)

    def snapshot_before(self, account_id: str, day: date) -> Snapshot | None:
        """The latest snapshot taken before a day, whatever its period; None without one."""
        return self._latest(select(tables.snapshots).where(tables.snapshots.c.as_of < day), account_id)

    def earlier(self, account_id: str, as_of: date) -> Earlier | None:
        """The figures that a document of this day can be held against; None where none were kept before it."""
        found = self.snapshot_before(account_id, as_of)
        return Earlier(found.as_of, found.figures) if found else None

    def _latest(self, chosen: Select[Any], account_id: str) -> Snapshot | None:
        table, kept = tables.snapshots.c, tables.snapshot_figures
        chosen = chosen.where(table.account_id == account_id)

        def read(connection: Connection) -> Snapshot | None:
            head = connection.execute(chosen.order_by(table.as_of.desc(), table.recorded.desc()).limit(1)).first()
            if head is None:
                return None
            rows = connection.execute(select(kept).where(kept.c.snapshot == head.id).order_by(kept.c.key))
            figures = {row.key: _told(row._mapping, head.as_of) for row in rows}
            return Snapshot(head.account_id, _period(head._mapping), head.as_of, figures, head.run, head.id,
                            head.recorded)  # fmt: skip

        return attempt(self._engine, read, writing=False)

    def _insert(self, table: Table, *rows: Mapping[str, Any]) -> None:
        if rows:
            attempt(self._engine, lambda on: on.execute(table.insert(), list(rows)))

    def _once(self, write: Any) -> bool:
        def tried(connection: Connection) -> bool:
            try:
                with connection.begin_nested():
                    write(connection)
            except IntegrityError:
                return False
            return True

        return attempt(self._engine, tried)

    def _of(self, table: Table, account_id: str | None) -> list[Mapping[str, Any]]:
        return self._read(_listing(table, account_id))

    def _read(self, wanted: Select[Any]) -> list[Mapping[str, Any]]:
        return self._read_all([wanted])[0]

    def _read_all(self, wanted: list[Select[Any]]) -> list[list[Mapping[str, Any]]]:
        def read(connection: Connection) -> list[list[Mapping[str, Any]]]:
            return [[_mapping(row) for row in connection.execute(each)] for each in wanted]

        return attempt(self._engine, read, writing=False)


def _listing(table: Table, account_id: str | None) -> Select[Any]:
    wanted = select(table).order_by(table.c.on, table.c.recorded, table.c.id)
    return wanted if account_id is None else wanted.where(table.c.account_id == account_id)


def _mapping(row: Row[Any]) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", row._mapping)


def _new_id() -> str:
    return uuid.uuid4().hex


def _now() -> datetime:
    # When something was written down is a fact of its own; no document shows it.
    return datetime.now(tz=UTC)


def _row(record: Run | Delivery | SignOff | LoggedWin) -> dict[str, Any]:
    row = asdict(record)
    row["id"] = row["id"] or _new_id()
    if "recorded" in row:
        row["recorded"] = row["recorded"] or _now()
    return row | {"status": record.status.value} if isinstance(record, Run) else row


def _period_columns(period: Period | Mapping[str, Any]) -> dict[str, Any]:
    found = period if isinstance(period, Period) else Period(**period)
    return {"period": found.label, "period_start": found.start, "period_end": found.end}


def _period(row: Mapping[Any, Any]) -> Period:
    return Period(row["period_start"], row["period_end"], row["period"])


def _without_period(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in row.items() if not key.startswith("period")}
    return kept | {"period": _period(row)}


def _delivery(row: Mapping[str, Any]) -> Delivery:
    return Delivery(**_without_period(row))


def _signoff(row: Mapping[str, Any]) -> SignOff:
    return SignOff(**{**row, "decision": Decision(row["decision"])})


def _win(row: Mapping[str, Any]) -> LoggedWin:
    return LoggedWin(**{**row, "category": ValueCategory(row["category"]), "standing": Standing(row["standing"])})


def _figure_columns(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "label": figure.label,
        "value": figure.value,
        "unit": figure.unit.kind.value,
        "unit_name": figure.unit.name,
        "standing": figure.standing.value if figure.standing else None,
        "day": figure.day,
        "subject": figure.subject,
    }


def _told(row: Mapping[Any, Any], as_of: date) -> Figure:
    standing = row["standing"]
    return Figure(
        f"earlier.{row['key']}", row["label"], row["value"], Unit(UnitKind(row["unit"]), row["unit_name"]),
        Standing(standing) if standing else None, Evidence("as told on that day", on=as_of), row["day"],
        row["subject"],
    )  # fmt: skip
