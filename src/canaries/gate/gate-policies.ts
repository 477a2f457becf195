import { AspectPriority, Aspects, Validations } from 'aws-cdk-lib';
import { ManagedPolicy, Policy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { type Construct, Dependable, type IConstruct, type IDependable } from 'constructs';
import { fail } from '../../private/errors';
import { wildcardFinding } from '../../private/findings';
import { GateChain } from './gate-chain';
import type { Permission } from './gate-policy';

/** A managed policy takes 6,144 characters: with two keys and the longest names for each canary, 5 gates stay below. */
const GATES_PER_POLICY = 5;

/**
 * One inline policy, since a role takes 10,240 characters of them, and ten managed ones.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_POLICIES = 1 + 10;

/** After aspects that define or change something, and before those that judge what is there. */
const PRIORITY = (AspectPriority.DEFAULT + AspectPriority.READONLY) / 2;

interface Request {
  readonly gate: Construct;
  readonly canary: IConstruct;
  readonly mentions: readonly Permission[];
  policy?: GatePolicy;
}

/** What a role may do for many gates. Each gate waits for one policy only, and so for few other canaries. */
export class GatePolicies {
  private readonly requests: Request[] = [];
  private readonly policies: GatePolicy[] = [];
  private chain?: GateChain;

  constructor(
    private readonly scope: Construct,
    private readonly role: Role,
  ) {}

  /** What comes after what, and so which policy takes it, is known when everything is defined. */
  public add(gate: Construct, canary: IConstruct, permissions: readonly Permission[]): IDependable {
    const max = MAX_POLICIES * GATES_PER_POLICY;
    if (this.requests.length === max) {
      fail(gate, {
        what: 'gates of a stack (number)',
        got: max + 1,
        expected: `at most ${max}, as many as a role has room for`,
        fix: 'define the gate in another stack',
      });
    }
    const request: Request = { gate, canary, mentions: permissions };
    this.requests.push(request);
    const visit = (node: IConstruct) => {
      if (node === this.scope) this.assign();
    };
    Aspects.of(this.scope).add({ visit }, { priority: PRIORITY });
    return policyOf(request);
  }

  /** As a chain of gates has it; known once aspects have run. */
  public circle(gate: Construct): IConstruct[] | undefined {
    return this.chain?.circle(gate);
  }

  private assign(): void {
    const open = this.requests.filter(({ policy }) => !policy);
    if (open.length === 0) return;
    this.chain = new GateChain(this.requests);
    for (const request of open) {
      request.policy = this.policyAt(this.chain.depth(request), request.gate);
      request.policy.add(request.mentions);
    }
  }

  private policyAt(depth: number, gate: Construct): GatePolicy {
    const free = this.policies.find((policy) => policy.depth === depth && policy.gates < GATES_PER_POLICY);
    return free ?? this.define(depth, gate);
  }

  private define(depth: number, gate: Construct): GatePolicy {
    if (this.policies.length === MAX_POLICIES) {
      fail(gate, {
        what: 'gates of a stack that wait for one another (number of policies)',
        got: MAX_POLICIES + 1,
        expected:
          `at most ${MAX_POLICIES}, as many as a role has room for: one for ${GATES_PER_POLICY} gates, and others for ` +
          'gates whose canaries, roles included, wait for those',
        fix: 'let canaries wait instead of whole journeys, journey.canary.node.addDependency(gate), or define the gate in another stack',
      });
    }
    const beside = this.policies.filter((policy) => policy.depth === depth).length;
    const inline = depth === 0 && beside === 0;
    const parts = ['Canaries', ...(depth > 0 ? ['After', depth] : []), ...(depth > 0 && beside > 0 ? ['-'] : [])];
    const id = [...parts, ...(beside > 0 ? [beside + 1] : [])].join('');
    const roles = [this.role];
    const policy = new GatePolicy(
      inline ? new Policy(this.scope, id, { roles }) : new ManagedPolicy(this.scope, id, { roles }),
      depth,
    );
    this.policies.push(policy);
    return policy;
  }
}

/** To depend on, once it is known. */
function policyOf(request: Request): IDependable {
  const dependable: IDependable = {};
  Dependable.implement(dependable, {
    get dependencyRoots() {
      return request.policy ? [request.policy.construct] : [];
    },
  });
  return dependable;
}

/** Equal actions of several gates become one statement. */
class GatePolicy {
  public gates = 0;
  private readonly statements = new Map<string, PolicyStatement>();

  constructor(
    public readonly construct: Policy | ManagedPolicy,
    public readonly depth: number,
  ) {}

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
