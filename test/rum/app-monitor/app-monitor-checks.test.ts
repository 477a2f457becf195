import { App, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AppMonitor, type AppMonitorProps, Authorization } from '../../../src/rum';

function define(props: Partial<AppMonitorProps>) {
  return new AppMonitor(new Stack(new App(), 'Shop'), 'Monitor', { domains: ['shop.example.com'], ...props });
}

test.each([
  ['cn-north-1', /CloudWatch RUM is not in cn-north-1/],
  ['us-gov-west-1', undefined],
])('in %s it warns: %s', (region, warning) => {
  const stack = new Stack(new App(), 'Shop', { env: { region } });
  new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'] });
  const found = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('rum-not-in-region'));
  expect(found.map(({ entry }) => String(entry.data))).toEqual(warning ? [expect.stringMatching(warning)] : []);
});

describe('an app monitor fails when', () => {
  test.each(['', '.shop', 'a/b', 'a b', 'ü', 'a'.repeat(256)])('its name is %p', (appMonitorName) => {
    expect(() => define({ appMonitorName })).toThrow('[Shop/Monitor] appMonitorName: got ');
  });

  test.each([-0.01, 1.01, 2, Number.NaN])('its sample rate is %p', (sessionSampleRate) => {
    expect(() => define({ sessionSampleRate })).toThrow('[Shop/Monitor] sessionSampleRate: got ');
  });

  test.each([[[]], [['a.com', 'b.com', 'c.com', 'd.com', 'e.com', 'f.com']]])('its domains are %j', (domains) => {
    expect(() => define({ domains })).toThrow('[Shop/Monitor] domains: got ');
  });

  test.each([
    ['https://shop.example.com', 'pass "shop.example.com": scheme, port and path are no part of a domain'],
    ['shop.example.com:8080', 'pass "shop.example.com"'],
    ['localhost:3000', 'pass "localhost"'],
    ['http://127.0.0.1:8080/', 'pass "127.0.0.1"'],
    ['example.com/shop', 'pass "example.com"'],
    ['', 'pass a full domain name'],
    ['*', 'pass a full domain name'],
    ['*.com', 'pass a full domain name'],
    ['xn--e1afmkfd.xn--p1ai', 'pass "xn--e1afmkfd.*": '],
    ['https://shop.xn--e1afmkfd.xn--p1ai/', 'pass "shop.xn--e1afmkfd.*": '],
    ['*.*', 'pass a full domain name'],
    ['intranet', 'pass a full domain name'],
    ['foo_bar.com', 'pass a full domain name'],
    ['a..example.com', 'pass a full domain name'],
    ['-a.example.com', 'pass a full domain name'],
    [`${'a'.repeat(64)}.com`, 'pass a full domain name'],
    [`${'a.'.repeat(126)}com`, 'pass a full domain name'],
  ])('a domain is %p', (domain, fix) => {
    expect(() => define({ domains: ['ok.example.com', domain] })).toThrow(
      `[Shop/Monitor] domains[1]: got ${JSON.stringify(domain)}, expected a domain name such as "shop.example.com"; ${fix}`,
    );
  });

  test.each(['', 'a b', 'a*', 'a'.repeat(256)])('its alias is %p', (alias) => {
    expect(() => define({ authorization: Authorization.resourcePolicy({ alias }) })).toThrow(
      '[Shop/Monitor] authorization.alias: got ',
    );
  });
});

test.each([
  'localhost',
  '10.0.0.1',
  '*.example.com',
  'xn--bcher-kva.example',
  'xn--e1afmkfd.*',
  'd111.cloudfront.net',
  'Shop.Example.COM',
])('the domain %p is fine', (domain) => {
  expect(() => define({ domains: [domain] })).not.toThrow();
});

test('tokens are not judged', () => {
  const text = Lazy.string({ produce: () => 'later.example.com' });
  expect(() =>
    define({
      domains: [text],
      appMonitorName: text,
      sessionSampleRate: Token.asNumber('7'),
      authorization: Authorization.resourcePolicy({ alias: text }),
    }),
  ).not.toThrow();
  expect(() => define({ domains: Token.asList({ Ref: 'Domains' }) })).not.toThrow();
  expect(() =>
    AppMonitor.fromAppMonitorAttributes(new Stack(), 'Imported', { appMonitorName: text, appMonitorId: text }),
  ).not.toThrow();
});
