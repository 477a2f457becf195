import { CfnElement, CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { referencesIn } from '../../private/references';
import { deployedWith } from '../../private/stacks';
import { DeploymentOrder } from './deployment-order';
import { elementsBelow } from './gated-application';

/** A gate, and what a policy has to mention for it. */
export interface ChainedGate {
  readonly gate: IConstruct;
  readonly canary: IConstruct;
  readonly mentions: unknown;
}

interface Links {
  /** What has to be deployed before the policy. */
  readonly policy: ReadonlySet<ChainedGate>;
  /** What has to have passed before the gate runs. */
  readonly run: ReadonlySet<ChainedGate>;
}

/**
 * Which gates of a stack wait for others, such as one whose canary, role and all, is deployed after another gate.
 *
 * A policy that mentions such a role comes after the other gate, which therefore can't wait for that policy: gates share
 * policies with those only that are as deep in the chain.
 */
export class GateChain {
  private readonly links: ReadonlyMap<ChainedGate, Links>;

  constructor(private readonly gates: readonly ChainedGate[]) {
    this.links = linksOf(gates);
  }

  /** How many times a policy has to wait for gates before it can be there for this one. */
  public depth(gate: ChainedGate): number {
    return this.policyDepth(gate, new Map());
  }

  /** The shortest way round, where a gate waits for others that wait for it: those others, or none if it is the only one. */
  public circle(gate: IConstruct): IConstruct[] | undefined {
    const start = this.gates.find((each) => each.gate === gate);
    if (!start) return undefined;
    const known = new Set([start]);
    const ways: ChainedGate[][] = [[start]];
    // An array takes more while one goes through it, and goes on with that.
    for (const way of ways) {
      const before = this.before(way[way.length - 1]);
      if (way.length > 1 && before.has(start)) return way.slice(1).map((each) => each.gate);
      for (const next of before) if (!known.has(next)) ways.push([...way, next]);
      for (const next of before) known.add(next);
    }
    return this.before(start).has(start) ? [] : undefined;
  }

  private before(gate: ChainedGate): ReadonlySet<ChainedGate> {
    const { policy, run } = this.linksOf(gate);
    return new Set([...policy, ...run]);
  }

  private policyDepth(gate: ChainedGate, known: Map<ChainedGate, number>): number {
    const before = [...this.linksOf(gate).policy].filter((each) => each !== gate);
    return Math.max(0, ...before.map((each) => this.runDepth(each, known) + 1));
  }

  private runDepth(gate: ChainedGate, known: Map<ChainedGate, number>): number {
    const found = known.get(gate);
    if (found !== undefined) return found;
    known.set(gate, 0); // where gates go round in circles, which circle() tells
    const before = [...this.linksOf(gate).run].map((each) => this.runDepth(each, known));
    const depth = Math.max(this.policyDepth(gate, known), ...before);
    known.set(gate, depth);
    return depth;
  }

  private linksOf(gate: ChainedGate): Links {
    return this.links.get(gate) ?? { policy: new Set(), run: new Set() };
  }
}

function linksOf(gates: readonly ChainedGate[]): Map<ChainedGate, Links> {
  const stack = deployedWith(gates[0].gate);
  const runs = new Set<IConstruct>(gates.flatMap(({ gate }) => resourcesOf(gate)));
  // Of what it refers to, a gate waits for its canary only.
  const order = new DeploymentOrder([...elementsBelow([stack]), ...(runs as Set<CfnElement>)], (one) => runs.has(one));
  const links = gates.map(() => ({ policy: new Set<ChainedGate>(), run: new Set<ChainedGate>() }));
  const mentioned = gates.map((each) => mentionedBy(each, order));
  for (const first of gates) {
    const later = order.after((construct) => construct === first.gate);
    if (later.size === 0) continue;
    const isLater = (element: CfnElement) => later.has(element);
    gates.forEach(({ gate, canary }, index) => {
      if (mentioned[index].some(isLater)) links[index].policy.add(first);
      if ([...resourcesOf(gate), ...order.in(canary)].some(isLater)) links[index].run.add(first);
    });
  }
  return new Map(gates.map((gate, index) => [gate, links[index]]));
}

function mentionedBy({ gate, mentions }: ChainedGate, order: DeploymentOrder): CfnElement[] {
  return referencesIn(gate, mentions).flatMap(({ target }) => order.in(target));
}

function resourcesOf(gate: IConstruct): CfnElement[] {
  return gate.node.findAll().filter((each) => CfnElement.isCfnElement(each) && CfnResource.isCfnResource(each));
}
