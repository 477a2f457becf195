"""The telemetry services of the lab: CloudWatch RUM, Synthetics, metrics, alarms and dashboards, X-Ray, and OTLP.

Importing this package registers them. Only what telemetry needs is emulated; the rest is refused, loudly.
"""

from . import (  # noqa: F401 - imported for what they register
    canary_api,
    canary_resources,
    cloudwatch_resources,
    dashboard_page,
    embedded_metrics,
    function_metrics,
    metric_data_api,
    mute_rules,
    otlp,
    report,
    rum_page,
    rum_resources,
    xray,
)

metric_data_api.install()
function_metrics.install()
embedded_metrics.install()
