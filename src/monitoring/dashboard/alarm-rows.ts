import { AlarmStatusWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_cloudwatch } from 'aws-cdk-lib/interfaces';
import { inRowsOf, type Rows } from './widgets';

/** The most alarms that CloudWatch shows in one widget. */
const ALARMS_PER_WIDGET = 100;

export function alarmRows(alarms: aws_cloudwatch.IAlarmRef[]): Rows {
  return inRowsOf(ALARMS_PER_WIDGET, alarms).map((some) => {
    const height = Math.min(12, Math.max(3, 1 + Math.ceil(some.length / 4)));
    return [new AlarmStatusWidget({ title: 'Alarms', alarms: some, width: 24, height })];
  });
}
