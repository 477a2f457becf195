"""AWS::Athena::WorkGroup and AWS::Athena::NamedQuery."""

from __future__ import annotations

from typing import Any

from ..athena import workgroups
from ..properties import truth, unknown
from ..registry import Context, Made, Replace, Resource, ResourceError, resource
from .shapes import fit_input

_WORKGROUP = {"Name", "Description", "State", "WorkGroupConfiguration", "RecursiveDeleteOption", "Tags"}


@resource("AWS::Athena::WorkGroup")
class WorkGroup(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        name, configuration = properties["Name"], self._configuration(properties)
        try:
            enabled = properties.get("State", "ENABLED") == "ENABLED"
            made = workgroups.create(name, configuration, properties.get("Description", ""), enabled)
        except workgroups.InvalidRequest as error:
            raise ResourceError(str(error)) from error
        return Made(name, {"CreationTime": str(made.created)})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if old["Name"] != new["Name"]:
            raise Replace
        workgroup = workgroups.find(made.physical_id)
        try:
            workgroup.configuration = workgroups.checked(workgroup.name, self._configuration(new))
        except workgroups.InvalidRequest as error:
            raise ResourceError(str(error)) from error
        workgroup.description = new.get("Description", "")
        workgroup.enabled = new.get("State", "ENABLED") == "ENABLED"
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        try:
            workgroups.delete(made.physical_id, truth(properties.get("RecursiveDeleteOption", False)))
        except workgroups.InvalidRequest as error:
            raise ResourceError(str(error)) from error

    def _configuration(self, properties: dict[str, Any]) -> dict[str, Any]:
        if strange := unknown(properties, _WORKGROUP):
            raise ResourceError(f"the lab does not know {strange} of a workgroup")
        given = {"Name": properties["Name"], "Configuration": properties.get("WorkGroupConfiguration") or {}}
        return fit_input("athena", "CreateWorkGroup", given)["Configuration"]


@resource("AWS::Athena::NamedQuery")
class NamedQuery(Resource):
    """Each change replaces: the API has no other way for CloudFormation's properties."""

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        given = {"Name": context.name(128)} | properties
        try:
            query = workgroups.create_named_query(fit_input("athena", "CreateNamedQuery", given))
        except workgroups.InvalidRequest as error:
            raise ResourceError(str(error)) from error
        return Made(query.id, {"NamedQueryId": query.id})

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        workgroups.named_queries.pop(made.physical_id, None)
