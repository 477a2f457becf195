import { createHash } from 'node:crypto';
import { CfnElement, CfnResource } from 'aws-cdk-lib';
import { Dependable, type IConstruct, type IDependable } from 'constructs';
import { rendered } from '../../private/rendered';
import { isDeployedByItself } from '../../private/stacks';
import { DeploymentOrder } from './deployment-order';

/** Changes with the version of a library in use, and with nothing that is deployed. */
const METADATA = 'AWS::CDK::Metadata';

/** The gates, and what they have in common. */
const gates = new WeakSet<IConstruct>();

/** Two gates of a stack must not wait for each other, so a gate belongs to no application. */
export function markAsGate(construct: IConstruct): void {
  gates.add(construct);
}

/** What is deployed before a gate, gates apart, and what comes after gates. */
export class GatedApplication {
  private covered?: { readonly all: number; readonly own: ReadonlySet<CfnElement> };

  /** @param isGate what it comes before: all gates, unless told otherwise */
  constructor(
    private readonly constructs: IConstruct[],
    private readonly isGate = (construct: IConstruct) => gates.has(construct),
  ) {}

  /** To depend on: what is defined later counts too. */
  public dependable(): IDependable {
    const dependable: IDependable = {};
    const roots = () => this.elements().filter((element) => CfnResource.isCfnResource(element));
    Dependable.implement(dependable, {
      get dependencyRoots() {
        return roots();
      },
    });
    return dependable;
  }

  /** Differs when what is deployed differs, assets included since their hashes are in the template. */
  public fingerprint(): string {
    const hash = createHash('sha256');
    for (const element of this.elements()) hash.update(`${element.node.path}\n${JSON.stringify(rendered(element))}\n`);
    return hash.digest('hex').slice(0, 32);
  }

  /** Whether a change of something makes the gate run; to be asked when everything is defined. */
  public covers(construct: IConstruct): boolean {
    const all = elementsBelow(this.constructs).length;
    if (this.covered?.all !== all) this.covered = { all, own: new Set(this.elements()) }; // each gate asks
    const { own } = this.covered;
    return elementsBelow([construct]).every((element) => own.has(element));
  }

  /** What was named although it depends on the gate. */
  public circle(): CfnElement | undefined {
    const all = elementsBelow(this.constructs);
    const later = new DeploymentOrder(all).after(this.isGate);
    return all.find((element) => later.has(element));
  }

  private elements(): CfnElement[] {
    const all = elementsBelow(this.constructs);
    const later = new DeploymentOrder(all).after(this.isGate);
    return all.filter((element) => !later.has(element));
  }
}

/** The elements of constructs, as far as they are deployed with them; without gates. */
export function elementsBelow(constructs: readonly IConstruct[]): CfnElement[] {
  const found = new Set<CfnElement>();
  const collect = (construct: IConstruct): void => {
    if (gates.has(construct)) return;
    const metadata = CfnResource.isCfnResource(construct) && construct.cfnResourceType === METADATA;
    if (CfnElement.isCfnElement(construct) && !metadata) found.add(construct);
    for (const child of construct.node.children) if (!isDeployedByItself(child)) collect(child);
  };
  for (const construct of constructs) collect(construct);
  return [...found];
}
