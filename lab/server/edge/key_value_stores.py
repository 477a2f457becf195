"""The data API of CloudFront KeyValueStore, as far as the AWS CLI needs it to read and change a key.

Not emulated: signatures (SigV4A needs the AWS Common Runtime, so the lab takes requests without one), and how long a
change takes to reach all edge locations. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_PutKey.html
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from urllib.parse import unquote

from werkzeug.wrappers import Request, Response

from ..answers import answer
from ..registry import host
from ..settings import ACCOUNT
from .edge_functions import stores

MAX_KEY_BYTES = 512
MAX_PAIR_BYTES = 1024
_PATH = re.compile(r"^/key-value-stores/([^/]+)(?:/keys/([^/]+))?$")


class _Refused(Exception):
    def __init__(self, status: int, code: str, message: str):
        super().__init__(message)
        self.status, self.code = status, code


@host(f"{ACCOUNT}.cloudfront-kvs.global.api.aws")
def key_value_store(request: Request) -> Response:
    try:
        body, etag = _answer(request)
    except _Refused as refused:
        return answer({"Message": str(refused)}, refused.status, refused.code)
    response = answer(body)
    response.headers["ETag"] = etag
    return response


def _answer(request: Request) -> tuple[dict[str, Any], str]:
    path = request.environ.get("RAW_URI", request.path).split("?")[0]
    found = _PATH.match(path)
    arn, key = (unquote(part) if part else None for part in found.groups()) if found else (None, None)
    store = stores.get(arn or "")
    if arn is None or store is None:
        raise _Refused(404, "ResourceNotFoundException", f"Key value store not found: {path}")
    if key is None and request.method == "GET":
        return _state(store) | {"KvsARN": arn, "Created": 0, "Status": "READY"}, _etag(store)
    if key is not None and request.method == "GET":
        if key not in store:
            raise _Refused(404, "ResourceNotFoundException", f"Key not found: {key}")
        return _state(store) | {"Key": key, "Value": store[key]}, _etag(store)
    if key is not None and request.method == "PUT":
        value = json.loads(request.get_data() or b"{}").get("Value")
        _check(request, store, key, value)
        store[key] = value
        return _state(store), _etag(store)
    raise _Refused(400, "ValidationException", f"the lab does not emulate {request.method} {path}")


def _check(request: Request, store: dict[str, str], key: str, value: Any) -> None:
    if request.headers.get("If-Match") != _etag(store):
        raise _Refused(400, "ValidationException", "Pre-Condition failed")
    if not isinstance(value, str) or not value:
        raise _Refused(400, "ValidationException", "Value is required")
    if len(key.encode()) > MAX_KEY_BYTES or len(key.encode()) + len(value.encode()) > MAX_PAIR_BYTES:
        raise _Refused(400, "ValidationException", "Key or value is too long")


def _state(store: dict[str, str]) -> dict[str, Any]:
    size = sum(len(key.encode()) + len(value.encode()) for key, value in store.items())
    return {"ItemCount": len(store), "TotalSizeInBytes": size}


def _etag(store: dict[str, str]) -> str:
    return "KV" + hashlib.sha256(json.dumps(store, sort_keys=True).encode()).hexdigest()[:12].upper()
