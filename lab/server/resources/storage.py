"""Buckets, keys and repositories."""

from __future__ import annotations

from typing import Any

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

from ..clients import client
from ..properties import tag_list, unknown
from ..registry import Context, Made, Replace, Resource, ResourceError, resource
from ..settings import REGION
from . import lifecycle
from .by_api import ByApi, call

# Property of the bucket, the operation that sets it, and the parameter that takes it.
_BUCKET_PARTS = {
    "VersioningConfiguration": ("put_bucket_versioning", "VersioningConfiguration"),
    "PublicAccessBlockConfiguration": ("put_public_access_block", "PublicAccessBlockConfiguration"),
    "OwnershipControls": ("put_bucket_ownership_controls", "OwnershipControls"),
}
# Known, kept with the stack, without effect in the lab.
_BUCKET_SILENT = {
    "AccelerateConfiguration",
    "AccessControl",
    "CorsConfiguration",
    "IntelligentTieringConfigurations",
    "LoggingConfiguration",
    "MetricsConfigurations",
    "ObjectLockEnabled",
}
_BUCKET_KNOWN = {
    *_BUCKET_PARTS,
    *_BUCKET_SILENT,
    *("BucketEncryption", "BucketName", "LifecycleConfiguration", "Tags"),
}
# What S3 gives every bucket since 2023.
DEFAULT_ENCRYPTION = {
    "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
}

# moto enforces bucket policies without reading their conditions, so that the usual "deny unless TLS" denies everything.
# The lab stores policies; its edge reads those that let a distribution in.
FakeBucket.get_permission = lambda *_: PermissionResult.NEUTRAL


@resource("AWS::S3::Bucket")
class Bucket(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        name = properties.get("BucketName") or context.name(63, lower=True)
        if strange := unknown(properties, _BUCKET_KNOWN):
            raise ResourceError(f"the lab does not know the bucket properties {strange}")
        if _exists(name):
            raise ResourceError(f"{name} already exists")
        client("s3").create_bucket(Bucket=name)
        self._configure(context, name, properties)
        return Made(
            name,
            {
                "Arn": f"arn:aws:s3:::{name}",
                "DomainName": f"{name}.s3.amazonaws.com",
                "RegionalDomainName": f"{name}.s3.{REGION}.amazonaws.com",
                "DualStackDomainName": f"{name}.s3.dualstack.{REGION}.amazonaws.com",
                "WebsiteURL": f"http://{name}.s3-website-{REGION}.amazonaws.com",
            },
        )

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if old.get("BucketName") != new.get("BucketName"):
            raise Replace
        self._configure(context, made.physical_id, new)
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        client("s3").delete_bucket(Bucket=made.physical_id)
        lifecycle.keep(made.physical_id, None)

    def _configure(self, context: Context, name: str, properties: dict[str, Any]) -> None:
        for part, (operation, parameter) in _BUCKET_PARTS.items():
            if part in properties:
                call("s3", operation, {"Bucket": name, parameter: properties[part]})
        lifecycle.keep(name, properties.get("LifecycleConfiguration"))
        rules = (properties.get("BucketEncryption") or DEFAULT_ENCRYPTION)["ServerSideEncryptionConfiguration"]
        rules = [
            {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"]}
            for rule in rules
            if "ServerSideEncryptionByDefault" in rule
        ]
        encryption = {"Bucket": name, "ServerSideEncryptionConfiguration": {"Rules": rules}}
        call("s3", "put_bucket_encryption", encryption)
        tags = [*(properties.get("Tags") or []), *tag_list(context.tags)]
        if tags:
            client("s3").put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})


def _exists(name: str) -> bool:
    return any(bucket["Name"] == name for bucket in client("s3").list_buckets()["Buckets"])


@resource("AWS::S3::BucketPolicy")
class BucketPolicy(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        call("s3", "put_bucket_policy", {"Bucket": properties["Bucket"], "Policy": properties["PolicyDocument"]})
        return Made(properties["Bucket"])

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        return self.create(context, new)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        s3 = client("s3")
        if _exists(made.physical_id):
            s3.delete_bucket_policy(Bucket=made.physical_id)


@resource("AWS::KMS::Key")
class Key(ByApi):
    service = "kms"
    create_call = "create_key"
    identifier = "KeyMetadata.KeyId"
    attributes = {"Arn": "KeyMetadata.Arn", "KeyId": "KeyMetadata.KeyId"}
    rename = {"KeyPolicy": "Policy"}
    unused = frozenset({"EnableKeyRotation", "PendingWindowInDays", "Enabled", "RotationPeriodInDays"})
    apart = frozenset({"Tags"})

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        client("kms").schedule_key_deletion(KeyId=made.physical_id, PendingWindowInDays=7)


@resource("AWS::KMS::Alias")
class Alias(ByApi):
    service = "kms"
    create_call = "create_alias"
    identifier = "=AliasName"
    delete_call = "delete_alias"
    delete_key = "AliasName"


@resource("AWS::ECR::Repository")
class Repository(ByApi):
    service = "ecr"
    create_call = "create_repository"
    identifier = "repository.repositoryName"
    attributes = {"Arn": "repository.repositoryArn", "RepositoryUri": "repository.repositoryUri"}
    unused = frozenset({"LifecyclePolicy", "RepositoryPolicyText", "EmptyOnDelete"})
    name_property = "RepositoryName"
    lower_name = True

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        client("ecr").delete_repository(repositoryName=made.physical_id, force=True)
