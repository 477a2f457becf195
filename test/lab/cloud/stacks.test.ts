import { CfnOutput, CfnResource, CustomResource, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Lab } from '../helpers/lab';

jest.setTimeout(120_000);

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.shared();
});
afterAll(() => lab?.stop());

/** Answers CloudFormation with what its property `Answer` says; with a failure if it says "fail". */
const PROVIDER = `
import json, urllib.request
def handler(event, context):
    answer = event['ResourceProperties']['Answer']
    failed = answer == 'fail' and event['RequestType'] != 'Delete'
    body = json.dumps({
        'Status': 'FAILED' if failed else 'SUCCESS',
        'Reason': 'the provider says no',
        'PhysicalResourceId': 'probe',
        'StackId': event['StackId'],
        'RequestId': event['RequestId'],
        'LogicalResourceId': event['LogicalResourceId'],
        'Data': {'Said': answer + ' on ' + event['RequestType']},
    }).encode()
    urllib.request.urlopen(urllib.request.Request(event['ResponseURL'], body, method='PUT'))
`;

function customResource(stack: Stack, answer: string): CustomResource {
  const provider = new lambda.Function(stack, 'Provider', {
    code: lambda.Code.fromInline(PROVIDER),
    handler: 'index.handler',
    runtime: lambda.Runtime.PYTHON_3_13,
    timeout: Duration.seconds(20),
    logGroup: new logs.LogGroup(stack, 'ProviderLogs', { removalPolicy: RemovalPolicy.DESTROY }),
  });
  return new CustomResource(stack, 'Custom', { serviceToken: provider.functionArn, properties: { Answer: answer } });
}

test('a resource type that the lab does not know fails the deployment and is named', async () => {
  const before = await lab.inventory();
  const { status, output } = await lab.deploy('Unknown', (stack) => {
    new sns.Topic(stack, 'Topic');
    new CfnResource(stack, 'Strange', { type: 'AWS::Kendra::Index' });
  });
  expect(status).not.toBe(0);
  expect(output).toContain('Unrecognized resource types: [AWS::Kendra::Index]');
  expect(await lab.inventory()).toEqual(before);
});

test('a property that the lab does not know fails the deployment, which rolls back', async () => {
  const before = await lab.inventory();
  const { status, output } = await lab.deploy('BadProperty', (stack) => {
    const topic = new sns.Topic(stack, 'Topic');
    const group = new CfnResource(stack, 'Group', { type: 'AWS::Logs::LogGroup', properties: { Colour: 'red' } });
    group.node.addDependency(topic);
  });
  expect(status).not.toBe(0);
  expect(output).toMatch(/the lab does not know the property\s+Colour/);
  expect((await lab.stack('BadProperty'))?.status).toBe('ROLLBACK_COMPLETE');
  expect(await lab.inventory()).toEqual(before);
});

test('a stack is created, updated and deleted, and only what is declared retained stays', async () => {
  const before = await lab.inventory();
  const define = (days: number, word: string) => (stack: Stack) => {
    new logs.LogGroup(stack, 'Group', { retention: days, removalPolicy: RemovalPolicy.DESTROY });
    new s3.Bucket(stack, 'Kept', { removalPolicy: RemovalPolicy.RETAIN });
    new sns.Topic(stack, 'Topic', { topicName: `topic-${word}` });
    new CfnOutput(stack, 'Said', { value: customResource(stack, word).getAttString('Said') });
  };

  const created = await lab.deploy('Cycle', define(1, 'hello'));
  expect(created).toMatchObject({ status: 0 });
  expect(created.output).toContain('Cycle.Said = hello on Create');
  const physicalId = await groupOf('Cycle');

  const updated = await lab.deploy('Cycle', define(3, 'world'));
  expect(updated).toMatchObject({ status: 0 });
  expect(updated.output).toContain('Cycle.Said = world on Update');
  expect(await groupOf('Cycle')).toBe(physicalId); // changed in place
  expect(await retentionOf(physicalId)).toBe(3);
  const topics = (await lab.inventory()).topics.map((arn) => arn.split(':').at(-1));
  expect(topics).toContain('topic-world'); // a changed name replaces,
  expect(topics).not.toContain('topic-hello'); // and the former one goes

  const unchanged = await lab.deploy('Cycle', define(3, 'world'));
  expect(unchanged.output).toContain('no changes');

  expect(await lab.destroy('Cycle', define(3, 'world'))).toMatchObject({ status: 0 });
  const [kept] = (await lab.stack('Cycle'))?.retained ?? [];
  expect(kept).toMatchObject({ type: 'AWS::S3::Bucket' });
  expect(await lab.inventory()).toEqual({ ...before, buckets: [...before.buckets, kept.physicalId].sort() });
});

test('a failed update gives the stack its former state back', async () => {
  const define = (days: number, broken: boolean) => (stack: Stack) => {
    const group = new logs.LogGroup(stack, 'Group', { retention: days, removalPolicy: RemovalPolicy.DESTROY });
    const topic = new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic', properties: broken ? { Colour: 1 } : {} });
    topic.node.addDependency(group);
  };
  expect(await lab.deploy('Update', define(1, false))).toMatchObject({ status: 0 });
  const before = await lab.inventory();

  expect((await lab.deploy('Update', define(5, true))).status).not.toBe(0);
  expect((await lab.stack('Update'))?.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await lab.inventory()).toEqual(before);
  expect(await retentionOf(await groupOf('Update'))).toBe(1);

  expect(await lab.destroy('Update', define(1, false))).toMatchObject({ status: 0 });
});

test('the reason of a custom resource that fails reaches the CLI', async () => {
  const before = await lab.inventory();
  const { status, output } = await lab.deploy('Custom', (stack) => void customResource(stack, 'fail'));
  expect(status).not.toBe(0);
  expect(output).toContain('the provider says no');
  expect(await lab.inventory()).toEqual(before);
});

test('a bucket that is not empty cannot be deleted, as on AWS, while the rest goes', async () => {
  const define = (stack: Stack) => {
    const topic = new sns.Topic(stack, 'Topic');
    new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY }).node.addDependency(topic);
    new logs.LogGroup(stack, 'Group', { removalPolicy: RemovalPolicy.DESTROY });
  };
  expect(await lab.deploy('Full', define)).toMatchObject({ status: 0 });
  const bucket = (await lab.stack('Full'))?.resources.find((r) => r.type === 'AWS::S3::Bucket')?.physicalId ?? '';
  await lab.aws('s3api', 'put-object', '--bucket', bucket, '--key', 'left');

  const { status, output } = await lab.destroy('Full', define);
  expect(status).not.toBe(0);
  expect(output).toContain('The bucket you tried to delete is not empty');
  const left = (await lab.stack('Full'))?.resources.map((resource) => resource.type);
  expect(left?.sort()).toEqual(['AWS::S3::Bucket', 'AWS::SNS::Topic']); // the topic is what the bucket depends on
});

async function groupOf(stackName: string): Promise<string> {
  const resources = (await lab.stack(stackName))?.resources ?? [];
  return resources.find((r) => r.logicalId.startsWith('Group'))?.physicalId ?? '';
}

async function retentionOf(group: string): Promise<number | undefined> {
  type Answer = { logGroups: { retentionInDays?: number }[] };
  const answer = await lab.aws<Answer>('logs', 'describe-log-groups', '--log-group-name-prefix', group);
  return answer.logGroups[0].retentionInDays;
}
