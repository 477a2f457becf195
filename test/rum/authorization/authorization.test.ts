import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnIdentityPool } from 'aws-cdk-lib/aws-cognito';
import { IdentityPool } from 'aws-cdk-lib/aws-cognito-identitypool';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AppMonitor, Authorization, type ResourcePolicyOptions } from '../../../src/rum';

const POOL_ID = 'us-east-1:01234567-89ab-cdef-0123-456789abcdef';

function define(authorization: Authorization, stack = new Stack(new App(), 'Shop')) {
  const monitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'], authorization });
  return { stack, monitor };
}

function statementOf(options: ResourcePolicyOptions) {
  const { stack } = define(Authorization.resourcePolicy(options));
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::RUM::AppMonitor'));
  const [separator, parts] = Properties.ResourcePolicy.PolicyDocument['Fn::Join'];
  return JSON.parse(parts.map((part: unknown) => (typeof part === 'string' ? part : 'x')).join(separator)).Statement[0];
}

describe('a resource policy', () => {
  test('narrows who may send by alias, network and page, which all have to hold', () => {
    const options = {
      alias: 'web',
      sourceIps: ['203.0.113.0/24', '2001:db8::/32'],
      referers: ['https://*.example.com/*'],
    };
    expect(statementOf(options).Condition).toEqual({
      StringEquals: { 'rum:alias': 'web' },
      IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] },
      StringLike: { 'aws:Referer': ['https://*.example.com/*'] },
    });
    expect(statementOf({})).not.toHaveProperty('Condition');
  });

  test.each([
    [{ sourceIps: [] }, 'sourceIps: got "0 items"'],
    [{ sourceIps: ['203.0.113.0/33'] }, 'sourceIps[0]: got "203.0.113.0/33"'],
    [{ sourceIps: ['203.0.113.5', 'office'] }, 'sourceIps[1]: got "office"'],
    [{ sourceIps: ['203.0.113.0/24/1'] }, 'sourceIps[0]: got "203.0.113.0/24/1"'],
    [{ sourceIps: ['2001:db8::/129'] }, 'sourceIps[0]: got "2001:db8::/129"'],
    [{ sourceIps: ['10.0.0.0/8'] }, 'sourceIps[0]: got "10.0.0.0/8", expected public addresses'],
    [{ sourceIps: ['::1'] }, 'sourceIps[0]: got "::1", expected public addresses'],
    [{ referers: [] }, 'referers: got "0 items"'],
    [{ referers: ['shop.example.com/*'] }, 'referers[0]: got "shop.example.com/*"'],
    [{ referers: ['https://shop.example.com'] }, 'referers[0]: got "https://shop.example.com"'],
    [{ referers: ['https://shop.example.com/cart/*'] }, 'referers[0]: got "https://shop.example.com/cart/*"'],
    [{ referers: ['https://*/*'] }, 'referers[0]: got "https://*/*"'],
  ])('fails with %j', (options: ResourcePolicyOptions, message) => {
    expect(() => define(Authorization.resourcePolicy(options))).toThrow(`[Shop/Monitor] authorization.${message}`);
  });

  test('fails when it takes more than 4 KB', () => {
    const sourceIps = Array.from({ length: 256 }, (_, index) => `203.0.${index}.0/24`);
    const { stack } = define(Authorization.resourcePolicy({ sourceIps }));
    expect(() => Template.fromStack(stack)).toThrow('bytes of the resource policy');
  });

  test('takes tokens', () => {
    const text = Lazy.string({ produce: () => 'later' });
    expect(() => define(Authorization.resourcePolicy({ sourceIps: [text], referers: [text] }))).not.toThrow();
  });
});

describe('an identity pool for guests', () => {
  test('lets them send to this app monitor and nothing else, by the enhanced flow only', () => {
    const { stack, monitor } = define(Authorization.cognitoGuest());
    const template = Template.fromStack(stack);
    const [pool] = Object.keys(template.findResources('AWS::Cognito::IdentityPool'));
    const [role] = Object.keys(template.findResources('AWS::IAM::Role'));
    template.hasResourceProperties('AWS::Cognito::IdentityPool', {
      AllowUnauthenticatedIdentities: true,
      AllowClassicFlow: false,
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Action: 'sts:AssumeRoleWithWebIdentity',
            Effect: 'Allow',
            Principal: { Federated: 'cognito-identity.amazonaws.com' },
            Condition: {
              StringEquals: { 'cognito-identity.amazonaws.com:aud': { Ref: pool } },
              'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
            },
          },
        ],
      },
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Action: 'rum:PutRumEvents',
                Effect: 'Allow',
                Resource: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(':appmonitor/Shop')])] },
              },
            ],
          },
        },
      ],
      ManagedPolicyArns: Match.absent(),
    });
    template.hasResourceProperties('AWS::RUM::AppMonitor', {
      ResourcePolicy: Match.absent(),
      AppMonitorConfiguration: { IdentityPoolId: { Ref: pool }, GuestRoleArn: { 'Fn::GetAtt': [role, 'Arn'] } },
    });
    template.hasResourceProperties('AWS::Cognito::IdentityPoolRoleAttachment', {
      Roles: { unauthenticated: { 'Fn::GetAtt': [role, 'Arn'] } },
    });
    expect(Object.keys(monitor._client)).toEqual(['identityPoolId']);
  });

  test('is that of the partition in AWS GovCloud (US)', () => {
    const stack = new Stack(new App(), 'Shop', { env: { region: 'us-gov-west-1' } });
    define(Authorization.cognitoGuest(), stack);
    expect(JSON.stringify(Template.fromStack(stack))).toContain('cognito-identity-us-gov.amazonaws.com:aud');
  });

  test('passes the AwsSolutions pack, and two in a stack coexist', () => {
    const authorization = Authorization.cognitoGuest();
    const { stack } = define(authorization);
    new AppMonitor(stack, 'Other', { domains: ['shop.example.com'], authorization });
    const app = stack.node.root as App;
    app.synth();
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  });
});

describe('an existing identity pool', () => {
  test('is named to the app monitor, and its role may send', () => {
    const stack = new Stack(new App(), 'Shop');
    const pool = new CfnIdentityPool(stack, 'Pool', { allowUnauthenticatedIdentities: true });
    const guestRole = new Role(stack, 'Guests', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    const { monitor } = define(Authorization.identityPool(pool, { guestRole }), stack);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::RUM::AppMonitor', {
      AppMonitorConfiguration: { IdentityPoolId: { Ref: 'Pool' }, GuestRoleArn: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'rum:PutRumEvents' })] },
    });
    expect(Object.keys(monitor._client)).toEqual(['identityPoolId']);
  });

  test('fails when its ID has no Region', () => {
    const stack = new Stack(new App(), 'Shop');
    const pool = IdentityPool.fromIdentityPoolId(stack, 'Pool', POOL_ID);
    expect(() => define(Authorization.identityPool(pool), stack)).not.toThrow();
    Object.defineProperty(pool, 'identityPoolRef', { value: { identityPoolId: 'pool' } });
    expect(() => define(Authorization.identityPool(pool))).toThrow(
      '[Shop/Monitor] authorization.identityPoolId: got "pool"',
    );
  });
});

test('a page with credentials of its own needs no policy and no pool', () => {
  const { stack, monitor } = define(Authorization.credentials());
  Template.fromStack(stack).hasResourceProperties('AWS::RUM::AppMonitor', {
    ResourcePolicy: Match.absent(),
    AppMonitorConfiguration: { IdentityPoolId: Match.absent(), GuestRoleArn: Match.absent() },
  });
  expect(monitor._client).toEqual({});
});
