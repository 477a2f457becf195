import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { RemoteConfiguration, type RemoteConfigurationProps, WebApp } from '../../../src/rum';

function shop() {
  const stack = new Stack(new App(), 'Shop');
  const site = new HttpOrigin('site.example.com');
  return { stack, distribution: new Distribution(stack, 'Site', { defaultBehavior: { origin: site } }) };
}

function define(props: Partial<RemoteConfigurationProps> = {}) {
  const { stack, distribution } = shop();
  return { stack, distribution, remote: new RemoteConfiguration(stack, 'Remote', { distribution, ...props }) };
}

/** A command as it reads once the store exists. */
function deployed(stack: Stack, command: string): string {
  const [separator, parts] = stack.resolve(command)['Fn::Join'];
  return parts.map((part: unknown) => (typeof part === 'string' ? part : 'ARN')).join(separator);
}

test('a function answers at the edge with what the store holds', () => {
  const { stack, remote } = define();
  const template = Template.fromStack(stack);
  const [store] = Object.keys(template.findResources('AWS::CloudFront::KeyValueStore'));
  template.hasResourceProperties('AWS::CloudFront::KeyValueStore', { ImportSource: Match.absent() });
  template.hasResourceProperties('AWS::CloudFront::Function', {
    FunctionCode: Match.stringLikeRegexp("store\\.get\\('configuration'\\)"),
    FunctionConfig: {
      Runtime: 'cloudfront-js-2.0',
      KeyValueStoreAssociations: [{ KeyValueStoreARN: { 'Fn::GetAtt': [store, 'Arn'] } }],
    },
  });
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      CacheBehaviors: [
        Match.objectLike({
          PathPattern: remote.path,
          ViewerProtocolPolicy: 'https-only',
          FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: Match.anyValue() }],
        }),
      ],
    },
  });
});

test('the distribution gets no origin for it: CloudFront may refuse one that is none of the site', () => {
  const [{ Properties }] = Object.values(
    Template.fromStack(define().stack).findResources('AWS::CloudFront::Distribution'),
  );
  const { CacheBehaviors, DefaultCacheBehavior, Origins } = Properties.DistributionConfig;
  expect(Origins).toEqual([expect.objectContaining({ DomainName: 'site.example.com' })]);
  expect(CacheBehaviors[0].TargetOriginId).toBe(DefaultCacheBehavior.TargetOriginId);
});

test('one command changes it', () => {
  const { stack, remote } = define();
  expect(deployed(stack, remote.command({ enabled: false, sessionSampleRate: 0.5 }))).toBe(
    'aws cloudfront-keyvaluestore put-key --kvs-arn ARN --key configuration ' +
      `--value '{"enabled":false,"sessionSampleRate":0.5}' ` +
      '--if-match "$(aws cloudfront-keyvaluestore describe-key-value-store --kvs-arn ARN --query ETag --output text)"',
  );
  expect(deployed(stack, remote.command({}))).toContain(" --value '{}' ");
});

test('what the command says may be known only at deployment', () => {
  const { stack, remote } = define();
  const sessionSampleRate = new CfnParameter(stack, 'Rate', { type: 'Number' }).valueAsNumber;
  expect(JSON.stringify(stack.resolve(remote.command({ sessionSampleRate })))).toContain('{"Ref":"Rate"}');
});

test.each([-0.1, 1.1, Number.NaN])('a share of %d is refused', (sessionSampleRate) => {
  const { remote } = define();
  expect(() => remote.command({ sessionSampleRate })).toThrow('[Shop/Remote] command() (sessionSampleRate): got ');
});

test('a role can be allowed to change it, and nothing else', () => {
  const { stack, remote } = define();
  remote.grants.put(new Role(stack, 'Operator', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'cloudfront-keyvaluestore:DescribeKeyValueStore',
            'cloudfront-keyvaluestore:GetKey',
            'cloudfront-keyvaluestore:PutKey',
          ],
          Resource: stack.resolve(remote.keyValueStore.keyValueStoreArn),
        },
      ],
    },
  });
});

test.each(['/', 'remote', '/remote/', '/a*', '/../a'])('the path %j is refused', (path) => {
  expect(() => define({ path })).toThrow(`[Shop/Remote] path: got ${JSON.stringify(path)}, expected a path`);
});

test('the path fails behind a behavior that takes its requests', () => {
  const { stack, distribution } = shop();
  distribution.addBehavior('/*.json', new HttpOrigin('other.example.com'));
  new RemoteConfiguration(stack, 'Remote', { distribution, path: '/remote.json' });
  expect(() => Template.fromStack(stack)).toThrow(
    `path: got "/remote.json", expected a path that the distribution's earlier behavior "/*.json" does not match`,
  );
});

test('two of a distribution coexist, and change nothing for the AwsSolutions pack', () => {
  const violations = (stack: Stack) => {
    const app = stack.node.root as App;
    app.synth();
    return new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
  };
  const { stack, distribution, remote } = define();
  const other = new RemoteConfiguration(stack, 'Other', { distribution });
  expect(other.path).not.toBe(remote.path);
  expect(violations(stack).filter((rule) => !violations(shop().stack).includes(rule))).toEqual([]);
});

describe('a web application', () => {
  test('has its client ask there', () => {
    const { stack, remote } = define({ path: '/remote.json' });
    const app = new WebApp(stack, 'Web', { domains: ['shop.example.com'], remoteConfiguration: remote });
    expect(app._settings().remoteConfigurationUrl).toBe('/remote.json');
  });

  test('fails with another URL beside it', () => {
    const { stack, remote } = define();
    const props = { domains: ['shop.example.com'], remoteConfiguration: remote };
    expect(() => new WebApp(stack, 'Web', { ...props, client: { remoteConfigurationUrl: '/a.json' } })).toThrow(
      '[Shop/Web] client.remoteConfigurationUrl: got "/a.json", expected nothing beside remoteConfiguration',
    );
  });
});
