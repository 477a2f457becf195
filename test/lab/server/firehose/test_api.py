"""PutRecord and PutRecordBatch: their limits, permissions and partial failures."""

import base64
import json

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from lab.server.access import credentials
from lab.server.firehose.api import firehose
from support.firehose import make, plain
from support.iam import role

LAB = Credentials("lab", "lab")


def call(operation, given=LAB, **body):
    headers = {"X-Amz-Target": f"Firehose_20150804.{operation}", "Content-Type": "application/x-amz-json-1.1"}
    signed = AWSRequest(
        "POST", "http://localhost/", data=json.dumps({"DeliveryStreamName": "s"} | body), headers=headers
    )
    SigV4Auth(given, "firehose", "us-east-1").add_auth(signed)
    builder = EnvironBuilder("/", "http://localhost/", method="POST", headers=dict(signed.headers), data=signed.data)
    response = firehose(Request(builder.get_environ()))
    return response.status_code, response.headers.get("x-amzn-errortype"), json.loads(response.get_data())


def record(data=b"a"):
    return {"Data": base64.b64encode(data).decode()}


def of_role(action):
    allowed = {
        "Effect": "Allow",
        "Action": action,
        "Resource": "arn:aws:firehose:us-east-1:123456789012:deliverystream/s",
    }
    issued = credentials.issue(role({"Statement": [allowed]}), "session", 60)
    return Credentials(issued.access_key, issued.secret, issued.token)


def test_takes_records():
    stream = make(plain())
    assert call("PutRecord", Record=record())[0] == 200
    status, _, answer = call("PutRecordBatch", Records=[record(), record(b"")])
    assert (status, answer["FailedPutCount"], len(answer["RequestResponses"])) == (200, 0, 2)
    assert stream.waiting == 3
    stream.stop()


def test_refuses_what_is_too_much():
    stream = make(plain())
    assert call("PutRecordBatch", Records=[record()] * 501)[1] == "ValidationException"
    assert call("PutRecordBatch", Records=[])[1] == "ValidationException"
    assert call("PutRecord", Record=record(b"a" * (1_024_000 + 1)))[1] == "ValidationException"
    assert call("PutRecordBatch", Records=[record(b"a" * 1_024_000)] * 4 + [record(b"a" * 100_000)])[1] == (
        "InvalidArgumentException"
    )
    assert stream.waiting == 0
    assert call("PutRecordBatch", Records=[record(b"a" * 1_024_000)] * 4)[0] == 200
    stream.stop()


def test_takes_a_part_where_it_is_told_to():
    stream = make(plain())
    stream.refusing = 2
    _, _, answer = call("PutRecordBatch", Records=[record(b"1"), record(b"2"), record(b"3")])
    assert answer["FailedPutCount"] == 2
    assert ["ErrorCode" in one for one in answer["RequestResponses"]] == [True, True, False]
    assert "RecordId" not in answer["RequestResponses"][0]
    stream.refusing = 1
    assert call("PutRecord", Record=record())[:2] == (503, "ServiceUnavailableException")
    stream.stop()


def test_asks_for_permission():
    stream = make(plain())
    assert call("PutRecord", of_role("firehose:PutRecord"), Record=record())[0] == 200
    refused = call("PutRecordBatch", of_role("firehose:PutRecord"), Records=[record()])
    assert refused[1] == "AccessDeniedException"
    assert "firehose:PutRecordBatch on resource: arn:aws:firehose" in refused[2]["message"]
    assert call("PutRecord", Credentials("lab", "wrong"), Record=record())[0] == 403
    stream.stop()


def test_tells_what_there_is():
    make(plain())
    described = call("DescribeDeliveryStream")[2]["DeliveryStreamDescription"]
    assert described["DeliveryStreamStatus"] == "ACTIVE"
    assert call("ListDeliveryStreams")[2]["DeliveryStreamNames"] == ["s"]
    assert call("DescribeDeliveryStream", DeliveryStreamName="other")[1] == "ResourceNotFoundException"
    assert call("StartDeliveryStreamEncryption")[1] == "UnknownOperationException"
