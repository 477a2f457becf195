import { AspectPriority, Aspects, type IAspect } from 'aws-cdk-lib';
import { ContainerDefinition, FirelensLogRouter, type TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { checkGranted } from './attached-policy';

interface BackendAccessProps {
  /** The environment variable that names what is reached. */
  readonly variable: string;
  readonly value: string;
  /** What does not work where a role can't be changed, such as `it can't send events`. */
  readonly otherwise: string;
  grant(grantee: IGrantable): Grant;
}

/** Lets backends reach something: the permission, and its name in an environment variable. */
export class BackendAccess {
  constructor(private readonly props: BackendAccessProps) {}

  public attachToFunction(fn: LambdaFunction): void {
    this.allow(fn, fn, 'function');
    fn.addEnvironment(this.props.variable, this.props.value);
  }

  /** Its containers may come later, hence the aspect. */
  public attachToTask(taskDefinition: TaskDefinition, collector: ContainerDefinition): void {
    this.allow(taskDefinition, taskDefinition.taskRole, 'task');
    const environment: IAspect = {
      visit: (node: IConstruct) => {
        if (!(node instanceof ContainerDefinition) || node instanceof FirelensLogRouter || node === collector) return;
        node.addEnvironment(this.props.variable, this.props.value);
      },
    };
    Aspects.of(taskDefinition).add(environment, { priority: AspectPriority.MUTATING });
  }

  private allow(holder: IConstruct, grantee: IGrantable, what: string): void {
    const grant = this.props.grant(grantee);
    checkGranted(holder, grant, grant.principalStatements, {
      id: `${what}-role-not-changed`,
      text: (needed) =>
        `The role of the ${what} is imported and can't be changed: ${this.props.otherwise} unless the role allows ${needed}`,
    });
  }
}
