"""Lambda functions, their layers, permissions and URLs. compute/ runs them."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from ..access.policies import role_allows
from ..clients import client
from ..compute import functions
from ..registry import Context, Made, Replace, Resource, ResourceError, resource
from .by_api import ByApi, call


@resource("AWS::Lambda::Function")
class Function(ByApi):
    service = "lambda"
    create_call = "create_function"
    identifier = "FunctionName"
    attributes = {"Arn": "FunctionArn"}
    apart = frozenset({"Code", "LoggingConfig", "ReservedConcurrentExecutions"})
    # A process has no memory of its own in the lab, no VPC and no tracing daemon.
    unused = frozenset({"RuntimeManagementConfig", "RecursiveLoop", "SnapStart"})
    name_property = "FunctionName"
    update_call = "update_function_configuration"
    mutable = frozenset(
        {
            "Code", "Description", "Environment", "Handler", "Layers", "LoggingConfig", "MemorySize", "Role", "Runtime",
            "Tags", "Timeout", "TracingConfig", "Architectures", "EphemeralStorage", "ReservedConcurrentExecutions",
        }
    )  # fmt: skip
    delete_call = "delete_function"
    delete_key = "FunctionName"

    def parameters(self, context: Context, properties: dict[str, Any]) -> dict[str, Any]:
        if properties.get("PackageType") == "Image":
            raise ResourceError("the lab does not run functions from container images")
        functions.check_runtime(properties.get("Runtime", ""))
        check_tracing(properties)
        return super().parameters(context, properties) | {"Code": _code(properties)}

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        group = (properties.get("LoggingConfig") or {}).get("LogGroup")
        functions.log_groups[made.physical_id] = group or f"/aws/lambda/{made.physical_id}"

    def update_parameters(self, context: Context, made: Made, new: dict[str, Any]) -> dict[str, Any]:
        return {
            key: value
            for key, value in self.parameters(context, new).items()
            if key not in ("Code", "Tags", "Architectures", "PackageType")
        }

    def updated(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> None:
        if old.get("Code") != new.get("Code"):
            call("lambda", "update_function_code", {"FunctionName": made.physical_id} | _code(new))
        if old.get("Environment") and not new.get("Environment"):
            call("lambda", "update_function_configuration", {"FunctionName": made.physical_id, "Environment": {}})
        self.created(context, made, new)
        functions.stop_workers(made.physical_id)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        functions.stop_workers(made.physical_id)
        functions.log_groups.pop(made.physical_id, None)
        super().delete(context, made, properties)


def check_tracing(properties: dict[str, Any]) -> None:
    """Lambda looks at the role when it is told to trace, not when it does.

    https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
    """
    active = (properties.get("TracingConfig") or {}).get("Mode") == "Active"
    if active and not role_allows(properties["Role"], "xray:PutTraceSegments"):
        raise ResourceError(
            "The provided execution role does not have permissions to call PutTraceSegments on XRAY "
            "(Service: Lambda, Status Code: 400, InvalidParameterValueException)"
        )


def _code(properties: dict[str, Any]) -> dict[str, Any]:
    code = properties["Code"]
    if "ZipFile" not in code:
        return {key: code[key] for key in ("S3Bucket", "S3Key", "S3ObjectVersion") if key in code}
    name = "index.py" if properties.get("Runtime", "").startswith("python") else "index.js"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, code["ZipFile"])
    return {"ZipFile": buffer.getvalue()}


@resource("AWS::Lambda::LayerVersion")
class LayerVersion(ByApi):
    service = "lambda"
    create_call = "publish_layer_version"
    identifier = "LayerVersionArn"
    attributes = {"LayerVersionArn": "LayerVersionArn"}
    name_property = "LayerName"

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        *_, name, version = made.physical_id.split(":")
        client("lambda").delete_layer_version(LayerName=name, VersionNumber=int(version))


@resource("AWS::Lambda::Permission")
class Permission(ByApi):
    """Stored, and not enforced."""

    service = "lambda"
    create_call = "add_permission"
    identifier = "=StatementId"
    attributes = {"Id": "=StatementId"}
    name_property = "StatementId"
    name_limit = 100

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        lambda_ = client("lambda")
        with suppress(lambda_.exceptions.ResourceNotFoundException):
            lambda_.remove_permission(FunctionName=properties["FunctionName"], StatementId=made.physical_id)


@resource("AWS::Lambda::Url")
class Url(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        name = properties["TargetFunctionArn"].rsplit(":", 1)[-1]
        config = {key: properties[key] for key in ("AuthType", "Cors", "InvokeMode") if key in properties}
        answer = client("lambda").create_function_url_config(FunctionName=name, **config)
        host = str(urlsplit(answer["FunctionUrl"]).hostname)
        functions.urls[host] = {"function": name, "auth": properties["AuthType"], "cors": properties.get("Cors")}
        attributes = {"FunctionUrl": f"https://{host}/", "FunctionArn": answer["FunctionArn"]}
        return Made(answer["FunctionArn"], attributes, host)

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if old["TargetFunctionArn"] != new["TargetFunctionArn"]:
            raise Replace
        name = functions.urls[made.data]["function"]
        functions.urls[made.data] |= {"auth": new["AuthType"], "cors": new.get("Cors")}
        client("lambda").update_function_url_config(FunctionName=name, AuthType=new["AuthType"])
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        url = functions.urls.pop(made.data, None)
        lambda_ = client("lambda")
        with suppress(lambda_.exceptions.ResourceNotFoundException):
            if url:
                lambda_.delete_function_url_config(FunctionName=url["function"])


@resource("AWS::Lambda::EventInvokeConfig")
class EventInvokeConfig(ByApi):
    service = "lambda"
    create_call = "put_function_event_invoke_config"
    identifier = "=FunctionName"
    delete_call = "delete_function_event_invoke_config"

    def delete_parameters(self, made: Made, properties: dict[str, Any]) -> dict[str, Any]:
        return {"FunctionName": properties["FunctionName"], "Qualifier": properties["Qualifier"]}
