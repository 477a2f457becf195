"""Queries that are saved in CloudWatch Logs Insights: kept and listed, not run.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
"""

from __future__ import annotations

import json
import re
import time
import uuid
from typing import Any

from moto.logs.models import logs_backends
from moto.logs.responses import LogsResponse

from ..settings import ACCOUNT, REGION

# https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-logs/tree/master/aws-logs-querydefinition
_NAME = re.compile(r"(?=.{1,255}$)([^:*/]+/?)*[^:*/]+")
_LONGEST = 10_000

definitions: dict[str, dict[str, Any]] = {}


class InvalidQuery(Exception):
    """The service would refuse it."""


def put(name: str, query: str, groups: list[str], identifier: str | None = None) -> str:
    """The id. A log group has to be there, which the service may demand or not: its page names an error for it."""
    if not _NAME.fullmatch(name):
        raise InvalidQuery(f"{name!r} is no name of a query")
    if not 0 < len(query) <= _LONGEST:
        raise InvalidQuery(f"a query has 1 to {_LONGEST} characters, not {len(query)}")
    known = logs_backends[ACCOUNT][REGION].groups
    if missing := [group for group in groups if group not in known]:
        raise InvalidQuery(f"the specified log group does not exist: {', '.join(missing)}")
    identifier = identifier or str(uuid.uuid4())
    definitions[identifier] = {
        "queryDefinitionId": identifier,
        "name": name,
        "queryString": query,
        "logGroupNames": groups,
        "lastModified": int(time.time() * 1000),
    }
    return identifier


def install() -> None:
    """Lists them where moto does not."""

    def describe_query_definitions(response: LogsResponse) -> str:
        prefix = response._get_param("queryDefinitionNamePrefix") or ""
        found = [one for one in definitions.values() if one["name"].startswith(prefix)]
        return json.dumps({"queryDefinitions": sorted(found, key=lambda one: one["name"])})

    LogsResponse.describe_query_definitions = describe_query_definitions  # type: ignore[attr-defined]
