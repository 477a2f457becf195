import gzip
import json
import subprocess
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from lab.server.otlp import receiver
from lab.server.pages.report import details
from lab.server.registry import lab
from support.functions import deploy_function
from support.metrics import metric

SDK_EXPORT = Path(__file__).with_name("sdk-export.ts")
CHECKOUT = {"transaction": "Checkout", "outcome": "completed"}
# A function without the dimensions Service and Environment.
ORDERS = {
    "OTEL_SERVICE_NAME": "orders",
    "OTEL_METRICS_EXPORTER": "awsemf",
    "OTEL_EXPORTER_OTLP_LOGS_HEADERS": "x-aws-metric-namespace=UserTelemetry",
}
CART = {
    **ORDERS,
    "OTEL_SERVICE_NAME": "cart",
    "OTEL_METRICS_ADD_APPLICATION_SIGNALS_DIMENSIONS": "true",
}


@pytest.fixture(scope="module")
def url():
    yield f"http://127.0.0.1:{receiver.serve(0)}"
    receiver.stop(lab)


@pytest.fixture
def post(url):
    def send(path, body, headers=None):
        """The status of the answer."""
        given = {"Content-Type": "application/json", **(headers or {})}
        try:
            with urlopen(Request(url + path, body, given)) as answer:
                return answer.status
        except HTTPError as error:
            return error.code

    return send


@pytest.fixture
def export(post):
    def send(service, *metrics):
        group = {"resource": resource(service), "scopeMetrics": [{"metrics": metrics}]}
        assert post("/v1/metrics", json.dumps({"resourceMetrics": [group]}).encode()) == 200

    return send


def resource(service):
    return {"attributes": [attribute("service.name", service), attribute("service.namespace", "shop")]}


def attribute(key, text):
    return {"key": key, "value": {"stringValue": text}}


def counter(value, start, temporality=2):
    """Of checkouts; 2 is cumulative, 1 a delta."""
    point = {
        "attributes": [attribute(key, text) for key, text in CHECKOUT.items()],
        "startTimeUnixNano": start,
        "timeUnixNano": str(time.time_ns()),
        "asInt": str(value),
    }
    counted = {"aggregationTemporality": temporality, "isMonotonic": True, "dataPoints": [point]}
    return {"name": "user.transactions", "sum": counted}


def published(name, dimensions, stat):
    return metric("UserTelemetry", name, dimensions, stat)


def test_counts_cumulative_counters_once_also_across_a_restart_of_the_process(export):
    deploy_function("Orders", ORDERS)
    for value, start in ((2, "1"), (5, "1"), (5, "1"), (1, "9")):
        export("orders", counter(value, start))
    assert published("user.transactions", CHECKOUT, "Sum") == 6


def test_takes_deltas_as_they_are(export):
    deploy_function("Orders", ORDERS)
    for _ in range(2):
        export("orders", counter(4, "1", 1))
    assert published("user.transactions", CHECKOUT, "Sum") == 8


def test_turns_what_the_sdk_exports_into_statistics_which_have_no_percentiles(url):
    """The SDK for JavaScript itself, in a process of Node.js."""
    deploy_function("Orders", ORDERS)
    subprocess.run(["node", "--import", "tsx", SDK_EXPORT, f"{url}/v1/metrics"], check=True)
    expected = {"SampleCount": 3, "Average": pytest.approx(0.3), "Maximum": 0.6, "p90": None}
    assert {stat: published("http.server.request.duration", {}, stat) for stat in expected} == expected


@pytest.mark.parametrize(
    ("encode", "headers"),
    [(bytes, {}), (gzip.compress, {"Content-Encoding": "gzip"})],
    ids=["as it is", "compressed"],
)
def test_counts_spans_per_service(post, encode, headers):
    spans = [{"traceId": "0" * 32, "spanId": "0" * 16, "name": "GET /"}]
    group = {"resource": resource("orders"), "scopeSpans": [{"spans": spans}]}
    body = json.dumps({"resourceSpans": [group]}).encode()
    assert post("/v1/traces", encode(body), headers) == 200
    assert details()["spansByService"] == {"orders": 1}


def test_reads_protobuf(post):
    group = {"resource": resource("cart"), "scopeSpans": [{"spans": [{"name": "GET /"}, {"name": "POST /"}]}]}
    message = ParseDict({"resourceSpans": [group]}, ExportTraceServiceRequest())
    body = message.SerializeToString()
    assert post("/v1/traces", body, {"Content-Type": "application/x-protobuf"}) == 200
    assert details()["spansByService"] == {"cart": 2}


def test_says_what_it_did_not_turn_into_metrics_and_why(export):
    deploy_function("Orders", ORDERS)
    export("unknown", counter(1, "1", 1))
    histogram = {"dataPoints": [{"count": "1", "sum": 1}], "aggregationTemporality": 1}
    export("orders", {"name": "size", "exponentialHistogram": histogram})
    assert details()["otlpNotConverted"] == {
        "no function that writes metrics is called unknown": 1,
        "exponential_histogram is not converted by the lab: size": 1,
    }


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        ("/v1/profiles", b"{}", "application/json", 404),
        ("/v1/traces", b"{", "application/json", 400),
        ("/v1/traces", b"x", "application/x-protobuf", 400),
        ("/v1/traces", b"{}", "text/plain", 415),
    ],
)
def test_refuses(post, path, body, kind, status):
    assert post(path, body, {"Content-Type": kind}) == status


def test_a_function_has_every_attribute_as_a_dimension_besides_service_and_environment(export):
    deploy_function("Cart", CART)
    export("cart", counter(3, "1", 1))
    dimensions = {**CHECKOUT, "Service": "cart", "Environment": "lambda:default"}
    assert published("user.transactions", dimensions, "Sum") == 3


def test_a_function_that_exports_no_metrics_has_none(export):
    deploy_function("Cart", {"OTEL_SERVICE_NAME": "stock"})
    export("stock", counter(3, "1", 1))
    assert "stock" not in details()["cloudWatchPointsByService"]
