import { Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnTopic, ITopic } from 'aws-cdk-lib/aws-sns';
import type { aws_sns } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

/** The key that SNS has for everybody: its policy, which nobody can change, doesn't know CloudWatch. */
const MANAGED_KEY = 'alias/aws/sns';

/** Keys that CloudWatch may use already. */
const shared = new WeakSet<IKey>();

/**
 * Refuses a topic that alarms of a construct can't notify, as far as that is known at synthesis, and lets CloudWatch use
 * the key of one that is encrypted. CloudWatch reports no action that failed.
 *
 * @param what the option that states the topic
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function prepareTopic(scope: Construct, what: string, topic: aws_sns.ITopicRef): void {
  const { region, account } = Stack.of(scope);
  const refuse = (got: unknown, expected: string, fix: string) => fail(scope, { what, got, expected, fix });
  const other = topic.env.region;
  if (![region, other].some((each) => Token.isUnresolved(each)) && other !== region) {
    refuse(`a topic in ${other}`, `one in ${region}, the Region of the alarms`, "pass a topic of the alarms' Region");
  }
  // A message to a FIFO topic needs a group, which CloudWatch doesn't state: see Publish of the Amazon SNS API.
  if (isFifo(topic))
    refuse('a FIFO topic', 'a standard topic, as CloudWatch notifies no other', 'pass a standard topic');
  const { masterKey } = topic as Partial<ITopic>;
  if ([masterKey?.keyArn, resourceOf(topic).kmsMasterKeyId].some((key) => key?.endsWith(MANAGED_KEY))) {
    const expected = 'a topic without encryption or with a customer managed key: CloudWatch can not use this one';
    refuse(`a topic encrypted by ${MANAGED_KEY}`, expected, 'give the topic a masterKey of your own');
  }
  if (!masterKey || shared.has(masterKey)) return;
  shared.add(masterKey);
  masterKey.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'], // of a key's own policy: this key
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  );
}

function isFifo(topic: aws_sns.ITopicRef): boolean {
  const { topicArn } = topic.topicRef;
  const known = !Token.isUnresolved(topicArn) && topicArn.endsWith('.fifo');
  return known || (topic as Partial<ITopic>).fifo === true || resourceOf(topic).fifoTopic === true;
}

/** Of an imported topic: nothing. */
function resourceOf(topic: aws_sns.ITopicRef): Partial<CfnTopic> {
  return (topic.node.defaultChild ?? topic) as Partial<CfnTopic>;
}
