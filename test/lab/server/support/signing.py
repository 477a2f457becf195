"""Requests signed as the AWS SDK for Python signs them: an implementation apart from the lab's."""

import hashlib
import json
from datetime import timedelta
from unittest.mock import patch

from botocore import auth
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


class _Presign(SigV4QueryAuth):
    def payload(self, request):
        return self.hash  # of the body, which botocore would move to the query


def sign(identifier, body, key="lab", secret="lab", token=None, service="rum", presign=False, age=0):
    """The headers and the query of a request to the RUM data plane."""
    url = f"https://dataplane.rum.us-east-1.amazonaws.com/appmonitors/{identifier}"
    request = AWSRequest("POST", url, data=json.dumps(body).encode(), headers={"Content-Type": "text/plain"})
    given = Credentials(key, secret, token)
    moment = auth.get_current_datetime() - timedelta(seconds=age)
    with patch.object(auth, "get_current_datetime", lambda *_, **__: moment):
        if presign:
            presigner = _Presign(given, service, "us-east-1", expires=60)
            presigner.hash, request.data = hashlib.sha256(request.data).hexdigest(), b""
            presigner.add_auth(request)
        else:
            SigV4Auth(given, service, "us-east-1").add_auth(request)
    return {"headers": dict(request.headers), "query": request.url.partition("?")[2]}
