import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { EventCatalog, EventPipeline, EventProperty } from '../../../src/events';
import type { Lab } from './lab';

/** A pipeline whose events have a declared property. */
export function defineEvents(stack: Stack): void {
  new EventPipeline(stack, 'Pipeline', {
    removalPolicy: RemovalPolicy.DESTROY,
    catalog: new EventCatalog(stack, 'Catalog', {
      events: { 'cart.added': { properties: { sku: EventProperty.text(), price: EventProperty.number() } } },
    }),
  });
}

/** Puts records of lines of JSON into the delivery stream of events, as the ingest does. */
export async function putEvents(lab: Lab, stack: string, ...batches: readonly object[][]): Promise<void> {
  const records = batches.map((events) => ({
    Data: events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  }));
  await lab.aws(
    ...['firehose', 'put-record-batch', '--records', JSON.stringify(records)],
    ...[
      '--delivery-stream-name',
      await lab.physicalId(stack, 'AWS::KinesisFirehose::DeliveryStream', 'PipelineDeliveryEvents'),
    ],
  );
}
