import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from './free-port';
import { spans } from './otlp';
import { configuration, pause, until } from './running-collector';
import { useAws } from './use-aws';

const REQUESTS = 60;

const { aws, start } = useAws();
let application: ChildProcess | undefined;
let url: string;
afterEach(async () => {
  if (!application) return;
  const ended = application.exitCode !== null || once(application, 'exit');
  application.kill('SIGKILL');
  await ended;
});

async function startApplication(collectorUrl: string): Promise<void> {
  application = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'application.ts')], {
    env: {
      ...process.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [port] = await once(application.stdout as NodeJS.ReadableStream, 'data');
  url = `http://127.0.0.1:${String(port).trim()}`;
}

/** Sends requests for three seconds: exports of the SDK fail meanwhile. */
async function answers(): Promise<string[]> {
  const bodies: string[] = [];
  for (let sent = 0; sent < REQUESTS; sent++) {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    bodies.push(`${response.status} ${await response.text()}`);
    await pause(50);
  }
  return bodies;
}

const ALL_WELL = Array.from({ length: REQUESTS }, () => '200 ok');

test('what the SDK of an application exports arrives, once', async () => {
  const collector = await start();
  await startApplication(collector.url);
  expect(await answers()).toEqual(ALL_WELL);
  await until(() => aws.segments.length === REQUESTS && aws.sum('user.transactions') === REQUESTS);
  await collector.stop();
  expect(aws.segments).toHaveLength(REQUESTS);
  expect(aws.sum('user.transactions', { application: 'shop', transaction: 'Checkout' })).toBe(REQUESTS);
});

describe('the application answers as always', () => {
  test('while the collector is killed', async () => {
    const collector = await start();
    await startApplication(collector.url);
    const responses = answers();
    await pause(500);
    await collector.kill();
    expect(await responses).toEqual(ALL_WELL);
  });

  test('while the collector hangs', async () => {
    const collector = await start();
    await startApplication(collector.url);
    collector.hang();
    expect(await answers()).toEqual(ALL_WELL);
  });

  test('where no collector listens', async () => {
    await startApplication(`http://127.0.0.1:${await freePort()}`);
    expect(await answers()).toEqual(ALL_WELL);
  });

  test('while the collector refuses for lack of memory', async () => {
    const config = JSON.parse(configuration());
    Object.assign(config.processors.memory_limiter, { limit_mib: 1, spike_limit_mib: 0, check_interval: '100ms' });
    const collector = await start(JSON.stringify(config));
    await startApplication(collector.url);
    expect(await answers()).toEqual(ALL_WELL);
    expect(await collector.send('traces', spans(1))).toBe(503);
  });
});
