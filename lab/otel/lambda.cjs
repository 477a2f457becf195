// A stand-in for the AWS layer of OpenTelemetry (ADOT) in the lab, which has no copy of that layer. It is preloaded when a
// function sets AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-instrument. Like the layer it puts a tracer and a meter provider into
// the OpenTelemetry API, records each invocation as a server span that continues the caller's trace, and flushes before
// the invocation ends. Unlike the layer it instruments no libraries, and sends OTLP to the lab instead of to X-Ray.
'use strict';
const { join } = require('node:path');
const { createRequire } = require('node:module');

const fromRoot = createRequire(join(__dirname, '..', '..', 'package.json'));
const api = fromRoot('@opentelemetry/api');
const { OTLPMetricExporter } = fromRoot('@opentelemetry/exporter-metrics-otlp-http');
const { OTLPTraceExporter } = fromRoot('@opentelemetry/exporter-trace-otlp-http');
const { defaultResource, resourceFromAttributes } = fromRoot('@opentelemetry/resources');
const { MeterProvider, PeriodicExportingMetricReader } = fromRoot('@opentelemetry/sdk-metrics');
const { BatchSpanProcessor, NodeTracerProvider } = fromRoot('@opentelemetry/sdk-trace-node');

const FLUSH_TIMEOUT_MS = 2000;
const { env } = process;
const endpoint = env.LAB_OTLP_ENDPOINT ?? 'http://127.0.0.1:4318';

const declared = Object.fromEntries(
  (env.OTEL_RESOURCE_ATTRIBUTES ?? '')
    .split(',')
    .filter((pair) => pair.includes('='))
    .map((pair) => [
      pair.slice(0, pair.indexOf('=')).trim(),
      decodeURIComponent(pair.slice(pair.indexOf('=') + 1).trim()),
    ]),
);
const resource = defaultResource().merge(
  resourceFromAttributes({
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'cloud.region': env.AWS_REGION,
    'faas.name': env.AWS_LAMBDA_FUNCTION_NAME,
    'faas.version': env.AWS_LAMBDA_FUNCTION_VERSION,
    'telemetry.distro.name': 'cdk-user-telemetry-lab',
    'service.name': env.OTEL_SERVICE_NAME ?? declared['service.name'] ?? env.AWS_LAMBDA_FUNCTION_NAME,
    ...declared,
    ...(env.OTEL_SERVICE_NAME && { 'service.name': env.OTEL_SERVICE_NAME }),
  }),
);

const tracerProvider = new NodeTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }))],
});
tracerProvider.register();
const meterProvider = new MeterProvider({
  resource,
  readers: [
    new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter({ url: `${endpoint}/v1/metrics`, temporalityPreference: 1 }), // cumulative
      exportIntervalMillis: 60_000,
    }),
  ],
});
api.metrics.setGlobalMeterProvider(meterProvider);

/** Telemetry never hurts the application: a receiver that is down costs a little time and no error. */
async function flush() {
  const limit = new Promise((resolve) => setTimeout(resolve, FLUSH_TIMEOUT_MS).unref());
  const done = Promise.allSettled([tracerProvider.forceFlush(), meterProvider.forceFlush()]);
  await Promise.race([done, limit]);
}

function attributesOf(event, context) {
  const http = event?.requestContext?.http;
  return {
    'faas.invocation_id': context.awsRequestId,
    'faas.trigger': http ? 'http' : 'other',
    'cloud.resource_id': context.invokedFunctionArn,
    ...(http && { 'http.request.method': http.method, 'url.path': http.path, 'user_agent.original': http.userAgent }),
  };
}

/** The lab's bootstrap passes the handler through here. */
globalThis[Symbol.for('lab.wrapHandler')] = (handler) => async (event, context) => {
  const caller = api.propagation.extract(api.context.active(), event?.headers ?? {});
  const tracer = api.trace.getTracer('cdk-user-telemetry-lab');
  const options = { kind: api.SpanKind.SERVER, attributes: attributesOf(event, context) };
  try {
    return await tracer.startActiveSpan(env.AWS_LAMBDA_FUNCTION_NAME, options, caller, async (span) => {
      try {
        const result = await (handler.length < 3
          ? handler(event, context)
          : new Promise((resolve, reject) => {
              const returned = handler(event, context, (error, value) => (error ? reject(error) : resolve(value)));
              if (typeof returned?.then === 'function') returned.then(resolve, reject);
            }));
        if (result?.statusCode) span.setAttribute('http.response.status_code', result.statusCode);
        if (result?.statusCode >= 500) span.setStatus({ code: api.SpanStatusCode.ERROR });
        return result;
      } catch (error) {
        span.recordException(error);
        span.setStatus({ code: api.SpanStatusCode.ERROR, message: String(error?.message ?? error) });
        throw error;
      } finally {
        span.end();
      }
    });
  } finally {
    await flush();
  }
};
