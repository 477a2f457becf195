import { Tokenization } from 'aws-cdk-lib';
import type { AlarmBase } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { checkCount, checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import { type IAppMonitor, Platform, Telemetry } from '../../rum';
import { errorsByRelease, reports } from '../../rum/door';
import type { AlarmOptions, AlarmSetOptions, AlarmSetProps } from './alarm-options';
import { AlarmSet, isEnabled } from './alarm-set';
import type { IAlarms } from './alarms';
import { LogAlarm } from './log-alarm';
import { AlarmSeverity } from './notifications';

/**
 * What the alarm on a release that fails on a page can be told.
 */
export interface ReleaseErrorsAlarmOptions extends AlarmOptions {
  /**
   * The most JavaScript errors per 100 page views that a release may have on a page, in an hour: above 0.
   *
   * @default 10
   */
  readonly threshold?: number;

  /**
   * Of pages with fewer page views of a release in an hour, errors count as if there had been as many: a whole number, at
   * least 1.
   *
   * @default 100
   */
  readonly minimumPageViews?: number;
}

/**
 * What the alarms on releases can be told.
 */
export interface ReleaseAlarmOptions extends AlarmSetOptions {
  /**
   * A release has too many JavaScript errors on a page: severity TICKET.
   *
   * @default - more than 10 per 100 page views in an hour, from 100 page views on
   */
  readonly jsErrors?: ReleaseErrorsAlarmOptions;
}

/**
 * Properties of `ReleaseAlarms`.
 */
export interface ReleaseAlarmsProps extends ReleaseAlarmOptions, AlarmSetProps {
  /**
   * The app monitor whose events are judged: of web pages, with `logRetention`, so that CloudWatch Logs has them in a log
   * group that is there, and with the telemetry `errors`.
   *
   * Events tell their release where the client's `releaseId` is stated; those that don't are one release together.
   */
  readonly appMonitor: IAppMonitor;
}

/**
 * Defines the alarm on a release that fails on a page, whatever other pages and releases do: `JsErrors`, severity TICKET.
 * It notifies once for each page and release that goes bad, with the names of both in the message: those of pages may have
 * ids of persons in them where the client is told no `pathTemplates`, and whoever is notified reads them.
 *
 * An alarm on metrics has no page and no release, which come to be; this one asks the log group each hour. CloudWatch bills
 * about 0.005 USD for each GB that it reads, a hundredth of what it bills to take the events in, and the alarm. Log alarms are
 * not in all Regions.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmContributor.html
 *
 * @example
 * const monitor = new rum.AppMonitor(this, 'Monitor', {
 *   domains: ['shop.example.com'],
 *   logRetention: logs.RetentionDays.ONE_MONTH,
 * });
 * new monitoring.ReleaseAlarms(this, 'ReleaseAlarms', {
 *   appMonitor: monitor,
 *   notifications: monitoring.Notifications.toTopics({ ticket: ticketTopic }),
 *   jsErrors: { threshold: 5 },
 * });
 */
export class ReleaseAlarms extends Construct implements IAlarms {
  private readonly set: AlarmSet;

  constructor(scope: Construct, id: string, props: ReleaseAlarmsProps) {
    super(scope, id);
    const { appMonitor, jsErrors } = props;
    this.set = new AlarmSet(this, props);
    if (isEnabled(jsErrors, true)) this.defineJsErrors(appMonitor, jsErrors);
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  private defineJsErrors(appMonitor: IAppMonitor, options: ReleaseErrorsAlarmOptions = {}): void {
    const { minimumPageViews = 100, threshold = 10 } = options;
    checkNumber(this, 'jsErrors.threshold', threshold, { above: 0, fix: 'pass a number such as 10' });
    checkCount(this, 'jsErrors.minimumPageViews', minimumPageViews, { fix: 'pass a number such as 100' });
    const refuse = (got: string, expected: string, fix: string) =>
      fail(this, { what: `app monitor ${appMonitor.node.path}`, got, expected, fix });
    if (appMonitor.platform !== Platform.WEB) {
      refuse(`platform ${appMonitor.platform}`, 'one of web pages', 'leave out the alarms on its releases');
    }
    if (!reports(appMonitor, Telemetry.ERRORS)) {
      refuse('one that reports no errors', `the telemetry "${Telemetry.ERRORS}"`, 'add it to its telemetries');
    }
    const alarm = new LogAlarm(this, 'JsErrors', {
      alarmDescription:
        `A release fails on a page of ${appMonitor.appMonitorName}: more than ${Tokenization.stringifyNumber(threshold)} JavaScript ` +
        'errors per 100 page views in an hour. The attributes of the contributor name page and release. See in CloudWatch RUM what the ' +
        'errors are, compare with the release before, and roll back.',
      logGroup: appMonitor.logGroup,
      ...errorsByRelease(minimumPageViews),
      threshold,
    });
    this.set.add('JsErrors', options, AlarmSeverity.TICKET, alarm);
  }
}
