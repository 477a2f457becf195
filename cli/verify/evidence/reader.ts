import type { Clients } from '../../aws/clients';
import { everyPage } from '../../aws/connect';
import { isAbsent, isDenied, isUnknownCaller } from '../../aws/failures';
import { CannotRun, messageOf } from '../../common/cannot-run';

/** Something can't be looked at, while other things can. */
export class CannotTell extends Error {}

/** There is more than was looked through. */
export class Undecided extends CannotTell {}

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
}

export interface Window {
  readonly start: Date;
  readonly end: Date;
}

/** Of GetMetricData. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_PER_CALL = 500;
/** Answers may have pages without an item before those with some: so many are looked through, then it is left undecided. */
export const MOST_PAGES = 20;

/** Reads what services know in a window of time. It reads only. */
export class Reader {
  public constructor(
    public readonly aws: Clients,
    public readonly window: Window,
  ) {}

  /** The answer of a call; nothing if what it asks for does not exist. */
  public async ask<T>(permission: string, call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      if (isAbsent(error)) return undefined;
      if (isUnknownCaller(error)) throw new CannotRun(`AWS does not take the credentials: ${messageOf(error)}`);
      if (isDenied(error)) throw new CannotTell(`no permission ${permission}`);
      if (error instanceof CannotRun) throw error;
      throw new CannotTell(`${permission} failed: ${messageOf(error)}`);
    }
  }

  /** The sum of each metric over the window; nothing for those without data. */
  public async sums(metrics: readonly Metric[], stat: 'Sum' | 'SampleCount' = 'Sum'): Promise<(number | undefined)[]> {
    const found: (number | undefined)[] = [];
    for (let from = 0; from < metrics.length; from += QUERIES_PER_CALL) {
      const some = metrics.slice(from, from + QUERIES_PER_CALL);
      const values = await this.ask('cloudwatch:GetMetricData', () => this.values(some, stat));
      for (const [index] of some.entries()) found.push(values?.get(`m${index}`));
    }
    return found;
  }

  private async values(metrics: readonly Metric[], stat: string): Promise<Map<string, number>> {
    const { start, end } = this.window;
    const hours = (end.getTime() - start.getTime()) / 3_600_000;
    const input = {
      StartTime: start,
      EndTime: end,
      MetricDataQueries: metrics.map(({ namespace, name, dimensions }, index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: {
            Namespace: namespace,
            MetricName: name,
            Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
          },
          Period: hours > 3 ? 3600 : 60,
          Stat: stat,
        },
      })),
    };
    const results = await everyPage(this.aws.cloudWatch.getMetricData, input, (output) => output.MetricDataResults);
    const sums = new Map<string, number>();
    for (const { Id = '', Values = [] } of results) {
      if (Values.length > 0)
        sums.set(
          Id,
          Values.reduce((sum, value) => sum + value, sums.get(Id) ?? 0),
        );
    }
    return sums;
  }

  /** Metrics that CloudWatch lists, with at least these dimensions: what had data in the last two weeks. */
  public async listed(namespace: string, name?: string, dimensions: Metric['dimensions'] = []): Promise<Metric[]> {
    const Dimensions = dimensions.map(([Name, Value]) => ({ Name, Value }));
    const input = { Namespace: namespace, MetricName: name, Dimensions };
    const found = await this.ask('cloudwatch:ListMetrics', () =>
      everyPage(this.aws.cloudWatch.listMetrics, input, (output) => output.Metrics),
    );
    return (found ?? []).map((metric) => ({
      namespace,
      name: metric.MetricName ?? '',
      dimensions: (metric.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value] as const),
    }));
  }

  /**
   * Some lines of a log that hold one of the terms, or any lines without terms; nothing if the log does not exist.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
   */
  public async lines(logGroup: string, terms: readonly string[] = [], most = 3): Promise<string[] | undefined> {
    const found: string[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES && found.length < most; page++) {
      const answer = await this.ask('logs:FilterLogEvents', () =>
        this.aws.logs.filterLogEvents({
          logGroupName: logGroup,
          startTime: this.window.start.getTime(),
          endTime: this.window.end.getTime(),
          filterPattern: terms.length > 0 ? terms.map((term) => `?"${term}"`).join(' ') : undefined,
          nextToken,
        }),
      );
      if (!answer) return undefined;
      const lines = (answer.events ?? []).map(({ message = '' }) => message.trim());
      found.push(...lines.filter((line) => terms.length === 0 || terms.some((term) => line.includes(term))));
      nextToken = answer.nextToken;
      if (!nextToken) break;
    }
    if (found.length === 0 && nextToken)
      throw new Undecided(`${logGroup} is too long to look through: pass a shorter --since`);
    return found.slice(0, most);
  }
}
