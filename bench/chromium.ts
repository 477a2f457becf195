import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { OWN_PAGES } from '../lab/cast/browser';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** As the trace event format has it; microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Duration by the processor time of the thread. */
  readonly tdur?: number;
}

/** A page of a user with a browser of their own, whose processor time is counted from the start. */
export interface BenchPage {
  ask<T>(method: string, params?: object): Promise<T>;
  /** Milliseconds of processor time of all tasks of its main thread. */
  cpu(): Promise<number>;
  dispose(): Promise<unknown>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Chromium by the DevTools protocol over a pipe, with nothing switched on but what is asked for.
 *
 * Test frameworks watch the network and the console of a page, which makes its scripts several times as slow to start.
 */
export class Chromium {
  private readonly profile = mkdtempSync(join(tmpdir(), 'bench-chromium-'));
  private readonly process: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private sent = 0;
  private traced: TraceEvent[] = [];
  private onTraced = () => {};
  private rest = '';

  constructor() {
    this.process = spawn(
      process.env.CHROMIUM ?? '/usr/bin/chromium',
      [
        '--headless=new',
        '--no-sandbox',
        '--remote-debugging-pipe',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        `--disable-features=${OWN_PAGES}`,
        `--user-data-dir=${this.profile}`,
      ],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    const output = this.process.stdio[4] as Readable;
    output.setEncoding('utf8').on('data', (chunk: string) => this.take(chunk));
  }

  public send<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    this.sent++;
    const id = this.sent;
    (this.process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject })) as Promise<T>;
  }

  public async newPage(): Promise<BenchPage> {
    const { browserContextId } = await this.send<{ browserContextId: string }>('Target.createBrowserContext');
    const { targetId } = await this.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      browserContextId,
    });
    const { sessionId } = await this.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
    const ask = <T>(method: string, params: object = {}) => this.send<T>(method, params, sessionId);
    await ask('Performance.enable', { timeDomain: 'threadTicks' });
    return {
      ask,
      async cpu() {
        const { metrics } = await ask<{ metrics: { name: string; value: number }[] }>('Performance.getMetrics');
        return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
      },
      dispose: () => this.send('Target.disposeBrowserContext', { browserContextId }),
    };
  }

  public async trace(categories: string[]): Promise<void> {
    this.traced = [];
    await this.send('Tracing.start', {
      traceConfig: { includedCategories: categories },
      transferMode: 'ReportEvents',
    });
  }

  public async endTrace(): Promise<TraceEvent[]> {
    const complete = new Promise<void>((resolve) => {
      this.onTraced = resolve;
    });
    await this.send('Tracing.end');
    await complete;
    return this.traced;
  }

  public async close(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill();
    await ended;
    for (let left = 10; existsSync(this.profile); left--) {
      try {
        rmSync(this.profile, { recursive: true, force: true });
      } catch (error) {
        if (!left) throw error;
        await pause(200); // its other processes may still write there
      }
    }
  }

  private take(chunk: string): void {
    const messages = (this.rest + chunk).split('\0');
    this.rest = messages.pop() ?? '';
    for (const { id, method, params, result, error } of messages.map((text) => JSON.parse(text) as Message)) {
      if (method === 'Tracing.dataCollected') this.traced.push(...(params as { value: TraceEvent[] }).value);
      if (method === 'Tracing.tracingComplete') this.onTraced();
      if (id === undefined) continue;
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result);
    }
  }
}
