"""Athena's API, as its clients see it."""

import json

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.glue.models import glue_backends
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from lab.server.athena import workgroups
from lab.server.athena.api import athena
from lab.server.settings import ACCOUNT, REGION
from support.resources import bucket_of


def call(operation, **body):
    headers = {"X-Amz-Target": f"AmazonAthena.{operation}", "Content-Type": "application/x-amz-json-1.1"}
    signed = AWSRequest("POST", "http://localhost/", data=json.dumps(body), headers=headers)
    SigV4Auth(Credentials("lab", "lab"), "athena", "us-east-1").add_auth(signed)
    builder = EnvironBuilder("/", "http://localhost/", method="POST", headers=dict(signed.headers), data=signed.data)
    response = athena(Request(builder.get_environ()))
    return response.headers.get("x-amzn-errortype"), json.loads(response.get_data())


def ask(sql):
    bucket_of("results")
    glue_backends[ACCOUNT][REGION].create_database("d", {"Name": "d"})
    _, started = call(
        "StartQueryExecution",
        QueryString=sql,
        QueryExecutionContext={"Database": "d"},
        ResultConfiguration={"OutputLocation": "s3://results/"},
    )
    while call("GetQueryExecution", **started)[1]["QueryExecution"]["Status"]["State"] in ("QUEUED", "RUNNING"):
        pass
    return started


def test_gives_results_in_pages():
    started = ask("SELECT x, NULL AS y FROM (VALUES (1), (2)) AS t(x) ORDER BY x")
    state = call("GetQueryExecution", **started)[1]["QueryExecution"]
    assert state["Status"]["State"] == "SUCCEEDED"
    assert state["ResultConfiguration"]["OutputLocation"] == f"s3://results/{started['QueryExecutionId']}.csv"
    _, first = call("GetQueryResults", **started, MaxResults=2)
    assert first["ResultSet"]["Rows"] == [
        {"Data": [{"VarCharValue": "x"}, {"VarCharValue": "y"}]},
        {"Data": [{"VarCharValue": "1"}, {}]},
    ]
    assert first["ResultSet"]["ResultSetMetadata"]["ColumnInfo"][0]["Type"] == "integer"
    _, last = call("GetQueryResults", **started, NextToken=first["NextToken"])
    assert last["ResultSet"]["Rows"] == [{"Data": [{"VarCharValue": "2"}, {}]}]
    assert "NextToken" not in last


def test_a_statement_that_fails_has_a_reason_and_no_results():
    started = ask("SELECT nothing")
    status = call("GetQueryExecution", **started)[1]["QueryExecution"]["Status"]
    assert (status["State"], "nothing" in status["StateChangeReason"]) == ("FAILED", True)
    assert call("GetQueryResults", **started)[0] == "InvalidRequestException"


def test_named_queries_are_of_a_workgroup():
    workgroups.create("w", {})
    given = {"Name": "q", "Database": "d", "QueryString": "SELECT 1", "WorkGroup": "w", "Description": "why"}
    query = workgroups.create_named_query(given)
    assert call("ListNamedQueries", WorkGroup="w")[1] == {"NamedQueryIds": [query.id]}
    assert call("ListNamedQueries")[1] == {"NamedQueryIds": []}
    expected = {"NamedQueryId": query.id, **given}
    assert call("GetNamedQuery", NamedQueryId=query.id)[1] == {"NamedQuery": expected}
    assert call("BatchGetNamedQuery", NamedQueryIds=[query.id])[1] == {"NamedQueries": [expected]}
    assert {one["Name"] for one in call("ListWorkGroups")[1]["WorkGroups"]} == {"w", "primary"}


def test_refuses_the_rest():
    assert call("CreatePreparedStatement")[0] == "UnknownOperationException"
    assert call("StartQueryExecution", QueryString="SELECT 1", WorkGroup="none")[0] == "InvalidRequestException"
    assert call("GetQueryExecution", QueryExecutionId="none")[0] == "InvalidRequestException"
