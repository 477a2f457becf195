import { Duration } from 'aws-cdk-lib';
import { type CollectorConfigProps, TraceDestination, TraceSampling } from '../../src/collector';
import { nanoseconds, SPAN_NAME, spans, transactions } from './otlp';
import { configuration, pause, until } from './running-collector';
import { useAws } from './use-aws';

const { aws, start: startWith } = useAws();
const start = (props: CollectorConfigProps = {}) => startWith(configuration(props));

const counted = (deltas: number) => transactions(deltas, nanoseconds(), {}, 1);
const idsThatArrived = () => new Set(aws.segments.map(({ id }) => id)).size;

test('what it was sent just before SIGTERM still arrives, also where it waits for whole traces', async () => {
  const collector = await start({ sampling: TraceSampling.tail({ ratio: 1 }) });
  expect(await collector.send('traces', spans(20))).toBe(200);
  expect(await collector.send('metrics', transactions(3, nanoseconds(), {}, 1))).toBe(200);
  expect(aws.segments).toHaveLength(0);
  expect(await collector.stop()).toBe(0);
  expect(idsThatArrived()).toBe(20);
  expect(aws.sum('user.transactions')).toBe(3);
});

test.each(['traces', 'metrics'] as const)('what it says that it took of %s has arrived', async (signal) => {
  const collector = await start();
  expect(await collector.send(signal, signal === 'traces' ? spans(20) : counted(3))).toBe(200);
  await collector.kill();
  expect(signal === 'traces' ? idsThatArrived() : aws.sum('user.transactions')).toBe(signal === 'traces' ? 20 : 3);
});

test.each(['traces', 'metrics'] as const)(
  'of %s that AWS does not get it says so, and takes them again',
  async (signal) => {
    const collector = await start();
    const body = signal === 'traces' ? spans(20) : counted(3);
    aws.isDown = true;
    expect(await collector.send(signal, body)).toBe(503);
    aws.isDown = false;
    expect(await collector.send(signal, body)).toBe(200);
    expect(signal === 'traces' ? idsThatArrived() : aws.sum('user.transactions')).toBe(signal === 'traces' ? 20 : 3);
  },
);

test('personal data does not arrive', async () => {
  const collector = await start();
  const attributes = {
    'user.id': 'customer-4711',
    'user.email': 'someone@example.com',
    'client.address': '203.0.113.7',
    'url.full': 'https://shop.example.com/orders?token=s3cret',
    'http.request.header.cookie': 'session=s3cret',
    'shop.page': 'orders',
  };
  await collector.send('traces', spans(1, { attributes }));
  await collector.stop();
  const [segment] = aws.segments;
  const text = JSON.stringify(segment);
  for (const personal of ['customer-4711', 'someone@', '203.0.113.7', 's3cret']) expect(text).not.toContain(personal);
  expect(text).toContain('https://shop.example.com/orders');
  expect(text).toMatch(/[\da-f]{64}/); // the hash of user.id
  expect(text).toContain('shop.page');
});

test('tail sampling keeps what failed', async () => {
  const sampling = TraceSampling.tail({ ratio: 0, decisionWait: Duration.seconds(1) });
  const collector = await start({ sampling });
  await collector.send('traces', spans(30));
  await collector.send('traces', spans(5, { failed: true }));
  await until(() => aws.segments.length >= 5);
  await collector.stop();
  expect(idsThatArrived()).toBe(5);
  expect(aws.segments.every(({ fault }) => fault === true)).toBe(true);
});

test('1,000 spans a second for a minute all arrive', async () => {
  const collector = await start();
  const begin = Date.now();
  for (let sent = 0; sent < 60_000; sent += 250) {
    expect(await collector.send('traces', spans(250))).toBe(200);
    await pause(begin + sent + 250 - Date.now());
  }
  expect(await collector.stop()).toBe(0);
  expect(idsThatArrived()).toBe(60_000);
}, 240_000);

test('X-Ray and CloudWatch are down for half a minute: it lives on within its memory', async () => {
  const collector = await start();
  aws.isDown = true;
  const begin = Date.now();
  while (Date.now() < begin + 30_000) {
    await Promise.all([collector.send('traces', spans(250)), collector.send('metrics', counted(1))]);
    await pause(250);
  }
  expect(aws.attemptsWhileDown).toBeGreaterThan(0);

  aws.isDown = false;
  expect(await collector.send('traces', spans(50, { attributes: { phase: 'after' } }))).toBe(200);
  await until(() => aws.segments.filter((segment) => JSON.stringify(segment).includes('after')).length === 50);
  expect(collector.peakMiB).toBeLessThan(256);
  expect(await collector.stop()).toBe(0);
}, 240_000);

test('an OTLP endpoint that is down for half a minute gets everything afterwards', async () => {
  const collector = await start({ traceDestinations: [TraceDestination.otlp({ name: 'vendor', url: aws.url })] });
  const arrived = () =>
    aws.traces.reduce((total, request) => total + request.toString('latin1').split(SPAN_NAME).length - 1, 0);
  aws.isDown = true;
  const begin = Date.now();
  let sent = 0;
  for (; Date.now() < begin + 30_000; sent += 250) {
    expect(await collector.send('traces', spans(250))).toBe(200);
    await pause(250);
  }
  expect(aws.attemptsWhileDown).toBeGreaterThan(0);

  aws.isDown = false;
  await until(() => arrived() >= sent, 120);
  expect(collector.peakMiB).toBeLessThan(256);
  expect(await collector.stop()).toBe(0);
  expect(arrived()).toBe(sent);
}, 240_000);
