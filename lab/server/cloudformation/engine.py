"""The stacks of the lab, and the operations on them; each runs in a thread of its own."""

from __future__ import annotations

import re
import threading
import traceback
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from ..clients import client
from .model import ChangeSet, Stack, arn, now
from .operation import Operation, reason_of
from .template import Resolver, TemplateError, parse
from .types import unknown_types

stacks: dict[str, Stack] = {}  # by id
_lock = threading.Lock()
STACK_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9-]{0,127}$")


def find(name_or_id: str) -> Stack | None:
    """By id, also deleted stacks; by name, only those that exist."""
    if name_or_id in stacks:
        return stacks[name_or_id]
    return next((s for s in stacks.values() if s.name == name_or_id and s.status != "DELETE_COMPLETE"), None)


def checked_template(body: str) -> dict[str, Any]:
    template = parse(body)
    unknown = unknown_types(template)
    if unknown:
        raise TemplateError(
            f"Template format error: Unrecognized resource types: [{', '.join(unknown)}] (not emulated by the lab)"
        )
    return template


def create_stack(name: str, tags: dict[str, str]) -> Stack:
    if not STACK_NAME.match(name):
        raise TemplateError(
            f"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy {STACK_NAME.pattern}"
        )
    with _lock:
        stack = Stack(name, tags)
        stacks[stack.id] = stack
    stack.set_status("REVIEW_IN_PROGRESS", "User Initiated")
    return stack


def resolver_of(stack: Stack, template: dict[str, Any], given: dict[str, str]) -> Resolver:
    resolver = Resolver(
        template, {}, stack.name, stack.id, lambda name: name, lambda name, _: name, _exported, _dynamic
    )
    parameters, shown = {}, []
    for name, definition in (template.get("Parameters") or {}).items():
        value = given.get(name, definition.get("Default"))
        if value is None:
            raise TemplateError(f"Parameters: [{name}] must have values")
        value = str(value)
        if "AllowedValues" in definition and value not in map(str, definition["AllowedValues"]):
            raise TemplateError(f"Template error: Parameter '{name}' must be one of {definition['AllowedValues']}")
        kind = definition.get("Type", "String")
        item = {"ParameterKey": name, "ParameterValue": "****" if definition.get("NoEcho") else value}
        actual: Any = value
        if kind.startswith("AWS::SSM::Parameter::Value"):
            actual = _ssm_parameter(value)
            item["ResolvedValue"] = actual
        if kind in ("CommaDelimitedList", "AWS::SSM::Parameter::Value<CommaDelimitedList>") or "List<" in kind:
            actual = [part.strip() for part in actual.split(",")] if actual else []
        parameters[name] = actual
        shown.append(item)
    resolver.variables.update(parameters)
    _check_rules(template, resolver)
    stack.shown_parameters = shown
    return resolver


def _check_rules(template: dict[str, Any], resolver: Resolver) -> None:
    for name, rule in (template.get("Rules") or {}).items():
        if "RuleCondition" in rule and not resolver.resolve(rule["RuleCondition"]):
            continue
        for assertion in rule["Assertions"]:
            if not resolver.resolve(assertion["Assert"]):
                raise TemplateError(f"Template error: rule {name}: {assertion.get('AssertDescription', 'failed')}")


def start(stack: Stack, work: Callable[[], None], token: str | None, kind: str) -> str:
    """Runs an operation on a stack, one at a time."""
    with _lock:
        if not stack.idle.is_set():
            raise TemplateError(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")
        stack.idle.clear()
    stack.operation = {"id": str(uuid4()), "token": token, "type": kind}

    def guarded() -> None:
        try:
            work()
        except Exception as error:
            traceback.print_exception(error)
            stack.set_status(f"{kind.split('_', maxsplit=1)[0]}_FAILED", f"Internal failure of the lab: {error!r}")
        finally:
            stack.idle.set()

    threading.Thread(target=guarded, name=f"stack {stack.name}", daemon=True).start()
    return stack.operation["id"]


def deploy(stack: Stack, change_set: ChangeSet, disable_rollback: bool) -> None:
    """Executes a change set; to be run by `start`."""
    create = change_set.kind == "CREATE"
    verb = "CREATE" if create else "UPDATE"
    stack.role_arn = change_set.role_arn or stack.role_arn
    stack.change_set_id = change_set.id
    stack.change_sets.clear()
    stack.set_status(f"{verb}_IN_PROGRESS", "User Initiated")
    former_tags, stack.tags = stack.tags, change_set.tags
    operation: Operation | None = None
    try:
        operation = Operation(
            stack, change_set.template, resolver_of(stack, change_set.template, change_set.parameters)
        )
        failure = operation.apply()
        outputs = [] if failure else _outputs(stack, change_set.template, operation.resolver)
    except Exception as error:
        failure = reason_of(error)
    if failure:
        _fail(stack, operation, verb, failure, disable_rollback)
        stack.tags = former_tags
        return
    stack.outputs = outputs
    stack.body, stack.template, stack.parameters = change_set.body, change_set.template, change_set.parameters
    if not create:
        stack.updated = now()
        stack.set_status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        operation.clean_up()
    stack.set_status(f"{verb}_COMPLETE")


def _fail(stack: Stack, operation: Operation | None, verb: str, failure: str, disable_rollback: bool) -> None:
    logical_id = failure.split(":", maxsplit=1)[0]
    reason = f"The following resource(s) failed to {verb.lower()}: [{logical_id}]. {failure}"
    if disable_rollback:
        stack.set_status(f"{verb}_FAILED", reason)
        return
    prefix = "" if verb == "CREATE" else "UPDATE_"
    stack.set_status(f"{prefix}ROLLBACK_IN_PROGRESS", reason + " Rollback requested by user.")
    if operation:
        operation.roll_back()
    stack.set_status(f"{prefix}ROLLBACK_COMPLETE", None)


def delete(stack: Stack) -> None:
    """Deletes a stack; to be run by `start`."""
    importers = [other.name for other in stacks.values() if other is not stack and _imports(other, stack)]
    if importers:
        name = next(iter(stack.exports))
        raise TemplateError(f"Export {name} cannot be deleted as it is in use by {', '.join(importers)}")
    stack.set_status("DELETE_IN_PROGRESS", "User Initiated")
    template = stack.template or {"Resources": {}}
    resolver = Resolver(template, {}, stack.name, stack.id, str, lambda name, _: name, _exported, _dynamic)
    failure = Operation(stack, {"Resources": {}}, resolver).delete()
    if failure:
        logical_id = failure.split(":")[0]
        stack.set_status("DELETE_FAILED", f"The following resource(s) failed to delete: [{logical_id}]. {failure}")
        return
    stack.outputs = []
    stack.deleted = now()
    stack.set_status("DELETE_COMPLETE")


def new_change_set(stack: Stack, name: str, kind: str, body: str, given: dict[str, str], **rest: Any) -> ChangeSet:
    template = checked_template(body)
    resolver_of(stack, template, given)
    changes = _changes(stack, template, given)
    change_set = ChangeSet(name, arn("changeSet", name), kind, body, template, given, changes=changes, **rest)
    same_outputs = template.get("Outputs") == stack.template.get("Outputs")
    if kind == "UPDATE" and not changes and same_outputs and change_set.tags == stack.tags:
        change_set.status, change_set.execution_status = "FAILED", "UNAVAILABLE"
        change_set.reason = (
            "The submitted information didn't contain changes. Submit different information to create a change set."
        )
    stack.change_sets[change_set.id] = change_set
    return change_set


def _changes(stack: Stack, template: dict[str, Any], given: dict[str, str]) -> list[dict[str, Any]]:
    old, new = stack.template.get("Resources", {}), template["Resources"]
    context_changed = (
        any(template.get(part) != stack.template.get(part) for part in ("Parameters", "Mappings", "Conditions"))
        or given != stack.parameters
    )
    actions = {name: "Add" for name in new if name not in old}
    actions |= {name: "Remove" for name in old if name not in new}
    actions |= {name: "Modify" for name in new if name in old and (context_changed or new[name] != old[name])}
    changes = []
    for name, action in actions.items():
        change = {
            "Action": action,
            "LogicalResourceId": name,
            "ResourceType": (new.get(name) or old[name])["Type"],
            "Scope": ["Properties"] if action == "Modify" else [],
            "Details": [],
        }
        if name in stack.resources:
            change["PhysicalResourceId"] = stack.resources[name].made.physical_id
        if action == "Modify":
            change["Replacement"] = "Conditional"
        changes.append({"Type": "Resource", "ResourceChange": change})
    return changes


def _outputs(stack: Stack, template: dict[str, Any], resolver: Resolver) -> list[dict[str, Any]]:
    outputs = []
    for name, definition in (template.get("Outputs") or {}).items():
        if "Condition" in definition and not resolver.condition(definition["Condition"]):
            continue
        output = {"OutputKey": name, "OutputValue": str(resolver.resolve(definition["Value"]))}
        if "Description" in definition:
            output["Description"] = definition["Description"]
        if "Export" in definition:
            export = resolver.resolve(definition["Export"]["Name"])
            if any(export in other.exports for other in stacks.values() if other is not stack):
                raise TemplateError(f"Export with name {export} is already exported by another stack")
            output["ExportName"] = export
        outputs.append(output)
    return outputs


def _exported(name: str) -> Any:
    for stack in stacks.values():
        if name in stack.exports:
            return stack.exports[name]
    raise TemplateError(f"No export named {name} found.")


def _imports(importer: Stack, exporter: Stack) -> bool:
    if importer.status == "DELETE_COMPLETE" or not exporter.exports:
        return False
    text = str(importer.template)
    return any(f"'Fn::ImportValue': '{name}'" in text for name in exporter.exports)


def _ssm_parameter(name: str) -> str:
    try:
        return client("ssm").get_parameter(Name=name)["Parameter"]["Value"]
    except Exception as error:
        raise TemplateError(f"Unable to fetch parameters [{name}] from parameter store for this account.") from error


def _dynamic(reference: str) -> str:
    service, _, name = reference.partition(":")
    if service in ("ssm", "ssm-secure"):
        return _ssm_parameter(name)
    if service == "secretsmanager":
        return client("secretsmanager").get_secret_value(SecretId=name.split(":SecretString")[0])["SecretString"]
    raise TemplateError(f"the lab does not know the dynamic reference {reference}")
