"""Rows as a file of Apache Parquet. The package that writes it is loaded with the first one."""

from __future__ import annotations

import io
from typing import Any


def write(rows: list[dict[str, Any]], columns: dict[str, str], compression: str) -> bytes:
    import pyarrow  # noqa: PLC0415 - half a second and 50 MB, for those who convert
    from pyarrow import parquet  # noqa: PLC0415

    types = {
        "string": pyarrow.string(),
        "bigint": pyarrow.int64(),
        "double": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "timestamp": pyarrow.timestamp("ms"),
    }
    schema = pyarrow.schema([(name, types[kind]) for name, kind in columns.items()])
    table = pyarrow.Table.from_pydict({name: [row[name] for row in rows] for name in columns}, schema=schema)
    file = io.BytesIO()
    parquet.write_table(table, file, compression=compression, use_deprecated_int96_timestamps=True)
    return file.getvalue()
