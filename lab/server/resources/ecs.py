"""ECS clusters, task definitions and services. moto keeps the records; compute/tasks.py runs the tasks."""

from __future__ import annotations

from typing import Any

from ..clients import client
from ..compute import containers, tasks
from ..registry import Context, Made, resource
from .by_api import ByApi, call


@resource("AWS::ECS::Cluster")
class Cluster(ByApi):
    service = "ecs"
    create_call = "create_cluster"
    identifier = "cluster.clusterName"
    attributes = {"Arn": "cluster.clusterArn"}
    apart = frozenset({"CapacityProviders", "DefaultCapacityProviderStrategy", "ServiceConnectDefaults"})
    name_property = "ClusterName"
    mutable = frozenset({"ClusterSettings", "Configuration", "Tags"})
    delete_call = "delete_cluster"
    delete_key = "cluster"

    def parameters(self, context: Context, properties: dict[str, Any]) -> dict[str, Any]:
        parameters = super().parameters(context, properties)
        parameters["settings"] = parameters.pop("ClusterSettings", [])
        return parameters


@resource("AWS::ECS::ClusterCapacityProviderAssociations")
class ClusterCapacityProviderAssociations(ByApi):
    service = "ecs"
    create_call = "put_cluster_capacity_providers"
    identifier = "=Cluster"

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        """Nothing to do: they go with the cluster."""


@resource("AWS::ECS::TaskDefinition")
class TaskDefinition(ByApi):
    service = "ecs"
    create_call = "register_task_definition"
    identifier = "taskDefinition.taskDefinitionArn"
    attributes = {"TaskDefinitionArn": "taskDefinition.taskDefinitionArn"}
    name_property = "Family"
    name_limit = 255
    delete_call = "deregister_task_definition"
    delete_key = "taskDefinition"

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        containers.check(properties)
        tasks.definitions[made.physical_id] = properties

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        tasks.definitions.pop(made.physical_id, None)
        super().delete(context, made, properties)


@resource("AWS::ECS::Service")
class Service(ByApi):
    service = "ecs"
    create_call = "create_service"
    identifier = "service.serviceArn"
    attributes = {"ServiceArn": "service.serviceArn", "Name": "service.serviceName"}
    unused = frozenset({"AvailabilityZoneRebalancing", "VpcLatticeConfigurations", "VolumeConfigurations"})
    name_property = "ServiceName"
    name_limit = 255
    mutable = frozenset(
        {
            "TaskDefinition", "DesiredCount", "DeploymentConfiguration", "NetworkConfiguration", "PlatformVersion",
            "HealthCheckGracePeriodSeconds", "LoadBalancers", "EnableExecuteCommand", "Tags", "PropagateTags",
            "CapacityProviderStrategy", "EnableECSManagedTags", "AvailabilityZoneRebalancing",
        }
    )  # fmt: skip

    def parameters(self, context: Context, properties: dict[str, Any]) -> dict[str, Any]:
        return super().parameters(context, properties) | {"DesiredCount": properties.get("DesiredCount", 1)}

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        tasks.deploy(made.physical_id, properties)

    def updated(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> None:
        tasks.deploy(made.physical_id, new)
        keys = ("Cluster", "TaskDefinition", "DesiredCount")
        changes = {key: new[key] for key in keys if key in new}
        call("ecs", "update_service", {"service": made.physical_id} | changes)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        tasks.stop_service(made.physical_id)
        client("ecs").delete_service(cluster=properties.get("Cluster", "default"), service=made.physical_id, force=True)
