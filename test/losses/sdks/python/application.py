"""Counts with the SDK of OpenTelemetry for Python, as application.ts has it."""

import os
import signal
import sys
import threading

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader

if os.environ.get("OTEL_EXPORTER_OTLP_PROTOCOL") == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
else:
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter

provider = MeterProvider([PeriodicExportingMetricReader(OTLPMetricExporter())])
counters = [
    provider.get_meter(f"application-{index}").create_counter("user.transactions")
    for index in range(int(os.environ.get("METERS", "1")))
]
sets = int(os.environ.get("SETS", "0"))
ended = threading.Event()
printing = threading.Lock()
signal.signal(signal.SIGTERM, lambda *_: ended.set())


def say(text):
    with printing:
        print(text, flush=True)


def export_when_told():
    for _ in sys.stdin:
        provider.force_flush(60_000)
        say("exported")


threading.Thread(target=export_when_told, daemon=True).start()
sent = 0
while not ended.wait(0.05):
    for _ in range(sets // 10 if sent < sets else 1):
        attributes = {"transaction": "Checkout", "outcome": "completed", "user.email": f"user-{sent % 3}"}
        if sets:
            attributes["set"] = sent % sets
        for counter in counters:
            counter.add(1, attributes)
        sent += len(counters)
    say(sent)
provider.shutdown()
say(sent)
os._exit(0)
