"""AWS::Synthetics::Canary."""

from __future__ import annotations

from typing import Any

from ..compute import interfaces
from ..properties import truth
from ..registry import Context, Made, Replace, Resource, ResourceError, resource
from ..synthetics.canaries import Canary, Run, canaries, unzip
from ..synthetics.runs import run


@resource("AWS::Synthetics::Canary")
class CanaryResource(Resource):
    """Ref is the name; GetAtt Id, State. Like the service's handler it starts the canary and looks at no run.

    https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-synthetics has that handler: on an
    update it starts a canary that rests, or stops one that runs, as StartCanaryAfterCreation says; whoever does so at
    the same time makes it fail.
    """

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        try:
            canary = canaries.create(properties)
            canary.settle()
            if truth(properties.get("StartCanaryAfterCreation", False)):
                canaries.start(canary)
                canary.settle()
        except ValueError as error:
            raise ResourceError(f"canary {properties.get('Name')}: {error}") from error
        return _made(canary)

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if old.get("Name") != new.get("Name"):
            raise Replace
        wanted = truth(new.get("StartCanaryAfterCreation", False))
        try:
            if truth(new.get("DryRunAndUpdate", False)):
                _try_out(canaries.get(made.physical_id), new)
            canary = canaries.update(made.physical_id, new)
            canary.settle()
            if wanted and canary.state in ("READY", "STOPPED"):
                canaries.start(canary)
            elif not wanted and canary.state == "RUNNING":
                canaries.stop(canary)
            canary.settle()
        except (ValueError, KeyError) as error:
            raise ResourceError(f"canary {made.physical_id}: {error}") from error
        return _made(canary)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        canaries.delete(made.physical_id)
        network = properties.get("VPCConfig") or {}
        interfaces.linger([*(network.get("SecurityGroupIds") or []), *(network.get("SubnetIds") or [])])


def _made(canary: Canary) -> Made:
    return Made(canary.name, {"Id": canary.id, "State": canary.state})


def _try_out(canary: Canary | None, properties: dict[str, Any]) -> None:
    """Runs the new configuration dry; the canary stays as it is if that fails."""
    if canary is None:
        raise ValueError("it is gone")
    announced = canaries.new_dry_run(canary)
    trial = Canary(canary.name, properties, unzip(canary.name, properties["Code"]), canary.id, runs=canary.runs)
    done: Run = run(trial, announced)
    if done.state != "PASSED":
        raise ValueError(f"the dry run of the update failed: {done.reason}")
