import { type CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { rendered } from '../../private/rendered';

type Judge = (construct: IConstruct) => boolean;

/** Elements of a stack, and which of them are deployed after something. */
export class DeploymentOrder {
  private readonly below = new Map<IConstruct, CfnElement[]>();
  private readonly named = new Map<string, CfnElement[]>();
  private readonly targets = new Map<CfnElement, Set<IConstruct>>();
  /** By what they wait for; made when it is needed, since what refers to what takes rendering to find out. */
  private waiting?: Map<CfnElement, CfnElement[]>;

  /** @param silent which of them refer to nothing that matters, and needn't be rendered to find out */
  constructor(
    private readonly elements: readonly CfnElement[],
    private readonly silent: Judge = () => false,
  ) {
    for (const element of elements) {
      listIn(this.named, nameOf(element)).push(element);
      this.targets.set(element, targetsOf(element));
      for (const scope of element.node.scopes) listIn(this.below, scope).push(element);
    }
  }

  /**
   * Which elements are deployed after gates: those that depend on one, or on a construct around one, those that refer to
   * these, and so on.
   */
  public after(isGate: Judge): Set<CfnElement> {
    const known = new Map<IConstruct, boolean>();
    const hasGate = (target: IConstruct) => {
      const has = known.get(target) ?? (target.node.scopes.some(isGate) || target.node.findAll().some(isGate));
      known.set(target, has);
      return has;
    };
    const later = new Set(
      this.elements.flatMap((element) =>
        [...this.targetsOf(element)].filter(hasGate).flatMap((target) => deployedFor(element, target)),
      ),
    );
    // Rarely anything waits for a gate. A set takes more while one goes through it, and goes on with that.
    for (const element of later) for (const next of this.waitingFor(element)) later.add(next);
    return later;
  }

  /** The elements of a construct. */
  public in(construct: IConstruct): readonly CfnElement[] {
    return this.below.get(construct) ?? [];
  }

  private waitingFor(element: CfnElement): readonly CfnElement[] {
    this.waiting ??= this.findWaiting();
    return this.waiting.get(element) ?? [];
  }

  private findWaiting(): Map<CfnElement, CfnElement[]> {
    const waiting = new Map<CfnElement, CfnElement[]>();
    for (const element of this.elements) {
      const names = this.silent(element) ? [] : [...mentioned(element)];
      const mentions = names.flatMap((name) => this.named.get(name) ?? []);
      const depends = [...this.targetsOf(element)].flatMap((target) => this.in(target));
      for (const each of new Set([...mentions, ...depends])) {
        listIn(waiting, each).push(...deployedFor(element, each));
      }
    }
    return waiting;
  }

  private targetsOf(element: CfnElement): Set<IConstruct> {
    return this.targets.get(element) ?? new Set();
  }
}

function listIn<K, V>(map: Map<K, V[]>, key: K): V[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

/** What it is told to wait for, itself or by a construct around it. */
function targetsOf(element: CfnElement): Set<IConstruct> {
  const own = CfnResource.isCfnResource(element) ? (element.obtainDependencies() as IConstruct[]) : [];
  return new Set([...own, ...element.node.scopes.flatMap((scope) => scope.node.dependencies)]);
}

/** What waits with an element: it, and nested stacks that it is in, as far as the other thing is outside of them. */
function deployedFor(element: CfnElement, other: IConstruct): CfnElement[] {
  const all = [element];
  for (let stack: Stack | undefined = Stack.of(element); stack; stack = stack.nestedStackParent) {
    if (!stack.nestedStackResource || other.node.scopes.includes(stack)) break;
    all.push(stack.nestedStackResource as CfnResource);
  }
  return all;
}

function nameOf(element: CfnElement): string {
  return Stack.of(element).resolve(element.logicalId);
}

/** The logical ids that the template of an element mentions. */
function mentioned(element: CfnElement): Set<string> {
  const found = new Set<string>();
  const look = (value: unknown, key?: string): void => {
    if (typeof value === 'string') {
      if (key === 'Ref' || key === 'DependsOn') found.add(value);
      if (key === 'Fn::Sub') for (const [, name] of value.matchAll(/\$\{([^.}!]+)/g)) found.add(name);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [name, part] of Object.entries(value)) {
      if (name === 'Fn::GetAtt') found.add(Array.isArray(part) ? String(part[0]) : String(part).split('.')[0]);
      else look(part, Array.isArray(value) ? key : name);
    }
  };
  look(rendered(element));
  return found;
}
