/** What the custom resource of a gate is given. CloudFormation hands everything over as text. */
export interface GateProperties {
  /** None: what all gates wait for, which tells them what is deployed by then. */
  readonly CanaryName?: string;
  readonly Application?: string;
  readonly TimeoutSeconds: string;
  readonly DryRun: string;
}

/** A request of CloudFormation. */
export interface GateEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly StackId: string;
  readonly ResourceProperties: GateProperties;
  /** How far an earlier invocation came, of which this one goes on. */
  readonly Progress?: GateProgress;
}

export interface GateProgress {
  /** When the gate began, in milliseconds since 1970. */
  readonly began: number;
  readonly dryRunId?: string;
  /** Why nothing could be started yet. */
  readonly conflict?: string;
}

/** A run of a canary, in one browser. */
export interface GateRun {
  readonly id: string;
  readonly state: string;
  readonly started: number;
  readonly reason?: string;
  readonly reasonCode?: string;
  /** Bucket and prefix. */
  readonly artifacts?: string;
  readonly retryAttempt: number;
}

export interface GateCanary {
  readonly state: string;
  /** How many browsers a run has: each is a run of its own. */
  readonly browsers: number;
  readonly maxRetries: number;
}

/** The services, as far as the gate needs them. */
export interface GateServices {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** How long this invocation may still take, in milliseconds. */
  readonly remaining: () => number;
  readonly stackStatus: (stackId: string) => Promise<string>;
  readonly canary: (name: string) => Promise<GateCanary>;
  /** Starts a dry run and returns its ID; throws an error with the name ConflictException if it has to wait. */
  readonly startDryRun: (name: string) => Promise<string>;
  /** What the service says of a dry run as a whole. */
  readonly dryRunStatus: (name: string, dryRunId: string) => Promise<string | undefined>;
  /** The newest runs: those of the dry run, or those of the schedule. */
  readonly runs: (name: string, dryRunId?: string) => Promise<GateRun[]>;
}

/** How a request ends: well, badly with a reason, or not within this invocation. */
export interface Judgement {
  readonly outcome: 'passed' | 'failed' | 'unfinished';
  readonly reason: string;
  /** Where the next invocation has to go on. */
  readonly progress?: GateProgress;
}

const POLL_MS = 5_000;
/** What is kept of an invocation to hand over to the next one. */
const MARGIN_MS = 15_000;
/** CloudFormation takes 4096 bytes as an answer, of which the reason is a part. */
const REASON_LENGTH = 1_500;

/** Decides on one request of CloudFormation. What it throws fails the deployment too. */
export async function judge(event: GateEvent, services: GateServices): Promise<Judgement> {
  if (event.RequestType === 'Delete') return passed('there is nothing to delete');
  if (event.ResourceProperties.CanaryName === undefined) return passed('the application is deployed');
  if (!event.Progress && event.RequestType === 'Update') {
    // The former application comes back, and what a journey thinks of it must not stop that.
    const status = await services.stackStatus(event.StackId);
    if (status.includes('ROLLBACK')) return passed(`the stack is in ${status}`);
  }
  const attempt = new Attempt(event, services);
  return attempt.end();
}

/** One pass through the gate, over as many invocations as it takes. */
class Attempt {
  private readonly name: string;
  private readonly timeout: number;
  private readonly dry: boolean;
  private progress: GateProgress;

  constructor(
    event: GateEvent,
    private readonly services: GateServices,
  ) {
    this.name = String(event.ResourceProperties.CanaryName);
    this.timeout = Number(event.ResourceProperties.TimeoutSeconds) * 1000;
    this.dry = event.ResourceProperties.DryRun === 'true';
    this.progress = event.Progress ?? { began: services.now() };
  }

  async end(): Promise<Judgement> {
    const canary = await this.services.canary(this.name);
    if (!this.dry && ['READY', 'STOPPED', 'STOPPING', 'ERROR'].includes(canary.state)) {
      return failed(`The canary ${this.name} is ${canary.state}: it has no runs to wait for.`);
    }
    for (;;) {
      const judgement = await this.look(canary);
      if (judgement) return judgement;
      const left = this.progress.began + this.timeout - this.services.now();
      if (left <= 0) return failed(this.timedOut());
      if (this.services.remaining() < MARGIN_MS + POLL_MS) {
        return { outcome: 'unfinished', reason: 'it goes on in another invocation', progress: this.progress };
      }
      await this.services.sleep(Math.min(POLL_MS, left));
    }
  }

  private async look(canary: GateCanary): Promise<Judgement | undefined> {
    if (this.dry && !this.progress.dryRunId && !(await this.start())) return undefined;
    const all = await this.services.runs(this.name, this.progress.dryRunId);
    const runs = this.dry ? all : all.filter(({ started }) => started >= this.progress.began);
    const broken = runs.find((run) => run.state === 'FAILED' && (this.dry || run.retryAttempt >= canary.maxRetries));
    if (broken) return failed(this.reasonOf(broken));
    if (this.progress.dryRunId && runs.length === 0) return this.withoutRun(this.progress.dryRunId);
    const good = runs.filter((run) => run.state === 'PASSED');
    if (good.length < canary.browsers) return undefined;
    return passed(`the canary ${this.name} passed (run ${good.map(({ id }) => id).join(', ')})`);
  }

  /** A dry run that could not be prepared has no runs. */
  private async withoutRun(dryRunId: string): Promise<Judgement | undefined> {
    const status = await this.services.dryRunStatus(this.name, dryRunId);
    if (!status || !/FAIL|ERROR/i.test(status)) return undefined;
    return failed(`Dry run ${dryRunId} of the canary ${this.name} could not be played: ${shorten(status)}.`);
  }

  private async start(): Promise<boolean> {
    try {
      const dryRunId = await this.services.startDryRun(this.name);
      this.progress = { began: this.progress.began, dryRunId };
      return true;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConflictException') throw error;
      this.progress = { began: this.progress.began, conflict: error.message };
      return false;
    }
  }

  private reasonOf(run: GateRun): string {
    const why = shorten((run.reason || run.reasonCode || 'no reason given').trim());
    const where = run.artifacts ? ` Artifacts: s3://${run.artifacts.replace(/^s3:\/\//, '')}.` : '';
    return `The canary ${this.name} failed: ${why}.${where} Run: ${run.id}.`;
  }

  private timedOut(): string {
    const { conflict, dryRunId } = this.progress;
    const limit = `The canary ${this.name} did not finish within ${this.timeout / 1000} seconds`;
    if (conflict) return `${limit}: no dry run could be started, since ${shorten(conflict)}.`;
    if (dryRunId) return `${limit}: dry run ${dryRunId} is still under way.`;
    return `${limit}: no run that started after the deployment has passed or failed.`;
  }
}

function shorten(text: string): string {
  const short = text.length > REASON_LENGTH ? `${text.slice(0, REASON_LENGTH)}…` : text;
  return short.replace(/\.+$/, '');
}

function passed(reason: string): Judgement {
  return { outcome: 'passed', reason };
}

function failed(reason: string): Judgement {
  return { outcome: 'failed', reason };
}
