import { Duration } from 'aws-cdk-lib';
import {
  type AlarmBase,
  ComparisonOperator,
  MathExpression,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { ICollector } from '../../collector';
import { checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import { sumOf } from '../ratios';
import { AlarmSet, warmUp } from './alarm-set';
import type { IAlarms } from './alarms';
import { AlarmSeverity, type Notifications } from './notifications';

/**
 * When the alarms of collectors go off.
 */
export interface CollectorAlarmOptions {
  /**
   * How many spans, data points and log records may be lost in 5 minutes, because they could not be sent or were
   * refused: at least 0.
   *
   * @default 0
   */
  readonly maximumLosses?: number;

  /**
   * How long no collector may run at all: 10 minutes to 1 day, in steps of 5 minutes.
   *
   * For services that always have a task. It notices collectors that ECS gives up, and services that don't run.
   *
   * @default - no alarm: not every service always runs
   */
  readonly silentAfter?: Duration;
}

/**
 * Properties of `CollectorAlarms`.
 */
export interface CollectorAlarmsProps extends CollectorAlarmOptions {
  /**
   * The collectors of a service. Their configuration needs `selfTelemetry`.
   */
  readonly collector: ICollector;

  /**
   * Whom to notify.
   *
   * @default - nobody, and a warning says so
   */
  readonly notifications?: Notifications;
}

/**
 * Defines the alarms on collectors that lose telemetry. Users don't notice that, but whoever counts on it does: all are
 * of severity TICKET.
 *
 * - `FailedExports`: telemetry could not be sent, in 2 of the latest 3 periods of 5 minutes.
 * - `RefusedTelemetry`: telemetry was refused, likewise.
 * - `Restarts`: collectors started in each quarter of an hour for an hour, which is more often than deployments do.
 *   A service that adds tasks all the time does, too.
 * - `Silence`, where `silentAfter` is stated: no collector runs.
 *
 * What an exporter still tries to send again is not lost yet. CloudWatch bills about 0.10 USD a month for each alarm.
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
    const { collector, maximumLosses = 0 } = props;
    checkNumber(this, 'maximumLosses', maximumLosses, {
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      fix: 'leave it out, or pass a number of spans, data points and log records',
    });
    this.set = new AlarmSet(this, props.notifications);
    const { serviceName } = collector;
    this.defineLosses('FailedExports', maximumLosses, collector.metricCollectorFailedExports(), {
      label: 'failed exports',
      alarmDescription:
        `Telemetry is lost: collectors of ${serviceName} can't send what it reports, so counts and traces are incomplete. ` +
        'Read the logs of the container adot-collector: they name the exporter and the error. See whether the role of the ' +
        'task may call what that exporter calls, whether the network lets it, and whether the destination throttles.',
    });
    this.defineLosses('RefusedTelemetry', maximumLosses, collector.metricCollectorRefusedTelemetry(), {
      label: 'refused telemetry',
      alarmDescription:
        `Telemetry is lost: collectors of ${serviceName} refuse what it reports, mostly because their memory is full. Read ` +
        'the logs of the container adot-collector. If a destination is down, wait for it; otherwise give the collector ' +
        'more memory (memoryLimitMiB), or sample traces.',
    });
    this.defineRestarts(collector);
    if (props.silentAfter) this.defineSilence(collector, props.silentAfter);
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  private defineLosses(id: string, threshold: number, lost: Metric, texts: Texts): void {
    this.set.define(id, {
      alarmDescription: texts.alarmDescription,
      severity: AlarmSeverity.TICKET,
      metric: filled(texts.label, lost, LOSSES.period),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...LOSSES,
    });
  }

  private defineRestarts(collector: ICollector): void {
    this.set.define('Restarts', {
      alarmDescription:
        `Collectors of ${collector.serviceName} start again and again, and lose what they hold each time. If tasks are ` +
        'not replaced all the time for another reason, read the logs of the container adot-collector and its exit codes ' +
        'in ECS: 137 is lack of memory (memoryLimitMiB), 1 mostly a configuration that its version does not take.',
      severity: AlarmSeverity.TICKET,
      metric: filled('starts', collector.metricCollectorStarts(), RESTARTS.period),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...RESTARTS,
    });
  }

  private defineSilence(collector: ICollector, silentAfter: Duration): void {
    const minutes = silentAfter.toMinutes({ integral: false });
    if (minutes < 10 || minutes > 1_440 || minutes % 5 !== 0) {
      const expected = 'a multiple of 5 from 10 to 1440';
      const fix = 'pass a Duration such as Duration.minutes(15)';
      fail(this, { what: 'silentAfter (in minutes)', got: minutes, expected, fix });
    }
    const period = Duration.minutes(5);
    const evaluationPeriods = minutes / 5;
    this.set.define('Silence', {
      alarmDescription:
        `No collector of ${collector.serviceName} runs: nothing of what it reports arrives. See in ECS whether its tasks ` +
        'run. If they do, their container adot-collector has stopped: read its logs and why it did, and deploy anew, as ' +
        'ECS does not restart what ends within a minute.',
      severity: AlarmSeverity.TICKET,
      metric: collector.metricCollectorUptime({ period }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      treatMissingData: TreatMissingData.BREACHING,
      warmUpMinutes: warmUp(period, evaluationPeriods),
      period,
      evaluationPeriods,
      datapointsToAlarm: evaluationPeriods,
    });
  }
}

interface Texts {
  readonly label: string;
  readonly alarmDescription: string;
}

const LOSSES = { period: Duration.minutes(5), evaluationPeriods: 3, datapointsToAlarm: 2 };
const RESTARTS = { period: Duration.minutes(15), evaluationPeriods: 4, datapointsToAlarm: 4 };

/** Collectors send no zeros: without them an alarm would judge older values, and stay in alarm when all is well. */
function filled(label: string, metric: Metric, period: Duration): MathExpression {
  return new MathExpression({ label, period, ...sumOf('m', [metric]) });
}
