"""Stacks and resources in the form in which the API tells of them."""

from __future__ import annotations

from typing import Any

from ..properties import tag_list
from .model import Stack


def describe(stack: Stack) -> dict[str, Any]:
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "ChangeSetId": stack.change_set_id,
        "Description": stack.template.get("Description"),
        "Parameters": stack.shown_parameters,
        "CreationTime": stack.created,
        "LastUpdatedTime": stack.updated,
        "DeletionTime": stack.deleted,
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason,
        "DisableRollback": False,
        "NotificationARNs": [],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        "Outputs": stack.outputs,
        "RoleARN": stack.role_arn,
        "Tags": tag_list(stack.tags),
        "EnableTerminationProtection": stack.protected,
    }


def describe_resources(stack: Stack) -> list[dict[str, Any]]:
    return [
        {
            "StackId": stack.id,
            "StackName": stack.name,
            "LogicalResourceId": name,
            "PhysicalResourceId": resource.made.physical_id,
            "ResourceType": resource.context.resource_type,
            "ResourceStatus": resource.status,
            "ResourceStatusReason": resource.reason,
            "Timestamp": resource.changed,
            "LastUpdatedTimestamp": resource.changed,
        }
        for name, resource in stack.resources.items()
    ]
