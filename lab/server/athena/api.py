"""The API of Athena, as far as saved and new queries need it; the rest is refused.

https://docs.aws.amazon.com/athena/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from werkzeug.wrappers import Request, Response

from ..access import policies, signature
from ..registry import api
from ..settings import arn
from ..wire import answer
from . import queries, workgroups
from .workgroups import InvalidRequest, NamedQuery, Workgroup

PAGE = 1000  # rows, the heading among them


@api("athena")
def athena(request: Request) -> Response:
    operation = request.headers.get("X-Amz-Target", "").rsplit(".", 1)[-1]
    if operation not in _OPERATIONS:
        return answer({"message": f"the lab does not emulate {operation} of Athena"}, 400, "UnknownOperationException")
    body = json.loads(request.get_data() or b"{}")
    try:
        credential = signature.verify(request, "athena")
        workgroup = arn("athena", f"workgroup/{_workgroup_of(body)}")
        if policies.of_identity(credential, f"athena:{operation}", workgroup, {}) != "Allow":
            message = f"User: {credential.principal} is not authorized to perform: athena:{operation} on {workgroup}"
            return answer({"message": message}, 400, "AccessDeniedException")
        return answer(_OPERATIONS[operation](body))
    except signature.Rejected as rejected:
        return answer({"message": str(rejected)}, 403, rejected.code)
    except InvalidRequest as error:
        return answer({"message": str(error)}, 400, "InvalidRequestException")


def _workgroup_of(body: dict[str, Any]) -> str:
    execution = queries.executions.get(body.get("QueryExecutionId", ""))
    query = workgroups.named_queries.get(body.get("NamedQueryId", ""))
    if execution:
        return execution.workgroup.name
    return query.workgroup if query else body.get("WorkGroup", "primary")


def _start(body: dict[str, Any]) -> dict[str, Any]:
    workgroup = workgroups.find(body.get("WorkGroup", "primary"))
    if body.get("ExecutionParameters"):
        raise InvalidRequest("the lab knows no execution parameters")
    database = (body.get("QueryExecutionContext") or {}).get("Database", "default")
    output = (body.get("ResultConfiguration") or {}).get("OutputLocation")
    return {"QueryExecutionId": queries.start(body["QueryString"], database, workgroup, output).id}


def _execution(body: dict[str, Any]) -> queries.Execution:
    execution = queries.executions.get(body["QueryExecutionId"])
    if execution is None:
        raise InvalidRequest(f"QueryExecution {body['QueryExecutionId']} was not found")
    return execution


def _get_execution(body: dict[str, Any]) -> dict[str, Any]:
    execution = _execution(body)
    status: dict[str, Any] = {"State": execution.state, "SubmissionDateTime": execution.submitted}
    if execution.ended:
        status["CompletionDateTime"] = execution.ended
    if execution.reason:
        status["StateChangeReason"] = execution.reason
    milliseconds = int(((execution.ended or execution.submitted) - execution.submitted) * 1000)
    return {
        "QueryExecution": {
            "QueryExecutionId": execution.id,
            "Query": execution.sql,
            "StatementType": "DML",
            "ResultConfiguration": {"OutputLocation": execution.object},
            "QueryExecutionContext": {"Database": execution.database},
            "Status": status,
            "Statistics": {"DataScannedInBytes": execution.scanned, "TotalExecutionTimeInMillis": milliseconds},
            "WorkGroup": execution.workgroup.name,
        }
    }


def _get_results(body: dict[str, Any]) -> dict[str, Any]:
    """The first page begins with the names of the columns, as a row."""
    execution = _execution(body)
    if execution.state != "SUCCEEDED":
        raise InvalidRequest(f"Query did not finish successfully. Final query state: {execution.state}")
    rows = [[name for name, _ in execution.columns], *execution.rows]
    begin, size = int(body.get("NextToken") or 0), int(body.get("MaxResults") or PAGE)
    if not 1 <= size <= PAGE:
        raise InvalidRequest(f"MaxResults is 1 to {PAGE}")
    page = rows[begin : begin + size]
    results: dict[str, Any] = {
        "UpdateCount": 0,
        "ResultSet": {
            "Rows": [{"Data": [{} if v is None else {"VarCharValue": v} for v in row]} for row in page],
            "ResultSetMetadata": {
                "ColumnInfo": [
                    {"Name": name, "Label": name, "Type": queries.athena_type(kind)} for name, kind in execution.columns
                ]
            },
        },
    }
    return results | ({"NextToken": str(begin + size)} if begin + size < len(rows) else {})


def _named(query: NamedQuery) -> dict[str, Any]:
    names = {"id": "NamedQueryId", "query": "QueryString", "workgroup": "WorkGroup"}
    return {names.get(key, key.capitalize()): value for key, value in asdict(query).items()}


def _get_named(body: dict[str, Any]) -> dict[str, Any]:
    query = workgroups.named_queries.get(body["NamedQueryId"])
    if query is None:
        raise InvalidRequest(f"NamedQuery {body['NamedQueryId']} was not found")
    return {"NamedQuery": _named(query)}


def _list_named(body: dict[str, Any]) -> dict[str, Any]:
    workgroup = workgroups.find(body.get("WorkGroup", "primary"))
    return {"NamedQueryIds": [q.id for q in workgroups.named_queries.values() if q.workgroup == workgroup.name]}


def _batch_get_named(body: dict[str, Any]) -> dict[str, Any]:
    found = [workgroups.named_queries.get(identifier) for identifier in body["NamedQueryIds"]]
    return {"NamedQueries": [_named(query) for query in found if query]}


def _workgroup(workgroup: Workgroup) -> dict[str, Any]:
    return {
        "Name": workgroup.name,
        "State": "ENABLED" if workgroup.enabled else "DISABLED",
        "Description": workgroup.description,
        "CreationTime": workgroup.created,
    }


def _get_workgroup(body: dict[str, Any]) -> dict[str, Any]:
    workgroup = workgroups.find(body["WorkGroup"])
    return {"WorkGroup": _workgroup(workgroup) | {"Configuration": workgroup.configuration}}


def _list_workgroups(_body: dict[str, Any]) -> dict[str, Any]:
    workgroups.find("primary")
    return {"WorkGroups": [_workgroup(one) for one in workgroups.workgroups.values()]}


_OPERATIONS = {
    "StartQueryExecution": _start,
    "GetQueryExecution": _get_execution,
    "GetQueryResults": _get_results,
    "GetNamedQuery": _get_named,
    "ListNamedQueries": _list_named,
    "BatchGetNamedQuery": _batch_get_named,
    "GetWorkGroup": _get_workgroup,
    "ListWorkGroups": _list_workgroups,
}
