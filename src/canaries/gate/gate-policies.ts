import { Validations } from 'aws-cdk-lib';
import { ManagedPolicy, Policy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Construct, IDependable } from 'constructs';
import { fail } from '../../private/errors';
import { wildcardFinding } from '../../private/findings';
import type { Permission } from './gate-policy';

/** A managed policy takes 6,144 characters: with two keys and the longest names for each canary, 5 gates stay below. */
const GATES_PER_POLICY = 5;

/**
 * One inline policy, since a role takes 10,240 characters of them, and ten managed ones.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_POLICIES = 1 + 10;

/** What a role may do for many gates. Each gate waits for one policy only, and so for few other canaries. */
export class GatePolicies {
  private readonly policies: GatePolicy[] = [];

  constructor(
    private readonly scope: Construct,
    private readonly role: Role,
  ) {}

  public add(gate: Construct, permissions: readonly Permission[]): IDependable {
    let policy = this.policies.at(-1);
    if (!policy || policy.gates === GATES_PER_POLICY) {
      policy = this.define(gate);
      this.policies.push(policy);
    }
    policy.add(permissions);
    return policy.construct;
  }

  private define(gate: Construct): GatePolicy {
    const index = this.policies.length;
    if (index === MAX_POLICIES) {
      fail(gate, {
        what: 'gates of a stack (number)',
        got: index * GATES_PER_POLICY + 1,
        expected: `at most ${MAX_POLICIES * GATES_PER_POLICY}, as many as a role has room for`,
        fix: 'define the gate in another stack',
      });
    }
    const id = `Canaries${index === 0 ? '' : index + 1}`;
    const roles = [this.role];
    return new GatePolicy(
      index === 0 ? new Policy(this.scope, id, { roles }) : new ManagedPolicy(this.scope, id, { roles }),
    );
  }
}

/** Equal actions of several gates become one statement. */
class GatePolicy {
  public gates = 0;
  private readonly statements = new Map<string, PolicyStatement>();

  constructor(public readonly construct: Policy | ManagedPolicy) {}

  public add(permissions: readonly Permission[]): void {
    this.gates++;
    for (const permission of permissions) {
      this.statementOf(permission).addResources(permission.resource);
      this.acknowledge(permission);
    }
  }

  private statementOf({ actions, conditions }: Permission): PolicyStatement {
    const key = JSON.stringify([actions, conditions]);
    const known = this.statements.get(key);
    if (known && !known.frozen) return known; // one that has been rendered takes no more
    const statement = new PolicyStatement({ actions: [...actions], conditions });
    this.statements.set(key, statement);
    this.construct.addStatements(statement);
    return statement;
  }

  private acknowledge({ resource, wildcard }: Permission): void {
    const target = this.construct.node.defaultChild;
    if (!wildcard || !target) return;
    Validations.of(target).acknowledge({ id: wildcardFinding(this.construct, resource), reason: wildcard });
  }
}
