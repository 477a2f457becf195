"""The CloudFormation API in front of the engine; moto parses the requests and serializes the answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlparse

from moto.cloudformation import urls
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse, EmptyResult
from werkzeug.wrappers import Request, Response

from ..clients import client
from ..properties import tag_list
from ..registry import api
from . import engine
from .model import ChangeSet, Stack
from .template import TemplateError, parse
from .views import describe, describe_resources

# How long DescribeStacks holds its answer while an operation runs. The CLI polls every 5 s; held answers let it go on
# at the moment at which the operation ends. Others that ask by ID may be part of the operation, as custom resources
# are.
HOLD_SECONDS = 20


class ValidationError(ServiceException):
    code = "ValidationError"


class ChangeSetNotFound(ServiceException):
    code = "ChangeSetNotFoundException"


class CloudFormation(BaseResponse):
    def __init__(self) -> None:
        super().__init__(service_name="cloudformation")
        self.automated_parameter_parsing = True

    def call_action(self) -> Any:
        try:
            return super().call_action()
        except TemplateError as error:
            status, headers, body = self.serialized(ActionResult(ValidationError(str(error))))
            return status, headers, body

    # Stacks

    def create_stack(self) -> ActionResult:
        name = self.params["StackName"]
        body = self._template_body()
        engine.checked_template(body)
        if engine.find(name):
            raise ServiceException("AlreadyExistsException", f"Stack [{name}] already exists")
        stack = engine.create_stack(name, self._tags())
        change_set = self._change_set(stack, "create", "CREATE", body)
        self._execute(stack, change_set)
        return ActionResult({"StackId": stack.id})

    def update_stack(self) -> ActionResult:
        stack = self._stack()
        body = stack.body if self.params.get("UsePreviousTemplate") else self._template_body()
        change_set = self._change_set(stack, "update", "UPDATE", body)
        if change_set.status == "FAILED":
            raise ValidationError("No updates are to be performed.")
        self._execute(stack, change_set)
        return ActionResult({"StackId": stack.id})

    def delete_stack(self) -> ActionResult:
        stack = engine.find(self.params["StackName"])
        if stack is None or stack.status == "DELETE_COMPLETE":
            return EmptyResult()
        if stack.protected:
            raise ValidationError(f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
        engine.start(stack, lambda: engine.delete(stack), self.params.get("ClientRequestToken"), "DELETE_STACK")
        return EmptyResult()

    def describe_stacks(self) -> ActionResult:
        if "StackName" in self.params:
            stack = self._stack()
            by_cli = "aws-cdk" in self.headers.get("User-Agent", "")
            if by_cli or not self.params["StackName"].startswith("arn:"):
                stack.idle.wait(HOLD_SECONDS)
            return ActionResult({"Stacks": [describe(stack)]})
        return ActionResult({"Stacks": [describe(s) for s in engine.stacks.values() if s.status != "DELETE_COMPLETE"]})

    def list_stacks(self) -> ActionResult:
        wanted = self.params.get("StackStatusFilter") or None
        found = [s for s in engine.stacks.values() if wanted is None or s.status in wanted]
        return ActionResult({"StackSummaries": [describe(stack) for stack in found]})

    def describe_stack_events(self) -> ActionResult:
        return ActionResult({"StackEvents": list(self._stack().events)})

    def describe_events(self) -> ActionResult:
        """The newer form of events; the CLI asks it for the reasons of a failure."""
        stack = self._stack()
        events = list(stack.events)
        if (self.params.get("Filters") or {}).get("FailedEvents"):
            events = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
        if self.params.get("OperationId"):
            events = [event for event in events if event.get("OperationId") == self.params["OperationId"]]
        return ActionResult({"OperationEvents": [event | {"EventType": "STACK_EVENT"} for event in events]})

    def describe_stack_resources(self) -> ActionResult:
        stack = self._stack(self.params.get("StackName"))
        wanted = self.params.get("LogicalResourceId")
        resources = [r for r in describe_resources(stack) if wanted in (None, r["LogicalResourceId"])]
        return ActionResult({"StackResources": resources})

    def describe_stack_resource(self) -> ActionResult:
        name = self.params["LogicalResourceId"]
        for resource in describe_resources(self._stack()):
            if resource["LogicalResourceId"] == name:
                return ActionResult({"StackResourceDetail": resource})
        raise ValidationError(f"Resource {name} does not exist for stack {self.params['StackName']}")

    def list_stack_resources(self) -> ActionResult:
        return ActionResult({"StackResourceSummaries": describe_resources(self._stack())})

    def get_template(self) -> ActionResult:
        stack = self._stack()
        return ActionResult({"TemplateBody": stack.body, "StagesAvailable": ["Original", "Processed"]})

    def get_template_summary(self) -> ActionResult:
        body = self._stack().body if "StackName" in self.params else self._template_body()
        template = parse(body) if body else {"Resources": {}}
        parameters = [
            {"ParameterKey": name, "ParameterType": item.get("Type"), "DefaultValue": item.get("Default")}
            for name, item in (template.get("Parameters") or {}).items()
        ]
        types = sorted({definition["Type"] for definition in template["Resources"].values()})
        return ActionResult({"Parameters": parameters, "ResourceTypes": types})

    def validate_template(self) -> ActionResult:
        engine.checked_template(self._template_body())
        return ActionResult({"Parameters": []})

    def list_exports(self) -> ActionResult:
        exports = [
            {"ExportingStackId": stack.id, "Name": name, "Value": value}
            for stack in engine.stacks.values()
            for name, value in stack.exports.items()
        ]
        return ActionResult({"Exports": exports})

    def update_termination_protection(self) -> ActionResult:
        stack = self._stack()
        stack.protected = bool(self.params["EnableTerminationProtection"])
        return ActionResult({"StackId": stack.id})

    # Change sets

    def create_change_set(self) -> ActionResult:
        name, kind = self.params["StackName"], self.params.get("ChangeSetType", "UPDATE")
        body = stack_body = self._template_body()
        engine.checked_template(body)
        stack = engine.find(name)
        if kind == "CREATE" and stack is None:
            stack = engine.create_stack(name, self._tags())
        elif stack is None:
            raise ValidationError(f"Stack [{name}] does not exist")
        elif kind == "CREATE" and stack.status != "REVIEW_IN_PROGRESS":
            raise ValidationError(f"Stack [{name}] already exists and cannot be created again with the changeSet")
        change_set = self._change_set(stack, self.params["ChangeSetName"], kind, stack_body)
        return ActionResult({"Id": change_set.id, "StackId": stack.id})

    def describe_change_set(self) -> ActionResult:
        stack, change_set = self._find_change_set()
        described = {
            "ChangeSetName": change_set.name,
            "ChangeSetId": change_set.id,
            "StackId": stack.id,
            "StackName": stack.name,
            "Description": change_set.description,
            "Parameters": [
                {"ParameterKey": key, "ParameterValue": value} for key, value in change_set.parameters.items()
            ],
            "CreationTime": change_set.created,
            "ExecutionStatus": change_set.execution_status,
            "Status": change_set.status,
            "StatusReason": change_set.reason,
            "Tags": tag_list(change_set.tags),
            "Changes": change_set.changes,
        }
        return ActionResult(described)

    def list_change_sets(self) -> ActionResult:
        stack = self._stack()
        summaries = [
            {"ChangeSetName": c.name, "ChangeSetId": c.id, "Status": c.status, "ExecutionStatus": c.execution_status}
            for c in stack.change_sets.values()
        ]
        return ActionResult({"Summaries": summaries})

    def delete_change_set(self) -> ActionResult:
        try:
            stack, change_set = self._find_change_set()
        except ServiceException:
            return EmptyResult()
        del stack.change_sets[change_set.id]
        return EmptyResult()

    def execute_change_set(self) -> ActionResult:
        stack, change_set = self._find_change_set()
        if change_set.execution_status != "AVAILABLE":
            raise ServiceException("InvalidChangeSetStatus", f"ChangeSet [{change_set.id}] cannot be executed")
        self._execute(stack, change_set)
        return EmptyResult()

    # Helpers

    def _execute(self, stack: Stack, change_set: ChangeSet) -> None:
        no_rollback = bool(self.params.get("DisableRollback")) or self.params.get("OnFailure") == "DO_NOTHING"
        kind = f"{change_set.kind}_STACK"
        token = self.params.get("ClientRequestToken")
        engine.start(stack, lambda: engine.deploy(stack, change_set, no_rollback), token, kind)

    def _change_set(self, stack: Stack, name: str, kind: str, body: str) -> ChangeSet:
        return engine.new_change_set(
            stack,
            name,
            kind,
            body,
            self._given(stack),
            tags=self._tags(),
            role_arn=self.params.get("RoleARN"),
            description=self.params.get("Description"),
        )

    def _given(self, stack: Stack) -> dict[str, str]:
        given = {}
        for item in self.params.get("Parameters") or []:
            name = item["ParameterKey"]
            if item.get("UsePreviousValue"):
                if name in stack.parameters:
                    given[name] = stack.parameters[name]
            else:
                given[name] = item.get("ParameterValue", "")
        return given

    def _tags(self) -> dict[str, str]:
        return {tag["Key"]: tag["Value"] for tag in self.params.get("Tags") or []}

    def _stack(self, name: str | None = None) -> Stack:
        name = name or self.params.get("StackName") or ""
        stack = engine.find(name) or next((s for s in engine.stacks.values() if name in s.change_sets), None)
        if stack is None:
            raise ValidationError(f"Stack with id {name} does not exist")
        return stack

    def _find_change_set(self) -> tuple[Stack, ChangeSet]:
        name = self.params["ChangeSetName"]
        for stack in engine.stacks.values():
            if self.params.get("StackName") not in (None, stack.name, stack.id):
                continue
            for change_set in stack.change_sets.values():
                if name in (change_set.id, change_set.name):
                    return stack, change_set
        raise ChangeSetNotFound(f"ChangeSet [{name}] does not exist")

    def _template_body(self) -> str:
        if "TemplateBody" in self.params:
            return self.params["TemplateBody"]
        url = urlparse(self.params["TemplateURL"])
        host, path = url.netloc.split(":")[0], url.path.lstrip("/")
        if host in ("127.0.0.1", "localhost") or host.startswith("s3."):
            bucket, _, key = path.partition("/")
        else:
            bucket, key = host.split(".s3")[0], path
        return client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode()


def install() -> None:
    """Puts this API in the place of moto's."""
    urls.url_paths["{0}/$"] = CloudFormation.dispatch


@api("cloudtrail")
def cloudtrail(_request: Request) -> Response:
    """The CLI looks for the cause of a failure in CloudTrail; the lab has no trail."""
    return Response('{"Events": []}', content_type="application/x-amz-json-1.1")
