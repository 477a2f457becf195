import { nanoseconds, transactions } from './otlp';
import { pause, type RunningCollector } from './running-collector';
import { useAws } from './use-aws';

/** What ADOT's own configuration for ECS does with metrics. */
const WITHOUT_US = JSON.stringify({
  extensions: { health_check: { endpoint: 'localhost:13133' } },
  receivers: { otlp: { protocols: { http: {}, grpc: {} } } },
  processors: { batch: { timeout: '100ms' } },
  exporters: { awsemf: { region: 'us-east-1', log_group_name: '/metrics', namespace: 'UserTelemetry' } },
  service: {
    extensions: ['health_check'],
    pipelines: { metrics: { receivers: ['otlp'], processors: ['batch'], exporters: ['awsemf'] } },
  },
});
const { aws, start } = useAws();

/** Totals of an application that counts 3, then 2 more, is started again, and counts 5. */
async function countToTen(collector: RunningCollector): Promise<void> {
  const first = nanoseconds();
  for (const [total, start] of [
    [3, first],
    [5, first],
    [5, nanoseconds(Date.now() + 1)],
  ] as const) {
    await pause(5);
    expect(await collector.send('metrics', transactions(total, start))).toBe(200);
  }
}

const dimensions = { application: 'shop', transaction: 'Checkout', outcome: 'completed' };

test('3, then 2 more, a restart of the application, and 5 more are 10', async () => {
  const collector = await start();
  await countToTen(collector);
  await collector.stop();
  expect(aws.sum('user.transactions', dimensions)).toBe(10);
  for (const event of aws.events) {
    expect(event._aws.CloudWatchMetrics.map(({ Namespace, Dimensions }) => ({ Namespace, Dimensions }))).toEqual([
      { Namespace: 'UserTelemetry', Dimensions: [['application', 'outcome', 'transaction']] },
    ]);
  }
});

test('the same with the exporter alone is 2', async () => {
  const collector = await start(WITHOUT_US);
  await countToTen(collector);
  await collector.stop();
  expect(aws.sum('user.transactions')).toBe(2);
});

test('two tasks that count at once are counted both', async () => {
  const tasks = await Promise.all([start(), start()]);
  await Promise.all(tasks.map(countToTen));
  await Promise.all(tasks.map((collector) => collector.stop()));
  expect(aws.sum('user.transactions', dimensions)).toBe(20);
});

test('deltas are taken as they are, across a restart of the collector', async () => {
  const before = await start();
  await before.send('metrics', transactions(3, nanoseconds(), {}, 1));
  await before.stop();
  const after = await start();
  await after.send('metrics', transactions(4, nanoseconds(), {}, 1));
  await after.stop();
  expect(aws.sum('user.transactions', dimensions)).toBe(7);
});

test('a restart of the collector counts nothing of a total twice', async () => {
  const before = await start();
  // The application is younger than its collector.
  const application = nanoseconds(Date.now() + 1);
  await pause(5);
  await before.send('metrics', transactions(5, application));
  await before.stop();
  expect(aws.sum('user.transactions', dimensions)).toBe(5);

  const after = await start();
  await after.send('metrics', transactions(5, application));
  await after.send('metrics', transactions(8, application));
  await after.stop();
  expect(aws.sum('user.transactions', dimensions)).toBe(8);
});

test('synthetic users are counted apart', async () => {
  const collector = await start();
  const begin = nanoseconds();
  await pause(5);
  await collector.send('metrics', transactions(4, begin, { 'user_agent.synthetic.type': 'test' }));
  await collector.send('metrics', transactions(6, begin));
  await collector.stop();
  expect(aws.sum('user.transactions', dimensions)).toBe(6);
  expect(aws.sum('user.transactions.synthetic', dimensions)).toBe(4);
});
