import { AspectPriority, Aspects, type IAspect } from 'aws-cdk-lib';
import { ContainerDefinition, FirelensLogRouter, type TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { checkGranted } from '../../private/attached-policy';
import type { IFeature } from '../feature';
import type { ITransaction } from '../transaction';
import type { EventPipeline } from './event-pipeline';

const VARIABLE = 'EVENT_PIPELINE_FUNCTION';

/** What an application has to do with its pipeline: backends send events, and names that it declares are in the catalog. */
export class EventAccess {
  constructor(public readonly pipeline: EventPipeline) {}

  public addTransaction({ transactionName }: ITransaction): void {
    this.pipeline.catalog._addTransaction(transactionName);
  }

  public addFeature({ featureName }: IFeature): void {
    this.pipeline.catalog._addFeature(featureName);
  }

  /** The permission, and the name of the ingest in an environment variable. */
  public attachToFunction(fn: LambdaFunction): void {
    this.allow(fn, fn, 'function');
    fn.addEnvironment(VARIABLE, this.pipeline.ingestFunction.functionName);
  }

  /** Its containers may come later, hence the aspect. */
  public attachToTask(taskDefinition: TaskDefinition, collector: ContainerDefinition): void {
    this.allow(taskDefinition, taskDefinition.taskRole, 'task');
    const environment: IAspect = {
      visit: (node: IConstruct) => {
        if (!(node instanceof ContainerDefinition) || node instanceof FirelensLogRouter || node === collector) return;
        node.addEnvironment(VARIABLE, this.pipeline.ingestFunction.functionName);
      },
    };
    Aspects.of(taskDefinition).add(environment, { priority: AspectPriority.MUTATING });
  }

  private allow(holder: IConstruct, grantee: IGrantable, what: string): void {
    const grant = this.pipeline.grants.putEvents(grantee);
    checkGranted(holder, grant, grant.principalStatements, {
      id: `${what}-role-not-changed`,
      text: (needed) =>
        `The role of the ${what} is imported and can't be changed: it can't send events unless the role allows ${needed}`,
    });
  }
}
