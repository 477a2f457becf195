import json

import pytest

from lab.server.rum.event_pattern import InvalidEventPattern, matches, parse

EVENT = {"event_type": "shop.bought", "event_details": {"value": 250, "tags": ["a", "b"], "ok": True}, "metadata": {}}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param({"event_type": ["shop.bought"]}, True, id="an exact value"),
        pytest.param({"event_type": ["shop.left"]}, False, id="another value"),
        pytest.param({"event_type": ["shop.left", "shop.bought"]}, True, id="any value of a list"),
        pytest.param({"event_type": [{"prefix": "shop."}]}, True, id="a prefix"),
        pytest.param({"event_type": [{"prefix": "bought"}]}, False, id="a prefix that only is inside"),
        pytest.param({"event_type": [{"suffix": ".bought"}]}, True, id="a suffix"),
        pytest.param({"event_type": [{"anything-but": "shop.bought"}]}, False, id="anything but a value"),
        pytest.param({"event_type": [{"anything-but": ["shop.left"]}]}, True, id="anything but a list"),
        pytest.param({"event_type": [{"anything-but": {"prefix": "shop"}}]}, False, id="anything but a prefix"),
        pytest.param(
            {"event_details": {"value": [{"numeric": [">=", 200, "<", 300]}]}}, True, id="a number in a range"
        ),
        pytest.param({"event_details": {"value": [{"numeric": [">", 250]}]}}, False, id="a number at an open end"),
        pytest.param({"event_type": [{"numeric": [">", 0]}]}, False, id="a number that is text"),
        pytest.param({"event_details": {"value": [{"exists": True}]}}, True, id="a field that exists"),
        pytest.param({"metadata": {"pageId": [{"exists": False}]}}, True, id="a field that must not exist"),
        pytest.param({"metadata": {"pageId": ["/"]}}, False, id="a missing field"),
        pytest.param({"event_details": {"tags": ["b"]}}, True, id="an element of an array"),
        pytest.param({"event_details": {"ok": [1]}}, False, id="true, which is not 1"),
        pytest.param({"event_type": ["shop.bought"], "event_details": {"value": [1]}}, False, id="all fields at once"),
    ],
)
def test_match(pattern, expected):
    assert matches(parse(json.dumps(pattern)), EVENT) is expected


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ({"event_type": "shop"}, "must be an array"),
        ({"event_type": []}, "empty array"),
        ({}, "at least one field"),
        ({"event_type": [{"wildcard": "*"}]}, "wildcard"),
        ({"event_type": [{"numeric": ["~", 1]}]}, "no argument of numeric"),
    ],
)
def test_is_refused(pattern, message):
    with pytest.raises(InvalidEventPattern, match=message):
        parse(json.dumps(pattern))
