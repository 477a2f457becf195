import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { UserTelemetry } from '../../../src';
import { Notifications, ReleaseAlarms, type ReleaseErrorsAlarmOptions } from '../../../src/monitoring';
import { AppMonitor, type AppMonitorProps, Telemetry } from '../../../src/rum';

function setUp(jsErrors?: ReleaseErrorsAlarmOptions, props: Partial<AppMonitorProps> = {}) {
  const stack = new Stack(new App(), 'Stack');
  const logRetention = RetentionDays.ONE_MONTH;
  const appMonitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'], logRetention, ...props });
  const ticket = new Topic(stack, 'Ticket');
  const notifications = Notifications.toTopics({ ticket });
  const { alarms } = new ReleaseAlarms(stack, 'Alarms', { appMonitor, jsErrors, notifications });
  return { stack, alarms, ticket, template: Template.fromStack(stack) };
}

const logAlarm = (template: Template) =>
  Object.values(template.findResources('AWS::CloudWatch::LogAlarm'))[0].Properties;

test('asks each hour about the hour before, by page and release, and tells who takes tickets', () => {
  const { stack, template, ticket } = setUp();
  const { ScheduledQueryConfiguration: asks, ...rest } = logAlarm(template);
  expect(rest).toMatchObject({
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 10,
    TreatMissingData: 'notBreaching',
    AlarmActions: [stack.resolve(ticket.topicArn)],
    OKActions: [stack.resolve(ticket.topicArn)],
  });
  // What persons did is in the lines of the log.
  expect(rest.ActionLogLineCount).toBeUndefined();
  expect(asks.ScheduleConfiguration).toEqual({
    ScheduleExpression: 'rate(1 hour)',
    StartTimeOffset: 3_900,
    EndTimeOffset: 300,
  });
  expect(asks.AggregationExpression).toBe('max(share) by page, release_id');
  expect(asks.QueryString.split('\n')).toEqual([
    'filter event_type in ["com.amazon.rum.js_error_event", "com.amazon.rum.page_view_event"]',
    expect.stringMatching(/^\| filter @message not like .*CloudWatchSynthetics/),
    '| parse @message /"aws:releaseId"\\s*:\\s*"(?<release>[^"]*)"/',
    '| fields metadata.pageId as page, coalesce(release, "none") as release_id',
    '| stats sum(strcontains(event_type, "com.amazon.rum.js_error_event")) as errors, ' +
      'sum(strcontains(event_type, "com.amazon.rum.page_view_event")) as views by page, release_id',
    '| fields 100 * errors / greatest(views, 100) as share',
  ]);
});

test('its role asks the log group of the app monitor, and nothing else', () => {
  const { template } = setUp();
  template.hasResourceProperties('AWS::IAM::Role', {
    Policies: [
      {
        PolicyDocument: {
          Statement: [
            {
              Action: ['logs:GetQueryResults', 'logs:StartQuery'],
              Effect: 'Allow',
              Resource: Match.objectLike({ 'Fn::Join': Match.anyValue() }),
            },
          ],
        },
        PolicyName: 'Ask',
      },
    ],
    AssumeRolePolicyDocument: {
      Statement: ['logs.amazonaws.com', 'cloudwatch.amazonaws.com'].map((Service) =>
        Match.objectLike({
          Principal: { Service },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ),
    },
  });
});

test('the threshold and the page views can be stated', () => {
  const properties = logAlarm(setUp({ threshold: 2.5, minimumPageViews: 40 }).template);
  expect(properties.Threshold).toBe(2.5);
  expect(properties.ScheduledQueryConfiguration.QueryString).toContain('greatest(views, 40)');
});

test.each<[string, ReleaseErrorsAlarmOptions, Partial<AppMonitorProps>, string]>([
  ['a threshold of 0', { threshold: 0 }, {}, 'jsErrors.threshold: got 0'],
  ['half a page view', { minimumPageViews: 0.5 }, {}, 'jsErrors.minimumPageViews: got 0.5'],
  ['errors that are not reported', {}, { telemetries: [Telemetry.HTTP] }, 'got "one that reports no errors"'],
  ['events that are not logged', {}, { logRetention: undefined }, 'logGroup (cwLogEnabled): got false'],
])('%s: refused', (_, options, props, message) => {
  expect(() => setUp(options, props)).toThrow(message);
});

test('is part of UserTelemetry where it is asked for, and of its dashboard', () => {
  const stack = new Stack(new App(), 'Shop');
  const telemetry = new UserTelemetry(stack, 'Telemetry', {
    applicationName: 'shop',
    notifications: Notifications.none(),
  });
  const logRetention = RetentionDays.ONE_MONTH;
  telemetry.addWebApp('Plain', { domains: ['plain.example.com'], logRetention });
  telemetry.addWebApp('Watched', { domains: ['shop.example.com'], logRetention, releaseAlarms: {} });
  const template = Template.fromStack(stack);
  const [id] = Object.keys(template.findResources('AWS::CloudWatch::LogAlarm'));
  expect(id).toContain('WatchedReleaseAlarms');
  expect(JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'))).toContain(id);
});
