import { Duration } from 'aws-cdk-lib';
import { type AlarmBase, ComparisonOperator, type Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { ICollector } from '../../collector';
import { checkNumber } from '../../private/checks';
import { filled } from '../ratios';
import type { AlarmOptions, AlarmSetOptions, AlarmSetProps, EvaluatedAlarmOptions } from './alarm-options';
import { AlarmSet, isEnabled } from './alarm-set';
import { AlarmSignal } from './alarm-signal';
import type { IAlarms } from './alarms';
import { evaluationOf, silenceOf } from './evaluation';
import { AlarmSeverity } from './notifications';

/**
 * What an alarm on lost telemetry can be told.
 */
export interface TelemetryLossAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * How many spans, data points and log records may be lost in a period: at least 0.
   *
   * @default 0
   */
  readonly threshold?: number;
}

/**
 * What the alarm on silent collectors can be told.
 */
export interface SilenceAlarmOptions extends AlarmOptions {
  /**
   * How long no collector may run at all: 10 minutes to 1 day, in steps of 5 minutes.
   */
  readonly threshold: Duration;
}

/**
 * What the alarms of collectors can be told.
 */
export interface CollectorAlarmOptions extends AlarmSetOptions {
  /**
   * Telemetry could not be sent: severity TICKET.
   *
   * @default - from the first loss on, in 2 of 3 periods of 5 minutes
   */
  readonly failedExports?: TelemetryLossAlarmOptions;

  /**
   * Telemetry was refused: severity TICKET.
   *
   * @default - from the first loss on, in 2 of 3 periods of 5 minutes
   */
  readonly refusedTelemetry?: TelemetryLossAlarmOptions;

  /**
   * SDKs count past their limit of attribute sets, so that counts are in no metric with dimensions: severity TICKET.
   *
   * @default - from the first one on, in 2 of 3 periods of 5 minutes
   */
  readonly overflow?: EvaluatedAlarmOptions;

  /**
   * Collectors start again and again: severity TICKET.
   *
   * @default - a start in 4 of 5 periods of 15 minutes
   */
  readonly restarts?: EvaluatedAlarmOptions;

  /**
   * No collector runs: severity TICKET.
   *
   * For services that always have a task. It notices collectors that ECS gives up, and services that don't run.
   *
   * @default - no alarm: not every service always runs
   */
  readonly silence?: SilenceAlarmOptions;
}

/**
 * Properties of `CollectorAlarms`.
 */
export interface CollectorAlarmsProps extends CollectorAlarmOptions, AlarmSetProps {
  /**
   * The collectors of a service. Their configuration needs `selfTelemetry`.
   */
  readonly collector: ICollector;
}

/**
 * Defines the alarms on collectors that lose telemetry. Users don't notice that, but whoever counts on it does: all are
 * of severity TICKET.
 *
 * - `FailedExports`: telemetry could not be sent, in 2 of the latest 3 periods of 5 minutes.
 * - `RefusedTelemetry`: telemetry was refused, likewise.
 * - `Overflow`: an SDK counted past its limit of attribute sets, likewise.
 * - `Restarts`: collectors started in four of five quarters of an hour, which is more often than deployments do.
 *   A service that adds tasks all the time does, too.
 * - `Silence`, where `silence` is stated: no collector runs.
 *
 * What an exporter with a queue still tries to send again is not lost yet; what AWS X-Ray or CloudWatch did not take
 * counts each time, and arrives if the SDK succeeds within 45 seconds. CloudWatch bills about 0.10 USD a month for each alarm.
 *
 * @see https://opentelemetry.io/docs/collector/internal-telemetry/
 *
 * @example
 * const orders = new collector.AdotSidecar(this, 'Orders', {
 *   taskDefinition,
 *   applicationName: 'anycompany-retail',
 *   config: new collector.CollectorConfig({ selfTelemetry: true }),
 * });
 * new monitoring.CollectorAlarms(this, 'OrdersCollector', {
 *   collector: orders,
 *   notifications: monitoring.Notifications.toTopics({ ticket: ticketTopic }),
 * });
 */
export class CollectorAlarms extends Construct implements IAlarms {
  private readonly set: AlarmSet;

  constructor(scope: Construct, id: string, props: CollectorAlarmsProps) {
    super(scope, id);
    this.set = new AlarmSet(this, props);
    const { collector, failedExports, refusedTelemetry, overflow, restarts, silence } = props;
    const { serviceName } = collector;
    if (isEnabled(failedExports, true)) {
      this.defineLosses('FailedExports', 'failedExports', failedExports, collector.metricCollectorFailedExports(), {
        label: 'failed exports',
        alarmDescription:
          `Telemetry is lost: collectors of ${serviceName} can't send what it reports, so counts and traces are incomplete. ` +
          'Read the logs of the container adot-collector: they name the exporter and the error. See whether the role of the ' +
          'task may call what that exporter calls, whether the network lets it, and whether the destination throttles.',
      });
    }
    if (isEnabled(refusedTelemetry, true)) {
      const refused = collector.metricCollectorRefusedTelemetry();
      this.defineLosses('RefusedTelemetry', 'refusedTelemetry', refusedTelemetry, refused, {
        label: 'refused telemetry',
        alarmDescription:
          `Telemetry is lost: collectors of ${serviceName} refuse what it reports, mostly because their memory is full. Read ` +
          'the logs of the container adot-collector. If a destination is down, wait for it; otherwise give the collector ' +
          'more memory (memoryLimitMiB), or sample traces.',
      });
    }
    if (isEnabled(overflow, true)) this.defineOverflow(collector, overflow);
    if (isEnabled(restarts, true)) this.defineRestarts(collector, restarts);
    if (silence && isEnabled(silence)) this.defineSilence(collector, silence);
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  private defineLosses(
    id: string,
    alarm: string,
    options: TelemetryLossAlarmOptions = {},
    lost: Metric,
    texts: Texts,
  ): void {
    const { threshold = 0 } = options;
    const fix = 'leave it out, or pass a number of spans, data points and log records';
    checkNumber(this, `${alarm}.threshold`, threshold, { min: 0, fix });
    const evaluation = evaluationOf(this, alarm, options, LOSSES);
    this.set.define(id, options, {
      alarmDescription: texts.alarmDescription,
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.TELEMETRY,
      metric: filled(texts.label, lost, evaluation.period),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineOverflow(collector: ICollector, options: EvaluatedAlarmOptions = {}): void {
    const evaluation = evaluationOf(this, 'overflow', options, LOSSES);
    // Samples: what came late into a histogram is no number of anything.
    const overflow = collector.metricTelemetryOverflow({ statistic: Stats.SAMPLE_COUNT });
    this.set.define('Overflow', options, {
      alarmDescription:
        `Counts of ${collector.serviceName} are in no metric with dimensions: an instrument has more than 2,000 sets of ` +
        'attributes, and what comes later is reported without any. Search the log group that adot-collector writes metrics ' +
        'to for telemetry.overflow: the field metric names the instrument. Take attributes with many values, such ' +
        'as ids, out of what it records.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.TELEMETRY,
      metric: filled('overflow', overflow, evaluation.period),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineRestarts(collector: ICollector, options: EvaluatedAlarmOptions = {}): void {
    const evaluation = evaluationOf(this, 'restarts', options, RESTARTS);
    this.set.define('Restarts', options, {
      alarmDescription:
        `Collectors of ${collector.serviceName} start again and again, and lose what they hold each time. If tasks are ` +
        'not replaced all the time for another reason, read the logs of the container adot-collector and its exit codes ' +
        'in ECS: 137 is lack of memory (memoryLimitMiB), 1 mostly a configuration that its version does not take.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.TELEMETRY,
      metric: filled('starts', collector.metricCollectorStarts(), evaluation.period),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineSilence(collector: ICollector, options: SilenceAlarmOptions): void {
    const rule = { multipleOf: 5, min: 10, max: 1_440 };
    const evaluation = silenceOf(this, 'silence', options.threshold, [rule]);
    this.set.define('Silence', options, {
      alarmDescription:
        `No collector of ${collector.serviceName} runs: nothing of what it reports arrives. See in ECS whether its tasks ` +
        'run. If they do, their container adot-collector has stopped: read its logs and why it did, and deploy anew, as ' +
        'ECS does not restart what ends within a minute.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.TELEMETRY,
      metric: filled('uptime', collector.metricCollectorUptime(), evaluation.period),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      treatMissingData: TreatMissingData.BREACHING,
      ...evaluation,
    });
  }
}

interface Texts {
  readonly label: string;
  readonly alarmDescription: string;
}

const LOSSES = { period: Duration.minutes(5), evaluationPeriods: 3, datapointsToAlarm: 2 };
// One more than has to breach: the newest period may still miss what is on its way.
const RESTARTS = { period: Duration.minutes(15), evaluationPeriods: 5, datapointsToAlarm: 4 };
