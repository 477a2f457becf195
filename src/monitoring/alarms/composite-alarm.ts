import { Lazy, Names } from 'aws-cdk-lib';
import { CompositeAlarm, type CompositeAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** The longest name of an alarm. */
const MAX_NAME = 255;

/**
 * A composite alarm with the name of its stack in its own: that of the L2 has the id of the stack, so that a second
 * deployment of an app under another stack name would take the alarms of the first for its own.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function compositeAlarm(
  scope: Construct,
  id: string,
  props: Omit<CompositeAlarmProps, 'compositeAlarmName'>,
): CompositeAlarm {
  const produce = () => Names.uniqueResourceName(alarm, { maxLength: MAX_NAME });
  const alarm: CompositeAlarm = new CompositeAlarm(scope, id, {
    ...props,
    compositeAlarmName: Lazy.string({ produce }),
  });
  return alarm;
}
