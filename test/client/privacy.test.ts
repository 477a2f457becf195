import { withoutQueries, withoutQueriesInJson } from '../../client/privacy';

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
  [
    { subsegments: [{ http: { request: { url: 'https://x.y/?q' } } }] },
    { subsegments: [{ http: { request: { url: 'https://x.y/' } } }] },
  ],
])('URLs in %j lose their queries', (details, expected) => {
  expect(withoutQueries(details)).toEqual(expected);
  expect(withoutQueriesInJson(JSON.stringify(details))).toBe(JSON.stringify(expected));
});

test('everything else stays as it is', () => {
  const details = { question: 'who? me', issue: 'a#b', value: 2.5, ok: true, nothing: null, list: [1, 'x?y'] };
  expect(withoutQueries(details)).toEqual(details);
  expect(withoutQueriesInJson('no json')).toBe('no json');
});
