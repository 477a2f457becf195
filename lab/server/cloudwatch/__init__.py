"""CloudWatch and X-Ray, as far as telemetry needs them; the rest is refused, loudly."""

from . import embedded_metrics, filter_patterns, function_metrics, metric_data_api, query_definitions, xray

__all__ = ["embedded_metrics", "filter_patterns", "function_metrics", "metric_data_api", "query_definitions", "xray"]

metric_data_api.install()
function_metrics.install()
embedded_metrics.install()
query_definitions.install()
filter_patterns.install()
