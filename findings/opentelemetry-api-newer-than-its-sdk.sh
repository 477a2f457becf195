#!/usr/bin/env bash
# An application that imports a newer @opentelemetry/api than the SDK it runs under counts nothing, and nobody says so.
#
# The API's registry is global: the copy that comes first writes its version there, and another copy takes instruments from
# it only if the registry's minor version is not below its own. An agent such as ADOT's for JavaScript brings 1.9.1; an
# application with 1.10.0 of its own gets counters and tracers that do nothing, without an error or a warning at the
# default log level. The other way round all is counted.
#
# Seen on 2026-11-28 with @opentelemetry/api 1.9.1 and 1.10.0, @opentelemetry/sdk-metrics 2.12.0, Node.js 20:
#   registered by 1.9, counted by 1.9: 3
#   registered by 1.9, counted by 1.10: nothing
#   registered by 1.10, counted by 1.9: 3
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  api-1.9@npm:@opentelemetry/api@1.9.1 api-1.10@npm:@opentelemetry/api@1.10.0 \
  @opentelemetry/api@1.9.1 @opentelemetry/sdk-metrics@2.12.0

cat > count.js <<'JS'
const { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } =
  require('@opentelemetry/sdk-metrics');
const [, , agent, application] = process.argv;

async function main() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  require(`api-${agent}`).metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

  require(`api-${application}`).metrics.getMeter('shop').createCounter('orders').add(3);
  await reader.forceFlush();
  const points = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .flatMap(({ dataPoints }) => dataPoints.map(({ value }) => value));
  console.log(`registered by ${agent}, counted by ${application}: ${points.join(' ') || 'nothing'}`);
  process.exit();
}
main();
JS
seen=$(node count.js 1.9 1.9; node count.js 1.9 1.10; node count.js 1.10 1.9)
echo "$seen"
[ "$seen" = 'registered by 1.9, counted by 1.9: 3
registered by 1.9, counted by 1.10: nothing
registered by 1.10, counted by 1.9: 3' ] || { echo 'this has changed'; exit 1; }
