"""AWS::CloudWatch::Dashboard."""

from __future__ import annotations

import json
from typing import Any

from ..cloudwatch import metrics
from ..dashboards.body import MAX_WIDGETS, BodyError, widgets_of
from ..registry import Context, Made, ResourceError, resource
from .named import Named


@resource("AWS::CloudWatch::Dashboard")
class Dashboard(Named):
    name_property = "DashboardName"

    def put(self, name: str, properties: dict[str, Any]) -> None:
        body = properties.get("DashboardBody")
        text = body if isinstance(body, str) else json.dumps(body)
        try:
            found = widgets_of(text)
        except BodyError as error:
            raise ResourceError(f"dashboard {name}: {error}") from error
        if len(found) > MAX_WIDGETS:
            raise ResourceError(f"dashboard {name}: {len(found)} widgets, at most {MAX_WIDGETS} are allowed")
        metrics.backend().put_dashboard(name, text)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        metrics.backend().delete_dashboards([made.physical_id])
