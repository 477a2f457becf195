import hashlib
from types import SimpleNamespace

import pytest
from moto.awslambda.models import lambda_backends
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from lab.server.compute import functions
from lab.server.edge import function_urls
from lab.server.edge.distributions import Distribution
from lab.server.settings import ACCOUNT, REGION

HOST = "abc.lambda-url.us-east-1.on.aws"
SITE = Distribution("E1", "d1.cloudfront.net", "stack", {})
SIGNED = {"DomainName": HOST, "OriginAccessControlId": "oac"}
BOTH = ("lambda:InvokeFunctionUrl", "lambda:InvokeFunction")


@pytest.fixture
def url(monkeypatch):
    """A function that answers, with a URL."""

    def made(auth, principal, actions=BOTH, source=SITE.arn):
        statements = [
            {"Action": action, "Principal": principal, "Condition": {"ArnLike": {"AWS:SourceArn": source}}}
            for action in actions
        ]
        function = SimpleNamespace(policy=SimpleNamespace(statements=statements))
        monkeypatch.setattr(lambda_backends[ACCOUNT][REGION], "get_function", lambda _name: function)
        monkeypatch.setitem(functions.urls, HOST, {"function": "f", "auth": auth, "cors": None})
        monkeypatch.setattr(functions, "invoke", lambda *_: {"result": {"statusCode": 200, "body": "taken"}})

    return made


def post(body="{}", **headers):
    return EnvironBuilder(base_url=f"https://{HOST}", method="POST", data=body, headers=headers).get_request()


def through(request, origin):
    return function_urls.through(request, SITE, origin, Headers(request.headers)).status_code


@pytest.mark.parametrize("actions", [BOTH[:1], BOTH[1:], ()], ids=["no InvokeFunction", "no InvokeFunctionUrl", "none"])
def test_a_url_asks_for_both_permissions_of_anybody_and_of_cloudfront(url, actions):
    url("NONE", "*", actions)
    assert function_urls.respond_directly(post()).status_code == 403
    assert through(post(), {"DomainName": HOST}) == 403
    url("AWS_IAM", {"Service": "cloudfront.amazonaws.com"}, actions)
    assert through(post(body=""), SIGNED) == 403


def test_a_url_that_anybody_may_call_answers_with_and_without_cloudfront(url):
    url("NONE", "*")
    assert function_urls.respond_directly(post()).status_code == 200
    assert through(post(), {"DomainName": HOST}) == 200


def test_cloudfront_signs_for_a_sender_that_states_the_digest_of_the_body(url):
    url("AWS_IAM", {"Service": "cloudfront.amazonaws.com"})
    digest = hashlib.sha256(b"{}").hexdigest()
    assert through(post(**{"x-amz-content-sha256": digest}), SIGNED) == 200
    assert through(post(), SIGNED) == 403  # as a beacon, which can't
    assert through(post(**{"x-amz-content-sha256": digest}), {"DomainName": HOST}) == 403  # nobody signs
    assert function_urls.respond_directly(post()).status_code == 403


def test_only_the_distribution_that_the_policy_names_gets_in(url):
    url("AWS_IAM", {"Service": "cloudfront.amazonaws.com"}, source="arn:aws:cloudfront::123456789012:distribution/E2")
    assert through(post(body=""), SIGNED) == 403
