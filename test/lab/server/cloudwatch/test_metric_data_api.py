import time
from datetime import UTC, datetime

from lab.server.cloudwatch import metrics
from support.metrics import put


def test_get_metric_data_tells_namespaces_and_dimension_sets_apart_and_evaluates_math():
    put("One", "Count", [1, 2], {"Shop": "a"})
    put("Two", "Count", [40], {"Shop": "a"})
    put("One", "Count", [80], {"Shop": "a", "Page": "x"})
    metric = {"Namespace": "One", "MetricName": "Count", "Dimensions": [{"Name": "Shop", "Value": "a"}]}
    now = time.time()
    [result] = metrics.backend().get_metric_data(
        queries=[
            {"Id": "m", "MetricStat": {"Metric": metric, "Period": 3600, "Stat": "Sum"}, "ReturnData": False},
            {"Id": "twice", "Expression": "m * 2"},
        ],
        start_time=datetime.fromtimestamp(now - 1800, UTC),
        end_time=datetime.fromtimestamp(now + 60, UTC),
        scan_by="TimestampAscending",
    )
    assert result["values"] == [6]
