import type { AlarmSpec, MetricRead } from './alarm-spec';
import { BREACHING, decide, FINE, MISSING, MORE_RETRIEVED, type State } from './decide';
import type { Source } from './source';
import { type Compiled, compile, type Window } from './window-math';

// Read once: what is global is slow to reach in jest.
const { NaN: NONE, isNaN: isNone } = Number;

/** What is expected of the value of a period that ends at a minute; nothing where that is not known yet. */
export type Band = (valueAt: (end: number) => number, end: number) => { low: number; high: number } | undefined;

/** Where an alarm finds things. */
export interface Surroundings {
  readonly sourceOf: (metric: MetricRead) => Source;
  /** How many minutes there are. */
  readonly minutes: number;
  /** When the first one begins, in seconds since 1970. */
  readonly epoch: number;
  /** Of anomaly detection. */
  readonly band?: (deviations: number, period: number) => Band;
}

const OPERATORS: { readonly [name: string]: (value: number, threshold: number) => boolean } = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

const UNKNOWN = 255;

/**
 * A metric alarm, looked at each minute over a window that slides with it, which is the default.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
export class MetricAlarm {
  private readonly expression: Compiled;
  private readonly sources: readonly Source[];
  private readonly stats: readonly string[];
  /** Whether a period that ends at a minute breaches, once that is settled. */
  private readonly known: Uint8Array;
  private readonly values: Float64Array;
  private readonly retrieved: Uint8Array;
  private readonly window: Window;
  private readonly breaches: (value: number, end: number, now: number) => boolean | undefined;
  private from = 0;

  constructor(
    private readonly spec: AlarmSpec,
    given: Surroundings,
  ) {
    const metrics = [...spec.metrics.values()];
    this.sources = metrics.map(given.sourceOf);
    this.stats = metrics.map(({ stat }) => stat);
    this.expression = compile(spec.expression ?? 'm', [...spec.metrics.keys()]);
    this.known = new Uint8Array(given.minutes + 1).fill(UNKNOWN);
    this.values = new Float64Array(spec.deviations === undefined ? 0 : given.minutes + 1).fill(NONE);
    this.retrieved = new Uint8Array(spec.evaluationPeriods + MORE_RETRIEVED);
    this.window = {
      values: new Float64Array(metrics.length),
      start: () => given.epoch + this.from * 60,
    };
    this.breaches = this.judge(given);
  }

  /** The state at the end of so many minutes; undefined: the one that it had. */
  stateAt(now: number): State | undefined {
    const { spec, retrieved } = this;
    for (let age = 0, known = 0; age < retrieved.length; age++) {
      // What is beyond counts only where something is missing.
      retrieved[age] = known === spec.evaluationPeriods ? MISSING : this.periodAt(now - age * spec.period, now);
      if (retrieved[age] !== MISSING) known++;
    }
    return decide(retrieved, spec.evaluationPeriods, spec.datapointsToAlarm, spec.missing);
  }

  private periodAt(end: number, now: number): number {
    if (end <= 0) return this.compute(end, now);
    if (this.known[end] !== UNKNOWN) return this.known[end];
    const period = this.compute(end, now);
    if (this.isSettled(end, now)) this.known[end] = period;
    return period;
  }

  private isSettled(end: number, now: number): boolean {
    for (let index = 0; index < this.sources.length; index++) {
      if (!this.sources[index].settled(end, now)) return false;
    }
    return true;
  }

  private compute(end: number, now: number): number {
    const value = this.valueAt(end, now);
    if (isNone(value)) return MISSING;
    const breaches = this.breaches(value, end, now);
    return breaches === undefined ? MISSING : breaches ? BREACHING : FINE;
  }

  private valueAt(end: number, now: number): number {
    const { values } = this.window;
    this.from = end - this.spec.period;
    if (this.isThin(end, now)) return NONE;
    for (let index = 0; index < values.length; index++) {
      values[index] = this.sources[index].value(this.stats[index], this.from, end, now);
    }
    return this.expression(this.window);
  }

  /**
   * Whether a percentile is one of fewer samples than tell anything: "10/(1-percentile)" above 0.5, "10/percentile" below.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
   */
  private isThin(end: number, now: number): boolean {
    if (!this.spec.ignoresFewSamples || this.sources.length > 1) return false;
    const [stat] = this.stats;
    const [source] = this.sources;
    if (!stat.startsWith('p')) return false;
    const share = Number(stat.slice(1)) / 100;
    const needed = share >= 0.5 ? 10 / (1 - share) : 10 / share;
    const samples = source.value('SampleCount', end - this.spec.period, end, now);
    return !(samples >= needed);
  }

  private judge({ band }: Surroundings): (value: number, end: number, now: number) => boolean | undefined {
    const { operator, threshold, deviations, period } = this.spec;
    if (deviations === undefined) {
      const compare = OPERATORS[operator];
      if (!compare) throw new Error(`the operator ${operator} is not known`);
      return (value) => compare(value, threshold);
    }
    if (!band) throw new Error('anomaly detection without a model');
    const model = band(deviations, period);
    return (value, end, now) => {
      const expected = model((past) => this.pastValue(past, now), end);
      if (!expected) return undefined;
      const isLow = value < expected.low && operator !== 'GreaterThanUpperThreshold';
      return isLow || (value > expected.high && operator !== 'LessThanLowerThreshold');
    };
  }

  private pastValue(end: number, now: number): number {
    if (end < this.spec.period) return NONE;
    if (isNone(this.values[end])) this.values[end] = this.valueAt(end, now);
    return this.values[end];
  }
}
