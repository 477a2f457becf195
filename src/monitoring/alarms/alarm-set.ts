import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmBase,
  AlarmMuteRule,
  type AlarmProps,
  type CfnAlarm,
  type ComparisonOperator,
  type IMetric,
  ScheduleExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { TimeWindow } from '../../canaries';
import { clockOf } from '../../canaries/door';
import { fail } from '../../private/errors';
import type { AlarmOptions, AlarmSetOptions, AlarmSetProps } from './alarm-options';
import { AlarmSignal } from './alarm-signal';
import type { Evaluation } from './evaluation';
import { LateAlarm, type LateMetric } from './late-alarm';
import { warmUp } from './limits';
import { regionProblem } from './metric-regions';
import { AlarmSeverity, Notifications } from './notifications';

/** One alarm. Its description tells a person what it means to users, and then what to do. */
export interface AlarmDefinition extends Omit<AlarmProps, keyof Evaluation | 'metric' | 'threshold'>, Evaluation {
  /** Unless its options say otherwise. */
  readonly severity: AlarmSeverity;
  /** What it says of users at that severity, to composite alarms; nothing: it notifies by itself in any case. */
  readonly signal?: AlarmSignal;
  readonly alarmDescription: string;
  readonly treatMissingData: TreatMissingData;
  /** Whether it judges only once data can have come, when it is new; where what is missing is bad, it does. */
  readonly waits?: boolean;
  readonly comparisonOperator: ComparisonOperator;
  readonly metric: IMetric | LateMetric;
  /** None where the metric is a band of what is expected. */
  readonly threshold?: number;
}

/** Whether there is an alarm: one that is off by default comes into being when its options are stated. */
export function isEnabled(options: AlarmOptions | undefined, byDefault = options !== undefined): boolean {
  return options?.enabled ?? byDefault;
}

/** The alarms of one construct. */
export class AlarmSet {
  private readonly defined: AlarmBase[] = [];
  private readonly notifications: Notifications;
  private readonly muteDuring: TimeWindow[];
  /** Made for the first alarm: a rule needs one. */
  private muteRules?: AlarmMuteRule[];

  constructor(
    private readonly scope: Construct,
    { notifications, muteDuring = [] }: AlarmSetProps & AlarmSetOptions,
  ) {
    this.notifications = Notifications._of(scope, notifications);
    this.muteDuring = muteDuring;
  }

  /** Defines an alarm as a construct of ours means it, with what its options say otherwise. */
  public define(id: string, options: AlarmOptions, definition: AlarmDefinition): void {
    const {
      severity,
      signal,
      metric,
      period,
      waits,
      threshold = Alarm.ANOMALY_DETECTION_NO_THRESHOLD,
      ...props
    } = definition;
    const problem = 'produce' in metric ? undefined : regionProblem(this.scope, metric);
    if (problem) fail(this.scope, problem);
    const alarm =
      'produce' in metric
        ? new LateAlarm(this.scope, id, { ...props, metric, threshold })
        : new Alarm(this.scope, id, { ...props, metric, threshold });
    if (waits ?? props.treatMissingData === TreatMissingData.BREACHING) {
      // Before the first data all of it is missing, or 0 in an expression that always has a value: that would be enough to
      // end the warm-up early. The L2 doesn't have it yet.
      (alarm.node.defaultChild as CfnAlarm).warmUpConfiguration = {
        onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
        warmUpPeriodDurationInMinutes: warmUp(period, props.evaluationPeriods),
      };
    }
    this.add(id, options, severity, alarm, signal);
  }

  /** Tells of an alarm that is there, with what its options say otherwise. */
  public add(
    id: string,
    options: AlarmOptions,
    byDefault: AlarmSeverity,
    alarm: AlarmBase,
    signal?: AlarmSignal,
  ): void {
    this.defined.push(alarm);
    const { severity, notifies, muteDuring = [] } = options;
    const isMuted = this.muteDuring.length + muteDuring.length > 0;
    this.notifications._attach(alarm, severity ?? byDefault, {
      notifies,
      signal: isMuted ? undefined : signalAt(severity, byDefault, signal),
    });
    this.muteRules ??= this.mute('Mute', this.muteDuring);
    for (const rule of [...this.muteRules, ...this.mute(`${id}Mute`, muteDuring)]) rule.addAlarm(alarm);
  }

  /** A copy. */
  public get alarms(): AlarmBase[] {
    return [...this.defined];
  }

  private mute(id: string, windows: TimeWindow[]): AlarmMuteRule[] {
    return windows.map((window, index) => {
      const { hour, minute, weekDays, minutes, timeZone } = clockOf(window, this.scope);
      return new AlarmMuteRule(this.scope, `${id}${index + 1}`, {
        description: `Maintenance of ${this.scope.node.path}`.slice(0, 1024),
        schedule: ScheduleExpression.cron({ hour, minute, weekDay: weekDays, timeZone }),
        duration: Duration.minutes(minutes),
      });
    });
  }
}

/** What an alarm says whose severity is stated: PAGE needs no other to agree. */
function signalAt(
  stated: AlarmSeverity | undefined,
  byDefault: AlarmSeverity,
  signal?: AlarmSignal,
): AlarmSignal | undefined {
  if (signal === undefined || stated === undefined) return signal;
  if (stated === AlarmSeverity.PAGE) return signal === AlarmSignal.TELEMETRY ? undefined : AlarmSignal.USERS_HURT;
  return byDefault === AlarmSeverity.PAGE ? AlarmSignal.USERS_DEGRADED : signal;
}
