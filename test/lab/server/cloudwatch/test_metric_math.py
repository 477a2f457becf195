import re

import pytest

from lab.server.cloudwatch import queries
from lab.server.cloudwatch.math_values import Context, MetricMathError
from lab.server.cloudwatch.metric_math import evaluate

MINUTE = 60


def math(expression, **series):
    """Evaluates over minutes 0, 1, 2, ...; None is a missing data point."""
    grid = [at * MINUTE for at in range(max([len(values) for values in series.values()] or [1]))]
    known = {
        name: {at: v for at, v in zip(grid, values, strict=False) if v is not None} for name, values in series.items()
    }

    def resolve(name):
        if name not in known:
            raise MetricMathError(f"no query has the id {name!r}")
        return known[name]

    value = evaluate(expression, Context(resolve, lambda: list(known.values()), grid))
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
        ("IF(1, 5, 7)", 5),
        ("CEIL(1.2) + FLOOR(1.8) + ABS(-3)", 6),
        ("1.5e2", 150),
    ],
)
def test_numbers(expression, expected):
    assert math(expression) == expected


def test_two_series_meet_only_where_both_have_a_data_point():
    assert math("a / b", a=[10, None, 30, 5], b=[2, 4, None, 1]) == [5, None, None, 5]


def test_division_by_zero_gives_no_data_point():
    assert math("a / b", a=[1, 2], b=[0, 2]) == [None, 1]


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


@pytest.mark.parametrize(
    ("function", "expected"),
    [("MINUTE", [0, 1, 2]), ("HOUR", [0, 0, 0]), ("DAY", [4, 4, 4])],  # it began on a Thursday
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
        ("AVG(METRICS())", [2, 5, 3]),
        ("MIN([a, b])", [1, 5, 3]),
    ],
)
def test_an_aggregate_of_one_series_is_a_number_of_an_array_a_series_over_what_is_there(expression, expected):
    assert math(expression, a=[1, None, 3], b=[3, 5, None]) == expected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("ANOMALY_DETECTION_BAND(a)", "ANOMALY_DETECTION_BAND"),
        ("RATE(a)", "RATE"),
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
