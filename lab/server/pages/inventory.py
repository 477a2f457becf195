"""What exists in the emulated services, asked of the services and not of CloudFormation's books."""

from __future__ import annotations

from typing import Any

import jmespath
from moto.ecs.models import ecs_backends

from ..access.pools import pools
from ..clients import client
from ..cloudformation import engine
from ..cloudwatch import mute_rules
from ..compute import functions, tasks
from ..edge import edge_functions, firewall
from ..edge.distributions import distributions, parts
from ..settings import ACCOUNT, REGION
from ..synthetics.canaries import canaries

# Kind, service, operation, names.
_LISTS = [
    ("buckets", "s3", "list_buckets", "Buckets[].Name"),
    ("roles", "iam", "list_roles", "Roles[].RoleName"),
    ("managedPolicies", "iam", "list_policies", "Policies[?starts_with(Arn, 'arn:aws:iam::1234')].PolicyName"),
    ("functions", "lambda", "list_functions", "Functions[].FunctionName"),
    ("layers", "lambda", "list_layers", "Layers[].LayerName"),
    ("logGroups", "logs", "describe_log_groups", "logGroups[?!starts_with(logGroupName, '/aws/lambda/')].logGroupName"),
    # Made by Lambda when a function without a log group of its own runs; they outlive it, as on AWS.
    (
        "lambdaLogGroups",
        "logs",
        "describe_log_groups",
        "logGroups[?starts_with(logGroupName, '/aws/lambda/')].logGroupName",
    ),
    ("topics", "sns", "list_topics", "Topics[].TopicArn"),
    ("streams", "kinesis", "list_streams", "StreamNames"),
    ("deliveryStreams", "firehose", "list_delivery_streams", "DeliveryStreamNames"),
    ("alarms", "cloudwatch", "describe_alarms", "MetricAlarms[].AlarmName"),
    ("dashboards", "cloudwatch", "list_dashboards", "DashboardEntries[].DashboardName"),
    ("taskDefinitions", "ecs", "list_task_definitions", "taskDefinitionArns"),
    ("loadBalancers", "elbv2", "describe_load_balancers", "LoadBalancers[].LoadBalancerArn"),
    ("targetGroups", "elbv2", "describe_target_groups", "TargetGroups[].TargetGroupArn"),
    ("vpcs", "ec2", "describe_vpcs", "Vpcs[?!IsDefault].VpcId"),
    ("securityGroups", "ec2", "describe_security_groups", "SecurityGroups[?GroupName!='default'].GroupId"),
    ("internetGateways", "ec2", "describe_internet_gateways", "InternetGateways[].InternetGatewayId"),
    ("parameters", "ssm", "describe_parameters", "Parameters[].Name"),
    ("rules", "events", "list_rules", "Rules[].Name"),
    ("pinpointApps", "pinpoint", "get_apps", "ApplicationsResponse.Item[].Id"),
]


def inventory() -> dict[str, list[str]]:
    found = {kind: _names(service, operation, names) for kind, service, operation, names in _LISTS}
    found["distributions"] = sorted(distributions)
    found["cloudFrontParts"] = sorted(parts)
    found["edgeFunctions"] = sorted(edge_functions.functions)
    found["keyValueStores"] = sorted(edge_functions.stores)
    found["webAcls"] = sorted(firewall.acls)
    found["identityPools"] = sorted(pools)
    found["functionUrls"] = sorted(functions.urls)
    clusters = ecs_backends[ACCOUNT][REGION].clusters.values()
    found["clusters"] = sorted(cluster.name for cluster in clusters if cluster.status == "ACTIVE")
    found["services"] = sorted(tasks.services)
    found["canaries"] = sorted(canary.name for canary in canaries.all())
    found["muteRules"] = sorted(mute_rules.rules)
    return found


def _names(service: str, operation: str, names: str) -> list[str]:
    api = client(service)
    pages = api.get_paginator(operation).paginate() if api.can_paginate(operation) else [getattr(api, operation)()]
    return sorted(name for page in pages for name in jmespath.search(names, page) or [])


def stacks() -> list[dict[str, Any]]:
    """CloudFormation's books: per stack what is live, and what deletions left behind as declared."""
    return [
        {
            "name": stack.name,
            "id": stack.id,
            "status": stack.status,
            "resources": [
                {"logicalId": name, "type": r.context.resource_type, "physicalId": r.made.physical_id}
                for name, r in stack.resources.items()
            ],
            "retained": stack.retained,
        }
        for stack in engine.stacks.values()
    ]
