/** An application with the SDK of OpenTelemetry as its users have it. Prints its port when it listens. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metrics, SpanKind, trace } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const resource = resourceFromAttributes({ 'service.name': 'orders', 'service.namespace': 'shop' });
const provider = new NodeTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(), { scheduledDelayMillis: 200 })],
});
provider.register();
const reader = new PeriodicExportingMetricReader({
  exporter: new OTLPMetricExporter(),
  exportIntervalMillis: 2_000,
  exportTimeoutMillis: 2_000, // what takes longer is dropped, and the SDK allows no more than its interval
});
metrics.setGlobalMeterProvider(new MeterProvider({ resource, readers: [reader] }));
const tracer = trace.getTracer('application');
const counter = metrics.getMeter('application').createCounter('user.transactions');

const server = createServer((_, response) => {
  const span = tracer.startSpan('GET /', { kind: SpanKind.SERVER });
  counter.add(1, { transaction: 'Checkout', outcome: 'completed' });
  response.end('ok');
  span.end();
}).listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
