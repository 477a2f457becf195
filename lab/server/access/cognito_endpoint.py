"""The public operations of Amazon Cognito identity pools, which browsers call without a signature."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.wrappers import Request, Response

from ..registry import host
from ..settings import REGION
from . import pools
from .pools import CognitoError

_TYPE = "application/x-amz-json-1.1"


@host(f"cognito-identity.{REGION}.amazonaws.com")
def cognito(request: Request) -> Response:
    if request.method == "OPTIONS":
        return _with_cors(Response(status=200), request)
    try:
        answer = _answer(request)
        response = Response(json.dumps(answer), 200, content_type=_TYPE)
    except CognitoError as error:
        status = 500 if error.code == "InternalErrorException" else 400
        body = {"__type": error.code, "message": str(error)}
        response = Response(json.dumps(body), status, {"x-amzn-errortype": error.code}, content_type=_TYPE)
    return _with_cors(response, request)


def _answer(request: Request) -> dict[str, Any]:
    operation = request.headers.get("X-Amz-Target", "")
    try:
        body = json.loads(request.get_data() or b"{}")
    except ValueError as error:
        raise CognitoError("SerializationException", str(error)) from error
    logins = body.get("Logins")
    if operation == "AWSCognitoIdentityService.GetId":
        return {"IdentityId": pools.get_id(body.get("IdentityPoolId"), logins)}
    identity = body.get("IdentityId")
    if operation == "AWSCognitoIdentityService.GetOpenIdToken":
        return {"IdentityId": identity, "Token": pools.open_id_token(identity, logins)}
    if operation == "AWSCognitoIdentityService.GetCredentialsForIdentity":
        if body.get("CustomRoleArn"):
            raise CognitoError("InternalErrorException", "the lab does not emulate CustomRoleArn")
        given = pools.credentials_of(identity, logins)
        return {
            "IdentityId": identity,
            "Credentials": {
                "AccessKeyId": given.access_key,
                "SecretKey": given.secret,
                "SessionToken": given.token,
                "Expiration": given.expires,
            },
        }
    raise CognitoError("UnknownOperationException", f"not a public operation: {operation!r}")


def _with_cors(response: Response, request: Request) -> Response:
    """Any page may call; a page's credentials play no part."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
        wanted = request.headers.get("Access-Control-Request-Headers", "content-type,x-amz-target")
        response.headers["Access-Control-Allow-Headers"] = wanted
        response.headers["Access-Control-Max-Age"] = "172800"
    return response
