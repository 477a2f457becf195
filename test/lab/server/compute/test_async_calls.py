import json

import pytest
from moto.s3.models import s3_backends

from lab.server.compute import async_calls
from lab.server.settings import ACCOUNT
from support.iam import role

BUCKET = "arn:aws:s3:::kept"
MAY_KEEP = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"{BUCKET}/aws/lambda/async/*"},
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": BUCKET},
    ],
}


class Config:
    def __init__(self, config):
        self.config = config


class Function:
    function_name = "ingest"
    function_arn = "arn:aws:lambda:us-east-1:123456789012:function:ingest"

    def __init__(self, role_arn=None, **config):
        self.role = role_arn
        self.event_invoke_config = [Config(config)] if config else []


@pytest.fixture
def bucket():
    s3 = s3_backends[ACCOUNT]["aws"]
    s3.create_bucket("kept", "us-east-1")
    yield lambda: list(s3.get_bucket("kept").keys.values())
    for key in list(s3.get_bucket("kept").keys):
        s3.delete_object("kept", key)
    s3.delete_bucket("kept")


@pytest.fixture
def told(monkeypatch):
    told = []
    monkeypatch.setattr(async_calls, "gave_up", lambda *args: told.append(args))
    return told


def failing(calls):
    def invoke(_function, event):
        calls.append(event)
        return {"error": {"errorMessage": "ServiceUnavailable"}}

    return invoke


def test_what_failed_three_times_is_left_in_the_bucket_as_lambda_writes_it(bucket, told):
    calls = []
    on_failure = {"OnFailure": {"Destination": BUCKET}}
    function = Function(role(MAY_KEEP), MaximumRetryAttempts=2, DestinationConfig=on_failure)
    async_calls.call(failing(calls), function, {"events": []})
    assert len(calls) == 3
    (key,) = bucket()
    assert key.name.startswith("aws/lambda/async/ingest/20")
    record = json.loads(key.value)
    assert record["requestPayload"] == {"events": []}
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    assert record["responsePayload"] == {"errorMessage": "ServiceUnavailable"}
    assert told == [("ingest", True)]


def test_a_role_that_may_not_write_leaves_nothing(bucket, told):
    on_failure = {"OnFailure": {"Destination": BUCKET}}
    async_calls.call(failing([]), Function(role(), MaximumRetryAttempts=0, DestinationConfig=on_failure), {})
    assert bucket() == []
    assert told == [("ingest", False)]


def test_what_succeeds_is_called_once(told):
    calls = []

    def invoke(_function, event):
        calls.append(event)
        return {"result": None}

    async_calls.call(invoke, Function(MaximumRetryAttempts=2), 1)
    assert (calls, told) == ([1], [])
