"""Lets tests call the lab's telemetry modules: a JSON request per line on stdin, a JSON answer per line on stdout."""

import hashlib
import io
import json
import sys
import tempfile
import time
import zipfile
from datetime import timedelta
from pathlib import Path

from botocore import auth
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.s3.models import s3_backends
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

import importlib
from lab.server import PACKAGES, registry
for name in PACKAGES:
    importlib.import_module(f"lab.server.{name}")
from lab.server.access import cognito_endpoint, credentials
from lab.server.aws import Endpoint, serve
from lab.server.clients import client as client_of
from lab.server.edge import edge_functions
from lab.server.edge.server import answer as answer_at_edge
from lab.server.registry import Context, Replace
from lab.server.settings import ACCOUNT
from lab.server.cloudwatch import alarm_actions, alarms, composite, deployed_alarms, metric_math, metrics, mute_rules, queries
from lab.server.otlp import receiver as otlp
from lab.server.rum import event_pattern, data_plane as rum_dataplane
from lab.server.synthetics import runs as canary_runs
from lab.server.synthetics import canaries as canaries_module
from lab.server.synthetics.canaries import canaries
from lab.server.pages.dashboards import draw
from lab.server.pages.report import details, report
from lab.server.rum.monitors import monitors

MINUTE = 60


def math(expression, series):
    """Evaluates over minutes 0, 1, 2, ...; null is a missing data point."""
    length = max([len(values) for values in series.values()] or [1])
    known = {name: {at * MINUTE: v for at, v in enumerate(values) if v is not None} for name, values in series.items()}

    def resolve(name):
        if name not in known:
            raise metric_math.MetricMathError(f"no query has the id {name!r}")
        return known[name]

    grid = [at * MINUTE for at in range(length)]
    value = metric_math.evaluate(expression, metric_math.Context(resolve, lambda: list(known.values()), grid))
    return [value.get(at) for at in grid] if isinstance(value, dict) else value


def decide(points, periods, datapoints, missing):
    marks = {"0": False, "X": True, "-": None}
    return alarms.decide([marks[mark] for mark in points.split()], periods, datapoints, missing)


def holds(rule, states):
    return composite.holds(rule, states)


def matches(pattern, event):
    return event_pattern.matches(event_pattern.parse(json.dumps(pattern)), event)


def put_metric(namespace, name, values, dimensions, unit=None, ago=0):
    """One value per entry, all `ago` seconds in the past."""
    for value in values:
        metrics.put(namespace, name, value, unit, dimensions, time.time() - ago)


def metric(namespace, name, dimensions, stat):
    data = metrics.matching(namespace, name, list(dimensions.items()))
    return metrics.statistic(data, stat)


def unit_of(namespace, name, dimensions):
    return metrics.matching(namespace, name, list(dimensions.items()))[0].unit


def deploy(type, properties, logical_id="Thing"):
    made = registry.resources[type]().create(Context("stack", "id", logical_id, type, token="t0"), properties)
    return {"ref": made.physical_id, "attributes": made.attributes}


def update(type, ref, old, new):
    """Whether CloudFormation would replace the resource."""
    try:
        registry.resources[type]().update(
            Context("stack", "id", "Thing", type, token="t0"), registry.Made(ref), old, new
        )
    except Replace:
        return "replaced"
    return "updated"


def remove(type, ref):
    registry.resources[type]().delete(Context("stack", "id", "Thing", type), registry.Made(ref), {})


def alarm_state(name):
    errors = deployed_alarms.evaluate_all()
    alarm = metrics.backend().alarms[name]
    return {"state": alarm.state_value, "reason": alarm.state_reason, "error": errors.get(name)}


def put_series(namespace, name, dimensions, points):
    """Pairs of a time and a value."""
    for at, value in points:
        metrics.put(namespace, name, value, None, dimensions, at)


def states_at(name, times):
    """The states that an alarm would have at these times; None: the one that it had before."""
    spec = alarms.spec_of(metrics.backend().alarms[name])
    return [alarms.evaluate(spec, at).state for at in times]


def actions_at(name, times):
    """What an alarm calls for when it is evaluated at these times: the time, the state, and the rules that mute it."""
    before = len(alarm_actions.taken)
    for at in times:
        deployed_alarms.evaluate_all(at)
    return [[a.at, a.state, list(a.muted_by)] for a in alarm_actions.taken[before:] if a.alarm == name]


def mutes(name, times):
    return [mute_rules.rules[name].mutes(at) for at in times]


def percentile_of(values, stat):
    spec = metrics.MetricStat("Test/P", f"m{time.time_ns()}", (), stat, MINUTE)
    for value in values:
        metrics.put(spec.namespace, spec.name, value, at=30)
    return metrics.series(spec, 0, MINUTE)[0]


def get_metric_data(queries_, start, end):
    return metrics.backend().get_metric_data(
        queries=queries_, start_time=_moment(start), end_time=_moment(end), scan_by="TimestampAscending"
    )


def _moment(at):
    from datetime import datetime, timezone

    return datetime.fromtimestamp(at, timezone.utc)


def sign(id, body, key="lab", secret="lab", token=None, service="rum", presign=False, age=0):
    """The headers and the query of a request as the AWS SDK for Python signs it: an implementation of its own."""
    url = f"https://dataplane.rum.us-east-1.amazonaws.com/appmonitors/{id}"
    request = AWSRequest("POST", url, data=json.dumps(body).encode(), headers={"Content-Type": "text/plain"})
    given = Credentials(key, secret, token)
    kept = auth.get_current_datetime
    auth.get_current_datetime = lambda: kept() - timedelta(seconds=age)
    try:
        if presign:
            presigner = _Presign(given, service, "us-east-1", expires=60)
            presigner.hash, request.data = hashlib.sha256(request.data).hexdigest(), b""
            presigner.add_auth(request)
        else:
            SigV4Auth(given, service, "us-east-1").add_auth(request)
    finally:
        auth.get_current_datetime = kept
    return {"headers": dict(request.headers), "query": request.url.partition("?")[2]}


class _Presign(SigV4QueryAuth):
    def payload(self, request):
        return self.hash  # of the body, which botocore would move to the query


def issue(role, seconds=3600, session_policies=None):
    """Temporary credentials, as an identity pool hands them out."""
    given = credentials.issue(role, "CognitoIdentityCredentials", seconds, session_policies)
    return {"key": given.access_key, "secret": given.secret, "token": given.token}


def role(name, trust, policy=None):
    from moto.iam.models import iam_backends

    backend = iam_backends[ACCOUNT]["aws"]
    made = backend.create_role(name, json.dumps(trust), "/", None, "", [], "3600")
    if policy:
        made.put_policy("Inline", json.dumps(policy))
    return made.arn


def cognito(operation, body, method="POST"):
    target = {"X-Amz-Target": f"AWSCognitoIdentityService.{operation}"}
    builder = EnvironBuilder(method=method, data=json.dumps(body), headers=target)
    response = cognito_endpoint.cognito(builder.get_request())
    text = response.get_data()
    return {"status": response.status_code, "body": json.loads(text) if text else None}


def send(id, body, headers=None, method="POST", path=None, ip="203.0.113.7", binary=None, query=""):
    """A request to the RUM data plane as the edge hands it over."""
    data = bytes(binary) if binary is not None else (body if isinstance(body, str) else json.dumps(body)).encode()
    builder = EnvironBuilder(
        path=path or f"/appmonitors/{id}",
        base_url="https://dataplane.rum.us-east-1.amazonaws.com",
        query_string=query,
        method=method,
        data=data,
        headers={"Origin": "https://shop.example.com", **(headers or {})},
        environ_overrides={"REMOTE_ADDR": ip},
    )
    response = rum_dataplane.data_plane(builder.get_request())
    return {
        "status": response.status_code,
        "error": response.headers.get("x-amzn-errortype"),
        "message": json.loads(response.get_data() or b"{}").get("message"),
        "allowOrigin": response.headers.get("Access-Control-Allow-Origin"),
        "allowHeaders": response.headers.get("Access-Control-Allow-Headers"),
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


def edge(host, path="/", method="GET", headers=None, body="", ip="203.0.113.7"):
    """A viewer's request."""
    builder = EnvironBuilder(
        path=path,
        base_url=f"https://{host}",
        method=method,
        data=body,
        headers=headers or {},
        environ_overrides={"REMOTE_ADDR": ip, "RAW_URI": path},
    )
    response = answer_at_edge(builder.get_request())
    text = response.get_data(as_text=True)
    is_json = "json" in (response.content_type or "")
    return {
        "status": response.status_code,
        "headers": {name.lower(): value for name, value in response.headers},
        "body": json.loads(text) if is_json else text,
    }


def log(group):
    """Retention and messages of a log group; nothing if there is none."""
    from moto.logs.models import logs_backends

    found = logs_backends[ACCOUNT]["us-east-1"].groups.get(group)
    if found is None:
        return None
    messages = [json.loads(event.message) for stream in found.streams.values() for event in stream.events]
    return {"retention": found.retention_in_days, "messages": messages}


def failures(arn):
    return edge_functions.functions[arn].failures


def control(method, path, body=None):
    builder = EnvironBuilder(path=path, method=method, data=json.dumps(body or {}))
    response = registry.apis["rum"](builder.get_request())
    return {"status": response.status_code, "body": json.loads(response.get_data())}


def refused(name):
    monitor = monitors.get(name)
    return {
        "refused": dict(monitor.refused),
        "dropped": dict(monitor.dropped),
        "repeated": monitor.repeated,
        "accepted": dict(monitor.accepted),
        "unknown": dict(monitors.unknown),
    }


def put_object(bucket, key, files):
    backend = s3_backends[ACCOUNT]["aws"]
    if bucket not in backend.buckets:
        backend.create_bucket(bucket, "us-east-1")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    backend.put_object(bucket, key, buffer.getvalue())


def bucket(name, policy=None, key_policy=None):
    """A bucket of source maps, encrypted with a key of its own if that has a policy."""
    from moto.kms.models import kms_backends

    made = s3_backends[ACCOUNT]["aws"].create_bucket(name, "us-east-1")
    made.policy = json.dumps(policy).encode() if policy else None
    if key_policy:
        kms = kms_backends[ACCOUNT]["us-east-1"]
        key = kms.create_key(json.dumps(key_policy), "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "maps", [])
        default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key.arn}
        made.encryption = {"Rule": {"ApplyServerSideEncryptionByDefault": default}}


def objects(bucket):
    return sorted(s3_backends[ACCOUNT]["aws"].buckets[bucket].keys.keys())


def synthetics(operation, runner=None, **parameters):
    """An operation of the API, through the AWS SDK for Python and the dispatch by signing name."""
    if runner:
        canary_runs.RUNNER, canary_runs.GRACE = runner, 0
    if not registry.lab.aws_port:
        registry.lab.aws_port = serve(Endpoint()).server_port
    client = client_of("synthetics")
    try:
        answer = getattr(client, operation)(**parameters)
    except client.exceptions.ClientError as error:
        return f"{error.response['ResponseMetadata']['HTTPStatusCode']} {error.response['Error']['Code']}"
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


def settling(seconds):
    """How long canaries take to start, to stop, and so on."""
    canaries_module.SETTLING = seconds


def play(name, runner):
    """Runs a canary with a stand-in for the runner, so that no browser is needed."""
    canary_runs.RUNNER, kept = runner, canary_runs.RUNNER
    canary_runs.GRACE = 0
    try:
        run = canary_runs.run(canaries.get(name))
    finally:
        canary_runs.RUNNER = kept
    return {"state": run.state, "reason": run.reason, "code": run.reason_code, "steps": len(run.steps)}


def canary_state(name):
    return canaries.get(name).state


def function(name, variables):
    """A deployed Lambda function with these environment variables."""
    from moto.awslambda.models import LambdaFunction, lambda_backends

    made = LambdaFunction.__new__(LambdaFunction)
    made.function_name, made.environment_vars = name, variables
    lambda_backends[ACCOUNT]["us-east-1"].list_functions = lambda *_: [made]


def invoke(name, answer):
    """Invokes a function whose process answers this."""
    from types import SimpleNamespace

    from lab.server.compute.functions import Worker

    worker = Worker.__new__(Worker)
    worker.name, worker.log = name, SimpleNamespace(group="g", stream="s", write=lambda _: None)
    worker._exchange = lambda *_: answer
    return worker.invoke(SimpleNamespace(function_name=name, timeout=3, memory_size=128, function_arn="arn"), {})


def list_metrics(namespace):
    return len(metrics.backend().get_filtered_metrics(None, namespace, []))


def otlp_port():
    return otlp.serve(0)


def protobuf(path, message):
    import base64

    from google.protobuf.json_format import ParseDict

    return base64.b64encode(ParseDict(message, otlp._MESSAGES[path][0]()).SerializeToString()).decode()


def layers():
    return report()["layers"]


def more():
    return details()


def dashboard(body, name="Test", now=None):
    return draw(name, json.dumps(body), now)


def evaluate(raw, start, end):
    return queries.evaluate_all([queries.parse(one) for one in raw], start, end)


def main():
    registry.lab.state = Path(tempfile.mkdtemp(prefix="lab-telemetry-"))
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"value": globals()[request["call"]](**request["arguments"])}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    main()
