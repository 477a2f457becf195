"""The API of Firehose: PutRecord and PutRecordBatch, and what the CLI needs to look at streams.

https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from uuid import uuid4

from werkzeug.wrappers import Request, Response

from ..access import policies, signature
from ..registry import api
from ..wire import answer
from . import streams
from .destination import InvalidStream
from .streams import Stream

MOST_RECORDS = 500
MOST_BYTES = 4 << 20
RECORD_BYTES = 1000 << 10


class Refused(Exception):
    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.status = code, status


@api("firehose")
def firehose(request: Request) -> Response:
    operation = request.headers.get("X-Amz-Target", "").rsplit(".", 1)[-1]
    try:
        if operation not in _OPERATIONS:
            raise Refused("UnknownOperationException", f"the lab does not emulate {operation} of Firehose")
        body = json.loads(request.get_data() or b"{}")
        if operation == "CreateDeliveryStream":
            return answer({"DeliveryStreamARN": streams.create(body).arn})
        if operation == "ListDeliveryStreams":
            names = sorted(stream.name for stream in streams.all_streams())
            return answer({"DeliveryStreamNames": names, "HasMoreDeliveryStreams": False})
        stream = streams.get(body.get("DeliveryStreamName", ""))
        if stream is None:
            name = body.get("DeliveryStreamName")
            raise Refused("ResourceNotFoundException", f"Firehose {name} under account not found.")
        _authorize(request, f"firehose:{operation}", stream)
        return answer(_OPERATIONS[operation](stream, body))
    except InvalidStream as error:
        return answer({"message": str(error)}, 400, "InvalidArgumentException")
    except Refused as error:
        return answer({"message": str(error)}, error.status, error.code)


def _authorize(request: Request, action: str, stream: Stream) -> None:
    try:
        credential = signature.verify(request, "firehose")
    except signature.Rejected as rejected:
        raise Refused(rejected.code, str(rejected), 403) from rejected
    if policies.of_identity(credential, action, stream.arn, {}) != "Allow":
        message = f"User: {credential.principal} is not authorized to perform: {action} on resource: {stream.arn}"
        raise Refused("AccessDeniedException", message)


def _data(record: dict[str, Any]) -> bytes:
    try:
        data = base64.b64decode(record["Data"], validate=True)
    except (KeyError, binascii.Error) as error:
        raise Refused("SerializationException", f"Data is no Base64: {error}") from error
    if len(data) > RECORD_BYTES:
        raise Refused("ValidationException", f"a record has {RECORD_BYTES} bytes at most, this one {len(data)}")
    return data


def _put_record(stream: Stream, body: dict[str, Any]) -> dict[str, Any]:
    if not stream.put(_data(body["Record"])):
        raise Refused("ServiceUnavailableException", "Slow down.", 503)
    return {"RecordId": str(uuid4()), "Encrypted": False}


def _put_record_batch(stream: Stream, body: dict[str, Any]) -> dict[str, Any]:
    records = [_data(record) for record in body.get("Records") or []]
    if not 1 <= len(records) <= MOST_RECORDS:
        raise Refused("ValidationException", f"1 to {MOST_RECORDS} records a call, not {len(records)}")
    if (total := sum(map(len, records))) > MOST_BYTES:
        raise Refused("InvalidArgumentException", f"Records size exceeds 4 MB limit: {total}")
    # Records in the answer are in the order of the request; those that failed have an error in place of an id.
    answers = [
        {"RecordId": str(uuid4())}
        if stream.put(data)
        else {"ErrorCode": "ServiceUnavailableException", "ErrorMessage": "Slow down."}
        for data in records
    ]
    failed = sum("ErrorCode" in one for one in answers)
    return {"FailedPutCount": failed, "Encrypted": False, "RequestResponses": answers}


def _describe(stream: Stream, _body: dict[str, Any]) -> dict[str, Any]:
    return {
        "DeliveryStreamDescription": {
            "DeliveryStreamName": stream.name,
            "DeliveryStreamARN": stream.arn,
            "DeliveryStreamStatus": "ACTIVE",
            "DeliveryStreamType": "DirectPut",
            "VersionId": str(stream.version),
            "CreateTimestamp": stream.created,
            "HasMoreDestinations": False,
            "Destinations": [
                {
                    "DestinationId": "destinationId-000000000001",
                    "ExtendedS3DestinationDescription": stream.given["ExtendedS3DestinationConfiguration"],
                }
            ],
        }
    }


def _delete(stream: Stream, _body: dict[str, Any]) -> dict[str, Any]:
    streams.delete(stream.name)
    return {}


_OPERATIONS = {
    "PutRecord": _put_record,
    "PutRecordBatch": _put_record_batch,
    "DescribeDeliveryStream": _describe,
    "DeleteDeliveryStream": _delete,
    "CreateDeliveryStream": _describe,
    "ListDeliveryStreams": _describe,
}
