import { AspectPriority, Aspects, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnTopic, type ITopic, Topic, TopicPolicy } from 'aws-cdk-lib/aws-sns';
import type { aws_sns } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

/** The key that SNS has for everybody: its policy, which nobody can change, doesn't know CloudWatch. */
const MANAGED_KEY = 'alias/aws/sns';

/** Keys that CloudWatch may use already, and topics. */
const shared = new WeakSet<IKey | Topic>();

/**
 * Refuses a topic that alarms of a construct can't notify, as far as that is known at synthesis, lets CloudWatch publish
 * to one with a policy of its own, and lets it use the key of one that is encrypted. CloudWatch reports no action that
 * failed.
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
  if (topic instanceof Topic) letPublish(topic, account);
  if (!masterKey || shared.has(masterKey)) return;
  shared.add(masterKey);
  // In a key's own policy "*" is this key.
  masterKey.addToResourcePolicy(allow(account, ['kms:Decrypt', 'kms:GenerateDataKey*'], '*'));
}

/**
 * A topic's own policy, such as that of `enforceSSL`, replaces the one that SNS makes, which lets in what acts for the
 * account. It may come after the alarms; a topic without one is left as it is.
 */
function letPublish(topic: Topic, account: string): void {
  if (shared.has(topic)) return;
  shared.add(topic);
  let isAllowed = false;
  const visit = () => {
    if (isAllowed || !(topic.node.tryFindChild('Policy') instanceof TopicPolicy)) return;
    isAllowed = true;
    topic.addToResourcePolicy(allow(account, ['sns:Publish'], topic.topicArn));
  };
  Aspects.of(topic).add({ visit }, { priority: AspectPriority.MUTATING });
}

/** Lets in alarms of an account. */
function allow(account: string, actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions,
    resources: [resource],
    conditions: { StringEquals: { 'aws:SourceAccount': account } },
  });
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
