import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as xray from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';
import { checkNumber } from '../../private/checks';
import { checkOnlyOne } from './account-switches';

/**
 * Properties of `TransactionSearch`.
 */
export interface TransactionSearchProps {
  /**
   * The share of traces, 0 to 100 percent, that AWS X-Ray indexes as trace summaries. All spans are searchable anyway.
   *
   * As of 2026 1 percent is free.
   *
   * @default 1
   */
  readonly indexingPercentage?: number;

  /**
   * What becomes of the switch when it leaves its stack.
   *
   * `RemovalPolicy.DESTROY` switches Transaction Search off for all that is in the account and Region.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Switches CloudWatch Transaction Search on: for the whole account, in the Region of the stack.
 *
 * AWS X-Ray then keeps all spans, of every application, in the log group `aws/spans` of CloudWatch Logs, and CloudWatch
 * bills them by volume instead of by trace. `TraceDestination.xrayOtlp()` needs it. No other construct of this library
 * defines it for you: it is for whoever owns the account. Define it once; where it is on already, as in the console, the
 * deployment fails.
 *
 * It comes with one of at most ten resource policies of CloudWatch Logs that an account has in a Region: AWS X-Ray may
 * write to `aws/spans` and `/aws/application-signals/data`, for this account only.
 *
 * By default both stay when their stack is deleted, since others may rely on them. Switch it off by hand before you
 * define it anew.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Transaction-Search-Cloudformation.html
 *
 * @example
 * new collector.TransactionSearch(this, 'TransactionSearch', { indexingPercentage: 5 });
 */
export class TransactionSearch extends Construct {
  constructor(scope: Construct, id: string, props: TransactionSearchProps = {}) {
    super(scope, id);
    const { indexingPercentage = 1, removalPolicy = RemovalPolicy.RETAIN } = props;
    const fix = 'leave it out, or pass a percentage such as 5';
    checkNumber(this, 'indexingPercentage', indexingPercentage, { min: 0, max: 100, fix });
    checkOnlyOne(this, TransactionSearch);

    const policy = new logs.ResourcePolicy(this, 'Policy', { policyStatements: [this.allowSpans()] });
    policy.applyRemovalPolicy(removalPolicy);
    const config = new xray.CfnTransactionSearchConfig(this, 'Resource', { indexingPercentage });
    config.applyRemovalPolicy(removalPolicy);
    // AWS X-Ray tests whether it can write.
    config.node.addDependency(policy);
  }

  private allowSpans(): iam.PolicyStatement {
    const stack = Stack.of(this);
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    const group = (name: string) =>
      stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: `${name}:*`, arnFormat });
    return new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('xray.amazonaws.com')],
      actions: ['logs:PutLogEvents'],
      resources: [group('aws/spans'), group('/aws/application-signals/data')],
      conditions: {
        ArnLike: {
          'aws:SourceArn': stack.formatArn({ service: 'xray', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME }),
        },
        StringEquals: { 'aws:SourceAccount': stack.account },
      },
    });
  }
}
