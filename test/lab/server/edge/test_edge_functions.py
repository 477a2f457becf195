"""Functions of the viewer request, run by Node.js."""

import re
from itertools import count

import pytest

from lab.server.edge import edge_functions
from lab.server.registry import ResourceError
from support.edge import ALL_BUT_HOST, VIEWER, distribution, reached, visit
from support.resources import deploy

_serial = count()


def define(code, **more):
    """The ARN of a function."""
    properties = {
        "Name": f"function-{next(_serial)}",
        "AutoPublish": True,
        "FunctionCode": code,
        "FunctionConfig": {"Comment": "", "Runtime": "cloudfront-js-2.0", **more},
    }
    return deploy("AWS::CloudFront::Function", properties).physical_id


def behind(arn, **behavior):
    """The domain of a distribution behind a function."""
    association = {"EventType": "viewer-request", "FunctionARN": arn}
    return distribution(FunctionAssociations=[association], **behavior)


def test_changes_uri_query_headers_and_cookies_on_their_way_to_the_origin():
    code = r"""function handler(event) {
      const request = event.request;
      request.uri = request.uri.replace(/^\/hidden/, '');
      request.querystring = { kept: { value: '1' } };
      request.headers['x-added'] = { value: event.context.eventType };
      delete request.cookies.a;
      return request;
    }"""
    told = reached(behind(define(code), OriginRequestPolicyId=ALL_BUT_HOST), path="/hidden/my%20events?q=1")
    assert (told["path"], told["query"]) == ("/my events", "kept=1")
    expected = {"x-added": "viewer-request", "cookie": "b=2", "origin": VIEWER["Origin"]}
    assert expected.items() <= told["headers"].items()


def test_leaves_the_body_as_it_was():
    host = behind(define("function handler(event) { return event.request; }"))
    told = reached(host, method="POST", body='{"a":1}')
    assert (told["method"], told["body"]) == ("POST", '{"a":1}')


def test_answers_itself():
    code = """function handler() {
      return { statusCode: 204, statusDescription: 'No Content', headers: { 'x-by': { value: 'edge' } } };
    }"""
    answer = visit(behind(define(code)))
    assert (answer.status_code, answer.headers["x-by"]) == (204, "edge")


def test_reads_the_key_value_store_that_is_associated_with_it():
    store = deploy("AWS::CloudFront::KeyValueStore", {"Name": "flags"}).attributes["Arn"]
    code = """import cf from 'cloudfront';
      async function handler(event) {
        const known = await cf.kvs().exists('rate');
        return { statusCode: known ? 200 : 404 };
      }"""
    host = behind(define(code, KeyValueStoreAssociations=[{"KeyValueStoreARN": store}]))
    assert visit(host).status_code == 404
    edge_functions.stores[store]["rate"] = "1"
    assert visit(host).status_code == 200


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ('function handler() { throw new Error("no"); }', 503),
        ("function handler() { for (;;) {} }", 503),
        ("function handler() {}", 502),
        ('function handler(e) { e.request.headers.host = { value: "x" }; return e.request; }', 502),
        ("function handler() { return { statusCode: process.pid }; }", 503),
        ('function handler() { return Function("return 1")(); }', 503),
    ],
    ids=[
        "throws",
        "never ends",
        "returns nothing",
        "changes Host",
        "reaches for the machine",
        "makes code of text",
    ],
)
def test_fails_the_request_when_it(code, status):
    arn = define(code)
    assert visit(behind(arn)).status_code == status
    assert len(edge_functions.functions[arn].failures) == 1


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("class A {} function handler(e) { return e.request; }", "classes"),
        ("function handler(e) { for (const a of []) {} return e.request; }", "for-of"),
        ("function handler(e) { return e?.request; }", "optional chaining"),
        ("function handler({ request }) { return request; }", "destructuring"),
        ('import fs from "fs"; function handler(e) { return e.request; }', "the module fs"),
        ("function handler(e) { return e.request;", "SyntaxError"),
        ("const a = 1;", "no function handler"),
        (f"function handler(e) {{ return e.request; }} // {'x' * 10_240}", "10240"),
    ],
    ids=[
        "a class",
        "for-of",
        "optional chaining",
        "destructuring",
        "a module of Node.js",
        "a syntax error",
        "no handler",
        "more than 10 KB",
    ],
)
def test_is_refused_with(code, message):
    with pytest.raises(ResourceError, match=re.escape(message)):
        define(code)


def test_has_to_be_published_before_a_distribution_takes_it():
    properties = {
        "Name": "draft",
        "FunctionCode": "function handler(e) { return e.request; }",
        "FunctionConfig": {"Comment": "", "Runtime": "cloudfront-js-2.0"},
    }
    arn = deploy("AWS::CloudFront::Function", properties).physical_id
    with pytest.raises(ResourceError, match="not published"):
        behind(arn)
