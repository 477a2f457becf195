"""Operations through the AWS SDK for Python and the dispatch by signing name."""

import json
import re
import time

import pytest

from lab.server.aws import Endpoint, serve
from lab.server.clients import client
from lab.server.registry import ResourceError, lab
from lab.server.synthetics import canaries as canaries_module
from lab.server.synthetics.canaries import canaries
from lab.server.synthetics.runs import run
from support.canaries import CANARY, PASSED, canary_of, deploy_canary
from support.metrics import metric
from support.resources import update as update_resource

CONFLICT = "409 ConflictException"
INVALID = "400 ValidationException"
SETTLING = 1.5
FAILED = {"status": "FAILED", "reason": 'step "buy", Action.click("#buy"): gone', "durationMs": 900, "steps": []}

pytestmark = pytest.mark.usefixtures("stage")


@pytest.fixture(scope="module", autouse=True)
def endpoint():
    server = serve(Endpoint())
    lab.aws_port = server.server_port
    yield
    lab.aws_port = 0
    server.shutdown()


@pytest.fixture
def settling(monkeypatch):
    """How long canaries take from now on to start, to stop, and so on."""
    return lambda seconds: monkeypatch.setattr(canaries_module, "SETTLING", seconds)


def api(operation, **parameters):
    synthetics = client("synthetics")
    try:
        answer = getattr(synthetics, operation)(**parameters)
    except synthetics.exceptions.ClientError as error:
        return f"{error.response['ResponseMetadata']['HTTPStatusCode']} {error.response['Error']['Code']}"
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


def state_of(name):
    return api("get_canary", Name=name)["Canary"]["Status"]["State"]


def becomes(name, state):
    limit = time.monotonic() + 10
    while state_of(name) != state:
        assert time.monotonic() < limit, f"{name} is {state_of(name)} and does not become {state}"
        time.sleep(0.02)


def update(name, **change):
    return update_resource(CANARY, name, canary_of(name), canary_of(name, **change))


def dry_run(name):
    identifier = api("start_canary_dry_run", Name=name)["DryRunConfig"]["DryRunId"]
    while True:
        [found] = api("get_canary_runs", Name=name, DryRunId=identifier, RunType="DRY_RUN")["CanaryRuns"]
        if found["Status"]["State"] != "RUNNING":
            return identifier, found
        time.sleep(0.05)


def published(name, canary):
    return metric("CloudWatchSynthetics", name, {"CanaryName": canary}, "Average")


class TestStartingAndStopping:
    def test_takes_a_while_in_which_both_conflict(self, settling):
        deploy_canary("busy", StartCanaryAfterCreation=False)
        assert state_of("busy") == "READY"
        settling(SETTLING)
        assert api("start_canary", Name="busy") == {}
        assert state_of("busy") == "STARTING"
        assert api("start_canary", Name="busy") == CONFLICT
        assert api("stop_canary", Name="busy") == CONFLICT
        becomes("busy", "RUNNING")
        assert api("stop_canary", Name="busy") == {}
        assert state_of("busy") == "STOPPING"
        becomes("busy", "STOPPED")
        timeline = api("get_canary", Name="busy")["Canary"]["Timeline"]
        assert timeline["LastStopped"] > timeline["LastStarted"]

    def test_conflicts_where_it_changes_nothing(self):
        deploy_canary("rests", StartCanaryAfterCreation=False)
        assert api("stop_canary", Name="rests") == CONFLICT
        deploy_canary("runs")
        assert api("start_canary", Name="runs") == CONFLICT

    def test_is_done_by_an_update_as_the_template_says(self):
        deploy_canary("follows", StartCanaryAfterCreation=False)
        update("follows")
        assert state_of("follows") == "RUNNING"
        update("follows", StartCanaryAfterCreation=False)
        assert state_of("follows") == "STOPPED"

    def test_by_somebody_else_fails_an_update(self, settling):
        deploy_canary("raced", StartCanaryAfterCreation=False)
        settling(3)
        api("start_canary", Name="raced")
        with pytest.raises(ResourceError, match="can't be modified: STARTING"):
            update("raced")


class TestDryRun:
    def test_is_a_run_apart_with_metrics_of_its_own(self):
        deploy_canary("dry", PASSED)
        identifier, found = dry_run("dry")
        assert found["Status"] == {"State": "PASSED", "TestResult": "PASSED"}
        assert found["DryRunConfig"]["DryRunId"] == identifier
        assert re.match("artifacts/canaries/canary/us-east-1/dry/", found["ArtifactS3Location"])
        assert api("get_canary_runs", Name="dry")["CanaryRuns"] == []
        assert api("describe_canaries_last_run", Names=["dry"])["CanariesLastRun"] == []
        assert published("SuccessPercentDryRun", "dry") == 100
        assert published("DurationDryRun", "dry") == 1200
        assert published("SuccessPercent", "dry") is None
        canary = api("get_canary", Name="dry", DryRunId=identifier)["Canary"]
        assert canary["DryRunConfig"] == {"DryRunId": identifier, "LastDryRunExecutionStatus": "PASSED"}
        assert canary["Status"]["State"] == "RUNNING"

    def test_tells_why_it_failed_and_works_on_a_canary_that_rests(self):
        deploy_canary("bad", FAILED, StartCanaryAfterCreation=False)
        _, found = dry_run("bad")
        assert found["Status"] == {
            "State": "FAILED",
            "StateReason": FAILED["reason"],
            "StateReasonCode": "CANARY_FAILURE",
            "TestResult": "FAILED",
        }
        assert published("SuccessPercentDryRun", "bad") == 0
        assert state_of("bad") == "READY"

    def test_conflicts_with_another_one(self):
        deploy_canary("twice", RunConfig={"TimeoutInSeconds": 3, "EnvironmentVariables": {"HANG": "yes"}})
        assert "DryRunConfig" in api("start_canary_dry_run", Name="twice")
        assert api("start_canary_dry_run", Name="twice") == CONFLICT

    def test_conflicts_with_an_operation(self, settling):
        settling(SETTLING)
        deploy_canary("stopping")
        api("stop_canary", Name="stopping")
        assert api("start_canary_dry_run", Name="stopping") == CONFLICT

    def test_is_refused_to_what_cannot(self):
        deploy_canary("old", RuntimeVersion="syn-nodejs-playwright-1.0")
        assert api("start_canary_dry_run", Name="old") == INVALID
        assert api("get_canary_runs", Name="old", DryRunId="0" * 36) == INVALID

    def test_guards_an_update_that_asks_for_it(self):
        deploy_canary("guarded", PASSED)
        broken = {"TimeoutInSeconds": "60", "EnvironmentVariables": {"ANSWER": json.dumps(FAILED)}}
        with pytest.raises(ResourceError, match='dry run of the update failed: step "buy"'):
            update("guarded", RunConfig=broken, DryRunAndUpdate=True)
        assert dry_run("guarded")[1]["Status"]["State"] == "PASSED"  # it is what it was
        update("guarded", RunConfig=broken)
        assert dry_run("guarded")[1]["Status"]["State"] == "FAILED"


class TestLists:
    def test_by_name_and_page_by_page(self):
        deploy_canary("listed", PASSED)
        for _ in range(3):
            run(canaries.get("listed"))
        [listed] = api("describe_canaries", Names=["listed"])["Canaries"]
        assert (listed["Name"], listed["RuntimeVersion"]) == ("listed", "syn-nodejs-playwright-6.0")
        first = api("get_canary_runs", Name="listed", MaxResults=2)
        rest = api("get_canary_runs", Name="listed", MaxResults=2, NextToken=first["NextToken"])
        assert "NextToken" not in rest
        found = [one["Id"] for one in [*first["CanaryRuns"], *rest["CanaryRuns"]]]
        assert len(set(found)) == 3
        [last] = api("describe_canaries_last_run", Names=["listed"])["CanariesLastRun"]
        assert last["LastRun"]["Id"] == found[0]  # the newest is first


def test_does_not_know_every_canary():
    assert api("get_canary", Name="nobody") == "404 ResourceNotFoundException"


def test_refuses_what_the_lab_lacks():
    deploy_canary("here")
    assert api("start_canary_dry_run", Name="here", RuntimeVersion="syn-nodejs-playwright-9.0") == INVALID
    assert api("describe_runtime_versions") == "501 NotImplementedException"
