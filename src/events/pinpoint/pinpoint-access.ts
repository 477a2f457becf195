import { BackendAccess } from '../../private/backend-access';
import type { IPinpointProject } from './pinpoint-project';

/** Lets backends record events in a Pinpoint project. */
export class PinpointAccess extends BackendAccess {
  constructor(project: IPinpointProject) {
    super({
      variable: 'PINPOINT_PROJECT_ID',
      value: project.projectId,
      otherwise: 'Amazon Pinpoint refuses its events',
      grant: (grantee) => project.grants.putEvents(grantee),
    });
  }
}
