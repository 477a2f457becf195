import { Duration, Tokenization } from 'aws-cdk-lib';
import {
  type AlarmBase,
  ComparisonOperator,
  MathExpression,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { EventPipeline } from '../../events';
import { checkDuration, checkNumber } from '../../private/checks';
import type { IAppMonitor } from '../../rum';
import { filled, guardedRatio, inPercent, type Sum, sumOf } from '../ratios';
import type { AlarmOptions, AlarmSetOptions, AlarmSetProps, EvaluatedAlarmOptions } from './alarm-options';
import { AlarmSet, isEnabled } from './alarm-set';
import { AlarmSignal } from './alarm-signal';
import type { IAlarms } from './alarms';
import { evaluationOf } from './evaluation';
import { checkMetrics } from './limits';
import { AlarmSeverity } from './notifications';

/**
 * What the alarm on rejected events can be told.
 */
export interface RejectedEventsAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * The share of events that may be rejected, from 0 to 1.
   *
   * @default 0.05
   */
  readonly threshold?: number;

  /**
   * How many events have to come in a period before the share is judged: at least 1.
   *
   * @default 20
   */
  readonly minimumEvents?: number;
}

/**
 * What the alarm on late events can be told.
 */
export interface LateEventsAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * How long an event may take until it can be asked about: whole minutes, above one and a half times the
   * `bufferingInterval` of the pipeline, which Amazon Data Firehose may take while all is well.
   *
   * @default Duration.minutes(30)
   */
  readonly threshold?: Duration;
}

/**
 * What the alarm on silent browsers can be told.
 */
export interface SilentBrowsersAlarmOptions extends AlarmOptions {
  /**
   * For how long no event may come from browsers although there are sessions: whole minutes, from 10 to 360.
   *
   * @default Duration.minutes(30)
   */
  readonly threshold?: Duration;

  /**
   * How many new sessions that send CloudWatch RUM has to see in that time: at least 1. Of sessions of which a share sends, that
   * share counts.
   *
   * @default 5
   */
  readonly minimumSessions?: number;
}

/**
 * What the alarms of a pipeline of events can be told.
 */
export interface EventPipelineAlarmOptions extends AlarmSetOptions {
  /**
   * Batches are refused or fail, so that senders send them again, and give up in the end: severity TICKET.
   *
   * @default - in 2 of 5 periods of 1 minute, which a batch reaches by itself that nobody waits for and that fails for good
   */
  readonly refused?: EvaluatedAlarmOptions;

  /**
   * Events are rejected: severity TICKET.
   *
   * @default - above 5 % of at least 20 events, in 2 of 3 periods of 15 minutes
   */
  readonly rejected?: RejectedEventsAlarmOptions;

  /**
   * Events come late: severity TICKET.
   *
   * @default - above 30 minutes, in 3 of 3 periods of 5 minutes
   */
  readonly late?: LateEventsAlarmOptions;

  /**
   * Events could not be made Parquet of: severity TICKET.
   *
   * @default - from the first one on, in 1 of 1 periods of 5 minutes
   */
  readonly unconverted?: EvaluatedAlarmOptions;

  /**
   * Browsers send no event although CloudWatch RUM sees sessions: severity TICKET.
   *
   * @default - for 30 minutes with at least 5 sessions, where app monitors are added
   */
  readonly silentBrowsers?: SilentBrowsersAlarmOptions;
}

/**
 * Properties of `EventPipelineAlarms`.
 */
export interface EventPipelineAlarmsProps extends EventPipelineAlarmOptions, AlarmSetProps {
  /**
   * The pipeline that is watched.
   */
  readonly pipeline: EventPipeline;

  /**
   * The app monitors of pages that send their events to it, at most 9 and in the same Region.
   *
   * @default - none yet
   */
  readonly appMonitors?: IAppMonitor[];
}

/**
 * Defines the alarms on a pipeline of events. Users don't notice any of it, but whoever asks about them does: all are of
 * severity TICKET.
 *
 * - `Refused`: batches could not be stored, or the ingest failed or was too busy, in 2 of 5 minutes; so it is for each batch
 *   that nobody waited for and that was given up after three attempts.
 * - `Rejected`: more than 5 % of events were rejected, in 2 of 3 periods of 15 minutes.
 * - `Late`: an event waits for more than 30 minutes, in 3 periods of 5 minutes.
 * - `Unconverted`: an event could not be made Parquet of, and lies in the folder `failed` of the bucket.
 * - `SilentBrowsers`, where app monitors are added: no event of a browser for 30 minutes, although there were sessions.
 *
 * They read 8 metrics and one for each app monitor, about 0.10 USD a month each.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/cloudwatch-metrics.html
 *
 * @example
 * const pipeline = new events.EventPipeline(this, 'Events');
 * new monitoring.EventPipelineAlarms(this, 'EventsAlarms', {
 *   pipeline,
 *   notifications: monitoring.Notifications.toTopics({ ticket: ticketTopic }),
 * });
 */
export class EventPipelineAlarms extends Construct implements IAlarms {
  private readonly set: AlarmSet;
  private readonly pipeline: EventPipeline;
  private readonly silentBrowsers?: SilentBrowsersAlarmOptions;
  // With the share of sessions that send.
  private readonly senders: [IAppMonitor, number][] = [];

  constructor(scope: Construct, id: string, props: EventPipelineAlarmsProps) {
    super(scope, id);
    this.set = new AlarmSet(this, props);
    this.pipeline = props.pipeline;
    this.silentBrowsers = props.silentBrowsers;
    if (isEnabled(props.refused, true)) this.defineRefused(props.refused);
    if (isEnabled(props.rejected, true)) this.defineRejected(props.rejected);
    if (isEnabled(props.late, true)) this.defineLate(props.late);
    if (isEnabled(props.unconverted, true)) this.defineUnconverted(props.unconverted);
    for (const appMonitor of props.appMonitors ?? []) this.addAppMonitor(appMonitor);
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  /**
   * Counts the sessions of another app monitor, whose pages send their events to the pipeline.
   *
   * Where the pipeline has no `endpoint`, pages can't, and nothing is counted.
   *
   * Fails if there are more than 9: an alarm reads at most 10 metrics.
   *
   * @param appMonitor whose sessions are counted
   * @param sampleRate the share of its sessions whose events are sent, from 0 to 1, as in `client.eventIntake`; by default 1
   */
  public addAppMonitor(appMonitor: IAppMonitor, sampleRate = 1): void {
    checkNumber(this, 'sampleRate', sampleRate, { min: 0, max: 1, fix: 'pass that of client.eventIntake' });
    this.senders.push([appMonitor, sampleRate]);
    if (this.pipeline.endpoint === undefined || !isEnabled(this.silentBrowsers, true)) return;
    const fix = 'watch fewer app monitors, or disable silentBrowsers';
    checkMetrics(this, 'metrics of silentBrowsers', this.senders.length + 1, fix);
    if (this.senders.length === 1) this.defineSilence(this.silentBrowsers);
  }

  private defineRefused(options: EvaluatedAlarmOptions = {}): void {
    const evaluation = evaluationOf(this, 'refused', options, REFUSED);
    const { ingestFunction } = this.pipeline;
    const sum = sumOf('m', [
      this.pipeline.metricRefusedBatches(),
      ingestFunction.metricErrors({ statistic: Stats.SUM }),
      ingestFunction.metricThrottles({ statistic: Stats.SUM }),
    ]);
    this.set.define('Refused', options, {
      alarmDescription:
        'Events may be lost: the ingest refuses batches or fails, and senders that send them again give up in the end. ' +
        'Read its log: it names what Amazon Data Firehose answers. If it is throttled, raise maxConcurrency or the quota ' +
        'of concurrent executions; if Firehose is, ask for a higher quota of the stream.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.TELEMETRY,
      metric: new MathExpression({ ...sum, label: 'refused or failed', period: evaluation.period }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineRejected(options: RejectedEventsAlarmOptions = {}): void {
    const { threshold = 0.05, minimumEvents = 20 } = options;
    checkNumber(this, 'rejected.threshold', threshold, { min: 0, max: 1, fix: 'pass a share such as 0.05 for 5 %' });
    checkNumber(this, 'rejected.minimumEvents', minimumEvents, { min: 1, fix: 'pass a number such as 20' });
    const evaluation = evaluationOf(this, 'rejected', options, REJECTED);
    const part = sumOf('rejected', [this.pipeline.metricRejected()]);
    const whole = {
      expression: 'SUM([TIME_SERIES(0),accepted,rejected])',
      usingMetrics: { accepted: this.pipeline.metricAccepted(), ...part.usingMetrics },
    };
    this.set.define('Rejected', options, {
      alarmDescription:
        `More than ${inPercent(threshold)} % of events are rejected: questions about them have wrong answers. The log of ` +
        'the ingest counts the reasons, and the table rejected_events has the events. Mend what sends them, or declare ' +
        'what the catalog lacks; then npx user-telemetry replay takes them in.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.TELEMETRY,
      metric: new MathExpression({
        label: 'rejected of all events',
        expression: guardedRatio({ part, whole, minimumWhole: minimumEvents, quiet: 0 }),
        usingMetrics: whole.usingMetrics,
        period: evaluation.period,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineLate(options: LateEventsAlarmOptions = {}): void {
    const { threshold = Duration.minutes(30) } = options;
    const buffering = this.pipeline.bufferingInterval;
    checkDuration(this, 'late.threshold', threshold, 'minutes', {
      above: buffering.isUnresolved() ? 0 : BUFFERED_FOR * buffering.toMinutes({ integral: false }),
      multipleOf: 1,
      fix: 'pass a Duration above 1.5 times the bufferingInterval of the pipeline, such as Duration.minutes(30)',
    });
    const evaluation = evaluationOf(this, 'late', options, LATE);
    this.set.define('Late', options, {
      alarmDescription:
        `Events can't be asked about: the oldest that waits is more than ${threshold.toMinutes()} minutes old. Read the ` +
        'log of the delivery: mostly the role of Amazon Data Firehose may not write into the bucket, use its key, or ' +
        'read the schema of the table any more. What waits is kept for a day, then lost.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.TELEMETRY,
      metric: this.pipeline.metricDeliveryAge({ period: evaluation.period }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: threshold.toSeconds(),
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineUnconverted(options: EvaluatedAlarmOptions = {}): void {
    const evaluation = evaluationOf(this, 'unconverted', options, UNCONVERTED);
    this.set.define('Unconverted', options, {
      alarmDescription:
        'Events are in no table: Amazon Data Firehose could not make Parquet of them, and has put them into the folder ' +
        'failed of the bucket, with the error. If the table was changed by hand, deploy it again.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.TELEMETRY,
      metric: filled('not converted', this.pipeline.metricFailedConversions(), evaluation.period),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  /** Sessions count in the period in which they begin, so that events of the same users are in it, too. */
  private defineSilence(options: SilentBrowsersAlarmOptions = {}): void {
    const { threshold = Duration.minutes(30), minimumSessions = 5 } = options;
    const fix = 'pass a Duration such as Duration.minutes(30)';
    checkDuration(this, 'silentBrowsers.threshold', threshold, 'minutes', { min: 10, max: 360, multipleOf: 1, fix });
    checkNumber(this, 'silentBrowsers.minimumSessions', minimumSessions, { min: 1, fix: 'pass a number such as 5' });
    this.set.define('SilentBrowsers', options, {
      alarmDescription:
        `Browsers have sent no event for ${threshold.toMinutes()} minutes although CloudWatch RUM sees sessions: questions ` +
        'about users miss them. See in a browser what becomes of requests to the endpoint of the pipeline: a behavior of ' +
        'the distribution, a content security policy or a firewall may be in their way, or pages without the client.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.TELEMETRY,
      metric: {
        produce: () => {
          const sessions = this.sessions();
          const events = sumOf('events', [this.pipeline.metricBrowserEvents()]);
          return new MathExpression({
            label: 'sessions without an event',
            expression: `IF(${events.expression} > 0, 0, ${sessions.expression})`,
            usingMetrics: { ...sessions.usingMetrics, ...events.usingMetrics },
            period: threshold,
          });
        },
      },
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: minimumSessions,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      period: threshold,
      // The newest period is not over: sessions may have begun whose events are on their way.
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
    });
  }

  /** How many of them would send events. */
  private sessions(): Sum {
    const rates = [...new Set(this.senders.map(([, rate]) => rate))];
    const sums = rates.map((rate, index) => {
      const monitors = this.senders.filter(([, other]) => other === rate).map(([appMonitor]) => appMonitor);
      const prefix = rates.length === 1 ? 'sessions' : `sessions${index}_`;
      const sum = sumOf(
        prefix,
        monitors.map((appMonitor) => appMonitor.metricSessionCount()),
      );
      return rate === 1 ? sum : { ...sum, expression: `${Tokenization.stringifyNumber(rate)}*${sum.expression}` };
    });
    return {
      expression: sums.map(({ expression }) => expression).join('+'),
      usingMetrics: Object.assign({}, ...sums.map(({ usingMetrics }) => usingMetrics)),
    };
  }
}

/**
 * Of the three attempts at a batch that nobody waits for, two are a minute or a little more apart.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const REFUSED = { period: Duration.minutes(1), evaluationPeriods: 5, datapointsToAlarm: 2 };
const REJECTED = { period: Duration.minutes(15), evaluationPeriods: 3, datapointsToAlarm: 2 };
const LATE = { period: Duration.minutes(5), evaluationPeriods: 3, datapointsToAlarm: 3 };
const UNCONVERTED = { period: Duration.minutes(5), evaluationPeriods: 1, datapointsToAlarm: 1 };

/**
 * How long Firehose may take where it partitions, in intervals.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/buffering.html
 */
const BUFFERED_FOR = 1.5;
