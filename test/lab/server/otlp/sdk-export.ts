/** Records three requests with the OpenTelemetry SDK and exports them to the URL given; jest can't load the exporter. */
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';

const exporter = new OTLPMetricExporter({ url: process.argv[2] });
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 });
const resource = resourceFromAttributes({ 'service.name': 'orders', 'service.namespace': 'shop' });
const provider = new MeterProvider({ readers: [reader], resource });
const histogram = provider.getMeter('test').createHistogram('http.server.request.duration', { unit: 's' });
for (const value of [0.1, 0.2, 0.6]) histogram.record(value);
void provider.shutdown();
