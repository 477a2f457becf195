import { defineEvents, putEvents } from '../helpers/event-stack';
import { Lab } from '../helpers/lab';

/** The way of events from the delivery stream to SQL, as a pipeline deploys it. */
let lab: Lab;
beforeAll(async () => {
  lab = await Lab.shared();
  const { status, output } = await lab.deploy('StoredEvents', defineEvents);
  if (status !== 0) throw new Error(output);
});
afterAll(() => lab?.stop());

test('events are rows of the table, in the folder of their day, with a column for each declared property', async () => {
  const event = { event_name: 'cart.added', event_time: 1795860000000, dt: '2026-11-28', is_bot: false };
  await putEvents(
    lab,
    'StoredEvents',
    [
      { ...event, event_id: 'a', p_sku: 'mug', p_price: 8.5 },
      { ...event, event_id: 'b', dt: '2026-11-27', properties: '{"color":"red"}' },
    ],
    [{ ...event, event_id: 'no day', dt: undefined }],
  );
  const streams = await lab.deliveries();
  expect(streams.map(({ failure }) => failure).join('')).toBe('');
  const stream = streams.find(({ name }) => name.startsWith('StoredEvents-') && name.includes('DeliveryEvents'));
  expect(stream).toMatchObject({ accepted: 2, stored: 2, failed: 1 });
  expect(
    await lab.query(
      'StoredEvents',
      'SELECT event_id, event_time, is_bot, p_sku, p_price, properties, dt FROM events ORDER BY event_id',
    ),
  ).toEqual([
    ['a', '1795860000000', 'false', 'mug', '8.5', null, '2026-11-28'],
    ['b', '1795860000000', 'false', null, null, '{"color":"red"}', '2026-11-27'],
  ]);
  expect(await lab.query('StoredEvents', 'SELECT count(*) FROM rejected_events')).toEqual([['0']]);
});
