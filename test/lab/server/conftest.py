"""The lab in this process, without its ports; every test begins with an empty one."""

import importlib

import pytest
from moto.awslambda.models import lambda_backends
from moto.glue.models import glue_backends
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends

from lab.server import PACKAGES
from lab.server.athena import queries, workgroups
from lab.server.cloudwatch import alarm_actions, embedded_metrics, metrics, mute_rules, xray
from lab.server.compute import children
from lab.server.edge import firewall
from lab.server.firehose import streams
from lab.server.otlp import convert, receiver
from lab.server.registry import lab
from lab.server.rum.monitors import monitors
from lab.server.settings import ACCOUNT, REGION
from lab.server.synthetics import canaries as canaries_module
from lab.server.synthetics import runs
from lab.server.synthetics.canaries import canaries
from support.canaries import RUNNER
from support.resources import bucket_of, put_zip

for package in PACKAGES:  # as when the lab starts
    importlib.import_module(f"lab.server.{package}")


@pytest.fixture(scope="session", autouse=True)
def no_process_left():
    yield
    children.end_all(lab)


@pytest.fixture(autouse=True)
def empty_lab(tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "state", tmp_path)
    metrics.backend().reset()
    for backends in (glue_backends, lambda_backends, kms_backends, logs_backends):
        backends[ACCOUNT][REGION].reset()
    for backends in (iam_backends, s3_backends):
        backends[ACCOUNT]["aws"].reset()
    monkeypatch.setattr(monitors, "_by_name", {})
    monkeypatch.setattr(canaries, "_by_name", {})
    for held in (
        monitors.unknown,
        mute_rules.rules,
        alarm_actions.taken,
        alarm_actions._held,
        alarm_actions._pending,
        embedded_metrics.published,
        xray.received.spans,
        xray.received.documents,
        receiver.received.spans,
        receiver.received.published,
        convert.skipped,
        convert._last,
        firewall.acls,
        streams._by_name,
        queries.executions,
        workgroups.workgroups,
        workgroups.named_queries,
    ):
        held.clear()


@pytest.fixture
def stage(monkeypatch):
    """For canaries: their code, a place for artifacts and a stand-in for the runner; they settle at once."""
    monkeypatch.setattr(canaries_module, "SETTLING", 0.02)
    monkeypatch.setattr(runs, "RUNNER", RUNNER)
    monkeypatch.setattr(runs, "GRACE", 0)
    put_zip("assets", "code.zip", {"index.js": "exports.handler = 1"})
    bucket_of("artifacts")
    yield
    children.end_all(lab)
