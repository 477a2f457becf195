import pytest

from support.edge import ALL_BUT_HOST, ALL_VIEWER, VIEWER, distribution, reached, visit
from support.resources import deploy


def test_an_origin_is_told_only_what_cloudfront_always_sends_without_an_origin_request_policy():
    told = reached(distribution(), path="/x?q=1", method="POST", body="{}")
    headers = told["headers"]
    assert headers["host"] == "echo.example.com"
    assert headers["user-agent"] == "Amazon CloudFront"
    assert not {"origin", "referer", "cookie", "content-encoding", "x-own"} & headers.keys()
    assert headers["x-forwarded-for"] == "203.0.113.7"
    assert told["from"] != "203.0.113.7"  # the edge calls, not the viewer
    assert told["query"] == ""


def test_an_origin_is_told_all_of_the_viewers_request_but_its_host_with_the_managed_policy_for_that():
    told = reached(distribution(OriginRequestPolicyId=ALL_BUT_HOST), path="/x?q=1")
    expected = {
        "host": "echo.example.com",
        "origin": VIEWER["Origin"],
        "referer": VIEWER["Referer"],
        "user-agent": "Firefox",
        "cookie": "a=1; b=2",
        "content-encoding": "gzip",
    }
    assert expected.items() <= told["headers"].items()
    assert told["query"] == "q=1"


def test_an_origin_is_told_what_a_policy_of_the_template_lists_and_what_is_in_the_cache_key():
    policy = {
        "Name": "own",
        "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": ["X-Own"]},
        "CookiesConfig": {"CookieBehavior": "whitelist", "Cookies": ["b"]},
        "QueryStringsConfig": {"QueryStringBehavior": "none"},
    }
    cache = {
        "Name": "own",
        "ParametersInCacheKeyAndForwardedToOrigin": {
            "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": ["Referer"]},
            "CookiesConfig": {"CookieBehavior": "none"},
            "QueryStringsConfig": {"QueryStringBehavior": "whitelist", "QueryStrings": ["r"]},
        },
    }
    host = distribution(
        OriginRequestPolicyId=deploy(
            "AWS::CloudFront::OriginRequestPolicy", {"OriginRequestPolicyConfig": policy}
        ).physical_id,
        CachePolicyId=deploy("AWS::CloudFront::CachePolicy", {"CachePolicyConfig": cache}).physical_id,
    )
    told = reached(host, path="/x?q=1&r=2")
    assert {"x-own": "own", "referer": VIEWER["Referer"], "cookie": "b=2"}.items() <= told["headers"].items()
    assert "origin" not in told["headers"]
    assert told["query"] == "r=2"


@pytest.mark.parametrize(
    ("behavior", "custom"),
    [
        ({"OriginRequestPolicyId": ALL_VIEWER}, None),
        ({}, {"OriginProtocolPolicy": "http-only", "OriginSSLProtocols": ["TLSv1.2"]}),
        ({}, {"OriginProtocolPolicy": "https-only"}),
    ],
    ids=["the viewer's Host", "plain HTTP", "the protocols that CloudFormation takes by itself"],
)
def test_an_endpoint_of_aws_is_told_nothing_where_it_gets(behavior, custom):
    host = distribution({"CustomOriginConfig": custom} if custom else None, **behavior)
    assert visit(host).status_code == 502


def test_an_origin_is_told_nothing_where_the_behavior_does_not_allow_the_method():
    assert visit(distribution(AllowedMethods=["GET", "HEAD"]), method="POST").status_code == 403
