"""Canaries, which a stand-in for the runner plays, so that no browser is needed."""

import json
from pathlib import Path

from support.resources import deploy

CANARY = "AWS::Synthetics::Canary"
RUNNER = str(Path(__file__).with_name("runner-stub.ts"))
PASSED = {"status": "PASSED", "durationMs": 1200, "steps": [{"name": "open", "status": "PASSED", "durationMs": 300}]}


def canary_of(name, environment=None, **more):
    return {
        "Name": name,
        "Code": {"S3Bucket": "assets", "S3Key": "code.zip", "Handler": "index.handler"},
        "ArtifactS3Location": "s3://artifacts/canaries",
        "ExecutionRoleArn": "arn:aws:iam::123456789012:role/canary",
        "RuntimeVersion": "syn-nodejs-playwright-6.0",
        "Schedule": {"Expression": "rate(15 minutes)"},
        "RunConfig": {"TimeoutInSeconds": "60", "EnvironmentVariables": environment or {}},
        "StartCanaryAfterCreation": "true",
        **more,
    }


def deploy_canary(name, answer=None, **more):
    """Whose runs end with this answer of the runner."""
    environment = {"ANSWER": json.dumps(answer)} if answer else {}
    return deploy(CANARY, canary_of(name, environment, **more))
