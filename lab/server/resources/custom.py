"""Custom resources: their provider function runs for real and answers on a loopback URL."""

from __future__ import annotations

import json
import threading
from typing import Any
from uuid import uuid4

from moto.awslambda.models import lambda_backends
from werkzeug.wrappers import Request, Response

from .. import aws
from ..compute import functions
from ..registry import Context, Made, Resource, ResourceError, lab, resource
from ..settings import ACCOUNT, REGION

PATH = "/lab/custom-resource/"
DEFAULT_TIMEOUT = 3600


class _Answer:
    def __init__(self) -> None:
        self.arrived = threading.Event()
        self.value: dict[str, Any] = {}


_waiting: dict[str, _Answer] = {}


def _receive(request: Request) -> Response:
    answer = _waiting.get(request.path.removeprefix(PATH))
    if answer is None or request.method != "PUT":
        return Response("no such request", 404)
    answer.value = json.loads(request.get_data())
    answer.arrived.set()
    return Response("")


aws.paths[PATH] = _receive


@resource("AWS::CloudFormation::CustomResource")
class CustomResource(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        return self._made(_request(context, "Create", properties))

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
        if old["ServiceToken"] != new["ServiceToken"]:
            raise ResourceError("Modifying service token is not allowed.")
        more = {"PhysicalResourceId": made.physical_id, "OldResourceProperties": _texts(old)}
        return self._made(_request(context, "Update", new, more))

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        _request(context, "Delete", properties, {"PhysicalResourceId": made.physical_id})

    def _made(self, answer: dict[str, Any]) -> Made:
        return Made(answer["PhysicalResourceId"], answer.get("Data") or {})


def _request(
    context: Context, kind: str, properties: dict[str, Any], more: dict[str, Any] | None = None
) -> dict[str, Any]:
    token = properties["ServiceToken"]
    if ":lambda:" not in token:
        raise ResourceError(f"the lab does not serve custom resources by {token}, only by functions")
    function = lambda_backends[ACCOUNT][REGION].get_function(token.split(":function:")[-1].split(":")[0])
    request_id = str(uuid4())
    answer = _waiting[request_id] = _Answer()
    event = {
        "RequestType": kind,
        "ServiceToken": token,
        "ResponseURL": f"{lab.aws_url}{PATH}{request_id}",
        "StackId": context.stack_id,
        "RequestId": request_id,
        "LogicalResourceId": context.logical_id,
        "ResourceType": context.resource_type,
        "ResourceProperties": _texts(properties),
    } | (more or {})
    try:
        outcome = functions.invoke(function, event)
        if "error" in outcome and not answer.arrived.is_set():
            details = outcome["error"]
            raise ResourceError(
                f"Received response status [FAILED] from custom resource. Message returned: "
                f"{details['errorType']}: {details['errorMessage']}"
            )
        # A provider may answer later, from another function.
        if not answer.arrived.wait(float(properties.get("ServiceTimeout", DEFAULT_TIMEOUT))):
            raise ResourceError("CloudFormation did not receive a response from your Custom Resource")
    finally:
        del _waiting[request_id]
    if answer.value.get("Status") != "SUCCESS":
        raise ResourceError(
            "Received response status [FAILED] from custom resource. Message returned: "
            f"{answer.value.get('Reason', 'none')} (RequestId: {request_id})"
        )
    return answer.value


def _texts(value: Any) -> Any:
    """CloudFormation hands numbers and booleans of properties on as text."""
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) or value is None else str(value)
