import re

import pytest
from moto.s3.models import s3_backends

from lab.server.pages.report import report
from lab.server.settings import ACCOUNT
from lab.server.synthetics.canaries import canaries
from lab.server.synthetics.runs import run
from support.canaries import PASSED, deploy_canary
from support.metrics import metric

FAILED = {
    "status": "FAILED",
    "reason": "no #buy",
    "durationMs": 2000,
    "steps": [
        {"name": "open", "status": "PASSED", "durationMs": 300},
        {"name": "check out", "status": "FAILED", "durationMs": 900, "error": "no #buy"},
    ],
}

pytestmark = pytest.mark.usefixtures("stage")


def play(answer=None, **more):
    deploy_canary("canary", answer, **more)
    return run(canaries.get("canary"))


def published(name, step=None):
    dimensions = {"CanaryName": "canary", **({"StepName": step} if step else {})}
    return metric("CloudWatchSynthetics", name, dimensions, "Average")


def test_that_passes_publishes_success_and_duration_of_the_canary_and_of_its_steps():
    done = play(PASSED)
    assert (done.state, done.reason, done.reason_code, len(done.steps)) == ("PASSED", "", None, 1)
    assert published("SuccessPercent") == 100
    assert published("Duration") == 1200
    assert published("Failed") == 0
    assert published("SuccessPercent", "open") == 100
    assert published("Duration", "open") == 300


def test_that_fails_says_why_and_which_step():
    done = play(FAILED)
    assert (done.state, done.reason, done.reason_code) == ("FAILED", "no #buy", "CANARY_FAILURE")
    assert published("SuccessPercent") == 0
    assert published("SuccessPercent", "open") == 100
    assert published("SuccessPercent", "check out") == 0


def test_that_times_out_publishes_no_success_and_no_duration_but_that_it_failed():
    done = play(RunConfig={"TimeoutInSeconds": 3, "EnvironmentVariables": {"HANG": "yes"}})
    assert (done.state, done.reason_code) == ("FAILED", "EXECUTION_FAILURE")
    assert published("SuccessPercent") is None
    assert published("Duration") is None
    assert published("Failed") == 1


def test_that_could_not_be_played_has_failed():
    done = play()
    assert (done.state, done.reason_code) == ("FAILED", "EXECUTION_FAILURE")
    assert published("Failed") == 1


def test_leaves_its_artifacts_in_the_artifact_location():
    play(PASSED)
    folder = r"canaries/canary/us-east-1/canary/\d{4}/\d\d/\d\d/\d\d/\d\d-\d\d-\d{3}"
    keys = s3_backends[ACCOUNT]["aws"].buckets["artifacts"].keys.keys()
    assert any(re.fullmatch(f"{folder}/screenshot.png", key) for key in keys)


def test_is_counted_in_the_report():
    for name, answer in (("passes", PASSED), ("fails", FAILED), ("breaks", None)):
        deploy_canary(name, answer)
        run(canaries.get(name))
    assert report()["layers"]["syntheticUsers"] == {"runs": 3, "passed": 1, "failed": 2, "steps": 3}
