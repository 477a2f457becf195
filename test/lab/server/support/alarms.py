"""Metric alarms."""

ALARM = "AWS::CloudWatch::Alarm"


def alarm_of(name, **more):
    """Properties of an alarm on a metric without data; None leaves one out."""
    properties = {
        "AlarmName": name,
        "Namespace": "Test",
        "MetricName": "Nothing",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanThreshold",
        **more,
    }
    return {key: value for key, value in properties.items() if value is not None}
