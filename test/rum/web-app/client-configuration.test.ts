import { runInNewContext } from 'node:vm';
import { App, Aws, Fn, Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { AppMonitor, type WebClientOptions } from '../../../src/rum';
import { renderClientConfiguration, templatePattern } from '../../../src/rum/web-app/client-configuration';
import { regExp, script } from '../../../src/rum/web-app/javascript';
import { checkClientOptions } from '../../../src/rum/web-app/web-app-checks';

function render(client: WebClientOptions, applicationName = 'shop'): string {
  const stack = new Stack(new App(), 'Shop');
  const appMonitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'] });
  const resolved = stack.resolve(renderClientConfiguration(stack, { appMonitor, applicationName, client }));
  if (typeof resolved === 'string') return resolved;
  const [separator, parts] = resolved['Fn::Join'];
  return parts.map((part: unknown) => (typeof part === 'string' ? part : 'deployed')).join(separator);
}

// biome-ignore lint/suspicious/noExplicitAny: what a browser would get
function evaluate(expression: string): any {
  return runInNewContext(`(${expression})`);
}

test('without patterns the configuration is JSON, and has only what was asked for', () => {
  const json = render({});
  expect(Object.keys(JSON.parse(json))).toEqual([
    'appMonitorId',
    'region',
    'endpoint',
    'sessionSampleRate',
    'telemetries',
    'allowCookies',
    'userIdRetentionDays',
    'tracing',
    'applicationName',
    'applicationVersion',
    'transactions',
  ]);
});

test('every option reaches the client', () => {
  const options: WebClientOptions = {
    resourceTimings: true,
    consoleErrors: true,
    consentRequired: true,
    honorDoNotTrack: true,
    honorGlobalPrivacyControl: true,
    hashRoutes: true,
    frames: true,
    tracedOrigins: ['https://api.example.com'],
    remoteConfigurationUrl: '/telemetry.json',
    releaseId: '2026.11.24',
  };
  expect(JSON.parse(render(options))).toMatchObject(options);
});

test('patterns arrive as regular expressions', () => {
  const configuration = evaluate(
    render({
      pathTemplates: ['/orders/:id'],
      ignoredErrors: ['ResizeObserver'],
      ignoredErrorFiles: ['^https://ads\\.example\\.com/'],
      ignoredUrls: ['^/health$', '</script>'],
    }),
  );
  expect(configuration.pathTemplates[0][1]).toBe('/orders/:id');
  expect(configuration.pathTemplates[0][0].test('/orders/42')).toBe(true);
  expect(configuration.ignoredErrors[0].test('ResizeObserver loop')).toBe(true);
  expect(configuration.ignoredErrorFiles[0].test('https://ads.example.com/a.js')).toBe(true);
  expect(configuration.ignoredUrls.map((pattern: RegExp) => pattern.source)).toEqual(['^\\/health$', '<\\/script>']);
});

describe('pages that are watched', () => {
  const patternOf = (page: string): RegExp => {
    const stack = new Stack(new App(), 'Shop');
    const appMonitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'] });
    const expression = renderClientConfiguration(stack, { appMonitor, excludedPages: [page] });
    const [separator, parts] = stack.resolve(expression)['Fn::Join'];
    const deployed = parts.map((part: unknown) =>
      typeof part === 'string' ? part : (part as { Ref: string }).Ref === 'Domain' ? 'd1.cloudfront.net' : 'deployed',
    );
    return evaluate(deployed.join(separator)).excludedPages[0];
  };

  test.each([
    ['https://Shop.example.com', ['https://shop.example.com/'], ['https://shop.example.com/a']],
    [
      'https://shop.example.com/a+b/',
      ['https://shop.example.com/a+b/', 'https://shop.example.com/a+b'],
      ['https://shop.example.com/aab/', 'https://shopXexample.com/a+b', 'https://shop.example.com/a+b/c'],
    ],
    ['https://shop.example.com/ä', ['https://shop.example.com/%C3%A4'], ['https://shop.example.com/']],
    [
      `https://${Fn.ref('Domain')}/admin`,
      ['https://d1.cloudfront.net/admin', 'https://d1.cloudfront.net/admin/'],
      ['https://d1.cloudfront.net/', 'https://d2.cloudfront.net/admin', 'https://d1.cloudfront.net/admins'],
    ],
    [Fn.ref('Domain'), ['d1.cloudfront.net'], ['d1.cloudfront.net/a']],
  ])('%s matches %j and not %j', (page, matching, others) => {
    const pattern = patternOf(page);
    expect([...matching, ...others].filter((url) => pattern.test(url))).toEqual(matching);
  });
});

test.each(['</script><script>alert(1)</script>', '<!--', 'a\u2028b\u2029c', '"\\\n', '$\u007ba}', '`'])(
  'the text %j arrives as it is, and cannot end the script that holds it',
  (text) => {
    const expression = render({ ignoredErrors: [text.replace(/[$\\{}`]/g, '\\$&')] }, text);
    expect(expression).not.toMatch(/[<\u2028\u2029]/);
    expect(evaluate(expression).applicationName).toBe(text);
  },
);

test('what is known only at deployment stays a token', () => {
  const stack = new Stack(new App(), 'Shop');
  const appMonitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'] });
  const expression = renderClientConfiguration(stack, { appMonitor, client: { releaseId: Aws.STACK_NAME } });
  expect(JSON.stringify(stack.resolve(expression))).toContain('{"Ref":"AWS::StackName"}');
});

test('any text and any expression survives the way into JavaScript', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(evaluate(script(text))).toBe(text);
      const literal = text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
      expect(evaluate(`${regExp(`^${literal}$`)}.test(${script(text)})`)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

describe('a path template', () => {
  test.each([
    ['/orders/:id', ['/orders/42', '/orders/42/'], ['/orders', '/orders/', '/orders/42/items', '/x/orders/42']],
    ['/docs/*', ['/docs/', '/docs/a', '/docs/a/b'], ['/docs', '/doc/a']],
    ['/a.b/:x/c', ['/a.b/1/c'], ['/aXb/1/c', '/a.b/1/2/c']],
    ['/', ['/'], ['/a']],
    ['/*', ['/', '/a/b'], []],
  ])('%s matches %j and not %j', (template, matching, others) => {
    const pattern = new RegExp(templatePattern(template));
    expect([...matching, ...others].filter((path) => pattern.test(path))).toEqual(matching);
  });
});

/** What the checks let through is a configuration that a browser can read; what they refuse is named. */
test('options are either refused by name or become JavaScript', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('/a/:b', '/*', '(', '[a-z]+', 'https://a.b'));
  const list = fc.array(text, { maxLength: 3 });
  const options = fc.record(
    {
      pathTemplates: list,
      ignoredErrors: list,
      ignoredUrls: list,
      tracedOrigins: list,
      releaseId: text,
      remoteConfigurationUrl: text,
    },
    { requiredKeys: [] },
  );
  const stack = new Stack(new App(), 'Shop');
  fc.assert(
    fc.property(options, (client) => {
      try {
        checkClientOptions(stack, client);
      } catch (error) {
        expect((error as Error).message).toMatch(/^\[Shop\] client\.\w+(\[\d\])?: got /);
        return;
      }
      for (const template of client.pathTemplates ?? []) expect(template).toMatch(/^\//);
      const expression = [...(client.ignoredErrors ?? []), ...(client.ignoredUrls ?? [])].map(regExp).join(',');
      expect(() => evaluate(`[${expression}]`)).not.toThrow();
    }),
    { numRuns: 5000 },
  );
});
