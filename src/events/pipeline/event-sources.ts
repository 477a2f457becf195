import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import { type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { FilterPattern, type ILogGroup, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { type Construct, Node } from 'constructs';
import { BUILT_IN, PAGE_VIEW_EVENT } from '../../formats/browser-events';

/** Of CloudWatch RUM's own events, those that tell what users do: others would be delivered to be left out. */
const WANTED = [PAGE_VIEW_EVENT, ...['session_start', 'js_error', 'http'].map((name) => `${BUILT_IN}${name}_event`)];

/**
 * Subscribes the ingest to a log group, with all but the built-in events that it doesn't want.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function subscribe(scope: Construct, fn: LambdaFunction, logGroup: ILogGroup): void {
  const terms = [...WANTED.map((type) => `$.event_type = "${type}"`), `$.event_type != "${BUILT_IN}*"`];
  new SubscriptionFilter(scope, `Rum${Node.of(logGroup).addr}`, {
    logGroup,
    destination: new LambdaDestination(fn),
    filterPattern: FilterPattern.literal(`{ ${terms.map((term) => `(${term})`).join(' || ')} }`),
  });
}

/**
 * Lets the ingest read a stream. What can't be stored is read again, until the stream forgets it: nothing that is wrong
 * stands in the way, since it is rejected.
 */
export function readStream(_scope: Construct, fn: LambdaFunction, stream: IStream): void {
  fn.addEventSource(
    new KinesisEventSource(stream, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 500,
      reportBatchItemFailures: true,
    }),
  );
}
