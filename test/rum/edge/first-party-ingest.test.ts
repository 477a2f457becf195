import { runInNewContext } from 'node:vm';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { AwsSolutionsChecks } from 'cdk-nag';
import fc from 'fast-check';
import { checkEdgePath } from '../../../src/private/edge/edge-path';
import {
  Authorization,
  ContentSecurityPolicy,
  FirstPartyIngest,
  type FirstPartyIngestProps,
  WebApp,
  type WebAppProps,
} from '../../../src/rum';

const ID = '123456ab-1234-4ca9-9d2f-a1b2c3456789';

function shop(region?: string) {
  const stack = new Stack(new App(), 'Shop', { env: { region } });
  const site = new HttpOrigin('site.example.com');
  return { stack, distribution: new Distribution(stack, 'Site', { defaultBehavior: { origin: site } }) };
}

function define(props: Partial<FirstPartyIngestProps> = {}, region?: string) {
  const { stack, distribution } = shop(region);
  return { stack, distribution, ingest: new FirstPartyIngest(stack, 'Ingest', { distribution, ...props }) };
}

describe('what the distribution gets', () => {
  const { stack, ingest } = define();
  const template = Template.fromStack(stack);

  test('is a behavior that hands requests to the data plane, uncached and without cookies', () => {
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        CacheBehaviors: [
          {
            PathPattern: `${ingest.path}/*`,
            AllowedMethods: Match.arrayWith(['POST']),
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
            ViewerProtocolPolicy: 'https-only',
            FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: Match.anyValue() }],
          },
        ],
        Origins: Match.arrayWith([
          Match.objectLike({
            DomainName: {
              'Fn::Join': ['', ['dataplane.rum.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]],
            },
            CustomOriginConfig: Match.objectLike({
              OriginProtocolPolicy: 'https-only',
              OriginSSLProtocols: ['TLSv1.2'],
            }),
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: {
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        HeadersConfig: {
          HeaderBehavior: 'whitelist',
          Headers: ['Origin', 'Referer', 'User-Agent', 'Content-Encoding'],
        },
      },
    });
  });

  test('has a path that is no word', () => {
    expect(ingest.path).toMatch(/^\/[bcdfghjkmnpqrstvwxz2-9]{8}$/);
    expect(define().ingest.path).toBe(ingest.path);
  });

  test('costs nothing by default that is charged by the month', () => {
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
  });
});

describe('the function at the edge', () => {
  const { stack } = define({ path: '/a.b/c' });
  const [code] = Object.values(Template.fromStack(stack).findResources('AWS::CloudFront::Function')).map(
    ({ Properties }) => Properties.FunctionCode,
  );
  const ask = (method: string, uri: string) =>
    runInNewContext(`${code}handler(event)`, { event: { request: { method, uri } } });

  test('takes the path away from events', () => {
    expect(ask('POST', `/a.b/c/appmonitors/${ID}`)).toEqual({ method: 'POST', uri: `/appmonitors/${ID}` });
  });

  test.each([
    ['GET', `/a.b/c/appmonitors/${ID}`],
    ['OPTIONS', `/a.b/c/appmonitors/${ID}`],
    ['POST', '/a.b/c/appmonitors/'],
    ['POST', `/a.b/c/appmonitors/${ID}/x`],
    ['POST', '/a.b/c/v1/rum'],
    ['POST', '/a.b/c/'],
  ])('lets nothing else pass: %s %s', (method, uri) => {
    expect(ask(method, uri)).toMatchObject({ statusCode: 404 });
  });
});

describe('a limit of the rate', () => {
  test('is a web ACL on the distribution that counts only requests to the path', () => {
    const { stack, ingest } = define({ rateLimit: 10 }, 'us-east-1');
    const template = Template.fromStack(stack);
    const [acl] = Object.keys(template.findResources('AWS::WAFv2::WebACL'));
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { WebACLId: { 'Fn::GetAtt': [acl, 'Arn'] } },
    });
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      Rules: [
        {
          Action: { Block: {} },
          Statement: {
            RateBasedStatement: {
              Limit: 10,
              AggregateKeyType: 'IP',
              ScopeDownStatement: {
                ByteMatchStatement: { SearchString: `${ingest.path}/`, PositionalConstraint: 'STARTS_WITH' },
              },
            },
          },
        },
      ],
    });
  });

  test('can be a rule of a web ACL that exists', () => {
    const { stack, ingest } = define();
    const visibilityConfig = { cloudWatchMetricsEnabled: true, metricName: 'Own', sampledRequestsEnabled: true };
    const rules = [ingest.rateLimitRule(2_000_000_000, 7)];
    new CfnWebACL(stack, 'Own', { scope: 'CLOUDFRONT', defaultAction: { allow: {} }, visibilityConfig, rules });
    Template.fromStack(stack).hasResourceProperties('AWS::WAFv2::WebACL', {
      Rules: [{ Priority: 7, Statement: { RateBasedStatement: { Limit: 2_000_000_000 } } }],
    });
  });

  test('is not judged where the Region is known only at deployment', () => {
    expect(() => define({ rateLimit: 100 })).not.toThrow();
  });

  test('fails elsewhere than in us-east-1', () => {
    const message = '[Shop/Ingest] rateLimit: got "a stack in eu-west-1", expected a stack in the Region where AWS WAF';
    expect(() => define({ rateLimit: 100 }, 'eu-west-1')).toThrow(message);
    expect(() => define({ rateLimit: 100 }, 'eu-west-1')).toThrow('in a stack in us-east-1, or put');
    expect(() => define({ rateLimit: 100 }, 'cn-north-1')).toThrow(
      /; put rateLimitRule\(\) into a web ACL of your own$/,
    );
  });

  test('fails beside another web ACL', () => {
    const { stack, distribution } = shop('us-east-1');
    distribution.attachWebAclId('arn:aws:wafv2:us-east-1:123456789012:global/webacl/own/1');
    expect(() => new FirstPartyIngest(stack, 'Ingest', { distribution, rateLimit: 100 })).toThrow(
      '[Shop/Ingest] rateLimit: got "a distribution with a web ACL, Shop/Site"',
    );
  });

  test.each([9, 10.5, 2_000_000_001])('of %d is refused', (limit) => {
    const range = 'expected a whole number from 10 to 2000000000';
    expect(() => define({ rateLimit: limit })).toThrow(`[Shop/Ingest] rateLimit: got ${limit}, ${range}`);
    expect(() => define().ingest.rateLimitRule(limit, 0)).toThrow(`rateLimitRule() (limit): got ${limit}, ${range}`);
  });
});

describe('a path', () => {
  test.each(['', '/', 'q7hx2', '/q7hx2/', '//q', '/a b', '/a*', '/a?', '/a/../b', '/.', `/${'a'.repeat(200)}`])(
    '%j is refused',
    (path) => {
      expect(() => define({ path })).toThrow(`[Shop/Ingest] path: got ${JSON.stringify(path)}, expected a path`);
    },
  );

  test.each(['/q', '/a/b.c', `/${'a'.repeat(199)}`])('%j is fine', (path) => {
    expect(define({ path }).ingest.path).toBe(path);
  });

  test('is either refused by name, or one that CloudFront takes and that no pattern is hidden in', () => {
    const { stack } = shop();
    const part = fc.constantFrom('/', 'a', '..', '.', '~', '-', '*', '?', '"', '\\', '`', ' ', 'é', '%2f', '\n');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const path = parts.join('');
        try {
          checkEdgePath(stack, path);
        } catch (error) {
          expect((error as Error).message).toContain(`[Shop] path: got ${JSON.stringify(path)}, expected a path`);
          return;
        }
        expect(new URL(`https://shop.example.com${path}`).pathname).toBe(path);
        expect(path).toMatch(/^\/[^*?]*[^/]$/);
      }),
      { numRuns: 5000 },
    );
  });

  test('may be known only at deployment', () => {
    const { stack, distribution } = shop();
    const path = new CfnParameter(stack, 'Path').valueAsString;
    new FirstPartyIngest(stack, 'Ingest', { distribution, path });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudFront::Function', {
      FunctionCode: { 'Fn::Join': ['', Match.arrayWith([{ Ref: 'Path' }])] },
    });
  });

  test.each([
    ['/q/*', 'a path that the distribution does not have yet'],
    ['/*', `a path that the distribution's earlier behavior "/*" does not match`],
    ['/?/app*', `a path that the distribution's earlier behavior "/?/app*" does not match`],
    ['q/appmonitors/*', `a path that the distribution's earlier behavior "q/appmonitors/*" does not match`],
  ])('fails behind the behavior %s', (pattern, expected) => {
    const { stack, distribution } = shop();
    distribution.addBehavior(pattern, new HttpOrigin('other.example.com'));
    new FirstPartyIngest(stack, 'Ingest', { distribution, path: '/q' });
    expect(() => Template.fromStack(stack)).toThrow(`path: got "/q/*", expected ${expected}`);
  });

  test('works before such a behavior, and beside others', () => {
    const { stack, distribution } = shop();
    distribution.addBehavior('/images/*.png', new HttpOrigin('other.example.com'));
    new FirstPartyIngest(stack, 'Ingest', { distribution, path: '/q' });
    distribution.addBehavior('/*', new HttpOrigin('other.example.com'));
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

test('two of a distribution coexist, and change nothing for the AwsSolutions pack', () => {
  const violations = (stack: Stack) => {
    const app = stack.node.root as App;
    app.synth();
    return new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
  };
  const { stack, distribution, ingest } = define({ rateLimit: 100 }, 'us-east-1');
  const other = new FirstPartyIngest(stack, 'Other', { distribution });
  expect(other.path).not.toBe(ingest.path);
  expect(violations(stack).filter((rule) => !violations(shop('us-east-1').stack).includes(rule))).toEqual([]);
});

describe('a web application', () => {
  const web = (props: Partial<WebAppProps>, region?: string, ingestRegion?: string) => {
    const { stack, ingest, distribution } = define({ region: ingestRegion }, region);
    const domains = [distribution.distributionDomainName];
    return { stack, ingest, app: new WebApp(stack, 'Web', { domains, firstPartyIngest: ingest, ...props }) };
  };

  test('has its client send there, and needs no other origin', () => {
    const { app, ingest } = web({ authorization: Authorization.resourcePolicy({ alias: 'web' }) });
    expect(app._settings().endpoint).toBe(ingest.path);
    expect(ContentSecurityPolicy.forWebApp(app).connectSources).toEqual(["'self'"]);
  });

  test('can be in another Region than the distribution', () => {
    const { stack, distribution } = shop('us-east-1');
    const ingest = new FirstPartyIngest(stack, 'Ingest', { distribution, region: 'eu-west-1', path: '/q' });
    const other = new Stack(stack.node.root as App, 'Europe', { env: { region: 'eu-west-1' } });
    const app = new WebApp(other, 'Web', { domains: ['shop.example.com'], firstPartyIngest: ingest });
    expect(app._settings().endpoint).toBe('/q');
    expect(JSON.stringify(Template.fromStack(stack))).toContain('dataplane.rum.eu-west-1.');
  });

  test.each<[Partial<WebAppProps>, string]>([
    [{ authorization: Authorization.cognitoGuest() }, 'authorization: got "a way that signs requests, with firstP'],
    [{ authorization: Authorization.credentials() }, 'authorization: got "a way that signs requests, with firstP'],
    [
      { authorization: Authorization.resourcePolicy({ sourceIps: ['203.0.113.0/24'] }) },
      'authorization.sourceIps: got "sourceIps with firstPartyIngest"',
    ],
    [{ client: { endpoint: '/other' } }, 'client.endpoint: got "/other", expected nothing beside firstPartyIngest'],
    [
      { firstPartyIngest: undefined, client: { endpoint: '/q' }, authorization: Authorization.cognitoGuest() },
      'authorization: got "a way that signs requests, with client.endpoint /q"',
    ],
  ])('fails with %j', (props, message) => {
    expect(() => web(props)).toThrow(`[Shop/Web] ${message}`);
  });

  test('fails in another Region than its ingest is for', () => {
    expect(() => web({}, 'eu-west-1', 'us-east-1')).toThrow(
      `[Shop/Web] firstPartyIngest (region): got "us-east-1", expected eu-west-1, the Region of the app monitor; pass region: 'eu-west-1' to FirstPartyIngest`,
    );
    expect(() => define({ region: 'Europe' })).toThrow('[Shop/Ingest] region: got "Europe"');
  });
});
