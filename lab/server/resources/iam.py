"""IAM roles and policies. The lab stores them; no request is refused by them."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from ..clients import client
from ..registry import Context, Made, Resource, resource
from .by_api import ByApi


def _document(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@resource("AWS::IAM::Role")
class Role(ByApi):
    service = "iam"
    create_call = "create_role"
    identifier = "Role.RoleName"
    attributes = {"Arn": "Role.Arn", "RoleId": "Role.RoleId"}
    apart = frozenset({"Policies", "ManagedPolicyArns"})
    name_property = "RoleName"
    mutable = frozenset(
        {"AssumeRolePolicyDocument", "Policies", "ManagedPolicyArns", "Description", "MaxSessionDuration", "Tags"}
    )

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        iam = client("iam")
        for policy in properties.get("Policies") or []:
            iam.put_role_policy(
                RoleName=made.physical_id,
                PolicyName=policy["PolicyName"],
                PolicyDocument=_document(policy["PolicyDocument"]),
            )
        for arn in properties.get("ManagedPolicyArns") or []:
            iam.attach_role_policy(RoleName=made.physical_id, PolicyArn=arn)

    def updated(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> None:
        iam = client("iam")
        iam.update_assume_role_policy(
            RoleName=made.physical_id, PolicyDocument=_document(new["AssumeRolePolicyDocument"])
        )
        self._detach(made, old)
        self.created(context, made, new)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        self._detach(made, properties)
        client("iam").delete_role(RoleName=made.physical_id)

    def _detach(self, made: Made, properties: dict[str, Any]) -> None:
        iam = client("iam")
        for policy in properties.get("Policies") or []:
            iam.delete_role_policy(RoleName=made.physical_id, PolicyName=policy["PolicyName"])
        for arn in properties.get("ManagedPolicyArns") or []:
            iam.detach_role_policy(RoleName=made.physical_id, PolicyArn=arn)


@resource("AWS::IAM::Policy")
class Policy(Resource):
    """An inline policy, put on each of its roles."""

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        self._put(properties)
        return Made(properties["PolicyName"], {"Id": properties["PolicyName"]})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        self.delete(context, made, old)
        self._put(new)
        return Made(new["PolicyName"], {"Id": new["PolicyName"]})

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        iam = client("iam")
        for role in properties.get("Roles") or []:
            # The clean-up after an update under another name, or a role that is gone.
            with suppress(iam.exceptions.NoSuchEntityException):
                iam.delete_role_policy(RoleName=role, PolicyName=properties["PolicyName"])

    def _put(self, properties: dict[str, Any]) -> None:
        for role in properties.get("Roles") or []:
            client("iam").put_role_policy(
                RoleName=role,
                PolicyName=properties["PolicyName"],
                PolicyDocument=_document(properties["PolicyDocument"]),
            )


@resource("AWS::IAM::ManagedPolicy")
class ManagedPolicy(ByApi):
    service = "iam"
    create_call = "create_policy"
    identifier = "Policy.Arn"
    attributes = {"PolicyArn": "Policy.Arn", "PolicyId": "Policy.PolicyId"}
    rename = {"ManagedPolicyName": "PolicyName"}
    apart = frozenset({"Roles", "Groups", "Users"})
    name_property = "ManagedPolicyName"
    name_limit = 128

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        for role in properties.get("Roles") or []:
            client("iam").attach_role_policy(RoleName=role, PolicyArn=made.physical_id)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        iam = client("iam")
        for role in iam.list_entities_for_policy(PolicyArn=made.physical_id)["PolicyRoles"]:
            iam.detach_role_policy(RoleName=role["RoleName"], PolicyArn=made.physical_id)
        iam.delete_policy(PolicyArn=made.physical_id)
