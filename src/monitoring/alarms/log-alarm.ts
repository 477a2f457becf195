import { ArnFormat, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { AlarmBase, CfnLogAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CompositePrincipal,
  PolicyDocument,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../private/findings';

/** Properties of a {@link LogAlarm}. */
export interface LogAlarmProps {
  readonly alarmDescription: string;
  readonly logGroup: ILogGroup;
  /** Commands of CloudWatch Logs Insights. */
  readonly query: readonly string[];
  /** What is made of what they find, for each that is named after `by`: at most 256 characters. */
  readonly aggregation: string;
  /** Beyond what one of those is bad. */
  readonly threshold: number;
}

/** How long events take to be logged. */
const DELAY = Duration.minutes(5);
const EVERY = Duration.hours(1);

/**
 * Asks a log group each hour about the hour before, and is on where one of the groups of the answer is beyond a threshold.
 *
 * The L2 has none. It notifies for each group by itself, with what it is grouped by. Lines of the log, which may tell of
 * persons, are not part of what is notified.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html
 */
export class LogAlarm extends AlarmBase {
  private readonly resource: CfnLogAlarm;

  constructor(scope: Construct, id: string, props: LogAlarmProps) {
    super(scope, id);
    const { alarmDescription, aggregation, logGroup, query, threshold } = props;
    this.resource = new CfnLogAlarm(this, 'Resource', {
      alarmDescription,
      comparisonOperator: 'GreaterThanThreshold',
      threshold,
      queryResultsToAlarm: 1,
      queryResultsToEvaluate: 1,
      // Nothing is found where nobody was.
      treatMissingData: 'notBreaching',
      scheduledQueryConfiguration: {
        queryString: query.join('\n| '),
        aggregationExpression: aggregation,
        logGroupIdentifiers: [logGroup.logGroupName],
        scheduledQueryRoleArn: this.asker(logGroup).roleArn,
        scheduleConfiguration: {
          scheduleExpression: 'rate(1 hour)',
          startTimeOffset: EVERY.plus(DELAY).toSeconds(),
          endTimeOffset: DELAY.toSeconds(),
        },
      },
      alarmActions: Lazy.list({ produce: () => this.alarmActionArns }, { omitEmpty: true }),
      okActions: Lazy.list({ produce: () => this.okActionArns }, { omitEmpty: true }),
    });
  }

  public get alarmArn(): string {
    return Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: this.alarmName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  public get alarmName(): string {
    return this.resource.ref;
  }

  /**
   * Who asks. The page on log alarms says that CloudWatch Logs runs the query, the API that CloudWatch takes the role:
   * either may. To stop a query can't be allowed for one log group, and neither page asks for it.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ScheduledQueryConfiguration.html
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/OpenSearch-Dashboards-CreateRole.html
   */
  private asker(logGroup: ILogGroup): Role {
    const StringEquals = { 'aws:SourceAccount': Stack.of(this).account };
    const service = (name: string) => new PrincipalWithConditions(new ServicePrincipal(name), { StringEquals });
    const asks = new PolicyStatement({
      actions: ['logs:GetQueryResults', 'logs:StartQuery'],
      resources: [logGroup.logGroupArn],
    });
    const role = new Role(this, 'Role', {
      assumedBy: new CompositePrincipal(service('logs.amazonaws.com'), service('cloudwatch.amazonaws.com')),
      inlinePolicies: { Ask: new PolicyDocument({ statements: [asks] }) },
    });
    acknowledgeWildcards(role, { [logGroup.logGroupArn]: 'The streams of one log group' });
    return role;
  }
}
