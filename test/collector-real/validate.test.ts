import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CollectorConfig, type CollectorConfigProps } from '../../src/collector';
import { coveringConfigurations } from '../collector/config/configurations';
import { INVALID, VALID, withMistake } from '../collector/config/invalid-configs';
import { newStack } from '../collector/fixture';
import { validate } from './collector';

const stack = newStack({ env: { account: '123456789012', region: 'us-east-1' } });
const metricsLogGroup = LogGroup.fromLogGroupName(stack, 'Metrics', '/metrics');

/** The configuration as the container gets it: CloudFormation has put the suffix of the partition in. */
function render(props: CollectorConfigProps, memoryLimitMiB: number) {
  const { content, secrets } = new CollectorConfig(props)._bind(stack, { metricsLogGroup, memoryLimitMiB });
  const text: string | { 'Fn::Join': [string, unknown[]] } = stack.resolve(content);
  const parts = typeof text === 'string' ? [text] : text['Fn::Join'][1];
  return {
    content: parts.map((part) => (typeof part === 'string' ? part : 'amazonaws.com')).join(''),
    variables: Object.fromEntries(Object.keys(secrets).map((name) => [name, 'secret'])),
  };
}

describe('the collector takes what the builder produces', () => {
  const configurations = coveringConfigurations(stack);

  test('over a covering set of its options', () => {
    expect(configurations.length).toBeGreaterThan(100);
    const refused = configurations.flatMap((props, index) => {
      const { content, variables } = render(props, index % 2 === 0 ? 128 : 2048);
      const { accepted, output } = validate(content, variables);
      return accepted ? [] : [{ output, content }];
    });
    expect(refused).toEqual([]);
  });
});

describe('what we refuse in a file', () => {
  test('is a mistake in a file that the collector takes', () => {
    expect(validate(VALID)).toEqual({ accepted: true, output: '' });
  });

  const known = Object.entries(INVALID).flatMap(([name, one]) => (one.collector ? [[name, one] as const] : []));
  test.each(known)('%s: the collector refuses it too', (_, invalid) => {
    const { accepted, output } = validate(withMistake(invalid));
    expect(accepted).toBe(false);
    expect(output).toMatch(invalid.collector as RegExp);
  });

  const taken = Object.entries(INVALID).filter(([, { collector }]) => !collector);
  test.each(taken)('%s: the collector says nothing of it', (_, invalid) => {
    expect(validate(withMistake(invalid)).accepted).toBe(true);
  });
});
