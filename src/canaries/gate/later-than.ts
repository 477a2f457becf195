import { type CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Which elements of a stack are deployed after its gates: those that depend on one, those that refer to these, and so on.
 */
export function laterThan(
  isGate: (construct: IConstruct) => boolean,
  elements: readonly CfnElement[],
): Set<CfnElement> {
  const inGate = (construct: IConstruct) => construct.node.scopes.some(isGate);
  const later = new Set(elements.filter((element) => waits(element, inGate)));
  // Rarely anything waits for a gate, and what refers to what takes rendering to find out.
  if (later.size === 0) return later;
  const references = new Map(elements.map((element) => [element, mentioned(element)]));
  for (let found = true; found; ) {
    const names = new Set([...later].map(nameOf));
    const isLater = (construct: IConstruct) => later.has(construct as CfnElement);
    const more = elements.filter(
      (element) =>
        !later.has(element) &&
        (waits(element, isLater) || [...(references.get(element) ?? [])].some((n) => names.has(n))),
    );
    for (const element of more) later.add(element);
    found = more.length > 0;
  }
  return later;
}

/** As it will be in the template. */
export function rendered(element: CfnElement): object {
  return Stack.of(element).resolve((element as unknown as Renderable)._toCloudFormation());
}

interface Renderable {
  _toCloudFormation(): object;
}

/** Whether it depends on something, itself or by a construct around it. */
function waits(element: CfnElement, on: (construct: IConstruct) => boolean): boolean {
  if (CfnResource.isCfnResource(element) && element.obtainDependencies().some((each) => on(each as IConstruct))) {
    return true;
  }
  return element.node.scopes.some((scope) => scope.node.dependencies.some(on));
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
