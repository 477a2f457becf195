import { Validations } from 'aws-cdk-lib';
import type { AlarmBase, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_sns } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { type TopicAction, takeActions } from './actions';
import type { AlarmSignal } from './alarm-signal';

/**
 * How soon somebody has to look at an alarm.
 */
export enum AlarmSeverity {
  /** Users are hurt now: somebody is called, at any hour. */
  PAGE = 'page',

  /** Users are served worse than intended: somebody looks in working hours. */
  TICKET = 'ticket',
}

/** Whether something tells of an alarm, so that it need not notify by itself. */
type TakeAlarm = (alarm: AlarmBase, signal: AlarmSignal) => boolean;

/** Whether something would tell of alarms with a signal. */
type TakesSignal = (signal: AlarmSignal) => boolean;

/** What is to be known of an alarm to tell of it. */
interface Telling {
  readonly signal?: AlarmSignal;
  /** Whether it notifies by itself in any case. */
  readonly notifies?: boolean;
}

/**
 * The topics that alarms of either severity notify.
 */
export interface NotificationTopics {
  /**
   * Told of alarms that hurt users now, at any hour.
   *
   * @default - alarms of severity PAGE notify nobody, and a warning says so
   */
  readonly page?: aws_sns.ITopicRef;

  /**
   * Told of alarms that can wait for working hours.
   *
   * @default - alarms of severity TICKET notify nobody, and a warning says so
   */
  readonly ticket?: aws_sns.ITopicRef;
}

/**
 * What alarms of either severity do.
 */
export interface NotificationActions {
  /**
   * Taken at alarms that hurt users now, at any hour: at most 5.
   *
   * @default - alarms of severity PAGE notify nobody, and a warning says so
   */
  readonly page?: IAlarmAction[];

  /**
   * Taken at alarms that can wait for working hours: at most 5.
   *
   * @default - alarms of severity TICKET notify nobody, and a warning says so
   */
  readonly ticket?: IAlarmAction[];
}

/**
 * Whom alarms notify, by severity, when they go off and when they recover.
 *
 * A topic has to be in the Region of its alarms, and not a FIFO topic. One that is encrypted needs a customer managed key:
 * CloudWatch can't publish through the AWS managed key. The policy of a key of this app lets `cloudwatch.amazonaws.com`
 * use it for the accounts of its alarms; that of an imported key has to. A topic that alarms of another account notify needs
 * a policy of its own.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 *
 * @example
 * new UserTelemetry(this, 'Telemetry', {
 *   applicationName: 'anycompany-retail',
 *   notifications: monitoring.Notifications.toTopics({ page: pageTopic, ticket: ticketTopic }),
 * });
 */
export class Notifications {
  /**
   * Notifies Amazon SNS topics.
   */
  public static toTopics(topics: NotificationTopics): Notifications {
    const { page, ticket } = topics;
    return new Notifications({ page: page && [toTopic(page)], ticket: ticket && [toTopic(ticket)] });
  }

  /**
   * Takes actions of `aws-cdk-lib/aws-cloudwatch-actions`, or of your own: invokes functions, opens OpsItems in Systems
   * Manager OpsCenter, starts incidents by a response plan of Incident Manager, or notifies topics, of which chat
   * applications are subscribers.
   *
   * What composite alarms can't do is refused, such as `Ec2Action` and `AutoScalingAction`.
   *
   * Topics and functions are told of recoveries, too; others are not. All but response plans have to be in the
   * Region of the alarms. A function of another stack waits for the alarms that it lets in, which wait for it: define it in
   * the stack of the alarms. With several alarms it needs `useUniquePermissionId: true`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
   *
   * @example
   * monitoring.Notifications.toActions({
   *   page: [new cw_actions.SnsAction(pageTopic), new cw_actions.LambdaAction(fn, { useUniquePermissionId: true })],
   *   ticket: [new cw_actions.SsmAction(cw_actions.OpsItemSeverity.MEDIUM, cw_actions.OpsItemCategory.PERFORMANCE)],
   * });
   */
  public static toActions(actions: NotificationActions): Notifications {
    return new Notifications(actions);
  }

  /**
   * Notifies nobody, on purpose: alarms only change their state, and no warning is given.
   */
  public static none(): Notifications {
    return new Notifications();
  }

  /**
   * Notifies whom it was stated to. If nobody was stated, one warning on the construct says so.
   *
   * @internal
   */
  public static _of(scope: IConstruct, stated?: Notifications): Notifications {
    return stated ?? new Notifications(undefined, scope);
  }

  /**
   * Lets something else tell of alarms that it takes.
   *
   * @internal
   */
  public static _through(stated: Notifications, take: TakeAlarm, takes: TakesSignal): Notifications {
    return new Notifications(stated.actions, stated.unstatedBy, take, takes);
  }

  private constructor(
    private readonly actions?: NotificationActions,
    private readonly unstatedBy?: IConstruct,
    private readonly take?: TakeAlarm,
    private readonly takes?: TakesSignal,
  ) {}

  /**
   * Whether something else tells of alarms with a signal, so that one that is no use alone has a use.
   *
   * @internal
   */
  public _takes(signal: AlarmSignal): boolean {
    return this.takes?.(signal) === true;
  }

  /**
   * Makes an alarm do what is to be done at its severity, unless something else tells of it.
   *
   * @internal
   */
  public _attach(alarm: AlarmBase, severity: AlarmSeverity, { signal, notifies }: Telling = {}): void {
    const isTaken = signal !== undefined && this.take?.(alarm, signal) === true;
    if (notifies ?? !isTaken) this.notify(alarm, severity);
  }

  private notify(alarm: AlarmBase, severity: AlarmSeverity): void {
    if (this.unstatedBy) warn(this.unstatedBy, 'alarms notify nobody', 'page, ticket');
    if (!this.actions) return;
    const actions = this.actions[severity] ?? [];
    takeActions(alarm, `notifications (${severity})`, actions);
    if (actions.length > 0) return;
    warn(alarm, `the alarm notifies nobody, as there is no topic or action for its severity "${severity}"`, severity);
  }
}

/** What `SnsAction` does, for any reference to a topic. */
function toTopic(topic: aws_sns.ITopicRef): TopicAction {
  return { topic, bind: () => ({ alarmActionArn: topic.topicRef.topicArn }) };
}

/** The id is public API: users acknowledge it. CDK reports equal warnings on one construct once. */
function warn(scope: IConstruct, what: string, topics: string): void {
  Validations.of(scope).addWarning(
    'cdk-user-telemetry:alarms-without-action',
    `${what}; pass Notifications.toTopics({ ${topics} }), or Notifications.none() if that is intended`,
  );
}
