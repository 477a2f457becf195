"""Carries out one stack operation: create, update or delete, with roll back and clean-up."""

from __future__ import annotations

import secrets
import traceback
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from botocore.exceptions import ClientError

from ..registry import Context, Replace
from .model import Stack, StackResource, now
from .template import NO_VALUE, Resolver, TemplateError, references
from .types import handler_of

WORKERS = 12


class Operation:
    """Moves a stack to a template. Independent resources are worked on in parallel, as CloudFormation does."""

    def __init__(self, stack: Stack, template: dict[str, Any], resolver: Resolver) -> None:
        self.stack, self.template, self.resolver = stack, template, resolver
        self.definitions = {
            name: definition
            for name, definition in template["Resources"].items()
            if "Condition" not in definition or resolver.condition(definition["Condition"])
        }
        self.created: list[str] = []
        self.before: dict[str, StackResource] = {}  # what updated resources were
        self.obsolete: list[tuple[str, StackResource]] = []  # replaced ones, deleted in the clean-up
        resolver.ref, resolver.attribute = self._ref, self._attribute

    def apply(self) -> str | None:
        """Creates and updates; returns the reason of the first failure."""
        graph = {name: self._dependencies(definition) for name, definition in self.definitions.items()}
        return run(graph, self._apply_one)

    def clean_up(self) -> None:
        """Deletes what the new template no longer holds and what was replaced."""
        for name, old in reversed(self.obsolete):
            if not old.retained("UpdateReplacePolicy"):
                self._delete_quietly(name, old)
        gone = {name: old for name, old in self.stack.resources.items() if name not in self.definitions}
        run(reverse(gone), lambda name: self._delete_quietly(name, gone[name], "DeletionPolicy"))
        for name in gone:
            self.stack.resources.pop(name, None)

    def roll_back(self) -> None:
        """Undoes apply: deletes what it created and gives updated resources their former properties."""
        fresh = {name: self.stack.resources[name] for name in self.created}
        run(reverse(fresh), lambda name: self._delete_quietly(name, fresh[name], "DeletionPolicy", fresh=True))
        for name in fresh:
            self.stack.resources.pop(name, None)
        replaced = dict(self.obsolete)
        for name, former in reversed(self.before.items()):
            current = self.stack.resources[name]
            self.stack.resources[name] = former
            if name in replaced:
                self._delete_quietly(name, current)
            else:
                self._event(name, former, "UPDATE_IN_PROGRESS")
                try:
                    former.made = former.handler.update(
                        former.context, current.made, current.properties, former.properties
                    )
                    self._event(name, former, "UPDATE_COMPLETE")
                except Exception as error:
                    self._event(name, former, "UPDATE_FAILED", reason_of(error))

    def delete(self) -> str | None:
        """Deletes everything that is not retained; returns the reason of the first failure."""
        resources = dict(self.stack.resources)

        def remove(name: str) -> str | None:
            resource = resources[name]
            if resource.retained("DeletionPolicy"):
                self._retain(name, resource)
            else:
                reason = self._delete_one(name, resource)
                if reason:
                    return reason
            del self.stack.resources[name]
            return None

        return run(reverse(resources), remove, go_on=True)

    def _apply_one(self, name: str) -> str | None:
        definition = self.definitions[name]
        old = self.stack.resources.get(name)
        try:
            properties = self.resolver.resolve(definition.get("Properties") or {})
            properties = {} if properties is NO_VALUE else properties
            same_type = old is not None and old.definition["Type"] == definition["Type"]
            if old and same_type and old.properties == properties:
                old.definition, old.depends_on = definition, self._dependencies(definition)
                return None
            if old and same_type:
                self._update(name, old, definition, properties)
            else:
                self._create(name, definition, properties)
                if old:
                    self._replaced(name, old)
                else:
                    self.created.append(name)
            return None
        except Exception as error:
            return self._failed(name, definition, old, error)

    def _create(self, name: str, definition: dict[str, Any], properties: dict[str, Any], update: bool = False) -> None:
        kind = definition["Type"]
        context = Context(
            self.stack.name, self.stack.id, name, kind, tags=dict(self.stack.tags), token=secrets.token_hex(6)
        )
        if not update:
            self.stack.event(name, "", kind, "CREATE_IN_PROGRESS")
        handler = handler_of(kind)()
        made = handler.create(context, properties)
        resource = StackResource(context, handler, made, properties, definition, self._dependencies(definition))
        self.stack.resources[name] = resource
        self._event(name, resource, "UPDATE_COMPLETE" if update else "CREATE_COMPLETE")

    def _update(self, name: str, old: StackResource, definition: dict[str, Any], properties: dict[str, Any]) -> None:
        self._event(name, old, "UPDATE_IN_PROGRESS")
        try:
            made = old.handler.update(old.context, old.made, old.properties, properties)
        except Replace:
            self._event(
                name, old, "UPDATE_IN_PROGRESS", "Requested update requires the creation of a new physical resource"
            )
            self._create(name, definition, properties, update=True)
            self._replaced(name, old)
            return
        new = StackResource(old.context, old.handler, made, properties, definition, self._dependencies(definition))
        self.stack.resources[name] = new
        self.before[name] = old
        if made.physical_id != old.made.physical_id:  # a custom resource may answer an update with a new id
            self.obsolete.append((name, old))
        self._event(name, new, "UPDATE_COMPLETE")

    def _replaced(self, name: str, old: StackResource) -> None:
        self.before[name] = old
        self.obsolete.append((name, old))

    def _failed(self, name: str, definition: dict[str, Any], old: StackResource | None, error: Exception) -> str:
        reason = reason_of(error)
        physical_id = old.made.physical_id if old else ""
        status = "UPDATE_FAILED" if old else "CREATE_FAILED"
        self.stack.event(name, physical_id, definition["Type"], status, reason)
        return f"{name}: {reason}"

    def _delete_quietly(self, name: str, resource: StackResource, policy: str = "", fresh: bool = False) -> None:
        """Deletes in a clean-up or roll back, where a failure is told but changes nothing."""
        if policy and resource.retained(policy, fresh):
            self._retain(name, resource)
        else:
            self._delete_one(name, resource)

    def _delete_one(self, name: str, resource: StackResource) -> str | None:
        self._event(name, resource, "DELETE_IN_PROGRESS")
        try:
            resource.handler.delete(resource.context, resource.made, resource.properties)
        except Exception as error:
            reason = reason_of(error)
            self._event(name, resource, "DELETE_FAILED", reason)
            return f"{name}: {reason}"
        self._event(name, resource, "DELETE_COMPLETE")
        return None

    def _retain(self, name: str, resource: StackResource) -> None:
        self._event(name, resource, "DELETE_SKIPPED")
        self.stack.retained.append(
            {"logicalId": name, "type": resource.context.resource_type, "physicalId": resource.made.physical_id}
        )

    def _event(self, name: str, resource: StackResource, status: str, reason: str | None = None) -> None:
        resource.status, resource.reason, resource.changed = status, reason, now()
        self.stack.event(name, resource.made.physical_id, resource.context.resource_type, status, reason)

    def _dependencies(self, definition: dict[str, Any]) -> set[str]:
        explicit = definition.get("DependsOn", [])
        names = {explicit} if isinstance(explicit, str) else set(explicit)
        names.update(references(definition.get("Properties") or {}))
        return {name for name in names if name in self.definitions}

    def _ref(self, name: str) -> Any:
        return self._existing(name).made.physical_id

    def _attribute(self, name: str, attribute: str) -> Any:
        resource = self._existing(name)
        if attribute not in resource.made.attributes:
            kind = resource.context.resource_type
            raise TemplateError(f"Template error: resource {name} ({kind}) has no attribute {attribute} in the lab")
        return resource.made.attributes[attribute]

    def _existing(self, name: str) -> StackResource:
        if name not in self.definitions or name not in self.stack.resources:
            raise TemplateError(f"Template format error: Unresolved resource dependencies [{name}]")
        return self.stack.resources[name]


def reverse(resources: dict[str, StackResource]) -> dict[str, set[str]]:
    """The order of deletion: a resource waits for those that depend on it."""
    return {
        name: {other for other, resource in resources.items() if name in resource.depends_on and other != name}
        for name in resources
    }


def run(graph: dict[str, set[str]], work: Any, go_on: bool = False) -> str | None:
    """Runs `work(name)` for every node after the nodes it waits for; returns the first failure.

    After a failure nothing new begins, or, with `go_on`, nothing that waits for what failed.
    """
    waiting = {name: {other for other in others if other in graph} for name, others in graph.items()}
    running: dict[Future[str | None], str] = {}
    failure: str | None = None
    with ThreadPoolExecutor(WORKERS) as pool:
        while waiting or running:
            if failure is None or go_on:
                for name in [name for name, others in waiting.items() if not others]:
                    del waiting[name]
                    running[pool.submit(work, name)] = name
            if not running:
                return failure or f"Circular dependency between resources: {sorted(waiting)}"
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                name = running.pop(future)
                failure = failure or future.result()
                if future.result() is None:
                    for others in waiting.values():
                        others.discard(name)
    return failure


def reason_of(error: Exception) -> str:
    if isinstance(error, ClientError):
        details = error.response["Error"]
        return f"{details.get('Message', error)} ({details.get('Code')} of {error.operation_name})"
    if type(error).__module__ in ("builtins", "botocore.exceptions"):
        traceback.print_exception(error)  # a fault of the lab's own: its log should show where
    return str(error) or type(error).__name__
