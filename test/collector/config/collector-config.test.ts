import * as logs from 'aws-cdk-lib/aws-logs';
import {
  CollectorConfig,
  type CollectorConfigProps,
  MetricDestination,
  PersonalData,
  TraceDestination,
  TraceSampling,
} from '../../../src/collector';
import { newStack, textOf } from '../fixture';

function render(props?: CollectorConfigProps, receiverHost?: string) {
  const stack = newStack({ env: { region: 'eu-west-1' } });
  const metricsLogGroup = logs.LogGroup.fromLogGroupName(stack, 'Metrics', '/metrics');
  const json = new CollectorConfig(props).toJson(stack, { metricsLogGroup, memoryLimitMiB: 256, receiverHost });
  return JSON.parse(textOf(stack.resolve(json)));
}

describe('the configuration', () => {
  test('sends traces to X-Ray and metrics through EMF, memory guarded first', () => {
    expect(render().service).toEqual({
      extensions: ['health_check'],
      telemetry: { metrics: { level: 'none' } },
      pipelines: {
        traces: {
          receivers: ['otlp'],
          processors: ['memory_limiter', 'attributes/personal', 'attributes/xray-peers', 'attributes/xray-mssql'],
          exporters: ['awsxray'],
        },
        metrics: {
          receivers: ['otlp'],
          processors: [
            'memory_limiter',
            'filter',
            'filter/totals',
            'filter/rest',
            'cumulativetodelta',
            'metricsgeneration',
            'filter/flat',
            'attributes/personal',
            'attributes/metrics',
            'metricstransform',
            'filter/elsewhere',
            'resource/instance',
            'resource',
          ],
          exporters: ['awsemf'],
        },
        'metrics/apart': {
          receivers: ['otlp'],
          processors: [
            'memory_limiter',
            'filter',
            'filter/totals',
            'filter/apart',
            'attributes/personal',
            'resource/instance',
            'resource',
            'batch/one',
          ],
          exporters: ['awsemf'],
        },
      },
    });
  });

  test('defines every component that its pipelines name, and no other', () => {
    const config = render();
    const pipelines: Record<string, string[]>[] = Object.values(config.service.pipelines);
    for (const kind of ['receivers', 'processors', 'exporters']) {
      const named = new Set(pipelines.flatMap((pipeline) => pipeline[kind]));
      expect(Object.keys(config[kind]).sort()).toEqual([...named].sort());
    }
    expect(Object.keys(config.extensions)).toEqual(config.service.extensions);
  });

  test('counts the vocabulary with bounded dimensions, exactly', () => {
    const { exporters, processors } = render();
    expect(exporters.awsemf).toEqual({
      region: 'eu-west-1',
      namespace: 'UserTelemetry',
      log_group_name: '/metrics',
      log_stream_name: 'adot-collector',
      max_retries: 10,
      dimension_rollup_option: 'NoDimensionRollup',
      resource_to_telemetry_conversion: { enabled: true },
      metric_declarations: [
        {
          dimensions: [['application', 'transaction', 'outcome']],
          metric_name_selectors: ['^user\\.transactions$'],
        },
        {
          dimensions: [['application', 'transaction', 'outcome']],
          metric_name_selectors: ['^user\\.transactions\\.synthetic$'],
        },
        { dimensions: [['application', 'service']], metric_name_selectors: ['^http\\.server\\.request\\.duration$'] },
        { dimensions: [['application', 'service']], metric_name_selectors: ['^telemetry\\.overflow$'] },
      ],
      metric_descriptors: [
        { metric_name: 'user.transactions', unit: 'Count', overwrite: true },
        { metric_name: 'user.transactions.synthetic', unit: 'Count', overwrite: true },
        { metric_name: 'http.server.request.duration', unit: 'Seconds', overwrite: true },
        { metric_name: 'telemetry.overflow', unit: 'None', overwrite: true },
      ],
    });
    expect(processors.cumulativetodelta).toEqual({ initial_value: 'auto' });
    expect(processors.filter.metrics.metric).toEqual([
      'name != "user.transactions" and name != "user.transactions.synthetic" and name != "http.server.request.duration"',
    ]);
  });

  describe('tells who sends whether AWS got it', () => {
    const batched = (props: CollectorConfigProps, pipeline: string): boolean =>
      render(props).service.pipelines[pipeline].processors.includes('batch');
    const vendor = { name: 'vendor', url: 'https://vendor.example' };

    test('but not where another destination would get it twice', () => {
      const metricDestinations = [MetricDestination.cloudWatch(), MetricDestination.otlp(vendor)];
      const traceDestinations = [TraceDestination.xray(), TraceDestination.otlp(vendor)];
      expect(batched({ metricDestinations }, 'metrics')).toBe(true);
      expect(batched({ traceDestinations }, 'traces')).toBe(true);
    });

    test('but not where it waits for whole traces', () => {
      expect(batched({ sampling: TraceSampling.tail() }, 'traces')).toBe(true);
      expect(batched({ sampling: TraceSampling.head(0.1) }, 'traces')).toBe(false);
    });
  });

  test('has no second way where no attribute goes', () => {
    expect(Object.keys(render({ personalData: PersonalData.kept() }).service.pipelines)).toEqual(['traces', 'metrics']);
  });

  test('turns the resource into dimensions and forgets what grows with tasks, but not what tells series apart', () => {
    const { attributes } = render().processors.resource;
    expect(attributes.slice(0, 2)).toEqual([
      { action: 'upsert', key: 'application', from_attribute: 'service.namespace' },
      { action: 'upsert', key: 'service', from_attribute: 'service.name' },
    ]);
    const forgotten = new RegExp(attributes[2].pattern);
    expect(
      ['aws.ecs.task.arn', 'host.name', 'process.pid', 'telemetry.sdk.name'].every((key) => forgotten.test(key)),
    ).toBe(true);
    expect(['application', 'service', 'service.instance.id', 'container.name'].some((key) => forgotten.test(key))).toBe(
      false,
    );
  });

  test('keeps memory below the limit of the container', () => {
    expect(render().processors.memory_limiter).toEqual({ check_interval: '1s', limit_mib: 204, spike_limit_mib: 51 });
  });

  test.each([
    [undefined, 'localhost'],
    ['0.0.0.0', '0.0.0.0'],
  ])('receives OTLP on host %s at %s', (receiverHost, expected) => {
    expect(render({}, receiverHost).receivers.otlp.protocols).toEqual({
      grpc: { endpoint: `${expected}:4317` },
      http: { endpoint: `${expected}:4318` },
    });
  });

  test('declares further metrics, their unit only when it is stated', () => {
    const { exporters, processors } = render({ metrics: [{ metricName: 'cart.items', dimensions: ['application'] }] });
    expect(exporters.awsemf.metric_declarations).toContainEqual({
      dimensions: [['application']],
      metric_name_selectors: ['^cart\\.items$'],
    });
    expect(exporters.awsemf.metric_descriptors).toHaveLength(4);
    expect(processors.filter.metrics.metric[0]).toContain(' and name != "cart.items"');
  });
});

describe('a configuration is refused', () => {
  const dimensions = ['application'];

  test.each(['', '1st', 'a b', 'a"', 'a'.repeat(256)])('with a metric named %p', (metricName) => {
    expect(() => render({ metrics: [{ metricName, dimensions }] })).toThrow(
      `[Stack] config.metrics[].metricName: got ${JSON.stringify(metricName)}, expected a letter`,
    );
  });

  test('with a metric of the vocabulary, which is always there', () => {
    expect(() => render({ metrics: [{ metricName: 'user.transactions', dimensions }] })).toThrow(
      'config.metrics[].metricName: got "user.transactions", expected each metric once',
    );
  });

  test.each<[string[], string]>([
    [[], 'got 0, expected a whole number from 1 to 10'],
    [['a', 'a'], 'got "a", expected each attribute once'],
    [Array.from({ length: 11 }, (_, index) => `d${index}`), 'got 11, expected a whole number from 1 to 10'],
    [['cart.items'], 'got "cart.items", expected no name of a metric'],
    [['application', 'user.transactions'], 'got "user.transactions", expected no name of a metric'],
    [['Version'], 'got "Version", expected no name of a metric, "_aws", "Version" or "Timestamp"'],
  ])('with the dimensions %j', (wrong, message) => {
    expect(() => render({ metrics: [{ metricName: 'cart.items', dimensions: wrong }] })).toThrow(
      `config.metrics[].dimensions of cart.items: ${message}`,
    );
  });
});
