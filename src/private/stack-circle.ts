import { AspectPriority, Aspects, CfnElement, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail } from './errors';
import { referencesIn } from './references';
import { deployedWith, isDeployedByItself } from './stacks';

/** Something that makes one stack wait for another. */
interface Need {
  readonly from: IConstruct;
  readonly to: IConstruct;
}

/**
 * Refuses two stacks that would wait for each other, one of them that of a construct: CDK does so, too, but names neither
 * what needs what nor a way out.
 *
 * @param fix what to do, depending on what the other stack needs of this one
 */
export function refuseCircles(construct: IConstruct, fix: (needed: IConstruct) => string): void {
  const visit = (node: IConstruct) => {
    if (node === construct) check(construct, fix);
  };
  Aspects.of(construct).add({ visit }, { priority: AspectPriority.READONLY });
}

function check(construct: IConstruct, fix: (needed: IConstruct) => string): void {
  const stacks = construct.node.root.node.findAll().filter(isDeployedByItself);
  if (stacks.length === 1) return; // as most apps have
  const own = deployedWith(construct);
  const looked = new Set([own]);
  for (const there of needsOf(own)) {
    const other = deployedWith(there.to);
    if (looked.has(other)) continue;
    looked.add(other);
    const back = needsOf(other).find(({ to }) => deployedWith(to) === own);
    if (!back) continue;
    fail(construct, {
      what: 'stacks',
      got: `${there.from.node.path} needs ${there.to.node.path}, and ${back.from.node.path} needs ${back.to.node.path}`,
      expected: `only one of ${own.node.path} and ${other.node.path} to need the other, which is deployed before`,
      fix: fix(back.to),
    });
  }
}

/** What the elements of a stack and of those nested in it refer to, and what its constructs are told to wait for. */
function needsOf(stack: Stack): Need[] {
  const needs: Need[] = [];
  const collect = (from: IConstruct): void => {
    for (const to of from.node.dependencies) needs.push({ from, to });
    if (CfnElement.isCfnElement(from)) for (const to of referencesOf(from)) needs.push({ from, to });
    for (const child of from.node.children) if (!isDeployedByItself(child)) collect(child);
  };
  collect(stack);
  return needs.filter(({ to }) => to.node.scopes.some((scope) => Stack.isStack(scope)));
}

function referencesOf(element: CfnElement): IConstruct[] {
  return referencesIn(element, (element as unknown as Renderable)._toCloudFormation()).map(({ target }) => target);
}

interface Renderable {
  _toCloudFormation(): object;
}
