import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { freePort } from '../../test/collector-real/free-port';
import { spans } from './otlp';

const SPANS_PER_REQUEST = 50;
const TICKS_PER_SECOND = 100; // of /proc, on every Linux that Node.js runs on
const WARM_UP_MS = 3_000;

export interface Load {
  /** Processor time while spans came in, in percent of one core. */
  readonly cpuPercent: number;
  /** The most memory that was in use, in MiB: all that is resident, and what is not the mapped binary. */
  readonly residentMiB: number;
  readonly anonymousMiB: number;
  readonly sent: number;
  readonly arrived: number;
}

/** Runs a collector with a configuration, sends it spans at a rate, and watches it. */
export async function measureLoad(
  collector: string,
  configure: (xray: string, port: number) => object,
  spansPerSecond: number,
  seconds: number,
): Promise<Load> {
  const xray = new FakeXray();
  const port = await freePort();
  const config = JSON.stringify(configure(await xray.start(), port));
  const child = spawn(collector, ['--config', 'env:CONFIG'], {
    env: {
      CONFIG: config,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      GOMEMLIMIT: '204MiB',
      GOMAXPROCS: '2',
    },
    stdio: 'ignore',
  });
  try {
    await listening(port, child);
    await pause(WARM_UP_MS);
    const before = cpuSeconds(child);
    const begin = Date.now();
    const { sent, memory } = await send(port, child, spansPerSecond, seconds);
    const cpu = cpuSeconds(child) - before;
    const elapsed = (Date.now() - begin) / 1000;
    child.kill('SIGTERM');
    await once(child, 'exit');
    return {
      cpuPercent: (100 * cpu) / elapsed,
      residentMiB: Math.max(...memory.map(({ resident }) => resident)) / 1024,
      anonymousMiB: Math.max(...memory.map(({ anonymous }) => anonymous)) / 1024,
      sent,
      arrived: xray.segments,
    };
  } finally {
    child.kill('SIGKILL');
    xray.stop();
  }
}

async function send(port: number, child: ChildProcess, spansPerSecond: number, seconds: number) {
  const body = spans(SPANS_PER_REQUEST);
  const requests = (spansPerSecond * seconds) / SPANS_PER_REQUEST;
  const interval = (SPANS_PER_REQUEST * 1000) / spansPerSecond;
  const begin = Date.now();
  const memory: { resident: number; anonymous: number }[] = [];
  const answers: Promise<boolean>[] = [];
  for (let index = 0; index < requests; index++) {
    const wait = begin + index * interval - Date.now();
    if (wait > 0) await pause(wait);
    answers.push(post(port, body));
    if (index % Math.max(1, Math.round(500 / interval)) === 0) memory.push(memoryOf(child));
  }
  const accepted = (await Promise.all(answers)).filter(Boolean).length;
  return { sent: accepted * SPANS_PER_REQUEST, memory };
}

async function post(port: number, body: Buffer): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: new Uint8Array(body),
  });
  await response.arrayBuffer();
  return response.ok;
}

/** Takes segments, and counts them. */
class FakeXray {
  public segments = 0;
  private server?: Server;

  public async start(): Promise<string> {
    this.server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      this.segments += JSON.parse(text.toString()).TraceSegmentDocuments?.length ?? 0;
      response.setHeader('content-type', 'application/json').end('{"UnprocessedTraceSegments":[]}');
    }).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error('the collector does not start with this configuration');
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)) return;
    await pause(100);
  }
  throw new Error('the collector does not listen');
}

function cpuSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function memoryOf({ pid }: ChildProcess): { resident: number; anonymous: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kib = (name: string) => Number(status.match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'))?.[1]);
  return { resident: kib('VmRSS'), anonymous: kib('RssAnon') };
}
