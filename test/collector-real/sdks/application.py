"""Counts with the SDK of OpenTelemetry for Python, as losses.ts tells it by its environment."""

import os
import signal
import threading

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader

provider = MeterProvider([PeriodicExportingMetricReader(OTLPMetricExporter())])
counter = provider.get_meter("application").create_counter("user.transactions")
sets = int(os.environ.get("SETS", "0"))
ended = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: ended.set())
threading.Timer(float(os.environ["SECONDS"]), ended.set).start()

sent = 0
while not ended.wait(0.05):
    for _ in range(max(1, sets)):
        attributes = {"transaction": "Checkout", "outcome": "completed", "user.email": f"user-{sent % 3}"}
        counter.add(1, attributes | {"set": sent} if sets else attributes)
        sent += 1
provider.shutdown()
print(sent, flush=True)
os._exit(0)
