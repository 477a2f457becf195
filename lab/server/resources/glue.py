"""Databases and tables of AWS Glue, which moto keeps; a table's partition projection is checked as Athena reads it."""

from __future__ import annotations

import re
from typing import Any

from moto.glue.models import GlueBackend, glue_backends

from ..athena import projection
from ..registry import Context, Made, Replace, Resource, ResourceError, resource
from ..settings import ACCOUNT, REGION
from .shapes import fit_input

# "The only acceptable characters for database, table, and column names are lowercase letters, numbers, and the
# underscore character." https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
_NAME = re.compile(r"[a-z0-9_]{1,255}")


def _backend() -> GlueBackend:
    return glue_backends[ACCOUNT][REGION]


def _name(name: str, what: str) -> str:
    if not _NAME.fullmatch(name):
        raise ResourceError(f"the name of a {what} has lower case letters, digits and underscores: {name}")
    return name


@resource("AWS::Glue::Database")
class Database(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        given = fit_input("glue", "CreateDatabase", properties)
        generated = re.sub("[^a-z0-9_]", "_", context.name(200, lower=True))
        name = _name(given["DatabaseInput"].get("Name") or generated, "database")
        if name in _backend().databases:
            raise ResourceError(f"database {name} already exists")
        _backend().create_database(name, given["DatabaseInput"] | {"Name": name})
        return Made(name)

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        given = fit_input("glue", "CreateDatabase", new)["DatabaseInput"]
        if given.get("Name", made.physical_id) != made.physical_id:
            raise Replace
        _backend().update_database(made.physical_id, given | {"Name": made.physical_id})
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        _backend().delete_database(made.physical_id)


@resource("AWS::Glue::Table")
class Table(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        given = self._given(context, properties)
        database, name = properties["DatabaseName"], given["Name"]
        if database not in _backend().databases:
            raise ResourceError(f"database {database} not found")
        if name in _backend().databases[database].tables:
            raise ResourceError(f"table {name} already exists")
        _backend().create_table(database, name, given)
        return Made(name)

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        given = self._given(context, new)
        if given["Name"] != made.physical_id or old["DatabaseName"] != new["DatabaseName"]:
            raise Replace
        _backend().update_table(new["DatabaseName"], made.physical_id, given)
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        _backend().delete_table(properties["DatabaseName"], made.physical_id)

    def _given(self, context: Context, properties: dict[str, Any]) -> dict[str, Any]:
        if "OpenTableFormatInput" in properties:
            raise ResourceError("the lab knows no tables of Apache Iceberg")
        given = fit_input("glue", "CreateTable", properties)["TableInput"]
        given.setdefault("Name", re.sub("[^a-z0-9_]", "_", context.name(200, lower=True)))
        _name(given["Name"], "table")
        columns = [*(given.get("StorageDescriptor") or {}).get("Columns", []), *given.get("PartitionKeys", [])]
        names = [_name(column["Name"], "column") for column in columns]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ResourceError(f"columns of {given['Name']} are declared twice: {', '.join(sorted(twice))}")
        try:
            projection.of_table(given)
        except projection.InvalidProjection as error:
            raise ResourceError(f"table {given['Name']}: {error}") from error
        return given
