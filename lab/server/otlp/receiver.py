"""The OTLP receiver on 127.0.0.1:4318 (HTTP; protobuf and JSON) for Lambda functions: what stands for their layer sends
it spans and metrics, where the layer itself would send them to X-Ray and CloudWatch."""

from __future__ import annotations

import errno
import gzip
import zlib
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

from google.protobuf.json_format import MessageToJson, Parse, ParseError
from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2 as logs
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2 as metric_service
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as trace

from ..cloudwatch import trace_summaries
from ..registry import Lab, starts, stops
from . import convert
from .convert import attributes_of

PORT = 4318


class Received:
    """What arrived, by service."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.spans: Counter = Counter()
        self.records: Counter = Counter()  # log records
        self.published: Counter = Counter()  # CloudWatch data points that came of them
        self.refused: Counter = Counter()  # requests, by reason
        self.traces: set[bytes] = set()


received = Received()
_MESSAGES = {
    "/v1/traces": (trace.ExportTraceServiceRequest, trace.ExportTraceServiceResponse),
    "/v1/metrics": (metric_service.ExportMetricsServiceRequest, metric_service.ExportMetricsServiceResponse),
    "/v1/logs": (logs.ExportLogsServiceRequest, logs.ExportLogsServiceResponse),
}


def take(path: str, message: Any) -> None:
    with received.lock:
        {"/v1/traces": _traces, "/v1/metrics": _metrics, "/v1/logs": _logs}[path](message)


def _service(resource: dict[str, str]) -> str:
    return resource.get("service.name", "unknown_service")


def _traces(message: Any) -> None:
    for group in message.resource_spans:
        spans = [span for scope in group.scope_spans for span in scope.spans]
        service = _service(attributes_of(group.resource.attributes))
        received.spans[service] += len(spans)
        received.traces.update(span.trace_id for span in spans)
        for span in spans:  # which X-Ray would have of the layer
            trace_id = f"1-{span.trace_id.hex()[:8]}-{span.trace_id.hex()[8:]}"
            trace_summaries.record(trace_id, service, span.start_time_unix_nano / 1e9, span.end_time_unix_nano / 1e9)


def _logs(message: Any) -> None:
    for group in message.resource_logs:
        count = sum(len(scope.log_records) for scope in group.scope_logs)
        received.records[_service(attributes_of(group.resource.attributes))] += count


def _metrics(message: Any) -> None:
    for group in message.resource_metrics:
        resource = attributes_of(group.resource.attributes)
        for metric in (metric for scope in group.scope_metrics for metric in scope.metrics):
            received.published[_service(resource)] += convert.convert(resource, metric)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:  # one line per export would drown the lab's own output
        pass

    def do_GET(self) -> None:
        self._send(405, b"", "text/plain")

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        body = self._body()
        if path not in _MESSAGES:
            return self._refuse(404, f"no OTLP path {path}")
        request_type, response_type = _MESSAGES[path]
        kind = (self.headers.get("Content-Type") or "").split(";")[0].strip()
        try:
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            if kind == "application/json":
                message = Parse(body, request_type(), ignore_unknown_fields=True)
            elif kind == "application/x-protobuf":
                message = request_type.FromString(body)
            else:
                return self._refuse(415, f"Content-Type {kind or 'missing'}")
        except (ParseError, DecodeError, OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
            return self._refuse(400, f"unreadable {path}: {type(error).__name__}")
        take(path, message)
        if kind == "application/json":
            return self._send(200, MessageToJson(response_type()).encode(), kind)
        return self._send(200, response_type().SerializeToString(), kind)

    def _body(self) -> bytes:
        if "chunked" not in (self.headers.get("Transfer-Encoding") or ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0].strip() or b"0", 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _refuse(self, status: int, reason: str) -> None:
        with received.lock:
            received.refused[reason] += 1
        self._send(status, reason.encode(), "text/plain")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


_servers: list[ThreadingHTTPServer] = []


def serve(port: int = PORT) -> int:
    """Starts the receiver in a thread; returns its port: a free one if another lab has this one.

    The processes of deployed services get the URL from the lab, whatever their templates say.
    """
    ThreadingHTTPServer.daemon_threads = True
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, name="otlp", daemon=True).start()
    _servers.append(server)
    return server.server_port


@starts
def start(lab: Lab) -> None:
    port = int(urlsplit(lab.otlp_url).port or PORT)
    lab.otlp_url = f"http://127.0.0.1:{serve(port)}"


@stops
def stop(_: Lab) -> None:
    for server in _servers:
        server.shutdown()
        server.server_close()
    _servers.clear()
