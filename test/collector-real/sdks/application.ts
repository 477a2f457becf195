/** Counts with the SDK of OpenTelemetry for JavaScript, as losses.ts tells it by its environment. */
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { defaultResource, detectResources, envDetector } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';

const { OTEL_METRIC_EXPORT_INTERVAL = 60_000, OTEL_METRIC_EXPORT_TIMEOUT = 30_000, SECONDS, SETS = 0 } = process.env;
const reader = new PeriodicExportingMetricReader({
  exporter: new OTLPMetricExporter(),
  // What the SDK for Node.js reads from its environment.
  exportIntervalMillis: Number(OTEL_METRIC_EXPORT_INTERVAL),
  exportTimeoutMillis: Number(OTEL_METRIC_EXPORT_TIMEOUT),
});
const resource = defaultResource().merge(detectResources({ detectors: [envDetector] }));
const provider = new MeterProvider({ resource, readers: [reader] });
const counter = provider.getMeter('application').createCounter('user.transactions');

let sent = 0;
const counting = setInterval(() => {
  for (let set = 0; set < Math.max(1, Number(SETS)); set++) {
    const attributes = { transaction: 'Checkout', outcome: 'completed', 'user.email': `user-${sent % 3}` };
    counter.add(1, Number(SETS) > 0 ? { ...attributes, set: sent } : attributes);
    sent++;
  }
}, 50);

async function end(): Promise<void> {
  clearInterval(counting);
  await provider.shutdown().catch(() => undefined);
  console.log(sent);
  process.exit(0);
}
process.once('SIGTERM', end);
setTimeout(end, Number(SECONDS) * 1000);
