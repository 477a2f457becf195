"""App monitors, and what is sent to them."""

import json
import time
from uuid import uuid4

from werkzeug.test import EnvironBuilder

from lab.server.rum.data_plane import data_plane
from lab.server.rum.monitors import monitors
from support.resources import deploy

MONITOR = "AWS::RUM::AppMonitor"


def arn_of(name):
    return f"arn:aws:rum:us-east-1:123456789012:appmonitor/{name}"


def allow_everyone(name, condition=None):
    statement = {"Effect": "Allow", "Principal": "*", "Action": "rum:PutRumEvents", "Resource": arn_of(name)}
    return {"Version": "2012-10-17", "Statement": [statement | ({"Condition": condition} if condition else {})]}


def monitor_of(name, **more):
    """Properties of an app monitor that anyone may send to; None leaves one out."""
    properties = {
        "Name": name,
        "DomainList": ["shop.example.com", "*.cloudfront.net"],
        "CustomEvents": {"Status": "ENABLED"},
        "ResourcePolicy": {"PolicyDocument": json.dumps(allow_everyone(name))},
        **more,
    }
    return {key: value for key, value in properties.items() if value is not None}


def deploy_monitor(name, **more):
    """Returns the monitor, as it stands in the lab."""
    deploy(MONITOR, monitor_of(name, **more))
    return monitors.get(name)


def metrics_of(*definitions):
    """A monitor's properties with metric definitions."""
    destination = {"Destination": "CloudWatch", "MetricDefinitions": list(definitions)}
    return {"AppMonitorConfiguration": {"MetricDestinations": [destination]}}


def event(kind, own=None, **more):
    made = {
        "id": str(uuid4()),
        "timestamp": time.time(),
        "type": kind,
        "metadata": '{"version":"1.0.0","browserName":"Chrome"}',
        "details": json.dumps(own or {}),
        **more,
    }
    return {key: value for key, value in made.items() if value is not None}


def batch(events=(), **more):
    body = {
        "BatchId": str(uuid4()),
        "AppMonitorDetails": {"version": "1.0.0"},
        "UserDetails": {"userId": str(uuid4()), "sessionId": str(uuid4())},
        "RumEvents": list(events),
        **more,
    }
    return {key: value for key, value in body.items() if value is not None}


def send(identifier, body, headers=None, method="POST", ip="203.0.113.7", query=""):
    """A request to the RUM data plane as the edge hands it over."""
    data = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    builder = EnvironBuilder(
        path=f"/appmonitors/{identifier}",
        base_url="https://dataplane.rum.us-east-1.amazonaws.com",
        query_string=query,
        method=method,
        data=data,
        headers={"Origin": "https://shop.example.com", **(headers or {})},
        environ_overrides={"REMOTE_ADDR": ip},
    )
    return data_plane(builder.get_request())


def error_of(response):
    return response.status_code, response.headers.get("x-amzn-errortype")
