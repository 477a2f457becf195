import { CfnResource, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { canaries, rum, UserTelemetry } from '../../../src';
import { Lab } from '../helpers/lab';

jest.setTimeout(180_000);

const STACK = 'Replaced';

interface Shape {
  readonly platform?: rum.Platform;
  /** Of the journey, and of the path that its name derives from. */
  readonly id?: string;
  readonly broken?: boolean;
}

/** What of this library has a name of its own, a role that has to be ready, a network, and a bucket that fills. */
const define =
  ({ platform, id = 'Buy', broken }: Shape = {}) =>
  (stack: Stack): void => {
    const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' });
    new rum.AppMonitor(stack, 'Mobile', { domains: ['shop.example.com'], platform });
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 1 });
    const buy = telemetry.addJourney(id, {
      journey: canaries.Journey.startAt('https://shop.example.com').step('see', canaries.Expect.visible('h1')),
      schedule: canaries.JourneySchedule.every(Duration.hours(1)),
      startAfterCreation: false,
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const fn = new lambda.Function(stack, 'Cart', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
    });
    telemetry.addFunction('Cart', fn);
    if (!broken) return;
    const topic = new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic', properties: { Colour: 'red' } });
    topic.node.addDependency(buy, stack.node.findChild('Mobile'));
  };

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());

async function named(type: string): Promise<string[]> {
  const resources = (await lab.stack(STACK))?.resources ?? [];
  return resources.filter((resource) => resource.type === type).map(({ physicalId }) => physicalId);
}

const names = async () => [...(await named('AWS::RUM::AppMonitor')), ...(await named('AWS::Synthetics::Canary'))];

test('what has a name is replaced under another one, comes back after a failure, and goes without a rest', async () => {
  const before = await lab.inventory();
  expect(await lab.deploy(STACK, define())).toMatchObject({ status: 0 });
  const first = await names();

  // The new app monitor is there before the former goes: under one name it could not be.
  const failed = await lab.deploy(STACK, define({ platform: rum.Platform.IOS, id: 'Pay', broken: true }));
  expect(failed.status).not.toBe(0);
  expect((await lab.stack(STACK))?.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await names()).toEqual(first);

  expect(await lab.deploy(STACK, define({ platform: rum.Platform.IOS, id: 'Pay' }))).toMatchObject({ status: 0 });
  const second = await names();
  expect(second).toHaveLength(first.length);
  expect(second.filter((name) => first.includes(name))).toEqual([]);

  const [bucket] = (await named('AWS::S3::Bucket')).filter((name) => name.includes('artifacts'));
  await lab.aws('s3api', 'put-object', '--bucket', bucket, '--key', 'screenshot & more.png');
  const shape = { platform: rum.Platform.IOS, id: 'Pay' };
  expect(await lab.destroy(STACK, define(shape))).toMatchObject({ status: 0 });
  expect((await lab.stack(STACK))?.retained).toEqual([]);
  // What Lambda makes when functions run without a log group of their own stays, as on AWS.
  const { lambdaLogGroups: _, ...left } = await lab.inventory();
  const { lambdaLogGroups: __, ...expected } = before;
  expect(left).toEqual(expected);
});
