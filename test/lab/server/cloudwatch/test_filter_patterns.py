import json

import pytest
from moto.logs.exceptions import InvalidParameterException

from lab.server.cloudwatch.filter_patterns import JsonFilter

EVENT = json.dumps({"event_type": "js_error", "user_details": {"sessionId": "s-1"}, "count": 3})


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ('{ $.event_type = "js_error" }', True),
        ('{ $.event_type != "js_error" }', False),
        ('{ ($.user_details.sessionId = "s-2") || ($.user_details.sessionId = "s-1") }', True),
        ('{ ($.event_type != "a") && ($.event_type != "js_error") }', False),
        ('{ (($.event_type = "a") || ($.event_type = "js_error")) && $.user_details.sessionId = "s-1" }', True),
        ('{ $.user_details.userId = "s-1" }', False),
        ('{ $.event_type.of = "s-1" }', False),
    ],
)
def test_json_is_matched_by_its_texts(pattern, matches):
    assert JsonFilter(pattern).matches(EVENT) is matches
    assert not JsonFilter('{ $.event_type = "js_error" }').matches("no JSON")


@pytest.mark.parametrize(
    "pattern",
    [
        "{ }",
        "{ $.a }",
        '{ $.a = "b" ',
        '{ $.a = "b" && }',
        '{ $.a = "*" }',
        "{ $.a = 1 }",
        '{ ($.a = "b" }',
        "{" * 1025,
    ],
)
def test_what_the_lab_does_not_know_is_refused(pattern):
    with pytest.raises(InvalidParameterException):
        JsonFilter(pattern)
