import json
import re

import pytest
from moto.kms.models import kms_backends

from lab.server.registry import ResourceError
from lab.server.rum.monitors import monitors
from lab.server.settings import ACCOUNT, REGION
from support.resources import bucket_of, update
from support.rum import MONITOR, arn_of, deploy_monitor, monitor_of

NO_ACCESS = re.escape("RUM service does not have access to S3 uri s3://")
VERSION = "2012-10-17"


def configured(bucket):
    source_maps = {"Status": "ENABLED", "S3Uri": f"s3://{bucket}/maps/"}
    return {"DeobfuscationConfiguration": {"JavaScriptSourceMaps": source_maps}}


def source(monitor="maps", account=ACCOUNT):
    return {"StringEquals": {"aws:SourceAccount": account, "aws:SourceArn": arn_of(monitor)}}


def documented(**more):
    """As the user guide has it."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "rum.amazonaws.com"},
        "Action": ["s3:GetObject", "s3:ListBucket"],
        "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"],
        "Condition": source(),
    }
    return {"Version": VERSION, "Statement": [{**statement, **more}]}


def key_policy(**more):
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "rum.amazonaws.com"},
        "Action": "kms:Decrypt",
        "Resource": "*",
        "Condition": source(),
    }
    return {"Version": VERSION, "Statement": [{**statement, **more}]}


def deploy(policy, key=None):
    """A monitor with source maps in a bucket, encrypted with a key of its own if that has a policy."""
    bucket = bucket_of("bucket")
    bucket.policy = json.dumps(policy).encode()
    if key:
        made = kms_backends[ACCOUNT][REGION].create_key(
            json.dumps(key), "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "maps", []
        )
        default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": made.arn}
        bucket.encryption = {"Rule": {"ApplyServerSideEncryptionByDefault": default}}
    return deploy_monitor("maps", **configured("bucket"))


def test_is_created_when_the_buckets_policy_lets_rum_read_for_this_monitor():
    assert deploy(documented()) is not None


def test_is_created_when_the_key_of_the_bucket_lets_it_too():
    assert deploy(documented(), key_policy()) is not None


@pytest.mark.parametrize(
    ("policy", "key"),
    [
        pytest.param(documented(Condition=source("another")), None, id="the policy names another monitor"),
        pytest.param(documented(Condition=source(account="1")), None, id="the policy names another account"),
        pytest.param(documented(Action="s3:ListBucket"), None, id="the policy lets it list only"),
        pytest.param(documented(Action="s3:GetObject"), None, id="the policy lets it get only"),
        pytest.param(documented(Resource="arn:aws:s3:::bucket/x/*"), None, id="the policy is for another folder"),
        pytest.param(documented(Principal={"Service": "a.com"}), None, id="the policy is for another service"),
        pytest.param(documented(), key_policy(Action="kms:Encrypt"), id="the key says nothing of RUM"),
        pytest.param(documented(), key_policy(Condition=source("another")), id="the key names another monitor"),
    ],
)
def test_is_refused_when(policy, key):
    with pytest.raises(ResourceError, match=NO_ACCESS):
        deploy(policy, key)


def test_is_refused_when_the_bucket_has_no_policy_or_does_not_exist():
    bucket_of("bare")
    for bucket in ("bare", "none"):
        with pytest.raises(ResourceError, match=NO_ACCESS):
            deploy_monitor("maps", **configured(bucket))


def test_is_refused_at_an_update_which_changes_nothing():
    deploy_monitor("update")
    old = monitor_of("update")
    with pytest.raises(ResourceError, match=NO_ACCESS):
        update(MONITOR, "update", old, {**old, **configured("none"), "CwLogEnabled": True})
    assert monitors.get("update").describe()["DataStorage"]["CwLog"]["CwLogEnabled"] is False
