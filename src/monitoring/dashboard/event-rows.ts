import { Stack } from 'aws-cdk-lib';
import { Color, LogQueryVisualizationType, LogQueryWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventPipeline } from '../../events';
import { graph, type Rows, type Titled } from './widgets';

/** What becomes of events on their way to where they can be asked about. */
export function eventRows({ title, part: pipeline }: Titled<EventPipeline>): Rows {
  const { region } = Stack.of(pipeline);
  return [
    [
      graph({
        title: `${title}: events that are taken in`,
        left: [
          pipeline.metricAccepted({ label: 'accepted' }),
          pipeline.metricRejected({ label: 'rejected', color: Color.ORANGE }),
          pipeline.metricRefusedBatches({ label: 'batches to be sent again', color: Color.RED }),
        ],
      }),
      graph({
        title: `${title}: until they can be asked about (s)`,
        left: [pipeline.metricDeliveryAge({ label: 'age of the oldest' })],
        right: [pipeline.metricFailedConversions({ label: 'not converted', color: Color.RED })],
      }),
      // A query when somebody looks costs less than a metric for each reason all the time.
      new LogQueryWidget({
        title: `${title}: why events were rejected`,
        logGroupNames: [pipeline.logGroup.logGroupName],
        region,
        view: LogQueryVisualizationType.TABLE,
        queryLines: [
          'filter EventsRejected > 0',
          `stats ${REASONS.map((reason) => `sum(reasons.${reason}) as ${reason}`).join(', ')}`,
        ],
        width: 8,
        height: 6,
      }),
    ],
    [
      graph({
        title: `${title}: throttled, and given up`,
        left: [
          pipeline.ingestFunction.metricThrottles({
            label: 'calls of the ingest that were throttled',
            statistic: Stats.SUM,
          }),
          pipeline.metricThrottledRecords({ label: 'records that Firehose throttled', color: Color.ORANGE }),
          pipeline.metricDeadLetters({ label: 'batches given up: see aws/lambda/async', color: Color.RED }),
          pipeline.metricLostBatches({ label: 'of these in no bucket either', color: Color.PURPLE }),
        ],
        width: 16,
      }),
      // No metric counts what lies in the folder of failures for want of a day; see docs/unverified.md.
      new LogQueryWidget({
        title: `${title}: what could not be delivered`,
        logGroupNames: [pipeline.deliveryLogGroup.logGroupName],
        region,
        view: LogQueryVisualizationType.TABLE,
        queryLines: ['filter ispresent(errorCode)', 'stats count(*) as errors by errorCode'],
        width: 8,
        height: 6,
      }),
    ],
  ];
}

const REASONS = [
  'malformed',
  'too_large',
  'unknown_event',
  'wrong_type',
  'missing_property',
  'too_old',
  'in_the_future',
];
