import { Duration } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CollectorConfig, TraceSampling } from '../../../src/collector';
import { newStack } from '../fixture';

function bind(sampling: TraceSampling) {
  const stack = newStack();
  const metricsLogGroup = LogGroup.fromLogGroupName(stack, 'Metrics', '/metrics');
  return new CollectorConfig({ sampling })._bind(stack, { metricsLogGroup, memoryLimitMiB: 256 });
}

test('SDKs ask the collector for the sampling rules, at the port where it listens', () => {
  const { document, sdkEnvironment } = bind(TraceSampling.remote());
  expect(document.extensions.awsproxy).toMatchObject({ endpoint: 'localhost:2000' });
  expect(sdkEnvironment('adot-collector')).toEqual({
    OTEL_TRACES_SAMPLER: 'xray',
    OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://adot-collector:2000',
  });
});

test('the collector keeps errors, what is slow, and a share of the rest', () => {
  const { document } = bind(TraceSampling.tail({ slowerThan: Duration.seconds(2), ratio: 0.5 }));
  expect(document.service.pipelines.traces.processors).toContain('tail_sampling');
  expect(document.processors.tail_sampling).toMatchObject({
    decision_wait: '10s',
    policies: [
      { type: 'status_code' },
      { type: 'latency', latency: { threshold_ms: 2000 } },
      { type: 'probabilistic', probabilistic: { sampling_percentage: 50 } },
    ],
  });
});

test.each<[TraceSampling, string]>([
  [TraceSampling.head(1.1), 'TraceSampling.head(ratio): got 1.1, expected a number from 0 to 1'],
  [TraceSampling.tail({ ratio: -0.1 }), 'TraceSampling.tail({ ratio }): got -0.1, expected a number from 0 to 1'],
  [
    TraceSampling.tail({ decisionWait: Duration.millis(1500) }),
    'TraceSampling.tail({ decisionWait }) (in seconds): got 1.5, expected a whole number from 1 to 60',
  ],
  [
    TraceSampling.tail({ slowerThan: Duration.minutes(2) }),
    'TraceSampling.tail({ slowerThan }) (in milliseconds): got 120000, expected a whole number from 1 to 60000',
  ],
])('sampling %# is refused', (sampling, message) => {
  expect(() => bind(sampling)).toThrow(`[Stack] config.sampling: ${message}`);
});
