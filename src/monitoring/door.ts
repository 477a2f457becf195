/** What other rooms may know of monitoring beyond the public API. */
import type { IConstruct } from 'constructs';
import { Notifications } from './alarms/notifications';

/** Whom to notify; if nobody was stated, one warning on the construct says so, whatever the number of its alarms. */
export function notificationsOf(scope: IConstruct, stated?: Notifications): Notifications {
  return Notifications._of(scope, stated);
}
