import re

import pytest

from lab.server.registry import ResourceError
from support.edge import distribution, visit
from support.resources import deploy

VISIBILITY = {"CloudWatchMetricsEnabled": True, "MetricName": "x", "SampledRequestsEnabled": False}
PATH = {
    "ByteMatchStatement": {
        "FieldToMatch": {"UriPath": {}},
        "PositionalConstraint": "STARTS_WITH",
        "SearchString": "/limited",
        "TextTransformations": [{"Priority": 0, "Type": "NONE"}],
    }
}


def rate(**more):
    return {"RateBasedStatement": {"Limit": 10, "AggregateKeyType": "IP", "ScopeDownStatement": PATH, **more}}


def acl(statement, **more):
    """The ARN of a web ACL."""
    rule = {
        "Name": "rate",
        "Priority": 0,
        "Action": {"Block": {}},
        "Statement": statement,
        "VisibilityConfig": VISIBILITY,
    }
    properties = {
        "Scope": "CLOUDFRONT",
        "DefaultAction": {"Allow": {}},
        "VisibilityConfig": VISIBILITY,
        "Rules": [rule],
        **more,
    }
    return deploy("AWS::WAFv2::WebACL", properties).attributes["Arn"]


def test_blocks_an_address_beyond_its_rate_and_nobody_else():
    host = distribution(config={"WebACLId": acl(rate())})
    statuses = [visit(host, path="/limited/x").status_code for _ in range(12)]
    assert statuses == [200] * 10 + [403, 403]
    assert visit(host, path="/limited/x", ip="198.51.100.7").status_code == 200
    assert visit(host, path="/elsewhere").status_code == 200


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: acl(rate(Limit=9)), "Limit"),
        (lambda: acl(rate(EvaluationWindowSec=30)), "EvaluationWindowSec"),
        (lambda: acl({"GeoMatchStatement": {}}), "GeoMatchStatement"),
        (lambda: acl(rate(), Scope="REGIONAL"), "CLOUDFRONT"),
        (lambda: distribution(config={"WebACLId": "arn:aws:wafv2:::none"}), "does not exist"),
    ],
    ids=[
        "a limit below 10",
        "an unknown window",
        "a statement that is not emulated",
        "the scope of a Region",
        "no such ACL",
    ],
)
def test_is_refused_with(make, message):
    with pytest.raises(ResourceError, match=re.escape(message)):
        make()
