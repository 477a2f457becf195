"""Runs a statement on ClickHouse over files of Parquet, as engines.ts tells it."""

import json
import resource
import sys

from chdb.session import Session


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


told = json.load(sys.stdin)
session = Session()
session.query("CREATE DATABASE bench ENGINE = Atomic")
session.query("USE bench")
session.query(f"CREATE VIEW events AS SELECT * FROM file('{told['folder']}/*/*.parquet', Parquet)")
measured = []
for _ in range(told["runs"]):
    before = cpu_seconds()
    answer = session.query(f"{told['sql']} SETTINGS max_threads = {told['threads']}", "JSONCompact")
    spent = cpu_seconds() - before
    rows = json.loads(answer.bytes())["data"]
    measured.append({"units": [int(units) for _, units in rows], "cpuSeconds": spent})
print(json.dumps(measured))
