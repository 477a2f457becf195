import { Driver } from './telemetry/driver';

const driver = new Driver();
afterAll(() => driver.end());

const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_BUT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';

const deploy = (type: string, properties: object) => driver.call('deploy', { type: `AWS::${type}`, properties });

let serial = 0;
interface Echoed {
  readonly headers: Record<string, string>;
  readonly query: string;
  readonly path: string;
  readonly from: string;
}

/** A distribution in front of an origin that tells what reached it. */
async function distribution(behavior: object = {}, more: { origin?: object; config?: object } = {}): Promise<string> {
  const made = await deploy('CloudFront::Distribution', {
    DistributionConfig: {
      Enabled: true,
      Origins: [
        {
          Id: 'echo',
          DomainName: 'echo.example.com',
          CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
          ...more.origin,
        },
      ],
      DefaultCacheBehavior: {
        TargetOriginId: 'echo',
        CachePolicyId: CACHING_DISABLED,
        AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        ViewerProtocolPolicy: 'redirect-to-https',
        ...behavior,
      },
      ...more.config,
    },
  });
  return made.attributes.DomainName;
}

const VIEWER = {
  Origin: 'https://shop.example.com',
  Referer: 'https://shop.example.com/cart',
  'User-Agent': 'Firefox',
  'Content-Encoding': 'gzip',
  Cookie: 'a=1; b=2',
  'X-Own': 'own',
};
const visit = (host: string, more: object = {}) => driver.call('edge', { host, headers: VIEWER, ...more });
const reached = async (host: string, more: object = {}): Promise<Echoed> => (await visit(host, more)).body;

describe('an origin is told', () => {
  test('only what CloudFront always sends, without an origin request policy', async () => {
    const { headers, query, from } = await reached(await distribution(), {
      path: '/x?q=1',
      method: 'POST',
      body: '{}',
    });
    expect(headers).toMatchObject({ host: 'echo.example.com', 'user-agent': 'Amazon CloudFront' });
    for (const absent of ['origin', 'referer', 'cookie', 'content-encoding', 'x-own']) {
      expect(headers).not.toHaveProperty(absent);
    }
    expect(headers['x-forwarded-for']).toBe('203.0.113.7');
    expect(from).not.toBe('203.0.113.7'); // the edge calls, not the viewer
    expect(query).toBe('');
  });

  test('all of the viewer’s request but its Host, with the managed policy for that', async () => {
    const host = await distribution({ OriginRequestPolicyId: ALL_BUT_HOST });
    const { headers, query } = await reached(host, { path: '/x?q=1' });
    expect(headers).toMatchObject({
      host: 'echo.example.com',
      origin: VIEWER.Origin,
      referer: VIEWER.Referer,
      'user-agent': 'Firefox',
      cookie: 'a=1; b=2',
      'content-encoding': 'gzip',
    });
    expect(query).toBe('q=1');
  });

  test('what a policy of the template lists, and what is in the cache key', async () => {
    const policy = await deploy('CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: {
        Name: 'own',
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['X-Own'] },
        CookiesConfig: { CookieBehavior: 'whitelist', Cookies: ['b'] },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
      },
    });
    const cache = await deploy('CloudFront::CachePolicy', {
      CachePolicyConfig: {
        Name: 'own',
        ParametersInCacheKeyAndForwardedToOrigin: {
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Referer'] },
          CookiesConfig: { CookieBehavior: 'none' },
          QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['r'] },
        },
      },
    });
    const host = await distribution({ OriginRequestPolicyId: policy.ref, CachePolicyId: cache.ref });
    const { headers, query } = await reached(host, { path: '/x?q=1&r=2' });
    expect(headers).toMatchObject({ 'x-own': 'own', referer: VIEWER.Referer, cookie: 'b=2' });
    expect(headers).not.toHaveProperty('origin');
    expect(query).toBe('r=2');
  });

  test.each<[string, object, object]>([
    ['the viewer’s Host', { OriginRequestPolicyId: ALL_VIEWER }, {}],
    ['plain HTTP', {}, { CustomOriginConfig: { OriginProtocolPolicy: 'http-only', OriginSSLProtocols: ['TLSv1.2'] } }],
    [
      'the protocols that CloudFormation takes by itself',
      {},
      { CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } },
    ],
  ])('nothing, where it is an endpoint of AWS that gets %s', async (_, behavior, origin) => {
    expect((await visit(await distribution(behavior, { origin }))).status).toBe(502);
  });

  test('nothing, where the behavior does not allow the method', async () => {
    const host = await distribution({ AllowedMethods: ['GET', 'HEAD'] });
    expect((await visit(host, { method: 'POST' })).status).toBe(403);
  });
});

describe('a function of the viewer request', () => {
  const define = (FunctionCode: string, more: object = {}) =>
    deploy('CloudFront::Function', {
      Name: `function-${serial++}`,
      AutoPublish: true,
      FunctionCode,
      FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0', ...more },
    });
  const behind = async (code: string, more: object = {}, behavior: object = {}) => {
    const { ref } = await define(code, more);
    const FunctionAssociations = [{ EventType: 'viewer-request', FunctionARN: ref }];
    return { arn: ref, host: await distribution({ FunctionAssociations, ...behavior }) };
  };

  test('changes uri, query, headers and cookies on their way to the origin', async () => {
    const { host } = await behind(
      `function handler(event) {
        const request = event.request;
        request.uri = request.uri.replace(/^\\/hidden/, '');
        request.querystring = { kept: { value: '1' } };
        request.headers['x-added'] = { value: event.context.eventType };
        delete request.cookies.a;
        return request;
      }`,
      {},
      { OriginRequestPolicyId: ALL_BUT_HOST },
    );
    const { path, query, headers } = await reached(host, { path: '/hidden/my%20events?q=1' });
    expect([path, query]).toEqual(['/my events', 'kept=1']);
    expect(headers).toMatchObject({ 'x-added': 'viewer-request', cookie: 'b=2', origin: VIEWER.Origin });
  });

  test('leaves the body as it was', async () => {
    const { host } = await behind('function handler(event) { return event.request; }');
    expect(await reached(host, { method: 'POST', body: '{"a":1}' })).toMatchObject({ method: 'POST', body: '{"a":1}' });
  });

  test('answers itself', async () => {
    const code = `function handler() {
      return { statusCode: 204, statusDescription: 'No Content', headers: { 'x-by': { value: 'edge' } } };
    }`;
    expect(await visit((await behind(code)).host)).toMatchObject({ status: 204, headers: { 'x-by': 'edge' } });
  });

  test('reads the key value store that is associated with it', async () => {
    const store = await deploy('CloudFront::KeyValueStore', { Name: 'flags' });
    const code = `import cf from 'cloudfront';
      async function handler(event) {
        const known = await cf.kvs().exists('rate');
        return { statusCode: known ? 200 : 404 };
      }`;
    const { host } = await behind(code, { KeyValueStoreAssociations: [{ KeyValueStoreARN: store.attributes.Arn }] });
    expect((await visit(host)).status).toBe(404);
  });

  test.each<[string, string, number]>([
    ['throws', 'function handler() { throw new Error("no"); }', 503],
    ['never ends', 'function handler() { for (;;) {} }', 503],
    ['returns nothing', 'function handler() {}', 502],
    ['changes Host', 'function handler(e) { e.request.headers.host = { value: "x" }; return e.request; }', 502],
    ['reaches for the machine', 'function handler() { return { statusCode: process.pid }; }', 503],
    ['makes code of text', 'function handler() { return Function("return 1")(); }', 503],
  ])('fails the request when it %s', async (_, code, status) => {
    const { arn, host } = await behind(code);
    expect((await visit(host)).status).toBe(status);
    expect(await driver.call('failures', { arn })).toHaveLength(1);
  });

  test.each<[string, string, string]>([
    ['a class', 'class A {} function handler(e) { return e.request; }', 'classes'],
    ['for-of', 'function handler(e) { for (const a of []) {} return e.request; }', 'for-of'],
    ['optional chaining', 'function handler(e) { return e?.request; }', 'optional chaining'],
    ['destructuring', 'function handler({ request }) { return request; }', 'destructuring'],
    ['a module of Node.js', 'import fs from "fs"; function handler(e) { return e.request; }', 'the module fs'],
    ['a syntax error', 'function handler(e) { return e.request;', 'SyntaxError'],
    ['no handler', 'const a = 1;', 'no function handler'],
    ['more than 10 KB', `function handler(e) { return e.request; } // ${'x'.repeat(10_240)}`, '10240'],
  ])('is refused with %s', async (_, code, message) => {
    await expect(define(code)).rejects.toThrow(message);
  });

  test('has to be published before a distribution takes it', async () => {
    const code = 'function handler(e) { return e.request; }';
    const made = await deploy('CloudFront::Function', {
      Name: 'draft',
      FunctionCode: code,
      FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
    });
    const FunctionAssociations = [{ EventType: 'viewer-request', FunctionARN: made.ref }];
    await expect(distribution({ FunctionAssociations })).rejects.toThrow('not published');
  });
});

describe('a web ACL', () => {
  const VisibilityConfig = { CloudWatchMetricsEnabled: true, MetricName: 'x', SampledRequestsEnabled: false };
  const path = {
    ByteMatchStatement: {
      FieldToMatch: { UriPath: {} },
      PositionalConstraint: 'STARTS_WITH',
      SearchString: '/limited',
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  };
  const rate = (more: object = {}) => ({
    RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP', ScopeDownStatement: path, ...more },
  });
  const acl = (Statement: object, more: object = {}) =>
    deploy('WAFv2::WebACL', {
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      VisibilityConfig,
      Rules: [{ Name: 'rate', Priority: 0, Action: { Block: {} }, Statement, VisibilityConfig }],
      ...more,
    });
  const guarded = async () => distribution({}, { config: { WebACLId: (await acl(rate())).attributes.Arn } });
  const statuses = async (host: string, more: object) => {
    const all: number[] = [];
    for (let at = 0; at < 12; at++) all.push((await visit(host, more)).status);
    return all;
  };

  test('blocks an address beyond its rate, and nobody else', async () => {
    const host = await guarded();
    expect(await statuses(host, { path: '/limited/x' })).toEqual([...Array(10).fill(200), 403, 403]);
    expect((await visit(host, { path: '/limited/x', ip: '198.51.100.7' })).status).toBe(200);
    expect((await visit(host, { path: '/elsewhere' })).status).toBe(200);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ['a limit below 10', () => acl(rate({ Limit: 9 })), 'Limit'],
    ['an unknown window', () => acl(rate({ EvaluationWindowSec: 30 })), 'EvaluationWindowSec'],
    ['a statement that is not emulated', () => acl({ GeoMatchStatement: {} }), 'GeoMatchStatement'],
    ['the scope of a Region', () => acl(rate(), { Scope: 'REGIONAL' }), 'CLOUDFRONT'],
    ['no such ACL', () => distribution({}, { config: { WebACLId: 'arn:aws:wafv2:::none' } }), 'does not exist'],
  ])('is refused with %s', async (_, make, message) => {
    await expect(make()).rejects.toThrow(message);
  });
});
