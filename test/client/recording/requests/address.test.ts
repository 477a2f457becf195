import { mayCarryHeader, reported, resolved } from '../../../../client/recording/requests/address';

const page = (address: string, origin = new URL(address).origin) =>
  Object.assign(globalThis, {
    location: new URL(address),
    document: { baseURI: address },
    self: { origin },
  });

beforeEach(() => page('https://shop.example.com/cart?id=1'));

test.each([
  ['/api', 'https://shop.example.com/api'],
  ['api?q#f', 'https://shop.example.com/api?q#f'],
  ['//cdn.example.com/a', 'https://cdn.example.com/a'],
  ['HTTP://A.example:80/x/../y', 'http://a.example/y'],
  ['data:text/plain,abc', 'data:text/plain,abc'],
  ['http://', 'http://'],
])('%p is understood as %p', (written, expected) => {
  expect(resolved(written)).toBe(expected);
});

test.each([
  `https://a.example/${'x'.repeat(10_000)}`,
  `data:text/plain,${'é'.repeat(10_000)}`,
  `http://[${'x'.repeat(10_000)}`,
])('a long one is cut', (written) => {
  expect(resolved(written).length).toBeLessThanOrEqual(2_048);
});

test.each([
  ['https://jane:secret@a.example/x@y', 'https://a.example/x@y'],
  ['https://jane@a.example/', 'https://a.example/'],
  ['https://a.example/@x', 'https://a.example/@x'],
  ['https://a.example?x@y', 'https://a.example?x@y'],
])('%p is reported as %p', (url, expected) => {
  expect(reported(url)).toBe(expected);
});

describe('the header may go', () => {
  test.each([
    ['https://shop.example.com/api', true],
    ['https://api.example.com/v1', true],
    ['https://other.example.com/', false],
    ['http://shop.example.com/', false],
    ['https://shop.example.com:8443/', false],
    ['blob:https://shop.example.com/0c8b7d3e', false],
    ['data:text/plain,abc', false],
    ['file:///etc/hosts', false],
    ['not a url', false],
  ])('to %p: %p', (url, expected) => {
    expect(mayCarryHeader(url, ['https://api.example.com'])).toBe(expected);
  });

  test('nowhere from a sandbox, whose own address is another origin to it', () => {
    page('https://shop.example.com/frame', 'null');
    expect(mayCarryHeader('https://shop.example.com/api')).toBe(false);
  });
});
