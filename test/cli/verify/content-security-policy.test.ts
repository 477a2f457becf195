import { blockedBy } from '../../../cli/verify/page/content-security-policy';
import { isDomain } from '../../../cli/verify/page/domains';

const PAGE = new URL('https://shop.example.com/');
const ENDPOINT = new URL('https://dataplane.rum.eu-west-1.amazonaws.com/appmonitors/id');

test.each([
  ["connect-src 'self'", "connect-src 'self'"],
  ["default-src 'none'; script-src *", "default-src 'none'"],
  ["connect-src 'self'; connect-src *", "connect-src 'self'"],
  [
    'connect-src https://dataplane.rum.us-east-1.amazonaws.com',
    'connect-src https://dataplane.rum.us-east-1.amazonaws.com',
  ],
  [
    'connect-src https://dataplane.rum.eu-west-1.amazonaws.com:8443',
    'connect-src https://dataplane.rum.eu-west-1.amazonaws.com:8443',
  ],
])('%s blocks the endpoint', (policy, directive) => {
  expect(blockedBy([policy], 'connect', ENDPOINT, PAGE)).toBe(directive);
});

test.each([
  'connect-src https://dataplane.rum.eu-west-1.amazonaws.com',
  "default-src 'self' *.amazonaws.com",
  'connect-src https:',
  'connect-src *',
  "script-src 'self'",
  'connect-src dataplane.rum.eu-west-1.amazonaws.com/appmonitors/id',
  'CONNECT-SRC HTTPS://DATAPLANE.RUM.EU-WEST-1.AMAZONAWS.COM/appmonitors/',
])('%s lets it', (policy) => {
  expect(blockedBy([policy], 'connect', ENDPOINT, PAGE)).toBeUndefined();
});

test('paths are told apart by case, hosts are not', () => {
  const script = new URL('https://cdn.example.com/Client.js');
  expect(blockedBy(['script-src CDN.example.com/Client.js'], 'script', script, PAGE)).toBeUndefined();
  expect(blockedBy(['script-src cdn.example.com/client.js'], 'script', script, PAGE)).toBeDefined();
});

test('each of several policies counts, and scripts have directives of their own', () => {
  const script = new URL('https://cdn.example.com/telemetry.js');
  expect(blockedBy(['connect-src *', "connect-src 'none'"], 'connect', ENDPOINT, PAGE)).toBe("connect-src 'none'");
  expect(blockedBy(["script-src 'self'; script-src-elem *"], 'script', script, PAGE)).toBeUndefined();
  expect(blockedBy(["script-src 'self'"], 'script', script, PAGE)).toBe("script-src 'self'");
  expect(blockedBy(["script-src 'nonce-abc'"], 'script', script, PAGE)).toBeUndefined();
});

test('domains of an app monitor are exact, or have a wildcard at an end', () => {
  expect(isDomain('shop.example.com', ['example.com', '*.example.com'])).toBe(true);
  expect(isDomain('Shop.Example.com', ['shop.example.com'])).toBe(true);
  expect(isDomain('shop.example.com', ['example.com', 'shopxexample.com'])).toBe(false);
  expect(isDomain('evilexample.com', ['*.example.com'])).toBe(false);
});
