"""Distributions, and what viewers ask of them."""

import json

from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from lab.server import registry
from lab.server.edge.server import answer
from support.resources import deploy

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
VIEWER = {
    "Origin": "https://shop.example.com",
    "Referer": "https://shop.example.com/cart",
    "User-Agent": "Firefox",
    "Content-Encoding": "gzip",
    "Cookie": "a=1; b=2",
    "X-Own": "own",
}


@registry.host("echo.example.com")
def echo(request):
    """An origin that answers with what reached it."""
    told = {
        "method": request.method,
        "path": request.path,
        "query": request.query_string.decode(),
        "headers": {name.lower(): value for name, value in request.headers},
        "body": request.get_data(as_text=True),
        "from": request.remote_addr,
    }
    return Response(json.dumps(told), content_type="application/json")


def distribution(origin=None, config=None, **behavior):
    """The domain of a distribution in front of that origin."""
    echoing = {
        "Id": "echo",
        "DomainName": "echo.example.com",
        "CustomOriginConfig": {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]},
        **(origin or {}),
    }
    default = {
        "TargetOriginId": "echo",
        "CachePolicyId": CACHING_DISABLED,
        "AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
        "ViewerProtocolPolicy": "redirect-to-https",
        **behavior,
    }
    whole = {"Enabled": True, "Origins": [echoing], "DefaultCacheBehavior": default, **(config or {})}
    return deploy("AWS::CloudFront::Distribution", {"DistributionConfig": whole}).attributes["DomainName"]


def visit(host, path="/", method="GET", body="", ip="203.0.113.7"):
    """The answer to a viewer."""
    builder = EnvironBuilder(
        path=path,
        base_url=f"https://{host}",
        method=method,
        data=body,
        headers=VIEWER,
        environ_overrides={"REMOTE_ADDR": ip, "RAW_URI": path},
    )
    return answer(builder.get_request())


def reached(host, **request):
    """What reached the origin."""
    response = visit(host, **request)
    assert response.status_code == 200
    return response.json
