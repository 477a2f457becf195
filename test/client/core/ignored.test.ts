import { ignored } from '../../../client/core/ignored';
import type { ClientConfiguration } from '../../../src/formats/client-configuration';

const ignores = (config: Partial<ClientConfiguration>) =>
  ignored({ endpoint: 'https://dataplane.rum.us-east-1.amazonaws.com', ...config } as ClientConfiguration);

beforeEach(() => {
  Object.assign(globalThis, { location: new URL('https://shop.example.com/cart') });
});

test.each([
  [
    'https://dataplane.rum.us-east-1.amazonaws.com',
    'https://dataplane.rum.us-east-1.amazonaws.com/appmonitors/1',
    true,
  ],
  ['/rum', 'https://shop.example.com/rum/appmonitors/1', true],
  ['/rum/', 'https://shop.example.com/rum/appmonitors/1', true],
  ['/rum', 'https://shop.example.com/rumors', false],
  ['/rum', 'https://shop.example.com/rum', false],
  ['/', 'https://shop.example.com/api', false],
])("with %p as endpoint, %p is the client's own: %p", (endpoint, url, expected) => {
  expect(ignores({ endpoint })(url)).toBe(expected);
});

test('so are requests for its configuration and its credentials', () => {
  const isIgnored = ignores({ remoteConfigurationUrl: '/remote.json' });
  expect(isIgnored('https://shop.example.com/remote.json')).toBe(true);
  expect(isIgnored('https://cognito-identity.us-east-1.amazonaws.com/')).toBe(true);
  expect(isIgnored('https://sts.us-east-1.amazonaws.com/')).toBe(true);
  expect(isIgnored('https://s3.us-east-1.amazonaws.com/')).toBe(false);
});

test('patterns are tried on what the page wrote and on what it means', () => {
  const isIgnored = ignores({ ignoredUrls: [/^\/health/, /example\.com\/ping/] });
  expect(isIgnored('https://shop.example.com/health', '/health')).toBe(true);
  expect(isIgnored('https://shop.example.com/ping', '/ping')).toBe(true);
  expect(isIgnored('https://shop.example.com/other', '/other')).toBe(false);
});
