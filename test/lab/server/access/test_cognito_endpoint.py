"""Identity pools, as browsers ask them."""

import json
import time

import pytest
from werkzeug.test import EnvironBuilder

from lab.server.access.cognito_endpoint import cognito
from lab.server.registry import ResourceError
from support.iam import role, trust_in
from support.resources import deploy
from support.rum import arn_of, batch, deploy_monitor, send
from support.signing import sign


def call(operation, **body):
    target = {"X-Amz-Target": f"AWSCognitoIdentityService.{operation}"}
    response = cognito(EnvironBuilder(method="POST", data=json.dumps(body), headers=target).get_request())
    return response.status_code, json.loads(response.get_data())


def refused(answer):
    status, body = answer
    return status, body["__type"]


def pool_of(**properties):
    given = {"AllowUnauthenticatedIdentities": True, "AllowClassicFlow": False, **properties}
    return deploy("AWS::Cognito::IdentityPool", given).physical_id


def attach(pool, arn):
    roles = {"unauthenticated": arn}
    deploy("AWS::Cognito::IdentityPoolRoleAttachment", {"IdentityPoolId": pool, "Roles": roles})


def guest_of(pool):
    return call("GetId", IdentityPoolId=pool)[1]["IdentityId"]


def test_gives_a_guest_credentials_that_the_data_plane_accepts():
    monitor = deploy_monitor("monitor", ResourcePolicy=None)
    pool = pool_of()
    statement = {"Effect": "Allow", "Action": "rum:PutRumEvents", "Resource": arn_of("monitor")}
    attach(pool, role({"Version": "2012-10-17", "Statement": [statement]}, trust_in(pool)))
    given = call("GetCredentialsForIdentity", IdentityId=guest_of(pool))[1]["Credentials"]
    assert given["Expiration"] - time.time() > 3500
    body = batch()
    made = sign(monitor.id, body, given["AccessKeyId"], given["SecretKey"], given["SessionToken"])
    assert send(monitor.id, body, made["headers"]).status_code == 200


def test_refuses_guests_where_it_does_not_allow_them():
    pool = pool_of(AllowUnauthenticatedIdentities=False)
    assert refused(call("GetId", IdentityPoolId=pool)) == (400, "NotAuthorizedException")


def test_refuses_the_classic_flow():
    answer = call("GetOpenIdToken", IdentityId=guest_of(pool_of()))
    assert refused(answer) == (400, "InvalidParameterException")


@pytest.mark.parametrize(
    "trust_of",
    [
        None,
        lambda pool: trust_in("us-east-1:other"),
        lambda pool: trust_in(pool, "authenticated"),
    ],
    ids=["it has none", "it trusts another pool", "it trusts users only"],
)
def test_gives_nothing_for_a_role_of_guests_when(trust_of):
    pool = pool_of()
    if trust_of:
        attach(pool, role(trust=trust_of(pool)))
    answer = call("GetCredentialsForIdentity", IdentityId=guest_of(pool))
    assert refused(answer) == (400, "InvalidIdentityPoolConfigurationException")


@pytest.mark.parametrize(
    ("operation", "parameter"), [("GetId", "IdentityPoolId"), ("GetCredentialsForIdentity", "IdentityId")]
)
def test_does_not_know_identities_and_pools_that_it_did_not_make(operation, parameter):
    answer = call(operation, **{parameter: "us-east-1:00000000-0000-4000-8000-000000000000"})
    assert refused(answer) == (400, "ResourceNotFoundException")


def test_is_refused_with_a_property_that_the_lab_does_not_know():
    with pytest.raises(ResourceError, match="PushSync"):
        pool_of(PushSync={})
