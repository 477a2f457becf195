import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import type { aws_rum } from 'aws-cdk-lib/interfaces';
import { PUT_EVENTS } from '../data-plane';

const READ_ACTIONS = [
  'rum:BatchGetRumMetricDefinitions',
  'rum:GetAppMonitor',
  'rum:GetAppMonitorData',
  'rum:GetResourcePolicy',
  'rum:ListRumMetricsDestinations',
  'rum:ListTagsForResource',
];

/**
 * Grants on an app monitor.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudwatchrum.html
 */
export class AppMonitorGrants {
  /**
   * Grants on any app monitor, also one defined by `CfnAppMonitor`.
   */
  public static fromAppMonitor(appMonitor: aws_rum.IAppMonitorRef): AppMonitorGrants {
    return new AppMonitorGrants(appMonitor);
  }

  private constructor(private readonly appMonitor: aws_rum.IAppMonitorRef) {}

  /**
   * Lets a principal send events to the app monitor (`rum:PutRumEvents`), signed with its own credentials.
   *
   * Browsers don't need it while the app monitor's authorization is a resource policy.
   */
  public putEvents(grantee: IGrantable): Grant {
    return this.grant(grantee, [PUT_EVENTS]);
  }

  /**
   * Lets a principal read the app monitor's configuration and the events that it keeps for 30 days.
   *
   * Events hold what users did. Listing all app monitors of the account is not included.
   */
  public read(grantee: IGrantable): Grant {
    return this.grant(grantee, READ_ACTIONS);
  }

  private grant(grantee: IGrantable, actions: string[]): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [CfnAppMonitor.arnForAppMonitor(this.appMonitor)],
    });
  }
}
