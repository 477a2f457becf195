import type { BilledResource } from '../../src/formats/cost/billed-resource';
import { isCalled, pathOf, readAssembly, type StackTemplate } from '../assembly/assembly';
import { regionIn } from '../assembly/intrinsics';
import { CannotRun } from '../common/cannot-run';
import type { CostOptions } from './options';

/** The resources of an app, or of one of its stacks, with the Regions that they are in as far as the app says. */
export function billedResources({ assembly, stack, region }: CostOptions): BilledResource[] {
  const stacks = readAssembly(assembly);
  const found = stacks.filter((template) => stack === undefined || isCalled(template, stack));
  if (found.length === 0) {
    const known = stacks.map(({ name }) => `  ${name}`).join('\n') || '  none';
    const what = stack === undefined ? 'there is no stack' : `no stack is named ${stack}`;
    throw new CannotRun(`${what} in ${assembly}. There are:\n${known}`);
  }
  return found.flatMap((template) => ofStack(template, region ?? regionIn(template.environment)));
}

function ofStack(template: StackTemplate, region: string | undefined): BilledResource[] {
  return Object.entries(template.resources).map(([logicalId, { Type, Properties = {} }]) => {
    const path = pathOf(template, logicalId) ?? `${template.name}/${logicalId}`;
    return { name: path.replace(/\/Resource$/, ''), logicalId, region, type: Type, properties: Properties };
  });
}
