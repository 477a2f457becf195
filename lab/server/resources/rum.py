"""AWS::RUM::AppMonitor."""

from __future__ import annotations

from typing import Any

from ..registry import Context, Made, Replace, Resource, ResourceError, resource
from ..rum.monitors import monitors


@resource("AWS::RUM::AppMonitor")
class AppMonitor(Resource):
    """Ref is the name, GetAtt Id the UUID that clients send to."""

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        try:
            monitor = monitors.create(properties)
        except ValueError as error:
            raise ResourceError(f"app monitor {properties.get('Name')}: {error}") from error
        return Made(monitor.name, {"Id": monitor.id})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if old.get("Name") != new.get("Name") or old.get("Platform", "Web") != new.get("Platform", "Web"):
            raise Replace
        monitor = monitors.get(made.physical_id)
        if monitor is None:
            raise ResourceError(f"app monitor {made.physical_id} does not exist")
        try:
            monitor.apply(new)
        except ValueError as error:
            raise ResourceError(f"app monitor {monitor.name}: {error}") from error
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        monitors.delete(made.physical_id)
