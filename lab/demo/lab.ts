import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Edge } from '../cast/browser';
import { start } from './processes';

export const ROOT = join(__dirname, '../..');
export const OUT = join(ROOT, 'lab/out');
const START_TIMEOUT_MS = 60_000;

/** Where the lab listens. All on loopback. */
export interface Endpoints {
  readonly aws: string;
  readonly edge: Edge;
  readonly otlp: string;
  readonly web: string;
}

/** Starts the emulated AWS and waits until its ports are open. */
export async function startLab(log: string): Promise<Endpoints> {
  const state = join(OUT, 'state');
  rmSync(state, { recursive: true, force: true });
  const child = start({
    command: join(ROOT, 'lab/.venv/bin/python'),
    args: ['-m', 'lab.server', '--state', state],
    cwd: ROOT,
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
    log,
  });
  const file = join(state, 'endpoints.json');
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    if (child.exitCode !== null) break;
    await sleep(100);
  }
  throw new Error(`the lab did not start; its output: ${log}`);
}

/** The physical names of what a stack has of a type, of the logical IDs that begin so. */
export class Deployed {
  constructor(private readonly resources: readonly (readonly [type: string, logicalId: string, name: string])[]) {}

  all(type: string, logicalId = ''): string[] {
    return this.resources.filter(([a, b]) => a === type && b.startsWith(logicalId)).map(([, , name]) => name);
  }

  one(type: string, logicalId = ''): string {
    const [name] = this.all(type, logicalId);
    if (!name) throw new Error(`the stack has no ${type} ${logicalId}`);
    return name;
  }
}

export async function deployedResources(aws: string, stack: string): Promise<Deployed> {
  const resources: [string, string, string][] = [];
  let token = '';
  do {
    const query = { Action: 'ListStackResources', Version: '2010-05-15', StackName: stack };
    const answer = await callQueryApi(aws, 'cloudformation', token ? { ...query, NextToken: token } : query);
    for (const [, member] of answer.matchAll(/<member>([\s\S]*?)<\/member>/g)) {
      resources.push([
        tag(member, 'ResourceType'),
        tag(member, 'LogicalResourceId'),
        tag(member, 'PhysicalResourceId'),
      ]);
    }
    token = tag(answer, 'NextToken');
  } while (token);
  return new Deployed(resources);
}

export async function fetchOk(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.ok) return response;
  throw new Error(
    `${init?.method ?? 'GET'} ${url} answered ${response.status}: ${(await response.text()).slice(0, 500)}`,
  );
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The lab tells services apart by the scope of the signature, and checks nothing else of it. */
async function callQueryApi(aws: string, service: string, parameters: Record<string, string>): Promise<string> {
  const scope = `lab/20260101/us-east-1/${service}/aws4_request`;
  const response = await fetchOk(aws, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
    body: new URLSearchParams(parameters),
  });
  return response.text();
}

function tag(xml: string, name: string): string {
  return xml.match(new RegExp(`<${name}>([^<]*)</${name}>`))?.[1] ?? '';
}
