import { PersonalData } from '../../src/collector';
import type { EmbeddedEvent } from './fake-aws';
import { type Attributes, exportOf, exportOfTasks, metric, type Point, Temporality } from './otlp';
import { configuration } from './running-collector';
import { useAws } from './use-aws';

const EXPONENTIAL = 'exponentialHistogram';
const checkout = { transaction: 'Checkout', outcome: 'completed' };
const metrics = [
  { metricName: 'cart.value', dimensions: ['application'] },
  { metricName: 'carts.open', dimensions: ['application', 'service'] },
];

const { aws, start } = useAws();

/** What CloudWatch gets of some exports. */
async function eventsOf(exports: object[], content = configuration({ metrics })): Promise<EmbeddedEvent[]> {
  const collector = await start(content);
  for (const one of exports) expect(await collector.send('metrics', one)).toBe(200);
  await collector.stop();
  return aws.events;
}

const counted = (points: readonly (readonly [number, Attributes])[], more: Partial<Point> = {}) =>
  points.map(([value, attributes]) => ({ value, attributes: { ...checkout, ...attributes }, ...more }));

/** The statistic sets and histograms of a metric. */
function setsOf(events: EmbeddedEvent[], name: string) {
  return events.flatMap((event) => (name in event ? [event[name] as { Count: number; Sum: number }] : []));
}

const total = (sets: { readonly Count: number; readonly Sum: number }[]) => ({
  count: sets.reduce((sum, { Count }) => sum + Count, 0),
  sum: sets.reduce((sum, { Sum }) => sum + Sum, 0),
});

describe('counts of 1, 2 and 4 that differ in what is removed are 7', () => {
  test.each<[string, (value: string) => Attributes]>([
    ['user.email', (value) => ({ 'user.email': value })],
    ['client.address', (value) => ({ 'client.address': value })],
    ['url.full, in its query', (value) => ({ 'url.full': `https://shop.example/?q=${value}` })],
    ['http.target', (value) => ({ 'http.target': `/?q=${value}` })],
    ['the name of the metric', (value) => ({ 'user.transactions': value })],
    ['the name of another metric', (value) => ({ 'cart.value': value })],
  ])('%s', async (_, differing) => {
    const points = counted([
      [1, differing('a')],
      [2, differing('b')],
      [4, differing('c')],
    ]);
    const events = await eventsOf([exportOf(metric('user.transactions', points))]);
    expect(aws.sum('user.transactions', { application: 'shop', ...checkout })).toBe(7);
    expect(events).toHaveLength(1);
  });

  test('where they are totals, of which one begins later', async () => {
    const begin = Date.now() + 5_000;
    const totals = (at: number, ...values: number[]) => {
      const points = counted(
        values.map((value, index) => [value, { 'user.email': `user-${index}` }]),
        { at, since: begin },
      );
      return exportOf(metric('user.transactions', points, { temporality: Temporality.TOTAL }));
    };
    await eventsOf([totals(begin + 10, 1, 2), totals(begin + 20, 2, 4, 4)]);
    expect(aws.sum('user.transactions', { application: 'shop', ...checkout })).toBe(10);
  });

  test('where one of the deltas began later: it is of a new user', async () => {
    const [first, second, third] = counted([
      [1, { 'user.email': 'a' }],
      [2, { 'user.email': 'b' }],
      [4, { 'user.email': 'c' }],
    ]);
    const points = [first, second, { ...third, since: Date.now() - 10 }];
    await eventsOf([exportOf(metric('user.transactions', points))]);
    expect(aws.sum('user.transactions', { application: 'shop', ...checkout })).toBe(7);
  });

  test('where they are synthetic', async () => {
    const points = counted([
      [1, { 'user.email': 'a', 'user_agent.synthetic.type': 'test' }],
      [2, { 'user.email': 'b', 'user_agent.synthetic.type': 'test' }],
      [4, { 'user.email': 'c' }],
    ]);
    await eventsOf([exportOf(metric('user.transactions', points))]);
    expect(aws.sum('user.transactions', checkout)).toBe(4);
    expect(aws.sum('user.transactions.synthetic', checkout)).toBe(3);
  });

  test('where PersonalData removes something else', async () => {
    const points = counted([
      [1, { 'shop.customer': 'a' }],
      [2, { 'shop.customer': 'b' }],
      [4, { 'shop.customer': 'c' }],
    ]);
    const personalData = new PersonalData({ removed: ['shop.customer'] });
    await eventsOf([exportOf(metric('user.transactions', points))], configuration({ personalData }));
    expect(aws.sum('user.transactions', checkout)).toBe(7);
    expect(JSON.stringify(aws.events)).not.toContain('shop.customer');
  });
});

describe('histograms that differ in what is removed keep every value', () => {
  const explicit = (count: number, sum: number) => ({
    ...{ count: String(count), sum, min: 1, max: sum },
    ...{ explicitBounds: [10], bucketCounts: [String(count), '0'] },
  });
  const exponential = (scale: number, offset: number, counts: number[], sum: number) => ({
    ...{ count: String(counts.reduce((a, b) => a + b)), sum, min: 1, max: sum, scale, zeroCount: '0' },
    positive: { offset, bucketCounts: counts.map(String) },
  });

  test.each([
    ['histogram', [explicit(1, 2), explicit(2, 8), explicit(4, 16)]],
    [EXPONENTIAL, [exponential(0, 0, [1], 2), exponential(1, -4, [1, 0, 1], 8), exponential(0, -3, [1, 0, 0, 3], 16)]],
  ] as const)('%s', async (kind, values) => {
    const points = values.map((value, index) => ({ value, attributes: { 'user.email': `user-${index}` } }));
    const events = await eventsOf([exportOf(metric('cart.value', points, { kind, unit: 's' }))]);
    expect(total(setsOf(events, 'cart.value'))).toEqual({ count: 7, sum: 26 });
    expect(JSON.stringify(events)).not.toContain('user-0');
  });

  test('others go their way together', async () => {
    const points = [2, 8].map((sum, index) => ({ value: explicit(1, sum), attributes: { route: `/${index}` } }));
    const events = await eventsOf([exportOf(metric('cart.value', points, { kind: 'histogram' }))]);
    expect(total(setsOf(events, 'cart.value'))).toEqual({ count: 2, sum: 10 });
  });
});

describe('two tasks in one request count both', () => {
  const at = Date.now();
  const of = (value: number) => metric('user.transactions', [{ value, attributes: checkout, at, since: at - 1000 }]);
  test.each([
    'aws.ecs.task.arn',
    'host.id',
    'host.name',
    'process.pid',
    'k8s.pod.name',
    'k8s.pod.uid',
    'service.instance.id',
    'container.id',
  ])('told apart by %s', async (key) => {
    const tasks = [3, 4].map((value) => ({ attributes: { [key]: `task-${value}` }, metrics: [of(value)] }));
    await eventsOf([exportOfTasks(tasks)]);
    expect(aws.sum('user.transactions', { application: 'shop', ...checkout })).toBe(7);
  });

  test('told apart by nothing, in two requests of the same millisecond', async () => {
    await eventsOf([exportOf(of(3)), exportOf(of(4))]);
    expect(aws.sum('user.transactions', checkout)).toBe(7);
  });
});

describe('instruments of other kinds', () => {
  test('an UpDownCounter is the level that it has', async () => {
    const levels = [5, 8, 6, 6, 9];
    const begin = Date.now() - 60_000;
    const exports = levels.map((value, index) =>
      exportOf(
        metric('carts.open', [{ value, since: begin, at: begin + index * 1000 }], {
          ...{ temporality: Temporality.TOTAL, isMonotonic: false },
        }),
      ),
    );
    const events = await eventsOf(exports);
    expect(events.map((event) => event['carts.open'])).toEqual(levels);
    expect(events[0]._aws.CloudWatchMetrics[0].Dimensions).toEqual([['application', 'service']]);
  });

  test('a level may be negative, and a gauge stays one', async () => {
    const level = { temporality: Temporality.TOTAL, isMonotonic: false };
    const value = (asDouble: number) => [{ value: { asDouble } }];
    const events = await eventsOf([
      exportOf(metric('carts.open', value(-2), level)),
      exportOf(metric('cart.value', value(2.5), { kind: 'gauge', unit: 'By' })),
    ]);
    expect(events.map((event) => event['carts.open'] ?? event['cart.value'])).toEqual([-2, 2.5]);
    expect(events[1]._aws.CloudWatchMetrics[0].Metrics[0]).toMatchObject({ Name: 'cart.value', Unit: 'Bytes' });
  });

  const histogram = { count: '2', sum: 6, min: 2, max: 4, explicitBounds: [10], bucketCounts: ['2', '0'] };
  const exponential = {
    count: '2',
    sum: 6,
    min: 2,
    max: 4,
    scale: 0,
    positive: { offset: 0, bucketCounts: ['1', '1'] },
  };
  test.each([
    ['histogram', histogram],
    [EXPONENTIAL, exponential],
  ] as const)('no minimum and maximum of 0: %s of totals is none, of deltas it has them', async (kind, value) => {
    const since = Date.now() + 5_000;
    const totals = [{ value, since, at: since + 10 }];
    const events = await eventsOf([
      exportOf(metric('cart.value', totals, { kind, temporality: Temporality.TOTAL })),
      exportOf(metric('cart.value', [{ value }], { kind })),
    ]);
    expect(setsOf(events, 'cart.value')).toMatchObject([{ Count: 2, Sum: 6, Min: 2, Max: 4 }]);
  });
});

describe('what an SDK counts past its limit of attribute sets', () => {
  const overflow = { 'otel.metric.overflow': true };
  test('is counted, as nobody knows what', async () => {
    const points = [
      { value: 5, attributes: checkout },
      { value: 3, attributes: overflow },
    ];
    const events = await eventsOf([exportOf(metric('user.transactions', points))]);
    expect(aws.sum('user.transactions', { application: 'shop', ...checkout })).toBe(5);
    expect(aws.sum('telemetry.overflow', { application: 'shop', service: 'orders' })).toBe(3);
    const [event] = events.filter((one) => 'telemetry.overflow' in one);
    expect(event).toMatchObject({ metric: 'user.transactions' });
    expect(event._aws.CloudWatchMetrics).toMatchObject([{ Dimensions: [['application', 'service']] }]);
  });

  test('of a metric whose dimensions come from the resource is in that metric', async () => {
    const points = [
      { value: 5, attributes: { cart: 'a' } },
      { value: 3, attributes: overflow },
    ];
    await eventsOf([exportOf(metric('carts.open', points))]);
    expect(aws.sum('carts.open', { application: 'shop', service: 'orders' })).toBe(8);
    expect(aws.sum('telemetry.overflow')).toBe(0);
  });
});

test('booleans and numbers are the same dimension whatever language they come from', async () => {
  const content = configuration({ metrics: [{ metricName: 'carts', dimensions: ['application', 'new', 'size'] }] });
  const sizes = [{ int: 1 }, { double: 1 }, '1'];
  const events = await eventsOf(
    [
      ...[true, 'true'].map((value) =>
        exportOf(metric('carts', [{ value: 1, attributes: { new: value, size: '1' } }])),
      ),
      ...sizes.map((size) => exportOf(metric('carts', [{ value: 1, attributes: { new: true, size } }]))),
    ],
    content,
  );
  expect(new Set(events.map((event) => `${event.new} ${event.size}`))).toEqual(new Set(['true 1']));
  expect(aws.sum('carts')).toBe(5);
});
