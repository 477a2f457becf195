import { App, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ApplicationSignalsDiscovery, TransactionSearch } from '../../../src/collector';
import { newStack } from '../fixture';

const HERE: StackProps = { env: { account: '123456789012', region: 'eu-west-1' } };

describe('Transaction Search', () => {
  test('is switched on once AWS X-Ray may write spans of this account, and stays', () => {
    const stack = newStack(HERE);
    new TransactionSearch(stack, 'Search');
    const template = Template.fromStack(stack);
    const [[policyId, policy]] = Object.entries(template.findResources('AWS::Logs::ResourcePolicy'));
    template.hasResource('AWS::XRay::TransactionSearchConfig', {
      Properties: { IndexingPercentage: 1 },
      DependsOn: [policyId],
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    expect(policy.DeletionPolicy).toBe('Retain');
    const { 'Fn::Join': joined } = policy.Properties.PolicyDocument;
    const document = JSON.parse(joined[1].map((part: unknown) => (typeof part === 'string' ? part : 'aws')).join(''));
    expect(document.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'xray.amazonaws.com' },
        Action: 'logs:PutLogEvents',
        Resource: [
          'arn:aws:logs:eu-west-1:123456789012:log-group:aws/spans:*',
          'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/application-signals/data:*',
        ],
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:xray:eu-west-1:123456789012:*' },
          StringEquals: { 'aws:SourceAccount': '123456789012' },
        },
      },
    ]);
  });

  test('takes a share of traces to index, and goes where that is stated', () => {
    const stack = newStack();
    new TransactionSearch(stack, 'Search', { indexingPercentage: 0, removalPolicy: RemovalPolicy.DESTROY });
    const template = Template.fromStack(stack);
    template.hasResource('AWS::XRay::TransactionSearchConfig', {
      Properties: { IndexingPercentage: 0 },
      DeletionPolicy: 'Delete',
    });
    template.hasResource('AWS::Logs::ResourcePolicy', { DeletionPolicy: 'Delete' });
  });

  test.each([-1, 101])('refuses to index %d percent', (indexingPercentage) => {
    expect(() => new TransactionSearch(newStack(), 'Search', { indexingPercentage })).toThrow(
      `[Stack/Search] indexingPercentage: got ${indexingPercentage}, expected a number from 0 to 100`,
    );
  });
});

test('Application Signals discovery stays, unless stated otherwise', () => {
  const stack = newStack();
  new ApplicationSignalsDiscovery(stack, 'Signals');
  Template.fromStack(stack).hasResource('AWS::ApplicationSignals::Discovery', { DeletionPolicy: 'Retain' });
  const other = newStack();
  new ApplicationSignalsDiscovery(other, 'Signals', { removalPolicy: RemovalPolicy.DESTROY });
  Template.fromStack(other).hasResource('AWS::ApplicationSignals::Discovery', { DeletionPolicy: 'Delete' });
});

describe.each([
  ['TransactionSearch', TransactionSearch],
  ['ApplicationSignalsDiscovery', ApplicationSignalsDiscovery],
])('a second %s', (name, Switch) => {
  const message = `${name}: got "a second one, besides One/Switch", expected one for an account and Region`;

  test('is refused in one stack', () => {
    const stack = new Stack(new App(), 'One');
    new Switch(stack, 'Switch');
    expect(() => new Switch(stack, 'Again')).toThrow(`[One/Again] ${message}`);
  });

  test('is refused in another stack of the account and Region', () => {
    const app = new App();
    new Switch(new Stack(app, 'One', HERE), 'Switch');
    expect(() => new Switch(new Stack(app, 'Two', HERE), 'Switch')).toThrow(`[Two/Switch] ${message}`);
  });

  test('is fine in another Region, and where nobody knows yet', () => {
    const app = new App();
    new Switch(new Stack(app, 'One', HERE), 'Switch');
    new Switch(new Stack(app, 'Two', { env: { ...HERE.env, region: 'us-east-1' } }), 'Switch');
    new Switch(new Stack(app, 'Three'), 'Switch');
    new Switch(new Stack(app, 'Four'), 'Switch');
  });
});
