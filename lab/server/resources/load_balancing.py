"""Application load balancers. The lab stores them; the edge finds the service behind one by its target groups."""

from __future__ import annotations

from typing import Any

from ..clients import client
from ..registry import Context, Made, resource
from .by_api import ByApi


def _attributes_call(call: str, key: str, made: Made, attributes: list[dict[str, Any]]) -> None:
    if attributes:
        items = [{"Key": item["Key"], "Value": str(item["Value"])} for item in attributes]
        getattr(client("elbv2"), call)(**{key: made.physical_id}, Attributes=items)


@resource("AWS::ElasticLoadBalancingV2::LoadBalancer")
class LoadBalancer(ByApi):
    service = "elbv2"
    create_call = "create_load_balancer"
    identifier = "LoadBalancers[0].LoadBalancerArn"
    attributes = {
        "LoadBalancerArn": "LoadBalancers[0].LoadBalancerArn",
        "DNSName": "LoadBalancers[0].DNSName",
        "CanonicalHostedZoneID": "LoadBalancers[0].CanonicalHostedZoneId",
        "SecurityGroups": "LoadBalancers[0].SecurityGroups",
        "LoadBalancerName": "LoadBalancers[0].LoadBalancerName",
        "LoadBalancerFullName": "LoadBalancers[0].LoadBalancerArn",
    }
    apart = frozenset({"LoadBalancerAttributes"})
    name_property = "Name"
    name_limit = 32
    mutable = frozenset({"LoadBalancerAttributes"})
    delete_call = "delete_load_balancer"
    delete_key = "LoadBalancerArn"

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        made.attributes["LoadBalancerFullName"] = made.physical_id.split(":loadbalancer/")[1]
        items = properties.get("LoadBalancerAttributes") or []
        _attributes_call("modify_load_balancer_attributes", "LoadBalancerArn", made, items)

    def updated(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> None:
        self.created(context, made, new)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        off = [{"Key": "deletion_protection.enabled", "Value": "false"}]
        _attributes_call("modify_load_balancer_attributes", "LoadBalancerArn", made, off)
        super().delete(context, made, properties)


@resource("AWS::ElasticLoadBalancingV2::TargetGroup")
class TargetGroup(ByApi):
    service = "elbv2"
    create_call = "create_target_group"
    identifier = "TargetGroups[0].TargetGroupArn"
    attributes = {
        "TargetGroupArn": "TargetGroups[0].TargetGroupArn",
        "TargetGroupName": "TargetGroups[0].TargetGroupName",
    }
    # Targets register themselves: the tasks of a service.
    apart = frozenset({"TargetGroupAttributes", "Targets"})
    name_property = "Name"
    name_limit = 32
    mutable = frozenset({"TargetGroupAttributes"})
    delete_call = "delete_target_group"
    delete_key = "TargetGroupArn"

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        made.attributes["TargetGroupFullName"] = made.physical_id.split(":")[-1]
        made.attributes["LoadBalancerArns"] = []
        items = properties.get("TargetGroupAttributes") or []
        _attributes_call("modify_target_group_attributes", "TargetGroupArn", made, items)

    def updated(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> None:
        self.created(context, made, new)


@resource("AWS::ElasticLoadBalancingV2::Listener")
class Listener(ByApi):
    service = "elbv2"
    create_call = "create_listener"
    identifier = "Listeners[0].ListenerArn"
    attributes = {"ListenerArn": "Listeners[0].ListenerArn"}
    delete_call = "delete_listener"
    delete_key = "ListenerArn"
