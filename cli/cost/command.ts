import { costsOf } from '../../src/formats/cost/estimate';
import { savingsOf } from '../../src/formats/cost/savings';
import { billedResources } from './billed-resources';
import type { CostOptions } from './options';
import { jsonOf, reportOf } from './report';

export function cost(options: CostOptions, { print }: { readonly print: (line: string) => void }): number {
  const resources = billedResources(options);
  const { usage } = options;
  const regions = [...new Set(resources.flatMap(({ region }) => region ?? []))];
  const told = { ...costsOf(resources, usage), savings: savingsOf(resources, usage), usage, regions };
  print(options.json ? jsonOf(told) : reportOf(told));
  return 0;
}
