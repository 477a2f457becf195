#!/usr/bin/env bash
# OTEL_EXPORTER_OTLP_TIMEOUT is in seconds to Python's OTLP exporters, in milliseconds to the specification and to others.
#
# What gives others two seconds, 2000, lets Python's try for half an hour; what gives Python's two seconds, 2, are two
# milliseconds to others. So no value suits containers whose language nobody knows.
# https://opentelemetry.io/docs/specs/otel/protocol/exporter/
# https://opentelemetry-python.readthedocs.io/en/latest/sdk/environment_variables.html
#
# Seen on 2026-11-28 with opentelemetry-exporter-otlp-proto-http and opentelemetry-sdk 1.44.0, Python 3.11, and
# @opentelemetry/exporter-metrics-otlp-http 0.223.0, @opentelemetry/sdk-metrics 2.12.1, Node.js 20. Of a server that answers
# after 4 seconds:
#   Python, 2: given up
#   Python, 2000: arrived
#   JavaScript, 2000: given up
#   JavaScript, 8000: arrived
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  opentelemetry-exporter-otlp-proto-http==1.44.0 opentelemetry-sdk==1.44.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  @opentelemetry/api@1.9.1 @opentelemetry/sdk-metrics@2.12.1 @opentelemetry/exporter-metrics-otlp-http@0.223.0

cat > server.js <<'JS'
const answer = (response) => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
const server = require('node:http').createServer((request, response) => {
  request.resume().on('end', () => setTimeout(answer, 4000, response));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
JS
cat > send.py <<'PY'
import logging
import os
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

logging.disable()
reader = InMemoryMetricReader()
MeterProvider([reader]).get_meter("shop").create_counter("orders").add(3)
result = OTLPMetricExporter().export(reader.get_metrics_data())
arrived = "arrived" if result.name == "SUCCESS" else "given up"
print(f"Python, {os.environ['OTEL_EXPORTER_OTLP_TIMEOUT']}: {arrived}", flush=True)
os._exit(0)
PY
cat > send.js <<'JS'
const { OTLPMetricExporter } = require('@opentelemetry/exporter-metrics-otlp-http');
const { MeterProvider, MetricReader } = require('@opentelemetry/sdk-metrics');

class Reader extends MetricReader {
  async onShutdown() {}
  async onForceFlush() {}
}
async function main() {
  const reader = new Reader();
  new MeterProvider({ readers: [reader] }).getMeter('shop').createCounter('orders').add(3);
  const { resourceMetrics } = await reader.collect();
  new OTLPMetricExporter().export(resourceMetrics, ({ code }) => {
    console.log(`JavaScript, ${process.env.OTEL_EXPORTER_OTLP_TIMEOUT}: ${code === 0 ? 'arrived' : 'given up'}`);
    process.exit();
  });
}
main();
JS
node server.js > port &
server=$!
until [ -s port ]; do sleep 0.1; done
export OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:$(cat port)"
seen=$(
  OTEL_EXPORTER_OTLP_TIMEOUT=2 venv/bin/python send.py
  OTEL_EXPORTER_OTLP_TIMEOUT=2000 venv/bin/python send.py
  OTEL_EXPORTER_OTLP_TIMEOUT=2000 node send.js
  OTEL_EXPORTER_OTLP_TIMEOUT=8000 node send.js
)
echo "$seen"
[ "$seen" = 'Python, 2: given up
Python, 2000: arrived
JavaScript, 2000: given up
JavaScript, 8000: arrived' ] || { echo 'this has changed'; exit 1; }
