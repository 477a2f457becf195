import { createHash } from 'node:crypto';
import { CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import { Dependable, type IConstruct, type IDependable } from 'constructs';

/** Changes with the version of a library in use, and with nothing that is deployed. */
const METADATA = 'AWS::CDK::Metadata';

/** What is deployed before a gate, gates apart: two of them in a stack must not wait for each other. */
export class GatedApplication {
  constructor(
    private readonly constructs: IConstruct[],
    private readonly isGate: (construct: IConstruct) => boolean,
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
    for (const element of this.elements()) {
      const rendered = Stack.of(element).resolve((element as unknown as Renderable)._toCloudFormation());
      hash.update(`${element.node.path}\n${JSON.stringify(rendered)}\n`);
    }
    return hash.digest('hex').slice(0, 32);
  }

  private elements(): CfnElement[] {
    const found = new Set<CfnElement>();
    const collect = (construct: IConstruct): void => {
      if (this.isGate(construct)) return;
      const metadata = CfnResource.isCfnResource(construct) && construct.cfnResourceType === METADATA;
      if (CfnElement.isCfnElement(construct) && !metadata) found.add(construct);
      for (const child of construct.node.children) collect(child);
    };
    for (const construct of this.constructs) collect(construct);
    return [...found];
  }
}

interface Renderable {
  _toCloudFormation(): object;
}
