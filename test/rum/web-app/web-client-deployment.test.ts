import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  ClientDelivery,
  WebApp,
  type WebAppProps,
  WebClientDeployment,
  type WebClientDeploymentProps,
} from '../../../src/rum';

function define(props: Partial<WebClientDeploymentProps> = {}, web: Partial<WebAppProps> = {}, id = 'Client') {
  const stack = props.destinationBucket ? Stack.of(props.destinationBucket) : new Stack(new App(), 'Shop');
  const webApp = new WebApp(stack, `${id}App`, { domains: ['shop.example.com'], ...web });
  const destinationBucket = props.destinationBucket ?? new Bucket(stack, 'Bucket');
  return { stack, client: new WebClientDeployment(stack, id, { webApp, ...props, destinationBucket }) };
}

/** Of the bucket deployments, by what browsers may keep. */
function deployments(stack: Stack): Record<string, Record<string, unknown>> {
  const resources = Object.values(Template.fromStack(stack).findResources('Custom::CDKBucketDeployment'));
  return Object.fromEntries(
    resources.map(({ Properties }) => [Properties.SystemMetadata['cache-control'], Properties]),
  );
}

test('puts the one file into a folder of its own, removes nothing, and lets it live for five minutes', () => {
  const { stack, client } = define();
  expect(client.scriptTag).toBe('<script async src="/telemetry/telemetry.js"></script>');
  expect(client.exclude).toEqual(['telemetry/telemetry.js']);
  expect(deployments(stack)).toEqual({
    'public, max-age=300': expect.objectContaining({ DestinationBucketKeyPrefix: 'telemetry', Prune: false }),
  });
});

test('may use the root of the bucket', () => {
  const { stack, client } = define({ directory: '/', maxAge: Duration.days(1) });
  expect(client.scriptTag).toBe('<script async src="/telemetry.js"></script>');
  expect(client.exclude).toEqual(['telemetry.js']);
  expect(deployments(stack)['public, max-age=86400']).not.toHaveProperty('DestinationBucketKeyPrefix');
});

test('has browsers keep for ever what changes its name with its content, before what loads it', () => {
  const { stack, client } = define({}, { delivery: ClientDelivery.withIntegrity() });
  expect(client.exclude).toEqual(['telemetry/telemetry-*.js', 'telemetry/telemetry-config.js']);
  expect(Object.keys(deployments(stack)).sort()).toEqual([
    'public, max-age=300',
    'public, max-age=31536000, immutable',
  ]);
  Template.fromStack(stack).hasResource('Custom::CDKBucketDeployment', {
    Properties: { SystemMetadata: { 'cache-control': 'public, max-age=300' } },
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('^ClientImmutableFiles')]),
  });
});

test.each([
  [ClientDelivery.singleFile({ fileName: 't.js' }), ['/a/t.js']],
  [ClientDelivery.withIntegrity({ fileName: 't.js' }), ['/a/t-config.js']],
])('invalidates only what keeps its name', (delivery, paths) => {
  const stack = new Stack(new App(), 'Shop');
  const destinationBucket = new Bucket(stack, 'Bucket');
  const distribution = new Distribution(stack, 'Site', {
    defaultBehavior: { origin: new HttpOrigin('a.example.com') },
  });
  define({ destinationBucket, distribution, directory: '/a/' }, { delivery });
  const { 'public, max-age=300': renewed, ...kept } = deployments(stack);
  expect(renewed).toMatchObject({ DistributionId: { Ref: expect.stringMatching('^Site') }, DistributionPaths: paths });
  for (const deployment of Object.values(kept)) expect(deployment).not.toHaveProperty('DistributionId');
});

test.each<[Partial<WebClientDeploymentProps>, string]>([
  [{ directory: 'telemetry' }, 'directory: got "telemetry"'],
  [{ directory: `/${'a'.repeat(105)}/` }, '[Shop/Client] directory: got '],
  [{ maxAge: Duration.days(366) }, '[Shop/Client] maxAge (in seconds): got 31622400'],
  [{ maxAge: Duration.millis(1500) }, '[Shop/Client] maxAge (in seconds): got 1.5'],
])('fails with %j', (props, message) => {
  expect(() => define(props)).toThrow(message);
});

test('two in a stack coexist and pass cdk-nag', () => {
  const stack = new Stack(new App(), 'Shop');
  const destinationBucket = new Bucket(stack, 'Bucket', {
    encryption: BucketEncryption.KMS,
    enforceSSL: true,
    serverAccessLogsPrefix: 'logs/',
  });
  const distribution = Distribution.fromDistributionAttributes(stack, 'Site', {
    distributionId: 'E1',
    domainName: 'd.example',
  });
  define({ destinationBucket, distribution });
  define({ destinationBucket, directory: '/outlet/' }, { delivery: ClientDelivery.withIntegrity() }, 'Outlet');
  const { violations } = new AwsSolutionsChecks(stack.node.root as App).validateScope(stack.node.root);
  expect(violations.map(({ ruleName }) => ruleName)).toEqual([]);
});

test('two web apps do not share a folder, however the bucket was imported', () => {
  const stack = new Stack(new App(), 'Shop');
  const [one, two] = ['One', 'Two'].map((id) => Bucket.fromBucketName(stack, id, 'site'));
  define({ destinationBucket: one });
  expect(() => define({ destinationBucket: two }, {}, 'Outlet')).toThrow(
    '[Shop/Outlet] the browser client of Shop/OutletApp: got "/telemetry/telemetry.js", expected a file that no other web app ' +
      'has there, but Shop/ClientApp has it; name one of them apart',
  );
  const delivery = ClientDelivery.singleFile({ fileName: 'admin.js' });
  expect(() => define({ destinationBucket: two }, { delivery }, 'Admin')).not.toThrow();
});
