import { Feature, Transaction } from '../../../src/events';
import { ExtendedMetric, MetricDefinition, MetricDimension } from '../../../src/rum';
import { custom, define, definitionsOf, EVENT, rendered } from './metric-definitions';

describe('the metrics of an app monitor', () => {
  const of = (value: unknown, name = 'Metric') =>
    custom({ eventPattern: { ...EVENT, metadata: { a: [value] } }, dimensions: { 'metadata.a': 'A' } }, name);
  const any = { exists: true };

  test('may share a name, if no event counts for the same values', () => {
    expect(rendered(of('a'), of('b'), of(any, 'Other'), custom())).toHaveLength(4);
  });

  test.each([
    ['the same value', of('a'), of('a')],
    ['any value', of('a'), of(any)],
    ['any value, the other way round', of(any), of('a')],
    ['no dimensions', custom(), custom({ eventPattern: { event_type: ['other'] } })],
  ])('fail when two have %s', (_, one, other) => {
    expect(() => define({ metricDefinitions: [one, other] })).toThrow(
      '[Shop/Monitor] metricDefinitions (metricName): got "Metric", expected a metric of RUM/CustomMetrics/UserTelemetry',
    );
    const { monitor, stack } = define({ metricDefinitions: [one] });
    expect(() => monitor.addMetricDefinition(other)).toThrow('[Shop/Monitor] addMetricDefinition() (metricName): got ');
    expect(definitionsOf(stack)).toHaveLength(1);
  });

  test('fail when one is that of a transaction', () => {
    const { monitor } = define();
    monitor.addTransaction(new Transaction(monitor, 'Buy'));
    const eventPattern = { event_type: ['a'], event_details: { t: [any] } };
    const dimensions = { 'event_details.t': 'Transaction' };
    expect(() => monitor.addMetricDefinition(custom({ eventPattern, dimensions }, 'TransactionStarted'))).toThrow(
      'addMetricDefinition() (metricName): got "TransactionStarted"',
    );
  });

  test('are at most 2000, counting each combination of values', () => {
    const pages = MetricDimension.pageId(...Array.from({ length: 100 }, (_, i) => `/${i}`));
    const countries = (count: number) =>
      MetricDimension.countryCode(...Array.from({ length: count }, (_, i) => `C${i}`));
    const { monitor } = define();
    monitor.addMetricDefinition(MetricDefinition.extended(ExtendedMetric.JS_ERROR_COUNT, pages, countries(20)));
    expect(() => monitor.addMetricDefinition(custom())).toThrow(
      '[Shop/Monitor] addMetricDefinition(): got "2001 metric definitions", expected at most 2000',
    );
  });

  test('fail without custom events, unless built-in events are meant', () => {
    const { monitor } = define({ customEvents: false });
    expect(() => monitor.addMetricDefinition(MetricDefinition.firstContentfulPaint())).not.toThrow();
    expect(() => monitor.addMetricDefinition(custom())).toThrow(
      '[Shop/Monitor] customEvents: got false, expected true',
    );
    expect(() => monitor.addFeature(new Feature(monitor, 'F'))).toThrow('[Shop/Monitor] customEvents: got false');
    expect(() => monitor.addTransaction(new Transaction(monitor, 'T'))).toThrow(
      '[Shop/Monitor] customEvents: got false',
    );
  });

  test('are read with the values that are fixed; others have to be stated', () => {
    const { monitor } = define();
    expect(monitor.metricOf(of(7)).dimensions).toMatchObject({ A: '7' });
    expect(() => monitor.metricOf(of(any))).toThrow(
      '[Shop/Monitor] metricOf() (dimensionsMap of "Metric"): got {}, expected a value of the dimension "A"',
    );
    expect(() => monitor.metricOf(of('a'), { dimensionsMap: { B: 'b' } })).toThrow(
      'got "B", expected only its dimensions: A',
    );
  });
});
