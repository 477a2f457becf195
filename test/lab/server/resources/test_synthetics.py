import re

import pytest

from lab.server.registry import ResourceError
from lab.server.synthetics.canaries import canaries
from support.canaries import CANARY, canary_of
from support.resources import deploy, update

pytestmark = pytest.mark.usefixtures("stage")


@pytest.mark.parametrize(("start", "state"), [("true", "RUNNING"), ("false", "READY")])
def test_has_its_name_as_ref_an_id_and_runs_after_its_creation_only_when_told_to(start, state):
    made = deploy(CANARY, canary_of("made", StartCanaryAfterCreation=start))
    assert made.physical_id == "made"
    assert made.attributes.keys() == {"Id", "State"}
    assert re.fullmatch(r"[0-9a-f-]{36}", made.attributes["Id"])
    assert made.attributes["State"] == state


def test_is_replaced_when_its_name_changes_and_takes_new_code_when_that_does():
    old = canary_of("updated")
    deploy(CANARY, old)
    assert update(CANARY, "updated", old, {**old, "Name": "other"}) == "replaced"
    assert update(CANARY, "updated", old, {**old, "StartCanaryAfterCreation": False}) == "updated"
    assert canaries.get("updated").state == "STOPPED"
    gone = {**old, "Code": {**old["Code"], "S3Key": "gone.zip"}}
    with pytest.raises(ResourceError, match=re.escape("no object s3://assets/gone.zip")):
        update(CANARY, "updated", old, gone)


CODE = canary_of("x")["Code"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        pytest.param({"Name": "Buy"}, "Name", id="a capital in its name"),
        pytest.param(
            {"RuntimeVersion": "syn-nodejs-puppeteer-6.2"}, "Deprecated runtime version", id="a deprecated runtime"
        ),
        pytest.param(
            {"RuntimeVersion": "syn-nodejs-playwright-99.0"}, "unknown runtime version", id="an unknown runtime"
        ),
        pytest.param(
            {"Code": {**CODE, "S3Bucket": "nobody"}}, "no object s3://nobody/code.zip", id="code that is not there"
        ),
        pytest.param({"Code": {**CODE, "Handler": "index"}}, "Handler", id="a handler without function"),
        pytest.param({"RunConfig": {"TimeoutInSeconds": 2}}, "expected 3 to 840", id="a timeout of 2 s"),
        pytest.param(
            {"RunConfig": {"TimeoutInSeconds": 120}, "Schedule": {"Expression": "rate(1 minute)"}},
            "longer than the schedule",
            id="a timeout beyond its interval",
        ),
        pytest.param({"RunConfig": {"MemoryInMB": 1000}}, "multiple of 64", id="a memory of 1000 MB"),
        pytest.param(
            {"RunConfig": {"EnvironmentVariables": {"AWS_REGION": "x"}}}, "reserved", id="a reserved variable"
        ),
        pytest.param(
            {"RunConfig": {"EnvironmentVariables": {"BIG": "x" * 4096}}},
            "at most 4096",
            id="more than 4 KB of variables",
        ),
        pytest.param({"Schedule": {"Expression": "rate(120 minutes)"}}, "at most one hour", id="a rate of two hours"),
        pytest.param(
            {"Schedule": {"Expression": "rate(5 minutes)", "RetryConfig": {"MaxRetries": 3}}},
            "expected 0 to 2",
            id="three retries",
        ),
        pytest.param({"FailureRetentionPeriod": 2000}, "1 to 1024", id="a retention of 2000 days"),
        pytest.param({"BrowserConfigs": [{"BrowserType": "FIREFOX"}]}, "Chrome only", id="Firefox"),
        pytest.param({"VisualReferences": []}, "VisualReferences", id="an unknown property"),
    ],
)
def test_is_refused_with(more, message):
    with pytest.raises(ResourceError, match=re.escape(message)):
        deploy(CANARY, canary_of("refused") | more)
