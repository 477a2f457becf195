import fc from 'fast-check';
import { scrubbed, templated } from '../../../client/core/privacy';
import type { PathTemplate } from '../../../src/formats/client-configuration';

test.each([
  [{ request: { url: '/api/orders?email=a@b.c' } }, { request: { url: '/api/orders' } }],
  [{ targetUrl: 'https://x.y/a.js?v=1#top' }, { targetUrl: 'https://x.y/a.js' }],
  [{ referrer: 'https://x.y/search?q=pills' }, { referrer: 'https://x.y/search' }],
  [{ filename: 'https://x.y/a.js?token=1' }, { filename: 'https://x.y/a.js' }],
  [{ message: 'Failed to load https://x.y/a?pw=1 today' }, { message: 'Failed to load https://x.y/a today' }],
  [
    { stack: 'Error: no\n at f (https://x.y/a.js?v=1:10:5)\n at https://x.y/b.js#s:3:4' },
    { stack: 'Error: no\n at f (https://x.y/a.js:10:5)\n at https://x.y/b.js:3:4' },
  ],
  [{ message: "GET 'https://x.y/a(1)?q=(o'brien)&token=1'." }, { message: "GET 'https://x.y/a(1)'." }],
  [{ message: '{"url":"https://x.y/?token=1","code":5}' }, { message: '{"url":"https://x.y/","code":5}' }],
  [{ message: 'https://jane:secret@x.y/a' }, { message: 'https://x.y/a' }],
  [{ url: 'https://jane:secret@x.y/a@b' }, { url: 'https://x.y/a@b' }],
  [{ message: "GET https://x.y/'http://jane:secret@x.y/a'" }, { message: "GET https://x.y/'http://x.y/a'" }],
  [{ url: 'data:text/html;base64,PGI+' }, { url: 'data:text/html;base64,…' }],
  [
    { subsegments: [{ http: { request: { url: 'https://x.y/?q' } } }] },
    { subsegments: [{ http: { request: { url: 'https://x.y/' } } }] },
  ],
])('URLs in %j lose their queries', (details, expected) => {
  expect(scrubbed(details)).toEqual(expected);
});

test('everything else stays as it is', () => {
  const details = { question: 'who? me', issue: 'a#b', value: 2.5, ok: true, nothing: null, list: [1, 'x?y'] };
  expect(scrubbed(details)).toEqual(details);
});

describe('with templates', () => {
  const templates: PathTemplate[] = [
    [/^\/orders\/new\/?$/, '/orders/new'],
    [/^\/orders\/[^/]+\/?$/, '/orders/:id'],
    [/^\/u\/[^/]+\/.*$/, '/u/:user/*'],
  ];

  test.each([
    ['/orders/42', '/orders/:id'],
    ['/orders/42/', '/orders/:id'],
    ['/orders/new', '/orders/new'],
    ['/orders/42/items', '/orders/42/items'],
    ['/orders', '/orders'],
    ['/u/jane/photos/7', '/u/:user/*'],
    ['/', '/'],
  ])('the path %s is reported as %s', (path, expected) => {
    expect(templated(path, templates)).toBe(expected);
  });

  test.each([
    [{ request: { url: '/orders/42?x=1' } }, { request: { url: '/orders/:id' } }],
    [{ targetUrl: 'https://x.y:8080/orders/42#a' }, { targetUrl: 'https://x.y:8080/orders/:id' }],
    [{ url: '//cdn.x.y/orders/42' }, { url: '//cdn.x.y/orders/:id' }],
    [{ message: 'GET https://x.y/orders/42 failed' }, { message: 'GET https://x.y/orders/:id failed' }],
    [{ stack: 'at https://x.y/u/jane/a.js:3:4' }, { stack: 'at https://x.y/u/:user/*:3:4' }],
  ])('URLs in %j become templates', (details, expected) => {
    expect(scrubbed(details, templates)).toEqual(expected);
  });
});

test.each([4_000, 4_080, 4_090, 4_094, 4_095, 4_096])(
  'a text that is cut after %i characters tells no part of a query',
  (length) => {
    const url = 'https://x.y/a?token=secret';
    const { message } = scrubbed({ message: `${'x'.repeat(length - url.length)} ${url}${'s'.repeat(200)} z` }) as {
      message: string;
    };
    expect(message.length).toBeLessThanOrEqual(4_096);
    expect(message).not.toContain('?');
    expect(message).not.toContain('secret');
  },
);

test('no query survives in a text either', () => {
  const url = fc.webUrl({ withQueryParameters: true, withFragments: true });
  fc.assert(
    fc.property(url, fc.constantFrom(' ', ')', "'", '"', ', ', '.'), (url, after) => {
      const [bare = ''] = url.split(/[?#]/);
      fc.pre(bare.split('://').length === 2); // A URL behind a quotation mark in it loses its name and password.
      expect(scrubbed({ message: `GET (${url}${after}` })).toEqual({ message: expect.not.stringMatching(/[?#]/) });
      expect(scrubbed({ message: `GET ${url} z` })).toEqual({ message: expect.stringContaining(bare) });
    }),
    { numRuns: 1000 },
  );
});

test('no query survives, whatever the URL', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const { origin } = new URL(url);
      const [bare] = url.split(/[?#]/);
      expect(scrubbed({ url })).toEqual({ url: bare });
      expect(bare.startsWith(origin) || bare.toLowerCase().startsWith(origin)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['GET /api/users?email=jane@shop.example failed', 'GET /api/users failed'],
  ['no answer from cart?id=7&token=x-y', 'no answer from cart'],
  ['what? a = b', 'what? a = b'],
  ['https://shop.example/a?tel=:5551234', 'https://shop.example/a'],
  ['at https://shop.example/a.js?v=1:10:5', 'at https://shop.example/a.js:10:5'],
])('%s is sent as %s', (text, sent) => {
  expect(scrubbed(text)).toBe(sent);
});
