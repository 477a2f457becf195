import { Stack, Token } from 'aws-cdk-lib';
import type { AlarmBase, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_sns } from 'aws-cdk-lib/interfaces';
import { fail } from '../../private/errors';
import { prepareTopic } from './topics';

/** As CDK's own `SnsAction` is, which keeps its topic to itself. */
export interface TopicAction extends IAlarmAction {
  readonly topic: aws_sns.ITopicRef;
}

/**
 * The most actions that an alarm takes at one change of its state.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const MAX_ACTIONS = 5;

/**
 * Whom composite alarms tell. Metric alarms could do more, such as to stop the EC2 instance whose metric they read, or to
 * scale; ours read none of an instance, and what tells of them is a composite alarm.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
const TELLABLE = ['sns', 'lambda', 'ssm', 'ssm-incidents', 'aiops'];

/** What can be told that an alarm has recovered; others act only when it goes on. */
const TOLD_OF_RECOVERY = ['sns', 'lambda'];

/** Services of which an alarm reaches only what is in its Region; plans of Incident Manager have none. */
const OF_THE_REGION = ['sns', 'lambda', 'ssm'];

/**
 * Makes an alarm take actions when it goes on, and those that can be told of it when it recovers. Refuses what CloudWatch
 * could not deliver, as far as that is known at synthesis: it reports no action that failed.
 *
 * @param what the option that states the actions
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
 */
export function takeActions(alarm: AlarmBase, what: string, actions: readonly IAlarmAction[]): void {
  if (actions.length > MAX_ACTIONS) {
    const fix = 'let a topic or a function tell several';
    fail(alarm, { what, got: `${actions.length} actions`, expected: `at most ${MAX_ACTIONS}`, fix });
  }
  for (const action of actions) {
    const { topic } = action as Partial<TopicAction>;
    if (topic?.topicRef) prepareTopic(alarm, what, topic);
    // Once: an action such as that on a function defines a permission with each call.
    const config = action.bind(alarm, alarm);
    const { alarmActionArn } = config;
    checkService(alarm, what, alarmActionArn);
    checkPlace(alarm, what, alarmActionArn);
    const bound = { bind: () => config };
    alarm.addAlarmAction(bound);
    const service = partsOf(alarmActionArn)?.service;
    if (service === undefined || TOLD_OF_RECOVERY.includes(service)) alarm.addOkAction(bound);
  }
}

function checkService(alarm: AlarmBase, what: string, arn: string): void {
  const service = partsOf(arn)?.service;
  if (service === undefined || Token.isUnresolved(service) || TELLABLE.includes(service)) return;
  fail(alarm, {
    what,
    got: `an action of ${service}: ${arn}`,
    expected: `one that composite alarms take, of ${TELLABLE.join(', ')}`,
    fix: 'let a topic or a function do it',
  });
}

function checkPlace(alarm: AlarmBase, what: string, arn: string): void {
  const parts = partsOf(arn);
  const { region } = Stack.of(alarm);
  if (!parts || !OF_THE_REGION.includes(parts.service)) return;
  if (Token.isUnresolved(region) || Token.isUnresolved(parts.region) || parts.region === region) return;
  const expected = `one in ${region}, the Region of the alarms`;
  fail(alarm, {
    what,
    got: `an action in ${parts.region}: ${arn}`,
    expected,
    fix: "pass what is in the alarms' Region",
  });
}

/** Of an ARN that is more than one token. */
function partsOf(arn: string): { readonly service: string; readonly region: string } | undefined {
  const [, , service, region] = arn.split(':');
  return service === undefined || region === undefined ? undefined : { service, region };
}
