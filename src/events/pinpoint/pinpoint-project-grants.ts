import * as iam from 'aws-cdk-lib/aws-iam';
import type { IPinpointProject } from './pinpoint-project';

/**
 * What others may be allowed to do with an Amazon Pinpoint project.
 */
export class PinpointProjectGrants {
  /**
   * The grants of a project.
   *
   * @param project the project, defined or imported
   */
  public static fromPinpointProject(project: IPinpointProject): PinpointProjectGrants {
    return new PinpointProjectGrants(project);
  }

  private constructor(private readonly project: IPinpointProject) {}

  /**
   * Allows to record events (`mobiletargeting:PutEvents`) in this project.
   *
   * @param grantee who records them
   */
  public putEvents(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['mobiletargeting:PutEvents'],
      resourceArns: [`${this.project.projectArn}/events`],
    });
  }
}
