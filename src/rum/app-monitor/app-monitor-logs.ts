import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { LogRetention, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { checkOneOf } from '../../private/checks';
import { fail } from '../../private/errors';
import type { AppMonitorProps } from './app-monitor-props';

type LogProps = Pick<AppMonitorProps, 'cwLogEnabled' | 'logRetention' | 'logRemovalPolicy' | 'logQueries'>;

/** The id that aws-cdk-lib gives the one provider of a stack. */
const PROVIDER_ID = 'LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a';
const BASIC_EXECUTION = 'arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const REASON = 'What aws-cdk-lib defines to set the retention of log groups, one for all of the stack';

/** What one says of the log group implies that there is one. */
export function logsEnabled(scope: Construct, props: LogProps): boolean | undefined {
  const { cwLogEnabled, logRemovalPolicy } = props;
  const [stated] = statedOf(props);
  if (!stated) return cwLogEnabled;
  if (cwLogEnabled === false) {
    fail(scope, {
      what: stated,
      got: props[stated],
      expected: 'nothing while cwLogEnabled is false',
      fix: 'leave it out, or cwLogEnabled',
    });
  }
  const known = [RemovalPolicy.DESTROY, RemovalPolicy.RETAIN];
  checkOneOf(scope, 'logRemovalPolicy', logRemovalPolicy, known, 'use RemovalPolicy');
  return true;
}

/**
 * Sets what CloudFormation can't: CloudWatch RUM owns the log group.
 *
 * A log group of that name in the template would fail where CloudWatch RUM was faster. The custom resource of
 * aws-cdk-lib takes either order: it defines the group if there is none. Only whoever states a prop gets it.
 */
export function defineLogRetention(scope: Construct, logGroupName: string, props: LogProps): string | undefined {
  const { logRetention, logRemovalPolicy } = props;
  if (statedOf(props).length === 0) return undefined;
  const { logGroupArn } = new LogRetention(scope, 'LogRetention', {
    logGroupName,
    retention: logRetention ?? RetentionDays.ONE_MONTH, // what CloudWatch RUM sets itself
    removalPolicy: logRemovalPolicy,
  });
  const provider = Stack.of(scope).node.tryFindChild(PROVIDER_ID);
  if (provider) {
    Validations.of(provider).acknowledge(
      { id: `AwsSolutions-IAM4[Policy::${BASIC_EXECUTION}]`, reason: REASON },
      { id: 'AwsSolutions-IAM5[Resource::*]', reason: REASON },
    );
  }
  return logGroupArn;
}

/** What there is a log group for from the beginning. */
function statedOf(props: LogProps): (keyof LogProps)[] {
  const stated = (['logRetention', 'logRemovalPolicy'] as const).filter((prop) => props[prop] !== undefined);
  return props.logQueries ? [...stated, 'logQueries'] : stated;
}
