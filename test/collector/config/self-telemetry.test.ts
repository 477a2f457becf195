import { Duration } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AdotSidecar, CollectorConfig, type CollectorConfigProps, MetricDestination } from '../../../src/collector';
import { fargate, image, newStack } from '../fixture';

function bind(props: CollectorConfigProps, names: { applicationName?: string; serviceName?: string } = {}) {
  const stack = newStack();
  const metricsLogGroup = LogGroup.fromLogGroupName(stack, 'Metrics', '/metrics');
  return new CollectorConfig(props)._bind(stack, { metricsLogGroup, memoryLimitMiB: 256, ...names });
}

const NAMES = { applicationName: 'shop', serviceName: 'orders' };

describe('a collector that counts its failures', () => {
  const { document } = bind({ selfTelemetry: true }, NAMES);

  test('sends them to itself, past its memory limiter, named after application and service', () => {
    const { telemetry, pipelines } = document.service;
    expect(telemetry).toMatchObject({
      resource: { 'service.namespace': 'shop', 'service.name': 'orders' },
      metrics: {
        readers: [
          {
            periodic: {
              interval: 60_000,
              exporter: { otlp: { protocol: 'http/protobuf', endpoint: 'http://127.0.0.1:8888' } },
            },
          },
        ],
      },
    });
    expect(document.receivers['otlp/collector']).toEqual({ protocols: { http: { endpoint: '127.0.0.1:8888' } } });
    expect(pipelines['metrics/collector']).toMatchObject({ receivers: ['otlp/collector'], exporters: ['awsemf'] });
    expect(pipelines['metrics/collector'].processors).not.toContain('memory_limiter');
  });

  test('declares four metrics, by application and service only', () => {
    const declared = document.exporters.awsemf.metric_declarations as {
      dimensions: string[][];
      metric_name_selectors: string[];
    }[];
    const own = declared.filter(({ metric_name_selectors: [name] }) => name.startsWith('^collector'));
    expect(own.map(({ metric_name_selectors: [name] }) => name)).toEqual([
      '^collector\\.exports\\.failed$',
      '^collector\\.telemetry\\.refused$',
      '^collector\\.starts$',
      '^collector\\.uptime$',
    ]);
    expect(own.map(({ dimensions }) => dimensions)).toEqual(Array(4).fill([['application', 'service']]));
  });

  test('is none by default: no port, no metrics, no pipeline', () => {
    const content = JSON.stringify(bind({}, NAMES).document);
    expect(content).not.toMatch(/8888|collector\./);
    expect(content).toContain('"telemetry":{"metrics":{"level":"none"}}');
  });
});

test.each<[CollectorConfigProps, { applicationName?: string; serviceName?: string }, string]>([
  [{}, { applicationName: 'shop' }, 'target.serviceName: got undefined, expected a name, which becomes a dimension'],
  [{}, { serviceName: 'orders' }, 'target.applicationName: got undefined, expected a name'],
  [{}, { ...NAMES, serviceName: 'a=b' }, 'target.serviceName: got "a=b", expected a letter or digit'],
  [
    { metricDestinations: [MetricDestination.cloudWatchOtlp()] },
    NAMES,
    'config.selfTelemetry: got true, expected MetricDestination.cloudWatch() among metricDestinations',
  ],
  [
    { metrics: [{ metricName: 'collector.uptime', dimensions: ['application'] }] },
    NAMES,
    'config.metrics[].metricName: got "collector.uptime", expected each metric once',
  ],
])('fails for %j with %j', (props, names, message) => {
  expect(() => bind({ selfTelemetry: true, ...props }, names)).toThrow(`[Stack] ${message}`);
});

describe('the sidecar', () => {
  function sidecar(config?: CollectorConfig) {
    const taskDefinition = fargate(newStack());
    taskDefinition.addContainer('App', { image });
    const { stack } = taskDefinition;
    return new AdotSidecar(stack, 'Orders', { taskDefinition, applicationName: 'shop', serviceName: 'orders', config });
  }

  test('has a metric for each', () => {
    const orders = sidecar(new CollectorConfig({ selfTelemetry: true }));
    expect(orders.hasSelfTelemetry).toBe(true);
    const dimensions = { application: 'shop', service: 'orders' };
    const namespace = 'UserTelemetry';
    const period = Duration.minutes(1);
    expect([
      orders.metricCollectorFailedExports(),
      orders.metricCollectorRefusedTelemetry(),
      orders.metricCollectorStarts(),
      orders.metricCollectorUptime({ period }),
    ]).toMatchObject([
      { namespace, metricName: 'collector.exports.failed', dimensions, statistic: 'Sum' },
      { namespace, metricName: 'collector.telemetry.refused', dimensions, statistic: 'Sum' },
      { namespace, metricName: 'collector.starts', dimensions, statistic: 'SampleCount' },
      { namespace, metricName: 'collector.uptime', dimensions, statistic: 'Sum', period },
    ]);
  });

  test('has none without selfTelemetry', () => {
    expect(sidecar().hasSelfTelemetry).toBe(false);
    expect(() => sidecar().metricCollectorStarts()).toThrow(
      '[Stack/Orders] config.selfTelemetry: got false, expected true, which brings collector.starts; pass a new CollectorConfig',
    );
  });
});
