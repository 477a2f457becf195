/** Counts with the SDK of OpenTelemetry for JavaScript, as application.ts has it. */
import { createInterface } from 'node:readline';

/** What the SDK for Node.js makes of its environment. */
async function sdk() {
  const { defaultResource, detectResources, envDetector } = await import('@opentelemetry/resources');
  const { MeterProvider, PeriodicExportingMetricReader } = await import('@opentelemetry/sdk-metrics');
  const { OTEL_EXPORTER_OTLP_PROTOCOL, OTEL_METRIC_EXPORT_INTERVAL, OTEL_METRIC_EXPORT_TIMEOUT } = process.env;
  const protocol = OTEL_EXPORTER_OTLP_PROTOCOL === 'grpc' ? 'grpc' : 'http';
  const { OTLPMetricExporter } = await import(`@opentelemetry/exporter-metrics-otlp-${protocol}`);
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis: Number(OTEL_METRIC_EXPORT_INTERVAL ?? 60_000),
    exportTimeoutMillis: Number(OTEL_METRIC_EXPORT_TIMEOUT ?? 30_000),
  });
  const resource = defaultResource().merge(detectResources({ detectors: [envDetector] }));
  return new MeterProvider({ resource, readers: [reader] });
}

const { METERS = 1, SETS = 0 } = process.env;
const provider = await sdk();
const counters = Array.from({ length: Number(METERS) }, (_, index) =>
  provider.getMeter(`application-${index}`).createCounter('user.transactions'),
);

let sent = 0;
const counting = setInterval(() => {
  for (let set = 0; set < (sent < Number(SETS) ? Number(SETS) / 10 : 1); set++) {
    const attributes = { transaction: 'Checkout', outcome: 'completed', 'user.email': `user-${sent % 3}` };
    if (Number(SETS) > 0) attributes.set = sent % Number(SETS);
    for (const counter of counters) counter.add(1, attributes);
    sent += counters.length;
  }
  console.log(sent);
}, 50);

createInterface({ input: process.stdin }).on('line', async () => {
  await provider.forceFlush().catch(() => undefined);
  console.log('exported');
});

process.once('SIGTERM', async () => {
  clearInterval(counting);
  await provider.shutdown().catch(() => undefined);
  console.log(sent);
  process.exit(0);
});
