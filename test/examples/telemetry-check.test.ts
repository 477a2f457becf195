import { metrics } from '@opentelemetry/api';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { checkTelemetry } from '../../examples/retail/backend/telemetry-check';

const REGISTRY = Symbol.for('opentelemetry.js.api.1');
const global = globalThis as { [key: symbol]: unknown };

afterEach(() => {
  metrics.disable();
  delete global[REGISTRY];
});

test('an SDK that the application reaches is fine, and so is none', () => {
  expect(checkTelemetry).not.toThrow();
  metrics.setGlobalMeterProvider(new MeterProvider());
  expect(checkTelemetry).not.toThrow();
});

test('an SDK with an older API than the application counts nothing, and that is an error', () => {
  let counts = 0;
  const counter = { add: () => counts++ };
  global[REGISTRY] = { version: '1.8.0', metrics: { getMeter: () => ({ createCounter: () => counter }) } };
  metrics.getMeter('shop').createCounter('user.transactions').add(1);
  expect(counts).toBe(0);
  expect(checkTelemetry).toThrow('the OpenTelemetry SDK has @opentelemetry/api 1.8.0, this application a newer one');
});
