import { AspectPriority, Aspects, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnTopic, CfnTopicPolicy, type ITopic, Topic, TopicPolicy } from 'aws-cdk-lib/aws-sns';
import type { aws_sns } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { describe, fail } from '../../private/errors';

/** The key that SNS has for everybody: its policy, which nobody can change, doesn't know CloudWatch. */
const MANAGED_KEY = 'alias/aws/sns';

/** Keys and topics with the accounts whose alarms may use them already. */
const shared = new WeakMap<IKey | Topic, Set<string>>();

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
  if (!masterKey || !isFirstOf(account, masterKey)) return;
  // In a key's own policy "*" is this key.
  masterKey.addToResourcePolicy(allow(account, ['kms:Decrypt', 'kms:GenerateDataKey*'], '*'));
}

/**
 * A topic's own policy, such as that of `enforceSSL`, replaces the one that SNS makes, which lets in what acts for the
 * account. It may come after the alarms; a topic without one is left as it is.
 */
function letPublish(topic: Topic, account: string): void {
  if (!isFirstOf(account, topic)) return;
  if (isElsewhere(topic, account)) topic.node.addValidation({ validate: () => closedTo(account, topic) });
  let isAllowed = false;
  const visit = () => {
    if (isAllowed || !(topic.node.tryFindChild('Policy') instanceof TopicPolicy)) return;
    isAllowed = true;
    topic.addToResourcePolicy(allow(account, ['sns:Publish'], topic.topicArn));
  };
  Aspects.of(topic).add({ visit }, { priority: AspectPriority.MUTATING });
}

function isFirstOf(account: string, what: IKey | Topic): boolean {
  const accounts = shared.get(what) ?? new Set();
  if (accounts.has(account)) return false;
  shared.set(what, accounts.add(account));
  return true;
}

function isElsewhere(topic: Topic, account: string): boolean {
  const own = topic.env.account;
  return own !== account && !Token.isUnresolved(own) && !Token.isUnresolved(account);
}

/** The policy that SNS makes lets in the account of the topic only; one of ours would take the place of it. */
function closedTo(account: string, topic: Topic): string[] {
  const stack = Stack.of(topic);
  const arn = JSON.stringify(stack.resolve(topic.topicArn));
  const hasPolicy = (node: unknown) =>
    node instanceof CfnTopicPolicy && JSON.stringify(stack.resolve(node.topics)).includes(arn);
  if (stack.node.findAll().some(hasPolicy)) return [];
  return [
    describe({
      what: 'policy of the topic',
      got: 'none',
      expected: `one, as alarms of account ${account} notify it: without, only its own account may publish`,
      fix: 'pass enforceSSL: true to the topic, or call its addToResourcePolicy() for whoever else publishes to it',
    }),
  ];
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
