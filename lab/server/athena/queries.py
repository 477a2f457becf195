"""Runs statements: DuckDB in place of Trino, which gives the same for the SQL that both understand alike.

docs/engines.md says where they differ; test/queries asks a real Trino.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from moto.glue.exceptions import GlueClientError
from moto.s3.models import s3_backends

from ..settings import ACCOUNT
from . import tables
from .workgroups import InvalidRequest, Workgroup

_SELECT = re.compile(r"\s*(?:--[^\n]*\n\s*)*(SELECT|WITH|VALUES)\b", re.IGNORECASE)
# As Athena names the types of results.
_TYPES = {"VARCHAR": "varchar", "BIGINT": "bigint", "HUGEINT": "bigint", "INTEGER": "integer", "DOUBLE": "double"}


@dataclass
class Execution:
    sql: str
    database: str
    workgroup: Workgroup
    output: str
    id: str = field(default_factory=lambda: str(uuid4()))
    state: str = "QUEUED"
    reason: str = ""
    submitted: float = field(default_factory=time.time)
    ended: float = 0
    scanned: int = 0
    columns: list[tuple[str, str]] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)

    @property
    def object(self) -> str:
        return f"{self.output.rstrip('/')}/{self.id}.csv"


executions: dict[str, Execution] = {}
_running = threading.Semaphore(2)


def start(sql: str, database: str, workgroup: Workgroup, output: str | None) -> Execution:
    if not workgroup.enabled:
        raise InvalidRequest(f"WorkGroup {workgroup.name} is disabled.")
    if not _SELECT.match(sql):
        raise InvalidRequest("the lab runs SELECT, WITH and VALUES only")
    execution = Execution(sql, database, workgroup, workgroup.output(output))
    executions[execution.id] = execution
    threading.Thread(target=_run, args=[execution], name=f"query {execution.id}", daemon=True).start()
    return execution


def _run(execution: Execution) -> None:
    with _running, tempfile.TemporaryDirectory(prefix="lab-athena-") as folder:
        execution.state = "RUNNING"
        try:
            _select(execution, Path(folder))
            _store(execution)
            state = "SUCCEEDED"
        except Exception as error:  # whatever DuckDB or the catalog has against it
            execution.reason = str(error)
            state = "FAILED"
        execution.ended = time.time()
        execution.state = state


def _select(execution: Execution, folder: Path) -> None:
    import duckdb  # noqa: PLC0415 - 30 MB, for those who query

    scan = tables.Scan(folder)
    try:
        scan.database(execution.database)
    except GlueClientError as error:
        raise InvalidRequest(f"SCHEMA_NOT_FOUND: {execution.database}: {error}") from error
    execution.scanned = scan.bytes
    if execution.workgroup.cutoff is not None and scan.bytes > execution.workgroup.cutoff:
        # https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html
        raise InvalidRequest("Query exhausted resources: Bytes scanned limit was exceeded")
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for statement in scan.statements:
            connection.execute(statement)
        connection.execute(f'USE "{execution.database}"')
        broken = _create_views(connection, scan.views)
        try:
            connection.execute(execution.sql)
        except duckdb.Error as error:
            notes = [f"view {name}: {reason}" for name, reason in broken.items() if name in execution.sql]
            raise InvalidRequest("\n".join([str(error), *notes])) from error
        execution.columns = [(column[0], str(column[1])) for column in connection.description]
        execution.rows = [[_text(value) for value in row] for row in connection.fetchall()]


def _create_views(connection: Any, views: dict[str, str]) -> dict[str, str]:
    """In whatever order they read each other. Those that can't be, with the reason: they matter where they are read."""
    import duckdb  # noqa: PLC0415

    left = dict(views)
    while True:
        failed: dict[str, str] = {}
        for name, sql in left.items():
            try:
                connection.execute(f'CREATE VIEW "{name}" AS {sql}')
            except duckdb.Error as error:
                failed[name] = str(error)
        if len(failed) == len(left):
            return failed
        left = {name: left[name] for name in failed}


def _text(value: Any) -> str | None:
    """As GetQueryResults has every value."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _store(execution: Execution) -> None:
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([name for name, _ in execution.columns])
    writer.writerows(execution.rows)
    bucket, _, key = execution.object.removeprefix("s3://").partition("/")
    s3_backends[ACCOUNT]["aws"].put_object(bucket, key, file.getvalue().encode())


def athena_type(kind: str) -> str:
    return _TYPES.get(kind.upper(), kind.lower())
