"""Roles of guests, and the credentials that they are given."""

import json
from itertools import count

from moto.iam.models import iam_backends

from lab.server.access import credentials
from lab.server.settings import ACCOUNT

COGNITO = "cognito-identity.amazonaws.com"
_serial = count()


def trust_in(pool, amr="unauthenticated"):
    condition = {
        "StringEquals": {f"{COGNITO}:aud": pool},
        "ForAnyValue:StringLike": {f"{COGNITO}:amr": amr},
    }
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": COGNITO},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def role(policy=None, trust=None):
    """The ARN of a role."""
    trust = trust or trust_in("us-east-1:0")
    name = f"role-{next(_serial)}"
    made = iam_backends[ACCOUNT]["aws"].create_role(name, json.dumps(trust), "/", None, "", [], "3600")
    if policy:
        made.put_policy("Inline", json.dumps(policy))
    return made.arn


def issue(role_arn, seconds=3600, session_policies=None):
    """Temporary credentials, as an identity pool hands them out."""
    given = credentials.issue(role_arn, "CognitoIdentityCredentials", seconds, session_policies)
    return {"key": given.access_key, "secret": given.secret, "token": given.token}
