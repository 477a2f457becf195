import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, Topic, TopicPolicy } from 'aws-cdk-lib/aws-sns';
import type { aws_sns } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Notifications, WebAppAlarms } from '../../../src/monitoring';
import { importMonitor, type Json } from '../helpers';

const env = { account: '111122223333', region: 'us-east-1' };

/** Alarms that notify a topic. */
function setUp(define: (stack: Stack) => aws_sns.ITopicRef, stack = new Stack(new App(), 'Stack', { env })): Template {
  const topic = define(stack);
  const notifications = Notifications.toTopics({ page: topic, ticket: topic });
  new WebAppAlarms(stack, 'Alarms', { appMonitor: importMonitor(stack), notifications });
  return Template.fromStack(stack);
}

const arn = (region: string, name: string) => `arn:aws:sns:${region}:111122223333:${name}`;

test.each<[string, (stack: Stack) => aws_sns.ITopicRef, string]>([
  [
    'of another Region',
    (stack) => Topic.fromTopicArn(stack, 'Topic', arn('eu-west-1', 'page')),
    'notifications (page): got "a topic in eu-west-1", expected one in us-east-1, the Region of the alarms; pass a topic',
  ],
  [
    'that is FIFO',
    (stack) => new Topic(stack, 'Topic', { fifo: true }),
    'notifications (page): got "a FIFO topic", expected a standard topic, as CloudWatch notifies no other; pass a standard',
  ],
  [
    'that is FIFO by its ARN',
    (stack) => Topic.fromTopicArn(stack, 'Topic', arn('us-east-1', 'a.fifo')),
    'a FIFO topic',
  ],
  ['that is FIFO by its resource', (stack) => new CfnTopic(stack, 'Topic', { fifoTopic: true }), 'a FIFO topic'],
  [
    'whose key CloudWatch can not use',
    (stack) => new Topic(stack, 'Topic', { masterKey: Alias.fromAliasName(stack, 'Key', 'alias/aws/sns') }),
    'notifications (page): got "a topic encrypted by alias/aws/sns", expected a topic without encryption or with a customer',
  ],
  [
    'whose resource has such a key',
    (stack) => new CfnTopic(stack, 'Topic', { kmsMasterKeyId: 'alias/aws/sns' }),
    'a topic encrypted by alias/aws/sns',
  ],
])('a topic %s, which alarms would never reach, is refused', (_, define, message) => {
  expect(() => setUp(define)).toThrow(message);
});

test('a topic is taken whose Region is known at deployment only', () => {
  expect(() => setUp((stack) => new Topic(stack, 'Topic'), new Stack())).not.toThrow();
});

test('CloudWatch may use the key of a topic, for this account', () => {
  const template = setUp((stack) => new Topic(stack, 'Topic', { masterKey: new Key(stack, 'Key') }));
  const [{ Properties }] = Object.values(template.findResources('AWS::KMS::Key'));
  const statements = Properties.KeyPolicy.Statement.filter((each: object) =>
    JSON.stringify(each).includes('cloudwatch'),
  );
  expect(statements).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    },
  ]);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [Match.anyValue()] });
});

describe('the policy of a topic', () => {
  const policies = (template: Template) =>
    Object.values(template.findResources('AWS::SNS::TopicPolicy')).map(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
  const deny = expect.objectContaining({ Effect: 'Deny', Sid: 'AllowPublishThroughSSLOnly' });
  const admit = expect.objectContaining({
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: { Ref: expect.stringMatching(/^Topic/) },
    Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
  });

  test('lets CloudWatch publish, once', () => {
    expect(policies(setUp((stack) => new Topic(stack, 'Topic', { enforceSSL: true })))).toEqual([[deny, admit]]);
  });

  test('may be made after the alarms', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    const topic = new Topic(stack, 'Topic');
    new WebAppAlarms(stack, 'Alarms', {
      appMonitor: importMonitor(stack),
      notifications: Notifications.toTopics({ page: topic }),
    });
    topic.grantPublish(new ServicePrincipal('events.amazonaws.com'));
    expect(policies(Template.fromStack(stack))).toEqual([[expect.anything(), admit]]);
  });

  test('is not made by alarms', () => {
    expect(policies(setUp((stack) => new Topic(stack, 'Topic')))).toEqual([]);
  });

  /** A topic of the first account that alarms of two accounts notify. */
  function shared(define: (stack: Stack) => Topic): Stack {
    const stack = new Stack(new App(), 'Stack', { env });
    const topic = define(stack);
    const others = new Stack(stack.node.root as App, 'Others', { env: { ...env, account: '444455556666' } });
    for (const scope of [stack, others, new Construct(others, 'Again')]) {
      new WebAppAlarms(scope, 'Alarms', {
        appMonitor: importMonitor(Stack.of(scope), scope.node.id),
        notifications: Notifications.toTopics({ page: topic, ticket: topic }),
      });
    }
    return stack;
  }

  test('lets in the alarms of each account, and so does a key', () => {
    const template = Template.fromStack(
      shared(
        (stack) => new Topic(stack, 'Topic', { topicName: 't', enforceSSL: true, masterKey: new Key(stack, 'Key') }),
      ),
    );
    const accounts = ['111122223333', '444455556666'];
    const admitted = (statements: Json[]) =>
      statements.flatMap(({ Condition }) => Condition?.StringEquals?.['aws:SourceAccount'] ?? []);
    expect(policies(template).map(admitted)).toEqual([accounts]);
    const [{ Properties }] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(admitted(Properties.KeyPolicy.Statement)).toEqual(accounts);
  });

  test('has to be there for the alarms of another account', () => {
    const named = (stack: Stack) => new Topic(stack, 'Topic', { topicName: 't' });
    expect(() => Template.fromStack(shared(named))).toThrow(
      'policy of the topic: got "none", expected one, as alarms of account 444455556666 notify it',
    );
    const withPolicy = (stack: Stack) => {
      const topic = named(stack);
      const admits = new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['sns:Publish'],
        resources: ['*'],
      });
      new TopicPolicy(stack, 'Policy', { topics: [topic] }).document.addStatements(admits);
      return topic;
    };
    expect(() => Template.fromStack(shared(withPolicy))).not.toThrow();
  });
});
