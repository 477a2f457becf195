"""Turns accepted RUM events into the documented AWS/RUM metrics and into the monitor's own metric definitions.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
Not emitted: the PerSession and PerPageView ratios, SessionDuration and the metrics of source maps.
"""

from __future__ import annotations

from typing import Any

from ..cloudwatch import metrics
from . import event_pattern
from .monitors import Definition, Monitor

NAMESPACE = "AWS/RUM"
CUSTOM = "RUM/CustomMetrics/"
DIMENSION = "application_name"
_PREFIX = "com.amazon.rum."
SATISFIED_MS, FRUSTRATED_MS = 2000, 8000

# Event type -> (metric, unit, field of the details; None counts 1).
_PLAIN = {
    "session_start_event": ("SessionCount", "Count", None),
    "page_view_event": ("PageViewCount", "Count", None),
    "js_error_event": ("JsErrorCount", "Count", None),
    "largest_contentful_paint_event": ("WebVitalsLargestContentfulPaint", "Milliseconds", "value"),
    "first_input_delay_event": ("WebVitalsFirstInputDelay", "Milliseconds", "value"),
    "interaction_to_next_paint_event": ("WebVitalsInteractionToNextPaint", "Milliseconds", "value"),
    "cumulative_layout_shift_event": ("WebVitalsCumulativeLayoutShift", "None", "value"),
    "performance_navigation_event": ("PerformanceNavigationDuration", "Milliseconds", "duration"),
    "performance_resource_event": ("PerformanceResourceDuration", "Milliseconds", "duration"),
}


def publish(monitor: Monitor, event: dict[str, Any], size: int) -> None:
    """`event` is the event as RUM stores it (event_type, event_details, metadata, ...)."""
    at = event["event_timestamp"] / 1000
    base = {DIMENSION: monitor.name}
    metrics.put(NAMESPACE, "RumEventPayloadSize", size, "Bytes", base, at)
    kind = event["event_type"].removeprefix(_PREFIX) if event["event_type"].startswith(_PREFIX) else None
    details = event["event_details"]
    if kind in _PLAIN:
        name, unit, field = _PLAIN[kind]
        value = 1 if field is None else _number(details.get(field))
        if value is not None:
            metrics.put(NAMESPACE, name, value, unit, base, at)
    if kind == "performance_navigation_event":
        _navigation(_number(details.get("duration")), base, at)
    if kind == "http_event":
        _http(_number((details.get("response") or {}).get("status")), event["event_type"], base, at)
    if kind == "page_view_event" and _number(details.get("timeOnParentPage")) is not None:
        metrics.put(NAMESPACE, "TimeOnPage", details["timeOnParentPage"], "Milliseconds", base, at)
    for definition in monitor.definitions:
        _defined(definition, monitor, event, at)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _navigation(duration: float | None, base: dict[str, str], at: float) -> None:
    if duration is None:
        return
    verdict = "Satisfied" if duration < SATISFIED_MS else "Tolerated" if duration < FRUSTRATED_MS else "Frustrated"
    metrics.put(NAMESPACE, f"Navigation{verdict}Transaction", 1, "Count", base, at)


def _http(status: float | None, event_type: str, base: dict[str, str], at: float) -> None:
    if status is None:
        return
    metrics.put(
        NAMESPACE,
        "HttpStatusCodeCount",
        1,
        "Count",
        {**base, "event_details.response.status": f"{status:g}", "event_type": event_type},
        at,
    )
    if 400 <= status < 600:
        metrics.put(NAMESPACE, "Http4xxCount" if status < 500 else "Http5xxCount", 1, "Count", base, at)


def field_of(event: dict[str, Any], path: str) -> Any:
    value: Any = event
    for part in path.split("."):
        if not isinstance(value, dict) or part not in value:
            return None
        value = value[part]
    return value


def _defined(definition: Definition, monitor: Monitor, event: dict[str, Any], at: float) -> None:
    if not event_pattern.matches(definition.pattern, event):
        return
    value = 1.0 if definition.value_key is None else _number(field_of(event, definition.value_key))
    dimensions = {DIMENSION: monitor.name}
    for path, dimension in definition.dimensions.items():
        found = field_of(event, path)
        if found is None:
            return
        dimensions[dimension] = str(found)
    if value is not None:
        namespace = CUSTOM + definition.namespace if definition.namespace else NAMESPACE
        metrics.put(namespace, definition.name, value, definition.unit, dimensions, at)
