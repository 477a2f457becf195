"""Checks Signature Version 4, in the Authorization header or in the query (presigned, as beacons have to be).

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote

from werkzeug.wrappers import Request

from ..settings import REGION
from . import credentials
from .credentials import Credential

_ALGORITHM = "AWS4-HMAC-SHA256"
_SKEW_SECONDS = 300
_HEADER = re.compile(
    rf"^{_ALGORITHM}\s+Credential=([^/\s]+)/(\d{{8}})/([^/]+)/([^/]+)/aws4_request,\s*"
    r"SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$"
)


class Rejected(Exception):
    """`reason` is the short name under which the refusal is counted. All are answered with 403."""

    def __init__(self, code: str, reason: str, message: str):
        super().__init__(message)
        self.code, self.reason = code, reason


def is_signed(request: Request) -> bool:
    return "Authorization" in request.headers or "X-Amz-Algorithm" in request.args


def verify(request: Request, service: str) -> Credential:
    """Whose request this is, or Rejected."""
    presigned = "X-Amz-Algorithm" in request.args
    access_key, day, region, signed_for, headers, signature = _presented(request, presigned)
    if signed_for != service or region != REGION:
        scope = f"Credential should be scoped to a valid region and service: {REGION}/{service}"
        raise Rejected("InvalidSignatureException", "bad signature", scope)
    credential = credentials.find(access_key)
    if credential is None:
        raise _invalid_token()
    token = request.args.get("X-Amz-Security-Token") if presigned else request.headers.get("X-Amz-Security-Token")
    if credential.token is not None and token != credential.token:
        raise _invalid_token()
    if credential.expired:
        expired = "The security token included in the request is expired"
        raise Rejected("ExpiredTokenException", "expired credential", expired)
    moment = _check_time(request, presigned, day)
    for name in ("host", *(["x-amz-date", "x-amz-security-token"] if not presigned and credential.token else [])):
        if name not in headers:
            raise Rejected("InvalidSignatureException", "bad signature", f"'{name}' must be a signed header")
    scope = f"{day}/{region}/{service}/aws4_request"
    digest = hashlib.sha256(_canonical(request, presigned, headers).encode()).hexdigest()
    expected = _sign(credential.secret, day, region, service, "\n".join([_ALGORITHM, moment, scope, digest]))
    if not hmac.compare_digest(expected, signature):
        message = "The request signature we calculated does not match the signature you provided."
        raise Rejected("InvalidSignatureException", "bad signature", message)
    return credential


def _invalid_token() -> Rejected:
    message = "The security token included in the request is invalid."
    return Rejected("UnrecognizedClientException", "unknown credential", message)


def _presented(request: Request, presigned: bool) -> tuple[str, str, str, str, list[str], str]:
    if presigned:
        scope = request.args.get("X-Amz-Credential", "").split("/")
        if len(scope) == 5 and request.args["X-Amz-Algorithm"] == _ALGORITHM:
            names = request.args.get("X-Amz-SignedHeaders", "").split(";")
            return scope[0], scope[1], scope[2], scope[3], names, request.args.get("X-Amz-Signature", "")
    else:
        match = _HEADER.match(request.headers["Authorization"])
        if match:
            key, day, region, service, names, signature = match.groups()
            return key, day, region, service, names.split(";"), signature
    message = "Authorization header or query is no complete Signature Version 4"
    raise Rejected("IncompleteSignatureException", "bad signature", message)


def _check_time(request: Request, presigned: bool, day: str) -> str:
    moment = (request.args if presigned else request.headers).get("X-Amz-Date", "")
    try:
        at = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise Rejected("IncompleteSignatureException", "bad signature", f"no date {moment!r}") from None
    patience = float(request.args.get("X-Amz-Expires", 0)) if presigned else _SKEW_SECONDS
    age = datetime.now(UTC).timestamp() - at
    if not -_SKEW_SECONDS <= age <= patience or not moment.startswith(day):
        raise Rejected("InvalidSignatureException", "signature expired", f"Signature expired: {moment}")
    return moment


def _canonical(request: Request, presigned: bool, headers: list[str]) -> str:
    path = request.environ.get("RAW_URI", request.path).split("?")[0]
    pairs = parse_qsl(request.query_string.decode(), keep_blank_values=True)
    query = sorted((_encode(key), _encode(value)) for key, value in pairs if key != "X-Amz-Signature")
    values = [f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in headers]
    return "\n".join(
        [
            request.method,
            quote(path, safe="/~"),  # encoded once more, as for every service but S3
            "&".join(f"{key}={value}" for key, value in query),
            "".join(values),
            ";".join(headers),
            _payload_hash(request, presigned),
        ]
    )


def _payload_hash(request: Request, presigned: bool) -> str:
    actual = hashlib.sha256(request.get_data()).hexdigest()
    claimed = (request.args if presigned else request.headers).get("X-Amz-Content-Sha256")
    if claimed is not None and claimed != actual:
        message = "The value of X-Amz-Content-Sha256 is not that of the body"
        raise Rejected("InvalidSignatureException", "bad signature", message)
    return actual


def _encode(text: str) -> str:
    return quote(text, safe="-_.~")


def _sign(secret: str, day: str, region: str, service: str, text: str) -> str:
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
