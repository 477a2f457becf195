"""The body of PutRumEvents, checked member by member against the service model."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from typing import Any

_UUID = re.compile(r"^[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}$")
_CUSTOM_TYPE = re.compile(r"^[a-zA-Z0-9_.-]{1,256}$")
_ATTRIBUTE_KEY = re.compile(r"^(?!pageTags)(?!aws:)[a-zA-Z0-9_:]{1,128}$")
MAX_CUSTOM_EVENT = 6 * 1024
MAX_ATTRIBUTES = 10
_BUILT_IN = ("com.amazon.rum.", "com.amazonaws.rum.")
# The metadata that the web client itself writes (its MetaData type); everything else is the page's own attribute.
_METADATA = {
    "version",
    "browserLanguage",
    "browserName",
    "browserVersion",
    "osName",
    "osVersion",
    "deviceType",
    "platformType",
    "pageUrl",
    "url",
    "pageId",
    "parentPageId",
    "interaction",
    "referrerUrl",
    "pageTitle",
    "title",
    "countryCode",
    "subdivisionCode",
    "domain",
    "pageTags",
}


class InvalidBody(ValueError):
    """`reason` is the short name under which the refusal is counted."""

    def __init__(self, reason: str, message: str):
        super().__init__(message)
        self.reason = reason


def is_uuid(value: Any) -> bool:
    return isinstance(value, str) and bool(_UUID.match(value))


def is_custom(event_type: str) -> bool:
    return not event_type.startswith(_BUILT_IN)


def decode(data: bytes, encoding: str | None) -> dict[str, Any]:
    if encoding in ("gzip", "x-gzip"):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as error:
            raise InvalidBody("bad gzip", f"the body is not gzip: {error}") from error
    elif encoding not in (None, "", "identity"):
        raise InvalidBody("bad encoding", f"Content-Encoding {encoding} is not supported")
    try:
        body = json.loads(data)
    except ValueError as error:
        raise InvalidBody("bad JSON", f"the body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise InvalidBody("bad JSON", "the body is no JSON object")
    return body


def check(body: dict[str, Any], monitor_id: str) -> list[dict[str, Any]]:
    """Returns the events with metadata and details parsed."""
    for required in ("BatchId", "AppMonitorDetails", "UserDetails", "RumEvents"):
        if body.get(required) is None:
            raise InvalidBody("missing member", f"{required} is required")
    _need(is_uuid(body["BatchId"]), "bad BatchId", "BatchId is no UUID")
    details, user = body["AppMonitorDetails"], body["UserDetails"]
    _need(isinstance(details, dict), "bad AppMonitorDetails", "AppMonitorDetails is no structure")
    _need(
        details.get("id") in (None, monitor_id),
        "bad AppMonitorDetails",
        "AppMonitorDetails.id is not the app monitor of the path",
    )
    _need(isinstance(user, dict), "bad UserDetails", "UserDetails is no structure")
    for key in ("userId", "sessionId"):
        _need(user.get(key) is None or is_uuid(user[key]), "bad UserDetails", f"UserDetails.{key} is no UUID")
    alias = body.get("Alias")
    _need(
        alias is None or (isinstance(alias, str) and 1 <= len(alias) <= 255),
        "bad Alias",
        "Alias needs 1 to 255 characters",
    )
    _need(isinstance(body["RumEvents"], list), "bad RumEvents", "RumEvents is no list")
    session = (
        _object(body.get("SessionMetadata"), "SessionMetadata", "bad metadata") if body.get("SessionMetadata") else {}
    )
    _attributes(session)
    return [_event(raw, session) for raw in body["RumEvents"]]


def _need(condition: Any, reason: str, message: str) -> None:
    if not condition:
        raise InvalidBody(reason, message)


def _object(text: Any, name: str, reason: str) -> dict[str, Any]:
    _need(isinstance(text, str), reason, f"{name} must be a JSON string")
    try:
        value = json.loads(text)
    except ValueError as error:
        raise InvalidBody(reason, f"{name} is not JSON: {error}") from error
    _need(isinstance(value, dict), reason, f"{name} is no JSON object")
    return value


def _event(raw: Any, session: dict[str, Any]) -> dict[str, Any]:
    _need(isinstance(raw, dict), "bad event", "an event is no structure")
    for required in ("id", "timestamp", "type", "details"):
        _need(raw.get(required) is not None, "bad event", f"an event without {required}")
    _need(is_uuid(raw["id"]), "bad event id", f"the event id {raw['id']!r} is no UUID")
    stamp = raw["timestamp"]
    _need(
        isinstance(stamp, (int, float)) and not isinstance(stamp, bool) and stamp > 0,
        "bad timestamp",
        f"the timestamp {stamp!r} is no number of seconds",
    )
    kind = raw["type"]
    _need(
        isinstance(kind, str) and _CUSTOM_TYPE.match(kind),
        "bad event type",
        f"the event type {kind!r} must match {_CUSTOM_TYPE.pattern}",
    )
    details = _object(raw["details"], f"details of {kind}", "bad details")
    metadata = _object(raw["metadata"], f"metadata of {kind}", "bad metadata") if raw.get("metadata") else {}
    _attributes(metadata)
    size = len(json.dumps(raw).encode())
    if is_custom(kind):
        own = len(str(raw["details"]).encode()) + len(kind)
        _need(
            own <= MAX_CUSTOM_EVENT,
            "custom event too large",
            f"the custom event {kind} has {own} bytes, the limit is {MAX_CUSTOM_EVENT}",
        )
    return {
        "id": raw["id"],
        "timestamp": float(stamp),
        "type": kind,
        "details": details,
        "metadata": {**session, **metadata},
        "size": size,
    }


def _attributes(metadata: dict[str, Any]) -> None:
    own = {key: value for key, value in metadata.items() if key not in _METADATA and not key.startswith("aws:")}
    _need(len(own) <= MAX_ATTRIBUTES, "bad metadata", f"{len(own)} custom attributes, at most {MAX_ATTRIBUTES}")
    for key, value in own.items():
        _need(
            _ATTRIBUTE_KEY.match(key), "bad metadata", f"the attribute key {key!r} must match {_ATTRIBUTE_KEY.pattern}"
        )
        _need(
            isinstance(value, (str, int, float, bool)) and len(str(value)) <= 256,
            "bad metadata",
            f"the attribute {key!r} must be a string, number or boolean of 256 characters at most",
        )
