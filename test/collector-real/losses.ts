/**
 * What arrives in CloudWatch of what real SDKs count while something goes wrong: the table of docs/counting.md.
 *
 * npx tsx test/collector-real/losses.ts runs JavaScript's. For others the command of an application is in PYTHON, JAVA or
 * GO, such as PYTHON='.venv/bin/python test/collector-real/sdks/application.py'. Arguments are the names of faults. It
 * takes some three minutes, most of which it waits.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AdotSidecar } from '../../src/collector';
import { containersOf, environmentOf, fargate, image, newStack } from '../collector/fixture';
import { FakeAws } from './fake-aws';
import { configuration, pause, RunningCollector } from './running-collector';

const JAVASCRIPT = `${process.execPath} --import tsx ${join(__dirname, 'sdks/application.ts')}`;
const others = pick('python', 'java', 'go');
const languages = Object.keys(others).length > 0 ? others : { javascript: JAVASCRIPT };

/** Applications export after 60 seconds; this is before that. */
const BEFORE_EXPORT = 57_000;

/** 3 sets each 50 ms; they end in two metrics. */
const OVERFLOW = 'more than 2,000 sets of attributes';

/** The application has to run on: an SDK that is shut down meanwhile gives up what it is about to send again. */
const AWS_AWAY = 'AWS away 30 s';

interface Setting {
  readonly aws: FakeAws;
  readonly proxy: Door;
  readonly collectors: RunningCollector[];
  readonly applications: ChildProcess[];
  start(): Promise<void>;
  application(more?: Record<string, string>): void;
  readonly ended: () => Promise<void>;
}

const FAULTS: Record<string, (setting: Setting) => Promise<void>> = {
  none: async () => {},
  'collector away 8 s': async ({ collectors: [collector], start }) => {
    await pause(BEFORE_EXPORT);
    await collector.stop();
    await pause(8_000);
    await start();
  },
  'collector hung 8 s': async ({ collectors: [collector] }) => {
    await pause(BEFORE_EXPORT);
    collector.hang();
    await pause(8_000);
    collector.resume();
  },
  'collector refuses 8 s': async ({ proxy }) => {
    await pause(BEFORE_EXPORT);
    proxy.refuses = true;
    await pause(8_000);
    proxy.refuses = false;
  },
  'collector restarted': async ({ collectors: [collector], start }) => {
    await pause(BEFORE_EXPORT);
    await collector.stop();
    await start();
  },
  'collector killed': async ({ collectors: [collector], start }) => {
    await pause(BEFORE_EXPORT);
    await collector.kill();
    await start();
  },
  'SDK restarted': async ({ applications: [first], application }) => {
    await pause(BEFORE_EXPORT);
    first.kill('SIGTERM');
    application({ SECONDS: '20' });
  },
  'task replaced': async ({ applications: [first], collectors: [collector], application, start }) => {
    await pause(BEFORE_EXPORT);
    const ended = once(first, 'close');
    first.kill('SIGTERM');
    await ended;
    await collector.stop();
    await start();
    application({ SECONDS: '20' });
  },
  [AWS_AWAY]: async ({ aws }) => {
    await pause(BEFORE_EXPORT);
    aws.isDown = true;
    await pause(30_000);
    aws.isDown = false;
  },
  [OVERFLOW]: async () => {},
  'two tasks at once': async ({ application }) => application(),
};

/** What stands between SDK and collector: the same address for all collectors that follow each other. */
class Door {
  public refuses = false;
  private readonly server: Server = createServer((incoming, response) => {
    if (this.refuses) return void response.writeHead(503).end();
    const { method, url, headers } = incoming;
    const onward = request(`${this.target()}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    // As a port that nobody listens on.
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  });

  constructor(private readonly target: () => string) {}

  async start(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

interface Outcome {
  readonly sent: number;
  readonly arrived: number;
}

async function measure(
  command: string,
  told: Record<string, string>,
  content: string,
  fault: string,
): Promise<Outcome> {
  const aws = await FakeAws.start();
  const collectors: RunningCollector[] = [];
  const applications: ChildProcess[] = [];
  const printed: Promise<string>[] = [];
  const proxy = new Door(() => collectors[collectors.length - 1].url);
  const start = async () => void collectors.push(await RunningCollector.start(content, aws.url));
  await start();
  const endpoint = await proxy.start();
  const application = (more: Record<string, string> = {}) => {
    const [program, ...words] = command.split(' ');
    const env = { ...process.env, ...told, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, SECONDS: '75', ...more };
    const child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    applications.push(child);
    printed.push(outputOf(child));
  };
  application({ ...(fault === OVERFLOW && { SETS: '3' }), ...(fault === AWS_AWAY && { SECONDS: '100' }) });
  const ended = async () => void (await Promise.all(printed));
  await FAULTS[fault]({ aws, proxy, collectors, applications, start, application, ended });
  const sent = (await Promise.all(printed)).reduce((total, text) => total + Number(text), 0);
  await collectors[collectors.length - 1].stop();
  proxy.stop();
  aws.stop();
  const counted = aws.sum('user.transactions', { transaction: 'Checkout', outcome: 'completed' });
  return { sent, arrived: counted + aws.sum('telemetry.overflow', { application: 'shop' }) };
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.on('data', (data) => {
    text += data;
  });
  await once(child, 'close');
  return text;
}

/** What `AdotSidecar` tells the SDKs of a container. */
function environment(): Record<string, string> {
  const stack = newStack();
  const taskDefinition = fargate(stack);
  taskDefinition.addContainer('app', { image });
  new AdotSidecar(stack, 'Orders', { taskDefinition, applicationName: 'shop' });
  return environmentOf(containersOf(stack).app) as Record<string, string>;
}

function pick(...names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const command = process.env[name.toUpperCase()];
      return command ? [[name, command]] : [];
    }),
  );
}

async function main(): Promise<void> {
  const told = environment();
  const ways: Record<string, { content: string; told: Record<string, string> }> = {
    'as told: deltas': { content: configuration(), told },
    'totals instead': {
      content: configuration(),
      told: { ...told, OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'cumulative' },
    },
  };
  const chosen = process.argv.slice(2);
  const faults = Object.keys(FAULTS).filter((name) => chosen.length === 0 || chosen.includes(name));
  const rows: Promise<string>[] = [];
  for (const [language, command] of Object.entries(languages)) {
    for (const fault of faults) {
      const cells = Object.values(ways).map(async (way) => {
        const { sent, arrived } = await measure(command, way.told, way.content, fault);
        return `${sent} / ${arrived}`;
      });
      rows.push(Promise.all(cells).then((texts) => `| ${language} | ${fault} | ${texts.join(' | ')} |`));
      // A collector takes a second to start, and there are as many as cells.
      await pause(1_500);
    }
  }
  console.log(
    `| SDK | fault | ${Object.keys(ways).join(' | ')} |\n|---|---|${'---|'.repeat(Object.keys(ways).length)}`,
  );
  for (const row of rows) console.log(await row);
}

void main();
