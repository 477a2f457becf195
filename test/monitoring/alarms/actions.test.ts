import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import {
  Ec2Action,
  Ec2InstanceAction,
  LambdaAction,
  OpsItemCategory,
  OpsItemSeverity,
  SnsAction,
  SsmAction,
  SsmIncidentAction,
} from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Notifications, WebAppAlarms } from '../../../src/monitoring';
import { importMonitor } from '../helpers';

const env = { account: '111122223333', region: 'us-east-1' };

/** Alarms that take actions at severity TICKET, and what one of them has. */
function setUp(define: (stack: Stack) => IAlarmAction[]) {
  const stack = new Stack(new App(), 'Stack', { env });
  const ticket = define(stack);
  const notifications = Notifications.toActions({ page: ticket, ticket });
  new WebAppAlarms(stack, 'Alarms', { appMonitor: importMonitor(stack), notifications });
  const template = Template.fromStack(stack);
  const [alarm] = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  return { template, goesOn: alarm.Properties.AlarmActions, recovers: alarm.Properties.OKActions };
}

/** An action by its ARN, as users write their own. */
const to = (alarmActionArn: string): IAlarmAction => ({ bind: () => ({ alarmActionArn }) });

function handler(stack: Stack): LambdaFunction {
  const code = Code.fromInline('exports.handler = async () => {}');
  return new LambdaFunction(stack, 'Handler', { code, handler: 'index.handler', runtime: Runtime.NODEJS_22_X });
}

test('topics and functions are told when an alarm goes on and when it recovers', () => {
  const { goesOn, recovers, template } = setUp((stack) => [
    new SnsAction(new Topic(stack, 'Topic')),
    new LambdaAction(handler(stack), { useUniquePermissionId: true }),
  ]);
  expect(goesOn).toHaveLength(2);
  expect(recovers).toEqual(goesOn);
  const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
  const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));
  // Each alarm that acts may invoke it: one permission, although it acts at two changes.
  const sources = permissions.map(({ Properties }) => Properties.SourceArn['Fn::GetAtt'][0]);
  expect(sources.sort()).toEqual(alarms.sort());
});

test('Systems Manager acts only when an alarm goes on', () => {
  const { goesOn, recovers } = setUp(() => [
    new SsmAction(OpsItemSeverity.HIGH, OpsItemCategory.AVAILABILITY),
    new SsmIncidentAction('shop'),
  ]);
  expect(JSON.stringify(goesOn)).toContain(':ssm:us-east-1:111122223333:opsitem:2#CATEGORY=Availability');
  expect(JSON.stringify(goesOn)).toContain(':ssm-incidents::111122223333:response-plan/shop');
  expect(recovers).toBeUndefined();
});

test('an action of which only the deployment knows what it is, is taken at both', () => {
  const { goesOn, recovers } = setUp((stack) => [to(new Topic(stack, 'Topic').topicArn)]);
  expect(recovers).toEqual(goesOn);
});

test('a topic that alarms would never reach is refused here, too', () => {
  const topic = (stack: Stack) => Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:111122223333:page.fifo');
  expect(() => setUp((stack) => [new SnsAction(topic(stack))])).toThrow('notifications (page): got "a FIFO topic"');
});

test('what is in another Region is refused', () => {
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:told';
  expect(() => setUp(() => [to(arn)])).toThrow(
    `notifications (page): got "an action in eu-west-1: ${arn}", expected one in us-east-1, the Region of the alarms`,
  );
});

test('a sixth action, which CloudWatch refuses, is refused', () => {
  const six = Array.from({ length: 6 }, (_, i) => to(`arn:aws:sns:us-east-1:111122223333:t${i}`));
  expect(() => setUp(() => six)).toThrow('notifications (page): got "6 actions", expected at most 5; let a topic');
  expect(() => setUp(() => six.slice(1))).not.toThrow();
});

test.each<[string, () => IAlarmAction]>([
  ['automate', () => new Ec2Action(Ec2InstanceAction.REBOOT)],
  [
    'autoscaling',
    () => to('arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:1:autoScalingGroupName/g:policyName/p'),
  ],
])('an action of %s, which no composite alarm takes, is refused', (service, define) => {
  expect(() => setUp(() => [define()])).toThrow(`notifications (page): got "an action of ${service}: arn:`);
});

test('an investigation may be started', () => {
  const arn = 'arn:aws:aiops:us-east-1:111122223333:investigation-group/1';
  expect(setUp(() => [to(arn)])).toMatchObject({ goesOn: [arn], recovers: undefined });
});
