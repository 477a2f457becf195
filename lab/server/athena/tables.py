"""Tables and views of AWS Glue, as DuckDB sees them: the objects of projected partitions, fetched into a folder."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from moto.glue.models import glue_backends
from moto.s3.models import s3_backends

from ..settings import ACCOUNT, REGION
from . import projection

_TYPES = {"string": "VARCHAR", "bigint": "BIGINT", "double": "DOUBLE", "boolean": "BOOLEAN", "timestamp": "TIMESTAMP"}
_VIEW = re.compile(r"/\* Presto View: ([A-Za-z0-9+/=]+) \*/")


class Unreadable(ValueError):
    """A table that the lab can't read."""


@dataclass
class Scan:
    """What a query reads. Athena counts bytes of the columns and partitions that it needs; here they are of all
    columns in the partitions that exist."""

    folder: Path
    bytes: int = 0
    statements: list[str] = field(default_factory=list)
    views: dict[str, str] = field(default_factory=dict)  # SQL by name

    def database(self, name: str) -> None:
        """Reads what a database has."""
        backend = glue_backends[ACCOUNT][REGION]
        tables = [table.as_dict() for table in backend.get_database(name).tables.values()]
        self.statements.append(f'CREATE SCHEMA IF NOT EXISTS "{name}"')
        for table in tables:
            if table.get("TableType") != "VIRTUAL_VIEW":
                self._table(name, table)
        self.views = {table["Name"]: view_text(table) for table in tables if table.get("TableType") == "VIRTUAL_VIEW"}

    def _table(self, database: str, table: dict[str, Any]) -> None:
        name, storage = table["Name"], table["StorageDescriptor"]
        columns = {column["Name"]: _type(name, column["Type"]) for column in storage["Columns"]}
        keys = {key["Name"]: _type(name, key["Type"]) for key in table.get("PartitionKeys") or []}
        listed = ", ".join(f'"{column}" {kind}' for column, kind in (columns | keys).items())
        self.statements.append(f'CREATE TABLE "{database}"."{name}" ({listed})')
        days = projection.of_table(table)
        if keys and days is None:
            raise Unreadable(f"the lab reads partitions that are projected only: {name}")
        places = days.partitions() if days else {"": storage["Location"]}
        json_lines = "json" in (storage.get("SerdeInfo") or {}).get("SerializationLibrary", "").lower()
        for value, path in self._fetch(f"{database}.{name}", places):
            described = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
            reader = (
                f"read_json('{path}', format = 'newline_delimited', columns = {{{described}}})"
                if json_lines
                else f"read_parquet('{path}')"
            )
            values = f", '{value}' AS \"{next(iter(keys))}\"" if keys else ""
            self.statements.append(
                f'INSERT INTO "{database}"."{name}" BY NAME SELECT *{values} FROM {reader}',
            )

    def _fetch(self, table: str, places: dict[str, str]) -> list[tuple[str, Path]]:
        """Objects directly below the locations, as files; those in folders further down are not of the table."""
        fetched = []
        by_prefix = {}
        for value, location in places.items():
            bucket, _, prefix = location.removeprefix("s3://").partition("/")
            by_prefix[(bucket, prefix.rstrip("/") + "/")] = value
        backend = s3_backends[ACCOUNT]["aws"]
        for bucket in {bucket for bucket, _ in by_prefix}:
            if bucket not in backend.buckets:
                raise Unreadable(f"no bucket {bucket}, where {table} is")
            for key in list(backend.buckets[bucket].keys):
                folder, _, file = key.rpartition("/")
                value = by_prefix.get((bucket, f"{folder}/"))
                if value is None or not file or file.startswith(("_", ".")):
                    continue
                content = backend.get_object(bucket, key).value
                self.bytes += len(content)
                path = self.folder / f"{table}-{len(fetched)}"
                path.write_bytes(gzip.decompress(content) if file.endswith(".gz") else content)
                fetched.append((value, path))
        return fetched


def view_text(table: dict[str, Any]) -> str:
    """The SQL of a view, which Athena keeps as JSON in Base64."""
    encoded = _VIEW.fullmatch((table.get("ViewOriginalText") or "").strip())
    if not encoded:
        raise Unreadable(f"{table['Name']} has no text of a Presto view")
    return json.loads(base64.b64decode(encoded.group(1)))["originalSql"]


def _type(table: str, kind: str) -> str:
    if kind not in _TYPES:
        raise Unreadable(f"the lab reads no columns of type {kind}: {table}")
    return _TYPES[kind]
