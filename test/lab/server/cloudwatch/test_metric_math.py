import re

import pytest

from lab.server.cloudwatch import metrics, queries
from lab.server.cloudwatch.math_functions import FUNCTIONS, REFUSED
from lab.server.cloudwatch.math_values import READINGS, Context, MetricMathError, UndocumentedMath
from lab.server.cloudwatch.metric_math import evaluate

MINUTE = 60


def math(expression, reading=READINGS[0], **series):
    """Evaluates over minutes 0, 1, 2, ...; None is a missing data point."""
    grid = [at * MINUTE for at in range(max([len(values) for values in series.values()] or [1]))]
    known = {
        name: {at: v for at, v in zip(grid, values, strict=False) if v is not None} for name, values in series.items()
    }

    def resolve(name):
        if name not in known:
            raise MetricMathError(f"no query has the id {name!r}")
        return known[name]

    def with_text(text):
        return [values for name, values in known.items() if text in name]

    value = evaluate(expression, Context(resolve, with_text, grid, reading))
    return [value.get(at) for at in grid] if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("10 - 4 - 3", 3),
        ("1 < 2 AND 3 >= 4", 0),
        ("1 > 2 OR 3 == 3", 1),
        ("CEIL(1.2) + FLOOR(1.8) + ABS(-3)", 6),
        ("1.5e2", 150),
    ],
)
def test_numbers(expression, expected):
    assert math(expression) == expected


# "Missing values in a time series are treated as 0. If the value of a data point causes a function to attempt to divide
# by zero, the data point is dropped."
@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a + b", [12, 4, 30, None]),
        ("a - b", [8, -4, 30, None]),
        ("a / b", [5, 0, None, None]),
        ("2 * a", [20, None, 60, None]),
        ("1 / (a - 10)", [None, None, 0.05, None]),
    ],
)
def test_what_is_missing_in_one_of_two_series_is_zero(expression, expected):
    assert math(expression, a=[10, None, 30, None], b=[2, 4, None, None]) == expected


# The example under "Comparison and logical operators".
@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("metric1 < metric2", [0, 0, 1, 0]),
        ("metric1 >= 30", [1, 0, 0, 0]),
        ("metric1 > 15 AND metric2 > 15", [1, 0, 0, 0]),
    ],
)
def test_comparisons_are_those_of_the_documented_example(expression, expected):
    assert math(expression, metric1=[30, 20, 0, 0], metric2=[20, None, 20, None]) == expected


# The examples under "Using IF expressions".
@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("IF(metric1, metric2, metric3)", [30, 0, 20, None, None]),
        ("IF(metric1, 5, metric3)", [5, 5, 20, None, None]),
        ("IF(metric1, metric2, 5)", [30, 0, 5, 5, None]),
        ("IF(1, metric2)", [30, None, 0, 0, 30]),
        ("IF(0, metric2)", [None, None, None, None, None]),
    ],
)
def test_if_is_that_of_the_documented_examples(expression, expected):
    series = {"metric1": [1, 1, 0, 0, None], "metric2": [30, None, 0, 0, 30], "metric3": [0, 0, 20, None, 20]}
    assert math(expression, **series) == expected


@pytest.mark.parametrize(
    ("filler", "expected"),
    [
        ("0", [0, 1, 0, 0, 4, 0]),
        ("REPEAT", [None, 1, 1, 1, 4, 4]),
        ("LINEAR", [None, 1, 2, 3, 4, None]),
    ],
)
def test_fill_fills_missing_periods(filler, expected):
    assert math(f"FILL(a, {filler})", a=[None, 1, None, None, 4, None]) == expected


def test_if_keeps_only_the_periods_whose_condition_holds():
    assert math("IF(n >= 10, 100 * c / n)", n=[20, 5, 10, None], c=[10, 5, 9, 1]) == [50, None, 90, None]


def test_time_series_has_a_value_in_every_period():
    assert math("TIME_SERIES(7)", a=[None, None, None]) == [7, 7, 7]
    assert math("HOUR(TIME_SERIES(7)) + 1", a=[None, None]) == [1, 1]
    with pytest.raises(MetricMathError, match=re.escape("TIME_SERIES() takes a number")):
        math("TIME_SERIES(a)", a=[1])


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("MINUTE", [0, 1, 2]),
        ("HOUR", [0, 0, 0]),
        ("DAY", [4, 4, 4]),  # it began on a Thursday
        ("DATE", [1, 1, 1]),
        ("MONTH", [1, 1, 1]),
        ("YEAR", [1970, 1970, 1970]),
        ("EPOCH", [0, 60, 120]),
    ],
)
def test_clocks_tell_the_time_of_every_period_in_utc_also_of_those_without_a_data_point(function, expected):
    assert math(f"{function}(a)", a=[None, 1, None]) == expected


def test_a_clock_takes_a_series():
    with pytest.raises(MetricMathError, match=re.escape("HOUR() takes one time series")):
        math("HOUR(1)")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MAX(a)", 3),
        ("SUM([a, b])", [4, 5, 3]),
        ("AVG(METRICS())", [2, 2.5, 1.5]),  # "Missing values are treated as 0."
        ("MAX([a, b])", [3, 5, 3]),
        ('SUM(METRICS("b"))', [3, 5, None]),
        ("DATAPOINT_COUNT([a, b])", [2, 1, 1]),
        ("SUM(a) / DATAPOINT_COUNT(a)", 2),
        ("METRIC_COUNT(METRICS())", 2),
        ("FIRST([a, b])", [1, None, 3]),
        ("LAST([a, b])", [3, 5, None]),
        ("SUM(SLICE(METRICS(), 1))", [3, 5, None]),
        ("RUNNING_SUM(a)", [1, None, 4]),
        ("DIFF(a)", [None, None, 2]),
        ("DIFF_TIME(a)", [None, None, 120]),
        ("RATE(b)", [None, 2 / 60, None]),
        ("LOG10(10 * a / a)", [1, None, 1]),
    ],
)
def test_an_aggregate_of_one_series_is_a_number_and_of_an_array_a_series(expression, expected):
    assert math(expression, a=[1, None, 3], b=[3, 5, None]) == expected


# Where the documentation is silent: each reading is possible.
@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("FILL(none, 0)", [[None, None], [0, 0]]),
        ("HOUR(none)", [[None, None], [0, 0]]),
        ("MIN([a, none])", [[4, None], [0, None]]),
    ],
)
def test_what_is_not_documented_has_several_readings(expression, values):
    known = {"a": [4, None], "none": [None, None]}
    found = [math(expression, reading, **known) for reading in READINGS]
    assert [value for value in values if value not in found] == []
    assert [value for value in found if value not in values] == []


def ask(expression):
    metrics.backend().reset()
    metrics.put("N", "a", 4, at=30)
    raw = [{"Id": "r", "Expression": expression}] + [
        {
            "Id": name,
            "ReturnData": False,
            "MetricStat": {"Metric": {"Namespace": "N", "MetricName": name}, "Period": 60, "Stat": "Sum"},
        }
        for name in ("a", "none")
    ]
    return queries.evaluate_all([queries.parse(one) for one in raw], 0, 120)["r"]


@pytest.mark.parametrize("expression", ["FILL(none, 0)", "IF(HOUR(none) < 24, a, 1)", "MIN([a, none])"])
def test_refuses_what_depends_on_the_reading(expression):
    with pytest.raises(UndocumentedMath, match="leaves open"):
        ask(expression)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("FILL(a, 1)", [4, 1]),
        ("SUM([TIME_SERIES(0), none])", [0, 0]),
        ("MAX([TIME_SERIES(0), a, none])", [4, 0]),
        ("IF(HOUR(TIME_SERIES(0)) < 24, none, 1)", [0, 0]),
    ],
)
def test_answers_what_is_the_same_under_every_reading(expression, expected):
    assert list(ask(expression).values()) == expected


# The functions in the table of the page, as of April 2026.
DOCUMENTED = """
    ABS ANOMALY_DETECTION_BAND AVG CEIL DATAPOINT_COUNT DB_PERF_INSIGHTS DIFF DIFF_TIME FILL FIRST LAST FLOOR IF
    INSIGHT_RULE_METRIC LAMBDA LOG LOG10 MAX METRIC_COUNT METRICS MIN MINUTE HOUR DAY DATE MONTH YEAR EPOCH PERIOD RATE
    REMOVE_EMPTY RUNNING_SUM SEARCH SERVICE_QUOTA SLICE SORT STDDEV SUM TIME_SERIES
"""


def test_every_documented_function_is_either_evaluated_or_refused_with_a_reason():
    assert sorted([*FUNCTIONS, *REFUSED]) == sorted(DOCUMENTED.split())


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("ANOMALY_DETECTION_BAND(a)", "ANOMALY_DETECTION_BAND() in"),
        ("PERIOD(a)", "write the number"),
        ("ROUND(a)", "ROUND"),
        ("IF(1, 5, 7)", "one time series"),
        ("SEARCH('{x}', 'Sum')", "cannot read"),
        ("b + 1", "no query has the id 'b'"),
        ("1 +", "ends too early"),
        ("(1", "expected )"),
        ("1 2", "left over"),
        ("MAX(a, a)", "one time series or one [array]"),
        ("Upper + 1", "no id"),
    ],
)
def test_refuses(expression, message):
    with pytest.raises(MetricMathError, match=re.escape(message)):
        math(expression, a=[1])


def test_refuses_an_expression_that_refers_to_itself():
    raw = [{"Id": "a", "Expression": "b + 1"}, {"Id": "b", "Expression": "a + 1"}]
    with pytest.raises(MetricMathError, match="refers to itself"):
        queries.evaluate_all([queries.parse(one) for one in raw], 0, 60)
