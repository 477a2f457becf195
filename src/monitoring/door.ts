/** What other rooms may know of monitoring beyond the public API. */
import type { AlarmBase } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import type { ImpactAlarms } from './alarms/impact-alarms';
import { Notifications } from './alarms/notifications';

/** Whom to notify; if nobody was stated, one warning on the construct says so, whatever the number of its alarms. */
export function notificationsOf(scope: IConstruct, stated?: Notifications): Notifications {
  return Notifications._of(scope, stated);
}

/** Tells of each composite alarm that notifies when it comes into being. */
export function onCompositeAlarm(impact: ImpactAlarms, tell: (alarm: AlarmBase) => void): void {
  impact._onDefined(tell);
}
