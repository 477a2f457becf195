import { Aws, CustomResource, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Policy } from 'aws-cdk-lib/aws-iam';
import { Code, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { type CfnLogGroup, type LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct, DependencyGroup, type IConstruct, type IDependable } from 'constructs';
import { asset } from '../../private/assets';
import { fail } from '../../private/errors';
import { allow, defineFunction } from '../../private/own-function';
import { refuseCircles } from '../../private/stack-circle';
import { GatePolicies } from './gate-policies';
import type { Permission } from './gate-policy';
import { GatedApplication, markAsGate } from './gated-application';

const ID = 'UserTelemetryDeploymentGates';

/**
 * What all gates of a stack have in common: the function that runs canaries, and the application, which is the same for
 * all that name none.
 */
export class GateProvider extends Construct {
  public static of(scope: Construct): GateProvider {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(ID) as GateProvider | undefined) ?? new GateProvider(stack);
  }

  public readonly function: IFunction;
  public readonly logGroup: LogGroup;

  private readonly policies: GatePolicies;
  private readonly mayGoOn: Policy;
  private statedRetention?: RetentionDays;
  private readonly around: GatedApplication;
  private deployed?: CustomResource;

  private constructor(stack: Stack) {
    super(stack, ID);
    markAsGate(this);
    this.around = new GatedApplication([stack]);
    refuseCircles(
      this,
      () => 'define the gate in the stack of what waits for it, with the canary, or let nothing elsewhere wait for it',
    );
    const own = defineFunction(this, {
      description: 'Fails deployments if a canary does not pass',
      code: Code.fromAsset(asset('lambda', 'gate')),
      environment: { URL_SUFFIX: Aws.URL_SUFFIX },
      memorySize: 256,
      timeout: Duration.minutes(15),
      retryAttempts: 0, // it answers whatever happens; a second run would only find the request answered
      policyName: 'Gate',
      statements: [allow(['cloudformation:DescribeStacks'], stack.stackId)],
    });
    this.function = own.function;
    this.logGroup = own.logGroup;
    this.policies = new GatePolicies(this, own.role);
    // A function ends after 15 minutes: what takes longer, it hands over to another invocation of itself.
    const statements = [allow(['lambda:InvokeFunction'], own.function.functionArn)];
    this.mayGoOn = new Policy(this, 'GoOn', { statements, roles: [own.role] });
  }

  /** Keeps the one log as long as those gates say that say something. */
  public keepLogs(gate: Construct, retention?: RetentionDays): void {
    if (retention === undefined) return;
    if (this.statedRetention !== undefined && this.statedRetention !== retention) {
      fail(gate, {
        what: 'logRetention',
        got: retention,
        expected: `${this.statedRetention}, as another gate of the stack has it: they write one log`,
        fix: 'state the same for all gates of a stack, or for one of them',
      });
    }
    this.statedRetention = retention;
    const resource = this.logGroup.node.defaultChild as CfnLogGroup;
    resource.retentionInDays = retention === RetentionDays.INFINITE ? undefined : retention;
  }

  /** Lets the function do something; returns what has to be there before it can. */
  public allow(gate: Construct, canary: IConstruct, permissions: readonly Permission[]): IDependable {
    return new DependencyGroup(this.policies.add(gate, canary, permissions), this.mayGoOn);
  }

  /** The gates of the stack that this one waits for although they wait for it, along the way; none if it is only itself. */
  public circle(gate: Construct): IConstruct[] | undefined {
    return this.policies.circle(gate);
  }

  /**
   * The fingerprint of what is deployed in the stack, known once it is. Gates that name no application share it: each
   * would otherwise depend on every resource of the stack by itself, which fills the template.
   */
  public application(): string {
    this.deployed ??= this.defineApplication();
    return this.deployed.getAttString('Application');
  }

  /** Whether {@link application} tells of changes of something: not of other stacks, nor of what comes after gates. */
  public covers(construct: Construct): boolean {
    return this.around.covers(construct);
  }

  private defineApplication(): CustomResource {
    const deployed = new CustomResource(this, 'Application', {
      resourceType: 'Custom::UserTelemetryApplication',
      serviceToken: this.function.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: { Application: Lazy.string({ produce: () => this.around.fingerprint() }) },
    });
    deployed.node.addDependency(this.around.dependable());
    return deployed;
  }
}
