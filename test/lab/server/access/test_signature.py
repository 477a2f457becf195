"""Signatures as the RUM data plane checks them."""

import json

import pytest

from support.iam import issue, role
from support.rum import allow_everyone, arn_of, batch, deploy_monitor, error_of, send
from support.signing import sign


def put_events(monitor="monitor", action="rum:PutRumEvents"):
    statement = {"Effect": "Allow", "Action": action, "Resource": arn_of(monitor)}
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.fixture
def private():
    return deploy_monitor("monitor", ResourcePolicy=None)


def signed(monitor, body=None, headers=None, **signing):
    """Sends one batch, signed as asked for; body and headers spoil what was signed."""
    given = batch()
    made = sign(monitor.id, given, **signing)
    return send(monitor.id, body or given, made["headers"] | (headers or {}), query=made["query"])


@pytest.mark.parametrize("presign", [False, True], ids=["in the header", "in the query"])
def test_passes_with_the_credentials_of_a_role_that_may_send(private, presign):
    assert signed(private, **issue(role(put_events())), presign=presign).status_code == 200
    assert private.refused == {}


@pytest.mark.parametrize(
    ("error", "reason", "spoiled"),
    [
        pytest.param("InvalidSignatureException", "bad signature", {"secret": "wrong"}, id="of a wrong secret"),
        pytest.param(
            "UnrecognizedClientException", "unknown credential", {"key": "AKIDNOBODY"}, id="of an unknown key"
        ),
        pytest.param(
            "UnrecognizedClientException",
            "unknown credential",
            {"token": "stolen"},
            id="with the token of somebody else",
        ),
        pytest.param("InvalidSignatureException", "bad signature", {"service": "s3"}, id="for another service"),
        pytest.param("InvalidSignatureException", "signature expired", {"age": 600}, id="of ten minutes ago"),
        pytest.param(
            "InvalidSignatureException",
            "signature expired",
            {"age": 120, "presign": True},
            id="presigned two minutes ago, for one",
        ),
    ],
)
def test_is_refused(private, error, reason, spoiled):
    guest = issue(role(put_events()))
    assert error_of(signed(private, **{**guest, **spoiled})) == (403, error)
    assert private.refused == {reason: 1}


@pytest.mark.parametrize(
    "change", [{"headers": {"Host": "d111.cloudfront.net"}}, {"body": batch()}], ids=["host", "body"]
)
def test_is_refused_when_it_is_not_what_was_signed(private, change):
    answer = signed(private, **issue(role(put_events())), **change)
    assert error_of(answer) == (403, "InvalidSignatureException")


def test_is_refused_with_expired_credentials(private):
    answer = signed(private, **issue(role(put_events()), seconds=0))
    assert error_of(answer) == (403, "ExpiredTokenException")
    assert private.refused == {"expired credential": 1}


@pytest.mark.parametrize(
    "policy",
    [None, put_events("elsewhere"), put_events(action="rum:GetAppMonitor")],
    ids=["no policy", "another monitor only", "another action only"],
)
def test_is_refused_when_the_role_allows(private, policy):
    answer = signed(private, **issue(role(policy)))
    assert error_of(answer) == (403, "AccessDeniedException")
    assert "no identity-based policy allows the rum:PutRumEvents action" in answer.json["message"]
    assert private.refused == {"identity without permission": 1}


def test_is_refused_by_a_session_policy_that_does_not_name_the_action(private):
    guest = issue(role(put_events(action="rum:*")), session_policies=[put_events(action="s3:GetObject")])
    assert signed(private, **guest).status_code == 403


def test_passes_by_the_resource_policy_when_the_role_itself_allows_nothing():
    policy = {"PolicyDocument": json.dumps(allow_everyone("open"))}
    assert signed(deploy_monitor("open", ResourcePolicy=policy), **issue(role())).status_code == 200
