import type { BilledResource } from '../../src/formats/cost/billed-resource';
import { readAssembly, type StackTemplate } from '../assembly/assembly';
import { CannotRun } from '../common/cannot-run';
import type { CostOptions } from './options';

const ENVIRONMENT = /^aws:\/\/[^/]*\/([a-z]{2,}(?:-[a-z0-9]+)+)$/;

/** The resources of an app, or of one of its stacks, with the Regions that they are in as far as the app says. */
export function billedResources({ assembly, stack, region }: CostOptions): BilledResource[] {
  const stacks = readAssembly(assembly);
  const found = stacks.filter(
    ({ name, stackName }) => stack === undefined || [name, stackName].includes(stack) || name.startsWith(`${stack}/`),
  );
  if (found.length === 0) {
    const known = stacks.map(({ name }) => `  ${name}`).join('\n') || '  none';
    const what = stack === undefined ? 'there is no stack' : `no stack is named ${stack}`;
    throw new CannotRun(`${what} in ${assembly}. There are:\n${known}`);
  }
  return found.flatMap((template) => ofStack(template, region ?? regionOf(template)));
}

function ofStack({ name, resources, paths }: StackTemplate, region: string | undefined): BilledResource[] {
  return Object.entries(resources).map(([logicalId, { Type, Properties = {}, Metadata }]) => {
    const path = Metadata?.['aws:cdk:path'] ?? paths.get(logicalId) ?? `${name}/${logicalId}`;
    return { name: String(path).replace(/\/Resource$/, ''), logicalId, region, type: Type, properties: Properties };
  });
}

function regionOf({ environment }: StackTemplate): string | undefined {
  const [, region] = ENVIRONMENT.exec(environment) ?? [];
  return region === 'unknown-region' ? undefined : region;
}
