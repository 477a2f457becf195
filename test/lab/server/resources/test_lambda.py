import pytest

from lab.server.registry import ResourceError
from lab.server.resources.lambda_ import check_tracing
from support.iam import role
from support.resources import deploy

SEND = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "xray:PutTraceSegments", "Resource": "*"}],
}


def traced(role_arn):
    return {
        "Code": {"ZipFile": "exports.handler = 1"},
        "Handler": "index.handler",
        "Runtime": "nodejs24.x",
        "Role": role_arn,
        "TracingConfig": {"Mode": "Active"},
    }


def test_active_tracing_is_refused_to_a_role_that_may_not_send_segments_yet():
    with pytest.raises(ResourceError, match="does not have permissions to call PutTraceSegments on XRAY"):
        deploy("AWS::Lambda::Function", traced(role()))
    check_tracing(traced(role(SEND)))
