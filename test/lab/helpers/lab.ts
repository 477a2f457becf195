import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import type { Edge } from '../../../lab/cast/browser';
import { labEnvironment } from '../../../lab/demo/deploy';
import { AwsCli } from './aws-cli';
import { endServer, sharedFolder, startServer } from './servers';

const ROOT = join(__dirname, '../../..');
const RETAIL = join(ROOT, 'examples/retail');
const ACCOUNT = '123456789012';
const REGION = 'us-east-1';

const ENDPOINTS = 'endpoints.json';

const readEndpoints = (state: string) => JSON.parse(readFileSync(join(state, ENDPOINTS), 'utf8'));

export interface Outcome {
  readonly status: number;
  readonly output: string;
}

export type Inventory = Record<string, string[]>;

export interface StackState {
  readonly name: string;
  readonly status: string;
  readonly resources: { logicalId: string; type: string; physicalId: string }[];
  readonly retained: { logicalId: string; type: string; physicalId: string }[];
}

/** What an app monitor of the lab has received. */
export interface MonitorState {
  readonly name: string;
  readonly id: string;
  /** Events by type. */
  readonly accepted: Record<string, number>;
  /** Requests by reason. */
  readonly refused: Record<string, number>;
  /** Events of accepted requests, by reason. */
  readonly dropped: Record<string, number>;
  readonly repeated: number;
  readonly events: { type: string; details: Record<string, unknown>; metadata: Record<string, unknown> }[];
}

/** What a delivery stream has done. */
export interface DeliveryState {
  readonly name: string;
  readonly accepted: number;
  /** Records after they were taken apart: as rows, and below the error prefix. */
  readonly stored: number;
  readonly failed: number;
  /** Why the last delivery failed, and is tried again. */
  readonly failure: string;
}

/** A running lab, and the real CDK CLI that acts on it. */
export class Lab {
  /**
   * The lab that this process of jest shares among its suites, for those that leave nothing behind that goes on by
   * itself: canaries, tasks, and what suites find who ask for all there is.
   */
  static async shared(): Promise<Lab> {
    const state = sharedFolder('lab');
    const ready = join(state, 'ready');
    const begun = existsSync(ready) ? new Lab(readEndpoints(state)) : await Lab.bootstrapped(state);
    writeFileSync(ready, '');
    return begun;
  }

  /** A lab of the suite's own. */
  static async start(): Promise<Lab> {
    const state = mkdtempSync(join(tmpdir(), 'lab-state-'));
    const lab = await Lab.bootstrapped(state);
    lab.end = async () => {
      await endServer(state);
      rmSync(state, { recursive: true, force: true });
    };
    return lab;
  }

  private static async bootstrapped(state: string): Promise<Lab> {
    await startServer(state, [join(ROOT, 'lab/.venv/bin/python'), '-m', 'lab.server', '--state', state], ENDPOINTS);
    const lab = new Lab(readEndpoints(state));
    const { status, output } = await lab.cdk(lab.folder, 'bootstrap', `aws://${ACCOUNT}/${REGION}`);
    if (status === 0) return lab;
    await endServer(state);
    throw new Error(output);
  }

  /** Of this suite alone. */
  readonly folder = mkdtempSync(join(tmpdir(), 'lab-'));
  private readonly awsCli: AwsCli;
  private assemblies = 0;
  /** What the CLI has synthesized of the sample last. */
  sampleAssembly = '';
  private end?: () => Promise<void>;

  private constructor(private readonly endpoints: { aws: string; web: string; edge: Edge }) {
    this.awsCli = new AwsCli(labEnvironment(endpoints));
  }

  /** Where clients of the AWS SDK find the emulated services. */
  get awsUrl(): string {
    return this.endpoints.aws;
  }

  /** Where browsers find the emulated hosts. */
  get edge(): Edge {
    return this.endpoints.edge;
  }

  async stop(): Promise<void> {
    await this.awsCli.end();
    await this.end?.();
    rmSync(this.folder, { recursive: true, force: true });
  }

  deploy(name: string, define: (stack: Stack) => void): Promise<Outcome> {
    return this.cdk(
      this.folder,
      'deploy',
      '--app',
      this.synth(name, define),
      '--require-approval',
      'never',
      '--progress',
      'events',
    );
  }

  destroy(name: string, define: (stack: Stack) => void): Promise<Outcome> {
    return this.cdk(this.folder, 'destroy', '--app', this.synth(name, define), '--force', '--progress', 'events');
  }

  /** Deploys examples/retail, with one transaction more where a name is given, or with a last resource that is refused. */
  deploySample(declare?: string, refused?: 'refused'): Promise<Outcome> {
    const context = [
      ...(declare ? ['--context', `declare=${declare}`] : []),
      ...(refused ? ['--context', 'refused=true'] : []),
    ];
    return this.sample('deploy', '--require-approval', 'never', '--progress', 'events', ...context);
  }

  destroySample(): Promise<Outcome> {
    return this.sample('destroy', '--force');
  }

  /** What exists in the emulated services. */
  inventory(): Promise<Inventory> {
    return this.page('/lab/inventory');
  }

  /** Plays a canary now, as its schedule would. */
  async play(canary: string): Promise<void> {
    const response = await fetch(`${this.endpoints.web}/lab/canaries/${canary}/run`, { method: 'POST' });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Turns the calendar: deletes what the lifecycle rules of buckets expire by then, and returns it. */
  async daysLater(days: number): Promise<string[]> {
    const response = await fetch(`${this.awsUrl}/lab/days-later/${days}`);
    if (!response.ok) throw new Error(await response.text());
    return ((await response.json()) as { expired: string[] }).expired;
  }

  /** Has all delivery streams deliver what they hold; what each has stored since it was made. */
  async deliveries(): Promise<DeliveryState[]> {
    return (await this.page<{ streams: DeliveryState[] }>('/lab/firehose/deliver')).streams;
  }

  /** Has a delivery stream refuse so many of the next records, as one that is throttled. */
  async refuseRecords(stream: string, count: number): Promise<void> {
    await this.page(`/lab/firehose/${stream}/refuse/${count}`);
  }

  /** The rows of a query in Athena, in the workgroup and the database of a stack. */
  async query(stack: string, sql: string): Promise<(string | null)[][]> {
    const { QueryExecutionId: id } = await this.aws<{ QueryExecutionId: string }>(
      ...['athena', 'start-query-execution', '--query-string', sql],
      ...['--work-group', await this.physicalId(stack, 'AWS::Athena::WorkGroup')],
      ...['--query-execution-context', `Database=${await this.physicalId(stack, 'AWS::Glue::Database')}`],
    );
    const execution = ['--query-execution-id', id];
    for (;;) {
      const { QueryExecution } = await this.aws<{
        QueryExecution: { Status: { State: string; StateChangeReason?: string } };
      }>('athena', 'get-query-execution', ...execution);
      const { State, StateChangeReason } = QueryExecution.Status;
      if (State === 'SUCCEEDED') break;
      if (State === 'FAILED') throw new Error(`${StateChangeReason}\n${sql}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const { ResultSet } = await this.aws<{ ResultSet: { Rows: { Data: { VarCharValue?: string }[] }[] } }>(
      ...['athena', 'get-query-results'],
      ...execution,
    );
    return ResultSet.Rows.slice(1).map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue ?? null));
  }

  /** Of the resource of a stack that alone is of this type, or begins with this logical ID. */
  async physicalId(stack: string, type: string, id = ''): Promise<string> {
    const found = ((await this.stack(stack))?.resources ?? []).filter(
      (resource) => resource.type === type && resource.logicalId.startsWith(id),
    );
    if (found.length !== 1) throw new Error(`${found.length} resources of ${stack} are of type ${type} ${id}`);
    return found[0].physicalId;
  }

  /** The page for a person, with the alarms judged anew. */
  report(): Promise<string> {
    return this.text('/report');
  }

  /** A stack in CloudFormation's books; the newest one of that name. */
  async stack(name: string): Promise<StackState | undefined> {
    const stacks = await this.page<StackState[]>('/lab/resources');
    return stacks.filter((stack) => stack.name === name).at(-1);
  }

  /** What an app monitor of a stack has received, by the beginning of its logical ID. */
  async monitor(stack: string, id: string): Promise<MonitorState> {
    const declared = (await this.stack(stack))?.resources ?? [];
    const names = declared
      .filter(({ type, logicalId }) => type === 'AWS::RUM::AppMonitor' && logicalId.startsWith(id))
      .map(({ physicalId }) => physicalId);
    if (names.length !== 1) throw new Error(`${names.length} app monitors of ${stack} begin with ${id}`);
    const { monitors } = await this.page<{ monitors: MonitorState[] }>('/lab/rum');
    const found = monitors.find(({ name }) => name === names[0]);
    if (!found) throw new Error(`the lab has no app monitor ${names[0]}`);
    return found;
  }

  /** An output of a stack, by the beginning of its logical ID. */
  async output(stack: string, key: string): Promise<string> {
    const { Stacks } = await this.aws<{ Stacks: { Outputs: { OutputKey: string; OutputValue: string }[] }[] }>(
      'cloudformation',
      'describe-stacks',
      '--stack-name',
      stack,
    );
    const found = Stacks[0].Outputs.find(({ OutputKey }) => OutputKey.startsWith(key));
    if (!found) throw new Error(`${stack} has no output ${key}`);
    return found.OutputValue;
  }

  /** A call of the AWS CLI, as JSON. */
  async aws<T>(...args: string[]): Promise<T> {
    return JSON.parse(await this.awsCli.run([...args, '--output', 'json']));
  }

  private synth(name: string, define: (stack: Stack) => void): string {
    const outdir = join(this.folder, `assembly-${this.assemblies++}`);
    const app = new App({ outdir, analyticsReporting: false });
    define(new Stack(app, name));
    app.synth();
    return outdir;
  }

  /** In the sample's folder, whose cdk.json has the CLI bundle the backends first. */
  private sample(...args: string[]): Promise<Outcome> {
    const app = `${process.execPath} --import tsx ${join(ROOT, 'test/lab/helpers/retail-app.ts')}`;
    const output = join(this.folder, `assembly-${this.assemblies++}`);
    this.sampleAssembly = output;
    return this.cdk(RETAIL, ...args, '--app', app, '--output', output);
  }

  private cdk(cwd: string, ...args: string[]): Promise<Outcome> {
    return this.run(join(ROOT, 'node_modules/.bin/cdk'), [...args, '--no-notices', '--no-color'], cwd);
  }

  private run(command: string, args: string[], cwd = this.folder): Promise<Outcome> {
    const env = { ...labEnvironment(this.endpoints), TSX_TSCONFIG_PATH: join(RETAIL, 'tsconfig.json') };
    return new Promise((resolve) => {
      execFile(command, args, { cwd, env, maxBuffer: 1 << 24 }, (error, stdout, stderr) =>
        resolve({ status: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
      );
    });
  }

  private async page<T>(path: string): Promise<T> {
    return JSON.parse(await this.text(path));
  }

  /** A page of the lab. */
  async text(path: string): Promise<string> {
    const response = await fetch(this.endpoints.web + path);
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.text();
  }
}
