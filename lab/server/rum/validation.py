"""What CloudWatch RUM checks when an app monitor is created or updated.

Rules: the service model that botocore ships, the CloudFormation schema of AWS::RUM::AppMonitor and the API reference
of MetricDefinitionRequest.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ..properties import unknown
from . import event_pattern

_NAME = re.compile(r"^(?!\.)[.\-_#A-Za-z0-9]{1,255}$")
_DOMAIN = re.compile(
    r"^(localhost)$|^((25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)$"
    r"|^(?=[a-zA-Z0-9.*-]{4,253}$)(?!.*\.-)(?!.*-\.)(?!.*\.\.)(?!.*[^.]{64,})"
    r"(\*\.)?(?![-.*])[^*]+\.(\*|(?!.*--)(?=.*[a-zA-Z])[^*]+[^*-])$"
)
_PAGE = re.compile(r"https?://(www\.)?[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-zA-Z0-9()]{1,6}\b")
_S3_URI = re.compile(r"^s3://[a-z0-9][-.a-z0-9]{1,62}(/[-!_*'().a-z0-9A-Z]+)*/?$")
_TAG_KEY = re.compile(r"^(?!aws:)[a-zA-Z+-=._:/]{1,128}$")  # the service's "+-=" is a range, with the digits in it
_PROPERTIES = {
    "Name",
    "Domain",
    "DomainList",
    "Platform",
    "CwLogEnabled",
    "CustomEvents",
    "AppMonitorConfiguration",
    "ResourcePolicy",
    "DeobfuscationConfiguration",
    "Tags",
}
_CONFIGURATION = {
    "AllowCookies",
    "EnableXRay",
    "ExcludedPages",
    "IncludedPages",
    "FavoritePages",
    "GuestRoleArn",
    "IdentityPoolId",
    "SessionSampleRate",
    "Telemetries",
    "MetricDestinations",
}
_EVENT_KEYS = {
    "account_id",
    "application_Id",
    "application_version",
    "application_name",
    "batch_id",
    "event_details",
    "event_id",
    "event_interaction",
    "event_timestamp",
    "event_type",
    "event_version",
    "log_stream",
    "metadata",
    "sessionId",
    "user_details",
    "userId",
}
_EXTENDED_DIMENSIONS = {
    "metadata.pageId": "PageId",
    "metadata.browserName": "BrowserName",
    "metadata.deviceType": "DeviceType",
    "metadata.osName": "OSName",
    "metadata.countryCode": "CountryCode",
    "event_details.fileType": "FileType",
}
_RUM = "com.amazon.rum."
# Extended metric -> (ValueKey, event type); from the reference of MetricDefinitionRequest.
_EXTENDED = {
    "PerformanceNavigationDuration": ("event_details.duration", "performance_navigation_event"),
    "PerformanceResourceDuration": ("event_details.duration", "performance_resource_event"),
    "NavigationSatisfiedTransaction": (None, "performance_navigation_event"),
    "NavigationToleratedTransaction": (None, "performance_navigation_event"),
    "NavigationFrustratedTransaction": (None, "performance_navigation_event"),
    "WebVitalsCumulativeLayoutShift": ("event_details.value", "cumulative_layout_shift_event"),
    "WebVitalsFirstInputDelay": ("event_details.value", "first_input_delay_event"),
    "WebVitalsLargestContentfulPaint": ("event_details.value", "largest_contentful_paint_event"),
    "WebVitalsInteractionToNextPaint": ("event_details.value", "interaction_to_next_paint_event"),
    "JsErrorCount": (None, "js_error_event"),
    "HttpErrorCount": (None, "http_event"),
    "SessionCount": (None, "session_start_event"),
    "PageViewCount": (None, "page_view_event"),
    "Http4xxCount": (None, "http_event"),
    "Http5xxCount": (None, "http_event"),
}


class InvalidMonitor(ValueError):
    pass


def require(condition: Any, message: str) -> None:
    if not condition:
        raise InvalidMonitor(message)


def valid_domain(domain: Any) -> bool:
    return isinstance(domain, str) and len(domain) <= 253 and bool(_DOMAIN.match(domain))


def check(properties: dict[str, Any]) -> None:
    strange = unknown(properties, _PROPERTIES)
    require(not strange, f"unknown properties: {strange}")
    name = properties.get("Name")
    require(isinstance(name, str) and _NAME.match(name), f"Name {name!r} must match {_NAME.pattern}")
    domains = domains_of(properties)
    require(("Domain" in properties) != ("DomainList" in properties), "exactly one of Domain and DomainList is needed")
    require(1 <= len(domains) <= 5, f"DomainList has {len(domains)} domains, expected 1 to 5")
    for domain in domains:
        require(valid_domain(domain), f"Domain {domain!r} is no host name (without scheme, port and path)")
    require(properties.get("Platform", "Web") in ("Web", "Android", "iOS"), f"Platform {properties.get('Platform')!r}")
    status = (properties.get("CustomEvents") or {}).get("Status", "DISABLED")
    require(status in ("ENABLED", "DISABLED"), f"CustomEvents.Status {status!r} is neither ENABLED nor DISABLED")
    _check_configuration(properties.get("AppMonitorConfiguration") or {})
    _check_source_maps((properties.get("DeobfuscationConfiguration") or {}).get("JavaScriptSourceMaps"))
    tags = properties.get("Tags") or []
    require(len(tags) <= 50, f"{len(tags)} tags, at most 50")
    for tag in tags:
        require(_TAG_KEY.match(str(tag.get("Key"))), f"tag key {tag.get('Key')!r} must match {_TAG_KEY.pattern}")
        require(len(str(tag.get("Value"))) <= 256, f"the value of tag {tag.get('Key')!r} is longer than 256")


def domains_of(properties: dict[str, Any]) -> list:
    return list(properties.get("DomainList") or ([properties["Domain"]] if "Domain" in properties else []))


def _check_configuration(configuration: dict[str, Any]) -> None:
    strange = unknown(configuration, _CONFIGURATION)
    require(not strange, f"unknown in AppMonitorConfiguration: {strange}")
    rate = float(configuration.get("SessionSampleRate", 0.1))
    require(0 <= rate <= 1, f"SessionSampleRate {rate} is not between 0 and 1")
    for telemetry in configuration.get("Telemetries") or []:
        require(telemetry in ("errors", "performance", "http"), f"Telemetries: {telemetry!r} is unknown")
    excluded, included = configuration.get("ExcludedPages") or [], configuration.get("IncludedPages") or []
    require(not (excluded and included), "ExcludedPages and IncludedPages exclude each other")
    for kind in ("ExcludedPages", "IncludedPages", "FavoritePages"):
        pages = configuration.get(kind) or []
        require(len(pages) <= 50, f"{kind} has {len(pages)} pages, at most 50")
        if kind != "FavoritePages":
            for url in pages:
                require(
                    len(url) <= 1260 and _PAGE.search(url), f"{kind}: {url!r} is no full http(s) URL of 1260 at most"
                )
    pool = configuration.get("IdentityPoolId")
    require(pool is None or (re.match(r"^[\w-]+:[0-9a-f-]+$", pool) and len(pool) <= 55), f"IdentityPoolId {pool!r}")
    destinations = configuration.get("MetricDestinations") or []
    require(len(destinations) <= 20, f"{len(destinations)} MetricDestinations, at most 20")
    for destination in destinations:
        kind = destination.get("Destination")
        require(kind == "CloudWatch", f"MetricDestinations: {kind!r} is not supported (Evidently is discontinued)")
        definitions = destination.get("MetricDefinitions") or []
        require(len(definitions) <= 2000, f"{len(definitions)} MetricDefinitions, at most 2000")
        for definition in definitions:
            check_definition(definition)


def _check_source_maps(maps: dict[str, Any] | None) -> None:
    if maps is None:
        return
    require(maps.get("Status") in ("ENABLED", "DISABLED"), f"JavaScriptSourceMaps.Status {maps.get('Status')!r}")
    uri = maps.get("S3Uri")
    require(uri or maps["Status"] == "DISABLED", "JavaScriptSourceMaps.S3Uri is required when they are ENABLED")
    require(not uri or _S3_URI.match(uri), f"JavaScriptSourceMaps.S3Uri {uri!r} must match {_S3_URI.pattern}")


def check_definition(definition: dict[str, Any]) -> None:
    name = definition.get("Name")
    require(isinstance(name, str) and 1 <= len(name) <= 255, f"metric Name {name!r} needs 1 to 255 characters")
    try:
        _check_definition(name, definition)
    except (InvalidMonitor, event_pattern.InvalidEventPattern) as error:
        raise InvalidMonitor(f"metric definition {name!r}: {error}") from error


def _check_definition(name: str, definition: dict[str, Any]) -> None:
    namespace, value_key = definition.get("Namespace"), definition.get("ValueKey")
    text = definition.get("EventPattern")
    dimensions = definition.get("DimensionKeys") or {}
    require(value_key is None or 1 <= len(value_key) <= 256, "ValueKey needs 1 to 256 characters")
    require(1 <= len(definition.get("UnitLabel", "Count")) <= 256, "UnitLabel needs 1 to 256 characters")
    require(len(dimensions) <= 29, f"{len(dimensions)} DimensionKeys, at most 29")
    require(text is None or len(text) <= 4000, f"EventPattern has {len(text or '')} characters, at most 4000")
    pattern = event_pattern.parse(text) if text else {}
    if namespace in (None, "AWS/RUM"):
        _check_extended(name, value_key, pattern, dimensions)
    else:
        require(re.match(r"^[a-zA-Z0-9\-._/#:]{1,237}$", namespace), f"Namespace {namespace!r}")
        require(not namespace.startswith("AWS/"), f"Namespace {namespace!r} starts with AWS/")
        _check_single_values(pattern)
    constrained = event_pattern.paths(pattern)
    for path in dimensions:
        require(
            any(p == path or p.startswith(path + ".") for p in constrained),
            f"the dimension {path!r} is not in the EventPattern",
        )
    for path in [*pattern, *dimensions, *([value_key] if value_key else [])]:
        require(path.split(".")[0] in _EVENT_KEYS, f"{path!r} is no field of a RUM event")
    if pattern.get("event_details"):
        require(pattern.get("event_type"), "an EventPattern with event_details needs an event_type")


def _check_extended(name: str, value_key: str | None, pattern: dict[str, Any], dimensions: dict[str, str]) -> None:
    require(name in _EXTENDED, "not an extended metric of AWS/RUM; custom metrics need a Namespace")
    expected_key, event = _EXTENDED[name]
    require(value_key == expected_key, f"ValueKey must be {expected_key!r}, got {value_key!r}")
    require(
        pattern.get("event_type") == [_RUM + event], f'EventPattern must include {{"event_type":["{_RUM}{event}"]}}'
    )
    for path, dimension in dimensions.items():
        require(_EXTENDED_DIMENSIONS.get(path) == dimension, f"the dimension {path!r}: {dimension!r} does not exist")


def _check_single_values(pattern: dict[str, Any]) -> None:
    for key, value in pattern.items():
        if isinstance(value, dict):
            _check_single_values(value)
        else:
            require(len(value) == 1, f"{key} lists {json.dumps(value)}: arrays of custom metrics hold one value")
