import { Token } from 'aws-cdk-lib';
import { PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import fc from 'fast-check';
import { type AppMonitor, Authorization, MetricDefinition } from '../../../src/rum';
import { check, define, propertiesOf, refusal, text } from '../generated';

const isName = (name: string) =>
  name.length >= 1 && name.length <= 255 && !name.startsWith('.') && [...name].every((c) => /[a-z0-9._#-]/i.test(c));

test('names, rates and revisions', () => {
  const rate = fc.oneof(fc.double({ min: -0.5, max: 1.5 }), fc.constantFrom(0, 1, Number.NaN, Infinity, -0));
  const property = fc.property(text('aZ9.-_#/ \n'), rate, text('a1'), (appMonitorName, sessionSampleRate, revision) => {
    let monitor: AppMonitor | undefined;
    const refused = refusal(() => {
      monitor = define({ appMonitorName, sessionSampleRate, policyRevisionId: revision });
    });
    const isRate = sessionSampleRate >= 0 && sessionSampleRate <= 1;
    const isRevision = revision.length >= 1 && revision.length <= 255;
    expect(refused === undefined).toBe(isName(appMonitorName) && isRate && isRevision);
    if (!monitor) return expect(['appMonitorName', 'sessionSampleRate', 'policyRevisionId']).toContain(refused);
    const { Name, ResourcePolicy, AppMonitorConfiguration } = propertiesOf(monitor);
    expect(Name).toBe(appMonitorName);
    expect(AppMonitorConfiguration.SessionSampleRate).toBe(sessionSampleRate);
    expect(ResourcePolicy.PolicyRevisionId).toBe(revision);
  });
  check(1200, property);
});

describe('domains', () => {
  const label = fc
    .string({ unit: fc.constantFrom('a', 'Z', '0', '9', '-'), minLength: 1, maxLength: 63 })
    .filter((name) => !name.startsWith('-') && !name.endsWith('-') && !name.includes('--'));
  const top = fc.string({ unit: fc.constantFrom('a', 'b', 'z'), minLength: 2, maxLength: 12 });
  const host = fc
    .tuple(fc.constantFrom('', '*.'), fc.array(label, { minLength: 1, maxLength: 3 }), top)
    .map(([star, labels, last]) => `${star}${labels.join('.')}.${last}`);

  /** A host name, of which the first and the last label may be a star, or what counts as one. */
  function isDomain(domain: string): boolean {
    if (domain === 'localhost') return true;
    if (domain.length > 253) return false;
    const labels = domain.replace(/^\*\./, '').replace(/\.\*$/, '.any').split('.');
    const isLabel = (name: string) => /^[a-z0-9-]{1,63}$/i.test(name) && !name.startsWith('-') && !name.endsWith('-');
    return labels.length >= 2 && labels.every(isLabel);
  }

  test('of any shape', () => {
    const near = fc
      .tuple(host, fc.constantFrom(':80', '/', '*', '_', '..', ' ', '-'), fc.nat())
      .map(([name, wrong, at]) => {
        const position = at % (name.length + 1);
        return name.slice(0, position) + wrong + name.slice(position);
      });
    const ip = fc.tuple(fc.nat(300), fc.nat(300), fc.nat(300), fc.nat(300)).map((parts) => parts.join('.'));
    const any = fc.oneof(host, near, ip, fc.webUrl(), text('a.*-9:/_ '), fc.constantFrom('localhost', 'amazon.*', '*'));
    const property = fc.property(
      fc.oneof(fc.array(any, { maxLength: 5 }), fc.array(host, { maxLength: 8 })),
      (domains) => {
        let monitor: AppMonitor | undefined;
        const refused = refusal(() => {
          monitor = define({ domains });
        });
        if (!monitor) return expect(refused).toMatch(/^domains(\[\d\])?$/);
        expect(propertiesOf(monitor).DomainList).toEqual(domains);
        expect(domains.length >= 1 && domains.length <= 5).toBe(true);
        expect(domains.filter((domain) => !isDomain(domain))).toEqual([]);
      },
    );
    check(1000, property);
  });

  test('that are host names are never refused', () => {
    const property = fc.property(fc.array(host, { minLength: 1, maxLength: 5 }), (domains) => {
      expect(refusal(() => define({ domains }))).toBeUndefined();
    });
    check(400, property);
  });
});

test('pages', () => {
  const path = fc.string({ unit: fc.constantFrom('a', '/', '?', '=', '#', '*', ' ', 'ü'), maxLength: 5 });
  const long = fc.integer({ min: 1200, max: 1300 }).map((length) => 'https://shop.example.com/'.padEnd(length, 'a'));
  const page = fc.oneof(
    fc.webUrl(),
    fc.tuple(fc.webUrl(), path).map((parts) => parts.join('')),
    long,
    text('htps:/.a'),
  );
  const pages = fc.oneof(
    { weight: 9, arbitrary: fc.array(page, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(fc.constant('https://a.example.com'), { minLength: 49, maxLength: 52 }) },
  );
  const property = fc.property(fc.option(pages), fc.option(pages), pages, (included, excluded, favoritePages) => {
    const [includedPages, excludedPages] = [included ?? undefined, excluded ?? undefined];
    let monitor: AppMonitor | undefined;
    const refused = refusal(() => {
      monitor = define({ includedPages, excludedPages, favoritePages });
    });
    if (!monitor) return expect(refused).toMatch(/^(included|excluded|favorite)Pages(\[\d+\])?$/);
    const { IncludedPages, ExcludedPages, FavoritePages } = propertiesOf(monitor).AppMonitorConfiguration;
    expect(IncludedPages && ExcludedPages).toBeFalsy();
    const list: string[] = IncludedPages ?? ExcludedPages ?? [];
    expect(Math.max(list.length, FavoritePages?.length ?? 0)).toBeLessThanOrEqual(50);
    for (const url of list) {
      expect(url.length).toBeLessThanOrEqual(1260);
      expect(url).toMatch(/^[!-~]+$/);
      const { protocol, hostname } = new URL(url);
      expect(['http:', 'https:']).toContain(protocol);
      expect(hostname).toContain('.');
    }
  });
  check(700, property);
});

test('policies', () => {
  const action = fc.oneof(
    { weight: 6, arbitrary: fc.constant('rum:PutRumEvents') },
    fc.constantFrom('rum:*', 'rum:GetAppMonitor', '*'),
  );
  const value = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '"', '\\', 'ü', '.'), maxLength: 50 }),
    fc.constantFrom(500, 1500, 3000).map((length) => 'a'.repeat(length)),
  );
  const statement = fc.tuple(
    action,
    value,
    fc.array(fc.constantFrom('arn:aws:rum:us-east-1:1:appmonitor/a'), { maxLength: 1 }),
  );
  const alias = fc.option(text('aZ9._- *'));
  const property = fc.property(alias, fc.array(statement, { maxLength: 5 }), (given, statements) => {
    let monitor: AppMonitor | undefined;
    const refused = refusal(() => {
      const defined = define({ authorization: Authorization.resourcePolicy({ alias: given ?? undefined }) });
      for (const [action, referer, resources] of statements) {
        const conditions = { StringLike: { 'aws:referer': referer } };
        const principals = [new StarPrincipal()];
        defined.addToResourcePolicy(new PolicyStatement({ actions: [action], principals, resources, conditions }));
      }
      monitor = defined;
    });
    if (!monitor) {
      expect(refused).toMatch(/^(authorization\.alias|addToResourcePolicy\(\) \(actions\))$/);
      const wrong = given !== null && !/^[\w.-]{1,255}$/.test(given);
      return expect(wrong || statements.some(([action]) => action !== 'rum:PutRumEvents')).toBe(true);
    }
    const policy = propertiesOf(monitor).ResourcePolicy.PolicyDocument['Fn::Join'][1];
    const certain = policy.filter((part: unknown) => typeof part === 'string').join('');
    const deployed = policy.map((part: unknown) => (typeof part === 'string' ? part : 'x')).join('');
    const { Statement } = JSON.parse(deployed);
    for (const { Action, Resource, Principal } of Statement) {
      expect(Action).toBe('rum:PutRumEvents');
      expect(Resource).toMatch(/:appmonitor\//);
      expect(Principal).toBe('*');
    }
    const problems = monitor.node.validate();
    const known = JSON.stringify(JSON.parse(deployed)).length;
    if (problems.length > 0)
      expect(problems).toEqual([expect.stringMatching(/^authorization \(bytes of the resource/)]);
    if (certain.length > 4096 + 500) expect(problems).toHaveLength(1);
    if (Buffer.byteLength(deployed) <= 4096) expect({ known, problems }).toEqual({ known, problems: [] });
  });
  check(700, property);
});

test('texts that are known only at deployment are never refused', () => {
  const token = Token.asString({ Ref: 'Text' });
  const property = fc.property(fc.string(), fc.string(), (before, after) => {
    const late = before + token + after;
    const eventPattern = { event_type: [late], event_details: { a: [late] } };
    const definition = MetricDefinition.custom(late, { eventPattern, metricNamespace: late, valueKey: late });
    const props = { domains: [late], appMonitorName: late, policyRevisionId: late, includedPages: [late] };
    const authorization = Authorization.resourcePolicy({ alias: late });
    expect(refusal(() => define({ ...props, authorization, metricDefinitions: [definition] }))).toBeUndefined();
  });
  check(300, property);
});
