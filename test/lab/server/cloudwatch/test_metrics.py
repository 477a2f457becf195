import pytest

from lab.server.cloudwatch import metrics

MINUTE = 60


def percentile(stat, values):
    spec = metrics.MetricStat("Test", "Value", (), stat, MINUTE)
    for value in values:
        metrics.put(spec.namespace, spec.name, value, at=30)
    return metrics.series(spec, 0, MINUTE)[0]


@pytest.mark.parametrize(("stat", "expected"), [("p75", 3.25), ("p100", 4)])
def test_percentiles_interpolate_between_the_samples(stat, expected):
    assert percentile(stat, [1, 2, 3, 4]) == expected


def test_refuses_an_unknown_statistic():
    with pytest.raises(metrics.UnsupportedStatistic, match="tm99"):
        percentile("tm99", [1])
