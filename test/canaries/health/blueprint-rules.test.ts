import { join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import { Duration, Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as fc from 'fast-check';
import {
  CertificateField,
  DnsAssertion,
  DnsRecordType,
  HealthCheck,
  HttpAssertion,
  HttpAuthentication,
  HttpMethod,
  NumberComparison,
  TcpAssertion,
  TcpEncoding,
  TextComparison,
  TlsAssertion,
} from '../../../src/canaries';
import { checkHealthChecks } from '../../../src/canaries/health/blueprint-rules';

// The schema that AWS publishes with the blueprint (MIT-0), unchanged.
const schema = require(join(__dirname, 'multi-checks.schema.json'));

// It names a format that is nowhere defined. Every text passes, so that addresses are judged by us alone.
const oracle = new Ajv({ strict: false, formats: { 'safe-uri': true } }).compile(schema);

const scope = new Stack();
const secret = Secret.fromSecretNameV2(scope, 'Secret', 'shop/health');
const role = Role.fromRoleArn(scope, 'Role', 'arn:aws:iam::123456789012:role/caller');

/** What we say of checks: nothing, or what is wrong. */
function ours(checks: HealthCheck[]): string | undefined {
  try {
    checkHealthChecks(
      scope,
      checks.map(({ _document }) => _document),
    );
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What the schema says of the file that they become. */
function theirs(checks: HealthCheck[]): string | undefined {
  const steps = Object.fromEntries(checks.map(({ _document }, index) => [index + 1, _document]));
  return oracle(JSON.parse(JSON.stringify({ steps }))) ? undefined : JSON.stringify(oracle.errors);
}

/** Rules of ours that a schema can't have, or that it leaves out, by a part of their message. */
const STRICTER = [
  'an address that starts with',
  'a name that no other check has',
  'a name that an earlier check extracts',
  'no secret in a text',
  'a JSON path',
  'a regular expression',
  'not empty',
  'two hexadecimal digits per byte',
  'a number above 0',
  'swap the two',
  'names of a secret',
];

const often = <T>(usual: T[], ...rare: fc.Arbitrary<T>[]) =>
  fc.oneof(
    { weight: 15, arbitrary: fc.constantFrom(...usual) },
    ...rare.map((arbitrary) => ({ weight: 1, arbitrary })),
  );
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const text = often(['ok', 'Mug'], fc.string({ maxLength: 8 }));
const name = often(['up', 'a-1_B'], fc.string({ maxLength: 4 }), fc.stringMatching(/^[a-z]{63,66}$/));
const host = often(
  ['shop.example.com', '10.0.0.1'],
  fc.string({ maxLength: 6 }),
  fc.constantFrom('a', '-a.b', 'https://a.b', `a${'.b'.repeat(126)}`, `a${'.b'.repeat(126)}c`),
);
const port = often([1, 443, 65_535], fc.constantFrom(0, 65_536, 1.5, -1));
const timeout = often(
  [Duration.seconds(1), Duration.seconds(10), Duration.minutes(5)],
  fc.constantFrom(Duration.millis(999), Duration.millis(300_001), Duration.millis(1000.5)),
);
const time = often([Duration.millis(1), Duration.seconds(3)], fc.constantFrom(Duration.millis(0)));
const count = often([0, 1, 5], fc.constantFrom(-1, 0.5));
const status = often([100, 200, 599], fc.constantFrom(99, 600, 200.5));
const flag = fc.boolean();
const compareText = fc.constantFrom(...Object.values(TextComparison));
const compareNumber = fc.constantFrom(...Object.values(NumberComparison));
const field = fc.constantFrom(...Object.values(CertificateField));
const encoding = fc.constantFrom(...Object.values(TcpEncoding));
const path = often(['$.status', '$'], fc.string({ maxLength: 4 }));
const regular = often(['^ok$'], fc.constantFrom('('));

const make = <A, T>(arbitraries: fc.Arbitrary<A>, build: (given: A) => T) => arbitraries.map(build);
const list = <T>(arbitrary: fc.Arbitrary<T>) => maybe(fc.array(arbitrary, { maxLength: 2 }));

const httpAssertion = fc.oneof(
  make(status, HttpAssertion.status),
  make(fc.tuple(compareNumber, status), (given) => HttpAssertion.statusCompared(...given)),
  make(fc.tuple(status, status), (given) => HttpAssertion.statusBetween(...given)),
  make(time, HttpAssertion.fasterThan),
  make(fc.tuple(text, flag), (given) => HttpAssertion.headerExists(...given)),
  make(fc.tuple(text, compareText, regular), (given) => HttpAssertion.header(...given)),
  make(fc.tuple(path, flag), (given) => HttpAssertion.jsonExists(...given)),
  make(fc.tuple(path, compareText, text), (given) => HttpAssertion.json(...given)),
  make(fc.tuple(compareText, text), (given) => HttpAssertion.body(...given)),
);
const dnsAssertion = fc.oneof(
  make(fc.tuple(compareText, regular), (given) => DnsAssertion.record(...given)),
  make(fc.tuple(compareNumber, count), (given) => DnsAssertion.recordCount(...given)),
  make(time, DnsAssertion.fasterThan),
  make(flag, DnsAssertion.authoritative),
  make(fc.tuple(compareNumber, time), (given) => DnsAssertion.timeToLive(...given)),
);
const tlsAssertion = fc.oneof(
  make(fc.constantFrom(Duration.days(14), Duration.hours(30), Duration.minutes(90)), TlsAssertion.expiresAfter),
  make(flag, TlsAssertion.valid),
  make(fc.tuple(field, compareText, regular), (given) => TlsAssertion.subject(...given)),
  make(fc.tuple(field, compareText, text), (given) => TlsAssertion.issuer(...given)),
  make(fc.tuple(compareText, text), (given) => TlsAssertion.cipherSuite(...given)),
  make(flag, TlsAssertion.certificateTransparency),
);
const tcpAssertion = fc.oneof(
  make(flag, TcpAssertion.connects),
  make(time, TcpAssertion.fasterThan),
  make(fc.tuple(compareText, regular, maybe(encoding)), (given) => TcpAssertion.response(...given)),
  make(fc.tuple(compareNumber, count), (given) => TcpAssertion.responseSize(...given)),
);

const headers = maybe(fc.dictionary(often(['Accept', 'x-1_a'], fc.string({ maxLength: 3 })), text, { maxKeys: 2 }));
const extract = maybe(fc.dictionary(often(['token', 'a_1'], fc.string({ maxLength: 3 })), path, { maxKeys: 2 }));
const tokenUrl = often(['https://login.example.com/token'], fc.constantFrom('login.example.com'));
const authentication = fc.constantFrom(
  HttpAuthentication.basic(secret),
  HttpAuthentication.apiKey(secret, 'a:b'),
  HttpAuthentication.apiKey(secret),
  HttpAuthentication.sigV4(role, 'execute-api', 'eu-west-1'),
);
const oauth = fc
  .record({ tokenUrl, scope: maybe(text), audience: maybe(text) })
  .map((options) => HttpAuthentication.oauthClientCredentials(secret, options));

const check = fc.oneof(
  fc
    .tuple(
      name,
      fc.record({
        url: often(['https://shop.example.com/health', 'http://10.0.0.1:8080'], fc.constantFrom('/health', 'ftp://a')),
        method: maybe(fc.constantFrom(...Object.values(HttpMethod))),
        headers,
        body: maybe(text),
        authentication: maybe(fc.oneof(authentication, oauth)),
        extract,
        waitTime: maybe(often([Duration.minutes(1)], fc.constantFrom(Duration.seconds(61), Duration.millis(500)))),
        timeout,
        assertions: list(httpAssertion),
      }),
    )
    .map((given) => HealthCheck.http(...given)),
  fc
    .tuple(
      name,
      fc.record({
        domain: host,
        recordType: maybe(fc.constantFrom(...Object.values(DnsRecordType))),
        nameserver: maybe(host),
        port: maybe(port),
        tcp: maybe(flag),
        timeout,
        assertions: list(dnsAssertion),
      }),
    )
    .map((given) => HealthCheck.dns(...given)),
  fc
    .tuple(
      name,
      fc.record({
        hostname: host,
        port: maybe(port),
        serverNameIndication: maybe(flag),
        verifyHostname: maybe(flag),
        allowSelfSigned: maybe(flag),
        timeout,
        assertions: list(tlsAssertion),
      }),
    )
    .map((given) => HealthCheck.tls(...given)),
  fc
    .tuple(
      name,
      fc.record({
        hostname: host,
        port,
        send: maybe(text),
        expect: maybe(text),
        encoding: maybe(encoding),
        timeout,
        assertions: list(tcpAssertion),
      }),
    )
    .map((given) => HealthCheck.tcp(...given)),
);

const http = (options: object) => HealthCheck.http('up', { url: 'https://a.example', ...options });

test('what we accept the schema accepts, and what it refuses we refuse', () => {
  const seen = { accepted: 0, refused: 0, stricter: 0 };
  fc.assert(
    fc.property(fc.array(check, { maxLength: 2 }), (checks) => {
      const [we, they] = [ours(checks), theirs(checks)];
      if (we === undefined) seen.accepted += 1;
      if (they !== undefined) seen.refused += 1;
      if (we === undefined) return they === undefined;
      if (they !== undefined) return true;
      seen.stricter += 1;
      return STRICTER.some((part) => we.includes(part)); // nothing is refused that has no reason
    }),
    { numRuns: 3000 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
});

test('each comparison is accepted where the schema has it, and nowhere else', () => {
  const fields = Object.values(CertificateField);
  const url = 'https://a.example';
  const hostname = 'a.example';
  const compared = [
    ...Object.values(TextComparison).flatMap((comparison) => [
      http({ assertions: [HttpAssertion.header('a', comparison, 'b')] }),
      http({ assertions: [HttpAssertion.json('$', comparison, 'b')] }),
      http({ assertions: [HttpAssertion.body(comparison, 'b')] }),
      HealthCheck.dns('a', { domain: hostname, assertions: [DnsAssertion.record(comparison, 'b')] }),
      HealthCheck.tls('a', { hostname, assertions: [TlsAssertion.cipherSuite(comparison, 'b')] }),
      HealthCheck.tcp('a', { hostname, port: 1, assertions: [TcpAssertion.response(comparison, 'b')] }),
      ...fields.flatMap((part) => [
        HealthCheck.tls('a', { hostname, assertions: [TlsAssertion.subject(part, comparison, 'b')] }),
        HealthCheck.tls('a', { hostname, assertions: [TlsAssertion.issuer(part, comparison, 'b')] }),
      ]),
    ]),
    ...Object.values(NumberComparison).flatMap((comparison) => [
      HealthCheck.http('a', { url, assertions: [HttpAssertion.statusCompared(comparison, 200)] }),
      HealthCheck.dns('a', { domain: hostname, assertions: [DnsAssertion.recordCount(comparison, 1)] }),
      HealthCheck.dns('a', {
        domain: hostname,
        assertions: [DnsAssertion.timeToLive(comparison, Duration.minutes(1))],
      }),
      HealthCheck.tcp('a', { hostname, port: 1, assertions: [TcpAssertion.responseSize(comparison, 1)] }),
    ]),
  ];
  const verdicts = compared.map((one) => [one._document.assertions[0], theirs([one]) === undefined]);
  expect(compared.map((one) => [one._document.assertions[0], ours([one]) === undefined])).toEqual(verdicts);
  expect(new Set(verdicts.map(([, verdict]) => verdict)).size).toBe(2);
});

test('ten checks are enough for both, eleven too many', () => {
  const checks = (length: number) =>
    Array.from({ length }, (_item, index) => HealthCheck.dns(`check${index}`, { domain: 'example.com' }));
  expect([ours(checks(10)), theirs(checks(10))]).toEqual([undefined, undefined]);
  expect(ours(checks(11))).toContain('got 11, expected a whole number from 1 to 10');
  expect(theirs(checks(11))).toBeDefined();
});

const asserting = (assertion: HttpAssertion) => http({ assertions: [assertion] });

test.each<[HealthCheck, string]>([
  [HealthCheck.dns('1st', { domain: 'a.example' }), 'check name: got "1st", expected a letter, then up to 63'],
  [http({ timeout: Duration.millis(500) }), 'check "up": timeout (in milliseconds): got 500, expected a whole number'],
  [http({ waitTime: Duration.seconds(61) }), 'check "up": waitTime (in seconds): got 61'],
  [http({ url: 'a.example' }), 'check "up": url: got "a.example", expected an address that starts with http://'],
  [http({ headers: { 'a b': 'c' } }), 'check "up": header name: got "a b"'],
  [http({ extract: { '1': '$' } }), 'check "up": extract, name: got "1"'],
  [http({ extract: { a: 'b' } }), 'check "up": extract, path of a: got "b", expected a JSON path'],
  [
    http({ body: '$' + '{a}' }),
    'check "up": variable: got "$' + '{a}", expected a name that an earlier check extracts',
  ],
  [http({ body: '$' + '{AWS_SECRET:a}' }), 'expected no secret in a text; use canaries.HttpAuthentication'],
  [http({ authentication: HttpAuthentication.apiKey(secret, 'a:b') }), 'check "up": apiKey: got'],
  [asserting(HttpAssertion.status(99)), 'check "up", assertion 1 (STATUS_CODE): value: got 99'],
  [asserting(HttpAssertion.statusBetween(299, 200)), 'highest: got 200, expected a whole number from 299 to 599'],
  [asserting(HttpAssertion.header('a', TextComparison.ENDS_WITH, 'b')), '(HEADER): comparison: got "ENDS_WITH"'],
  [asserting(HttpAssertion.header('a', TextComparison.MATCHES, '(')), 'text: got "(", expected a regular expression'],
  [HealthCheck.tls('tls', { hostname: 'https://a.example' }), 'check "tls": hostname: got "https://a.example"'],
  [HealthCheck.tcp('tcp', { hostname: 'a.example', port: 0 }), 'check "tcp": port: got 0'],
  [
    HealthCheck.tcp('tcp', { hostname: 'a.example', port: 1, send: 'QUIT', encoding: TcpEncoding.HEX }),
    'check "tcp": sendData: got "QUIT", expected two hexadecimal digits per byte',
  ],
])('says what is wrong, case %#', (wrong, message) => {
  expect(ours([wrong])).toContain(message);
});
