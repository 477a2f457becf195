"""Amazon Pinpoint: the project, its settings and its event stream (the service ended on 2026-10-30)."""

from __future__ import annotations

from typing import Any

from ..registry import Context, Made, Resource, resource
from .by_api import call


@resource("AWS::Pinpoint::App")
class App(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        request = {"Name": properties["Name"], "Tags": properties.get("Tags") or {}}
        app = call("pinpoint", "create_app", {"CreateApplicationRequest": request})["ApplicationResponse"]
        return Made(app["Id"], {"Arn": app["Arn"]})

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        call("pinpoint", "delete_app", {"ApplicationId": made.physical_id})


@resource("AWS::Pinpoint::ApplicationSettings")
class ApplicationSettings(Resource):
    """Pinpoint has no deletion of settings: they go with the project."""

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        self._put(properties)
        return Made(properties["ApplicationId"])

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        self._put(new)
        return Made(new["ApplicationId"])

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        pass

    def _put(self, properties: dict[str, Any]) -> None:
        settings = {key: value for key, value in properties.items() if key != "ApplicationId"}
        request = {"ApplicationId": properties["ApplicationId"], "WriteApplicationSettingsRequest": settings}
        call("pinpoint", "update_application_settings", request)


@resource("AWS::Pinpoint::EventStream")
class EventStream(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        stream = {key: properties[key] for key in ("DestinationStreamArn", "RoleArn")}
        call("pinpoint", "put_event_stream", {"ApplicationId": properties["ApplicationId"], "WriteEventStream": stream})
        return Made(properties["ApplicationId"])

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        return self.create(context, new)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        call("pinpoint", "delete_event_stream", {"ApplicationId": made.physical_id})
