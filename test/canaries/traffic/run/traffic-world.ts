import { randomFrom } from '../../../../cli/common/random';
import type { TrafficPolicy } from '../../../../src/canaries/traffic/run/decision';
import {
  reconcile,
  type TrafficMemory,
  type TrafficServices,
} from '../../../../src/canaries/traffic/run/reconciliation';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How many of something come in a minute that brings `mean` of them on average. */
export function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

/** Sessions per minute of a shop in London, whose clocks change on 2026-03-29 and 2026-10-25 at 01:00 UTC. */
export function shopTraffic(at: number, peak: number): number {
  const summer = at >= Date.UTC(2026, 2, 29, 1) && at < Date.UTC(2026, 9, 25, 1);
  const local = new Date(at + (summer ? HOUR : 0));
  const hour = local.getUTCHours() + local.getUTCMinutes() / 60;
  const weekend = local.getUTCDay() % 6 === 0 ? 0.6 : 1;
  const curve = Math.max(0, Math.sin(((hour - 5) / 19) * Math.PI)) ** 2; // nobody from midnight to 5, most at 14:30
  return weekend * (0.02 + peak * (hour < 5 ? 0 : curve));
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

const within = (spans: Span[], at: number): boolean => spans.some(({ from, to }) => at >= from && at < to);

class Refused extends Error {
  constructor(name: string) {
    super('simulated');
    this.name = name;
  }
}

export interface WorldProps {
  readonly seed: number;
  readonly from: number;
  readonly days: number;
  readonly tick: number;
  readonly lookback: number;
  readonly policy: TrafficPolicy;
  /** Sessions per minute. */
  readonly traffic: (at: number) => number;
}

export interface Outcome {
  /** How long a quiet time went unwatched at a stretch, less the time in which somebody else kept us from acting. */
  readonly unwatched: number[];
  readonly starts: number[];
  readonly stops: number[];
  /** Deployments that failed since the reconciler had started the canary that CloudFormation was about to start. */
  readonly brokenDeployments: number;
  readonly seen: { throttles: number; conflicts: number; deployments: number; gaps: number };
  readonly restedMinutes: number;
  /** When the canary ran. */
  readonly running: Span[];
  /** How many real users' sessions began in each minute. */
  readonly sessions: number[];
}

const STEP = 10 * SECOND;

/** As the function reads it from a metric of one minute. */
const endOfMinute = (at: number): number => Math.floor(at / MINUTE) * MINUTE + MINUTE;

/** The services and what goes wrong with them, in steps of 10 seconds. */
export class World {
  private readonly random: () => number;
  private readonly sessions: number[] = [];
  private readonly delays: number[] = [];
  private readonly metricThrottles = this.faults(60, 4 * MINUTE);
  private readonly canaryThrottles = this.faults(40, 4 * MINUTE);
  private readonly startThrottles = this.faults(60, 4 * MINUTE);
  private readonly noData = this.faults(4, 2 * HOUR);
  private readonly skewed = this.faults(4, 6 * HOUR);
  private readonly seen = { throttles: 0, conflicts: 0, deployments: 0, gaps: this.noData.length };
  private readonly starts: number[] = [];
  private readonly stops: number[] = [];
  private memory: TrafficMemory = {};
  private now: number;
  private state = 'READY';
  private next?: { at: number; state: string };
  private lastModified: number;
  private startedByDeployment?: number;
  private brokenDeployments = 0;
  private excusedUntil = 0;

  constructor(private readonly props: WorldProps) {
    this.random = randomFrom(props.seed);
    this.now = props.from;
    this.lastModified = props.from;
    for (let minute = 0; minute < props.days * 1440; minute++) {
      this.sessions.push(poisson(props.traffic(props.from + minute * MINUTE), this.random));
      this.delays.push((this.random() < 0.05 ? 6 : 2) * MINUTE);
    }
    for (const list of [this.metricThrottles, this.canaryThrottles, this.startThrottles, this.noData, this.skewed]) {
      this.fill(list);
    }
  }

  async run(): Promise<Outcome> {
    const { from, days, tick } = this.props;
    const end = from + days * DAY;
    const deployments = Array.from({ length: days }, () => from + this.random() * (end - from));
    const meddling = Array.from({ length: days }, () => from + this.random() * (end - from));
    const due = (list: number[]) => list.some((at) => at >= this.now && at < this.now + STEP);
    const attempts: { at: number; count: number }[] = [];
    const unwatched: number[] = [];
    let stretch = 0;
    let rested = 0;
    const running: Span[] = [];
    let since: number | undefined;
    for (; this.now < end; this.now += STEP) {
      this.settle();
      if (due(deployments)) this.deploy();
      if (due(meddling)) this.meddle();
      if ((this.now - from) % tick === 0)
        attempts.push({ at: this.now + Math.floor(this.random() * 2) * STEP, count: 1 });
      const attempt = attempts.findIndex(({ at }) => at <= this.now);
      if (attempt >= 0) {
        const [{ count }] = attempts.splice(attempt, 1);
        if (await this.tick()) {
          // As Lambda does: after one minute, and after two more.
          if (count < 3) attempts.push({ at: this.now + count * MINUTE, count: count + 1 });
        }
      }
      const watched = ['RUNNING', 'STARTING'].includes(this.state);
      if (!watched) rested += STEP / MINUTE;
      if (watched) since ??= this.now;
      else if (since !== undefined) {
        running.push({ from: since, to: this.now });
        since = undefined;
      }
      if (watched || !this.isQuiet()) {
        if (stretch > 0) unwatched.push(stretch);
        stretch = 0;
      } else if (!this.isExcused()) stretch += STEP;
    }
    if (since !== undefined) running.push({ from: since, to: end });
    unwatched.push(stretch);
    const { starts, stops, brokenDeployments, seen, sessions } = this;
    return { unwatched, starts, stops, brokenDeployments, seen, restedMinutes: rested, running, sessions };
  }

  /** What nobody can see at that moment: real users in the lookback, exactly. */
  private isQuiet(): boolean {
    const last = Math.floor((this.now - this.props.from) / MINUTE);
    const first = Math.max(0, last - this.props.lookback / MINUTE);
    let sum = 0;
    for (let minute = first; minute <= last; minute++) sum += this.sessions[minute] ?? 0;
    return sum < this.props.policy.quietBelow;
  }

  /** While a deployment changes the canary, or the service refuses, nobody can start it. */
  private isExcused(): boolean {
    return (
      this.now < this.excusedUntil ||
      !['READY', 'STOPPED'].includes(this.state) ||
      this.now < this.lastModified + this.props.policy.settling ||
      within(this.canaryThrottles, this.now) ||
      within(this.startThrottles, this.now)
    );
  }

  private async tick(): Promise<boolean> {
    if (this.random() < 0.3) this.memory = {}; // a cold start
    const { retry, conflict } = await reconcile(this.services(), this.props.policy, this.memory);
    if (conflict) this.excusedUntil = this.now + this.props.tick;
    return retry;
  }

  private services(): TrafficServices {
    const clock = () => this.now + (within(this.skewed, this.now) ? 20 * SECOND : 0);
    return {
      now: clock,
      traffic: async () => {
        this.throttle(this.metricThrottles);
        return { sessions: this.sessionsSeen(clock()), lastStart: this.lastStartSeen(clock()) };
      },
      canary: async () => {
        this.throttle(this.canaryThrottles);
        return { state: this.state, lastModified: this.lastModified };
      },
      start: async () => {
        this.throttle(this.startThrottles);
        this.conflictUnless(['READY', 'STOPPED']);
        this.starts.push(this.now);
        this.enter('STARTING', 'RUNNING', 40);
      },
      stop: async () => {
        this.throttle(this.startThrottles);
        this.conflictUnless(['RUNNING']);
        this.stops.push(this.now);
        this.enter('STOPPING', 'STOPPED', 30);
      },
    };
  }

  private sessionsSeen(now: number): number | undefined {
    if (within(this.noData, this.now)) return undefined;
    const { from, lookback } = this.props;
    let sum = 0;
    const first = Math.max(0, Math.ceil((now - lookback - from) / MINUTE));
    for (let minute = first; from + minute * MINUTE <= now; minute++) {
      if (from + minute * MINUTE + this.delays[minute] <= this.now) sum += this.sessions[minute];
    }
    return sum > 0 ? sum : undefined; // RUM publishes nothing where nobody comes
  }

  private lastStartSeen(now: number): number | undefined {
    const seen = this.starts.filter((at) => at <= this.now - 90 * SECOND && at > now - this.props.policy.dwell);
    return seen.length > 0 ? endOfMinute(Math.max(...seen)) : undefined;
  }

  private throttle(spans: Span[]): void {
    if (!within(spans, this.now)) return;
    this.seen.throttles += 1;
    throw new Refused('ThrottlingException');
  }

  private conflictUnless(states: string[]): void {
    if (states.includes(this.state) && this.random() > 0.03) return;
    this.seen.conflicts += 1;
    throw new Refused('ConflictException');
  }

  private enter(transition: string, state: string, seconds: number): void {
    this.state = transition;
    this.next = { at: this.now + (0.3 + 0.7 * this.random()) * seconds * SECOND, state };
  }

  private settle(): void {
    if (this.next && this.now >= this.next.at) {
      this.state = this.next.state;
      this.next = undefined;
    }
    if (this.startedByDeployment === undefined || this.now < this.startedByDeployment) return;
    this.startedByDeployment = undefined;
    if (this.state === 'STOPPED' || this.state === 'READY') this.enter('STARTING', 'RUNNING', 40);
    else this.brokenDeployments += 1;
  }

  /** CloudFormation updates a canary and, a moment after that, starts it if it does not run. */
  private deploy(): void {
    if (this.next) return;
    this.seen.deployments += 1;
    const running = this.state === 'RUNNING';
    this.enter('UPDATING', running ? 'RUNNING' : 'STOPPED', 80);
    this.lastModified = this.now;
    if (!running && this.next) this.startedByDeployment = (this.next as { at: number }).at + 20 * SECOND;
  }

  /** Somebody starts or stops it in the console. */
  private meddle(): void {
    if (this.next) return;
    if (this.state === 'RUNNING') this.enter('STOPPING', 'STOPPED', 30);
    else this.enter('STARTING', 'RUNNING', 40);
  }

  private faults(count: number, longest: number): Span[] {
    return Array.from({ length: count }, () => ({ from: 0, to: longest }));
  }

  private fill(spans: Span[]): void {
    const { from, days } = this.props;
    for (const [index, { to }] of spans.entries()) {
      const begin = from + this.random() * days * DAY;
      spans[index] = { from: begin, to: begin + this.random() * to };
    }
  }
}
