import { AspectPriority, Aspects, type IAspect } from 'aws-cdk-lib';
import { ContainerDefinition, FirelensLogRouter, type TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { checkGranted } from '../../private/attached-policy';
import type { IPinpointProject } from './pinpoint-project';

const VARIABLE = 'PINPOINT_PROJECT_ID';

/** Lets backends record events in a Pinpoint project: the permission, and the id in an environment variable. */
export class PinpointAccess {
  constructor(private readonly project: IPinpointProject) {}

  public attachToFunction(fn: LambdaFunction): void {
    this.allow(fn, fn, 'function');
    fn.addEnvironment(VARIABLE, this.project.projectId);
  }

  /** Its containers may come later, hence the aspect. */
  public attachToTask(taskDefinition: TaskDefinition, collector: ContainerDefinition): void {
    this.allow(taskDefinition, taskDefinition.taskRole, 'task');
    const environment: IAspect = {
      visit: (node: IConstruct) => {
        if (!(node instanceof ContainerDefinition) || node instanceof FirelensLogRouter || node === collector) return;
        node.addEnvironment(VARIABLE, this.project.projectId);
      },
    };
    Aspects.of(taskDefinition).add(environment, { priority: AspectPriority.MUTATING });
  }

  private allow(holder: IConstruct, grantee: IGrantable, what: string): void {
    const grant = this.project.grants.putEvents(grantee);
    checkGranted(holder, grant, grant.principalStatements, {
      id: `${what}-role-not-changed`,
      text: (needed) =>
        `The role of the ${what} is imported and can't be changed: Amazon Pinpoint refuses its events unless the role ` +
        `allows ${needed}`,
    });
  }
}
