/** Synthesizes journeys as canaries, and plays what would be deployed, as it would be deployed. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { WINDOWLESS } from '../../../../lab/cast/browser';
import { JourneyCanary } from '../../../../src/canaries';
import type { Fixture } from './fixtures';

const ROOT = resolve(__dirname, '../../../..');

/** A canary as its template and its asset have it. */
export interface DeployedCanary {
  readonly code: string;
  readonly handler: string;
  readonly environment: { readonly [name: string]: string };
}

export interface Played {
  readonly status: 'PASSED' | 'FAILED';
  readonly reason?: string;
  readonly durationMs: number;
  readonly steps: { readonly name: string; readonly status: string }[];
  readonly artifacts: string[];
  /** All that the run has printed. */
  readonly output: string;
}

/** The canaries of an app, by the names of the journeys; also the folder of the app, as `cdk synth` leaves it. */
export function synthesize(define: (stack: Stack) => Pick<Fixture, 'name' | 'journey'>[]): {
  readonly directory: string;
  readonly canaries: Map<string, DeployedCanary>;
  readonly template: string;
} {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'journeys-')) });
  const stack = new Stack(app, 'Journeys', { env: { region: 'eu-west-1', account: '123456789012' } });
  const artifactsBucket = new Bucket(stack, 'Artifacts');
  const names = define(stack).map(({ name, journey }, index) => {
    new JourneyCanary(stack, `Journey${index}`, {
      journey,
      artifactsBucket,
      canaryName: `journey-${index}`,
      timeout: Duration.minutes(1),
    });
    return [`journey-${index}`, name];
  });
  const { directory } = app.synth();
  const assets = JSON.parse(readFileSync(join(directory, 'Journeys.assets.json'), 'utf8')).files;
  const template = Template.fromStack(stack);
  const byName = new Map<string, DeployedCanary>();
  for (const { Properties } of Object.values(template.findResources('AWS::Synthetics::Canary'))) {
    const [, name] = names.find(([canaryName]) => canaryName === Properties.Name) ?? [];
    const hash = Properties.Code.S3Key.replace(/\.zip$/, '');
    byName.set(String(name), {
      code: join(directory, assets[hash].source.path),
      handler: Properties.Code.Handler,
      environment: Properties.RunConfig.EnvironmentVariables ?? {},
    });
  }
  return { directory, canaries: byName, template: JSON.stringify(template.toJSON()) };
}

/** Plays a canary in a local Chromium. */
export function play(canary: DeployedCanary, environment: { [name: string]: string } = {}): Promise<Played> {
  const out = mkdtempSync(join(tmpdir(), 'played-'));
  mkdirSync(out, { recursive: true });
  const args = ['--code', canary.code, '--handler', canary.handler, '--out', out, '--timeout', '60'];
  const child = spawn(process.execPath, ['--import', 'tsx', 'lab/synthetics/run.ts', ...args], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      CHROMIUM: WINDOWLESS,
      ...canary.environment,
      ...environment,
    },
  });
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    output += data;
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => {
      if (code !== 0) return failed(new Error(`exit status ${code}: ${output}`));
      const line = output
        .trim()
        .split('\n')
        .reverse()
        .find((each) => each.startsWith('{"status"'));
      done({ ...JSON.parse(line ?? '{}'), output });
    });
  });
}

/** Does something for each, two at a time: a browser keeps a core busy. */
export async function pooled<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all([worker(), worker()]);
  return results;
}
