import { rumEvent } from '../../../src/formats/events/rum';

const PAGE_VIEW = 'com.amazon.rum.page_view_event';
const event = (metadata: object, event_details: object = {}, user_details: object = {}) =>
  rumEvent(PAGE_VIEW, { event_id: '1', event_timestamp: 1, metadata, event_details, user_details })?.event;

test('users without cookies, who all have the same ID, are not one user', () => {
  const nil = '00000000-0000-0000-0000-000000000000';
  expect(event({}, {}, { userId: nil, sessionId: nil })).toEqual({ id: '1', name: 'page_view', time: 1 });
  expect(event({}, {}, { userId: 'u', sessionId: 's' })).toMatchObject({ anonymousId: 'u', sessionId: 's' });
});

test('a page of the same site is no referrer', () => {
  const domain = 'shop.example.com';
  expect(event({ domain }, { referrerDomain: domain })).not.toHaveProperty('referrer');
  expect(event({ domain }, { referrerDomain: 'search.example' })).toMatchObject({ referrer: 'search.example' });
});

test('a page view is of its own page, without its query', () => {
  expect(event({ pageId: '/next' }, { pageId: '/cart?from=mail#top' })).toMatchObject({ page: '/cart' });
  expect(event({ pageId: '/next' })).toMatchObject({ page: '/next' });
});

test('parts may be JSON text; what is none is left out', () => {
  const fields = { event_id: '1', event_timestamp: '7', metadata: '{"browserName":"Chrome"}', event_details: 'no' };
  expect(rumEvent('cart.added', fields)).toEqual({
    event: { id: '1', name: 'cart.added', time: 7, properties: {} },
    origin: { browser: 'Chrome', synthetic: false },
    custom: true,
  });
});
