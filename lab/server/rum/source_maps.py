"""Whether CloudWatch RUM may read the source maps of an app monitor, which it checks at creation and at update.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-JavaScriptStackTraceSourceMaps.html
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from moto.kms.models import kms_backends
from moto.s3.models import FakeBucket, s3_backends

from ..access import policies
from ..settings import ACCOUNT, PARTITION, REGION

_SERVICE = "Service:rum.amazonaws.com"


class NoAccess(ValueError):
    """In the service's words."""

    def __init__(self, uri: str) -> None:
        super().__init__(
            f"RUM service does not have access to S3 uri {uri}. "
            "Please ensure resource and resource policy is configured correctly and try again."
        )


def check(properties: dict[str, Any], monitor_arn: str) -> None:
    maps = (properties.get("DeobfuscationConfiguration") or {}).get("JavaScriptSourceMaps") or {}
    if maps.get("Status") != "ENABLED":
        return
    place = urlsplit(maps["S3Uri"])
    bucket = s3_backends[ACCOUNT][PARTITION].buckets.get(place.netloc)
    if bucket is None or bucket.region_name != REGION or not _readable(bucket, place.path.strip("/"), monitor_arn):
        raise NoAccess(maps["S3Uri"])


def _readable(bucket: FakeBucket, folder: str, monitor_arn: str) -> bool:
    keys = {
        "aws:sourcearn": monitor_arn,
        "aws:sourceaccount": ACCOUNT,
        "aws:securetransport": "true",
        "s3:prefix": folder,
    }
    if not bucket.policy:
        return False
    policy = [policies.load(bucket.policy)]
    arn = f"arn:aws:s3:::{bucket.name}"
    some_object = f"{arn}/{folder}/any.js.map" if folder else f"{arn}/any.js.map"
    return (
        policies.decide(policy, "s3:GetObject", some_object, keys, _SERVICE) == "Allow"
        and policies.decide(policy, "s3:ListBucket", arn, keys, _SERVICE) == "Allow"
        and _decryptable(bucket, keys)
    )


def _decryptable(bucket: FakeBucket, keys: dict[str, str]) -> bool:
    rules = (bucket.encryption or {}).get("Rule") or {}
    for rule in rules if isinstance(rules, list) else [rules]:
        chosen = rule.get("ApplyServerSideEncryptionByDefault") or {}
        if not str(chosen.get("SSEAlgorithm", "")).startswith("aws:kms"):
            continue
        identifier = chosen.get("KMSMasterKeyID")
        if not identifier:
            return False  # the key of the account for S3: no policy lets another service in
        key = kms_backends[ACCOUNT][REGION].describe_key(identifier)
        if policies.decide([policies.load(key.policy)], "kms:Decrypt", key.arn, keys, _SERVICE) != "Allow":
            return False
    return True
