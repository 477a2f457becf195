import { AspectPriority, Aspects, type IAspect } from 'aws-cdk-lib';
import { ContainerDefinition, FirelensLogRouter, type TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { IPinpointProject } from './pinpoint-project';

const VARIABLE = 'PINPOINT_PROJECT_ID';

/** Lets backends record events in a Pinpoint project: the permission, and the id in an environment variable. */
export class PinpointAccess {
  constructor(private readonly project: IPinpointProject) {}

  public attachToFunction(fn: LambdaFunction): void {
    this.project.grants.putEvents(fn);
    fn.addEnvironment(VARIABLE, this.project.projectId);
  }

  /** Its containers may come later, hence the aspect. */
  public attachToTask(taskDefinition: TaskDefinition, collector: ContainerDefinition): void {
    this.project.grants.putEvents(taskDefinition.taskRole);
    const environment: IAspect = {
      visit: (node: IConstruct) => {
        if (!(node instanceof ContainerDefinition) || node instanceof FirelensLogRouter || node === collector) return;
        node.addEnvironment(VARIABLE, this.project.projectId);
      },
    };
    Aspects.of(taskDefinition).add(environment, { priority: AspectPriority.MUTATING });
  }
}
