"""Answers SQL by DuckDB: each line of standard input is {"sql": …}, each line of standard output its answer."""

import json
import sys
from datetime import datetime
from decimal import Decimal
from math import isfinite

import duckdb

SAFE = 2**53 - 1


def plain(value):
    """As JSON has it; whole numbers that JavaScript would round become text, as do numbers that JSON lacks."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= SAFE else str(value)
    if isinstance(value, Decimal):
        return plain(int(value)) if value == value.to_integral_value() else float(value)
    if isinstance(value, float):
        return value if isfinite(value) else {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}[str(value)]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.") + f"{value.microsecond // 1000:03}"
    return str(value)


def answer(connection, sql):
    try:
        connection.execute(sql)
        described = connection.description or []
        rows = connection.fetchall() if described else []
        return {
            "columns": [column[0] for column in described],
            "types": [str(column[1]) for column in described],
            "rows": [[plain(value) for value in row] for row in rows],
        }
    except duckdb.Error as error:
        return {"error": str(error)}


def main():
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SET TimeZone = 'UTC'")
    for line in sys.stdin:
        print(json.dumps(answer(connection, json.loads(line)["sql"])), flush=True)


main()
