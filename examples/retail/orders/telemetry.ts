import { metrics } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  detectResources,
  envDetector,
  hostDetector,
  processDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { checkTelemetry } from '../backend/telemetry-check';

/**
 * Starts the OpenTelemetry SDK as its environment variables say, which the ADOT sidecar has set.
 *
 * Returns what sends the rest, for a service that stops.
 */
export function startTelemetry(): () => Promise<void> {
  if (process.env.OTEL_SDK_DISABLED === 'true') return async () => {};
  const detected = detectResources({ detectors: [envDetector, hostDetector, processDetector] });
  const name = process.env.OTEL_SERVICE_NAME;
  const resource = name ? detected.merge(resourceFromAttributes({ 'service.name': name })) : detected;

  const tracers = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  tracers.register(); // W3C traceparent and baggage, asynchronous context
  // 10 seconds instead of OpenTelemetry's minute: whoever tries the sample sees their order soon.
  const exportIntervalMillis = Number(process.env.OTEL_METRIC_EXPORT_INTERVAL ?? 10_000);
  const exporter = new OTLPMetricExporter();
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis,
    exportTimeoutMillis: exportIntervalMillis,
  });
  const meters = new MeterProvider({ resource, readers: [reader] });
  metrics.setGlobalMeterProvider(meters);
  checkTelemetry();
  return async () => {
    await Promise.allSettled([tracers.shutdown(), meters.shutdown()]);
  };
}
