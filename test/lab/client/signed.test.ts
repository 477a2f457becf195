import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { useSite } from './use-site';

/** The larger client, which signs; test/lab/server/rum has the data plane that checks signatures. */
const { site, newVisitor } = useSite();

beforeEach(() => {
  site.bundle = 'telemetry-signed.js';
});

const CREDENTIALS = '{ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token" }';

test('the client that does not sign has at most 24,000 bytes', () => {
  const bundle = readFileSync(join(__dirname, '../../../assets/client/telemetry.js'));
  expect(gzipSync(bundle, { level: 9 }).length).toBeLessThanOrEqual(24_000);
});

test('nothing is sent before there are credentials, and then everything, signed', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.page.waitForTimeout(7_000);
  expect(site.requests).toBe(0);
  await visitor.do(`userTelemetry.push(['credentials', ${CREDENTIALS}])`);
  await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/mug']));
  expect(site.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/rum\//);
  expect(site.headers['x-amz-security-token']).toBe('token');
  await visitor.go();
  expect(visitor.problems).toEqual([]);
});

test('a page that is left signs its beacon, with credentials of a function', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.do(`userTelemetry.credentials(async () => (${CREDENTIALS}))`);
  await visitor.leave();
  await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/mug']));
  expect(site.url.searchParams.get('X-Amz-Credential')).toMatch(/^AKIDEXAMPLE\//);
  expect(site.url.searchParams.get('X-Amz-Signature')).toMatch(/^[\da-f]{64}$/);
  expect(visitor.problems).toEqual([]);
});
