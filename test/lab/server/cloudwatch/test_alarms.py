import pytest

from lab.server.cloudwatch.alarms import decide

MODES = ("missing", "ignore", "breaching", "notBreaching")
MARKS = {"0": False, "X": True, "-": None}


# The examples of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html;
# None: the alarm keeps its state.
@pytest.mark.parametrize(
    ("datapoints", "points", "expected"),
    [
        (3, "0 - X - X", ["OK", "OK", "OK", "OK"]),
        (3, "0 - - - -", ["OK", "OK", "OK", "OK"]),
        (3, "- - - - -", ["INSUFFICIENT_DATA", None, "ALARM", "OK"]),
        (3, "0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
        (3, "- - X - -", ["ALARM", None, "ALARM", "OK"]),
        (3, "- - - - X", [None, None, "ALARM", "OK"]),
        (2, "0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
        (2, "0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
        (2, "0 - X - -", ["OK", "OK", "ALARM", "OK"]),
        (2, "- - - - 0", ["OK", "OK", "ALARM", "OK"]),
        (2, "- - - X -", ["ALARM", None, "ALARM", "OK"]),
    ],
)
def test_missing_data_is_treated_as_in_the_documented_tables(datapoints, points, expected):
    marks = [MARKS[mark] for mark in points.split()]
    assert [decide(marks, 3, datapoints, mode) for mode in MODES] == expected
