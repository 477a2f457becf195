import type { IConstruct } from 'constructs';
import type { EventPipeline } from './pipeline/event-pipeline';

/** What other rooms need of this one, beyond what users do. */
export { PinpointAccess } from './pinpoint/pinpoint-access';
export { EventAccess } from './pipeline/event-access';

/** That the pages of an app monitor post their events to a pipeline, which is told if it gets them by another way, too. */
export function isPostedTo(pipeline: EventPipeline, appMonitor: IConstruct): void {
  pipeline._isPostedTo(appMonitor);
}
