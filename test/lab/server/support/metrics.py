"""The emulated CloudWatch's metrics."""

import time

from lab.server.cloudwatch import metrics


def put(namespace, name, values, dimensions, unit=None, ago=0):
    """One value per entry, all `ago` seconds in the past."""
    for value in values:
        metrics.put(namespace, name, value, unit, dimensions, time.time() - ago)


def put_series(namespace, name, dimensions, points):
    """Pairs of a time and a value."""
    for at, value in points:
        metrics.put(namespace, name, value, None, dimensions, at)


def metric(namespace, name, dimensions, stat):
    return metrics.statistic(metrics.matching(namespace, name, dimensions.items()), stat)
