import { alternate, probe, type Variant } from '../measure';
import { besideFirst, table } from '../table';
import { OURS, PEERS } from '../workspace';

/**
 * What it costs to require each package, and of that what isn't due to the modules of aws-cdk-lib it loads.
 *
 * Those modules are found out by listing what a process has loaded, and are then required alone, in the same order, in
 * processes of their own.
 */
export function requireRow(workspace: string, runs: number): string {
  const packages = [OURS, ...PEERS];
  const rows = (['load', 'touch'] as const).map((scenario) => measure(workspace, runs, scenario, packages));
  return [
    '## Requiring the package',
    'CPU and wall time of the whole process, in ms. "Own CPU" is what remains when the aws-cdk-lib modules that it loads',
    'are loaded already. "Used" reads every export, so that nothing lazy stays unloaded.',
    '',
    table(['', ...packages], rows.flat()),
  ].join('\n');
}

function measure(workspace: string, runs: number, scenario: 'load' | 'touch', packages: string[]): string[][] {
  const variants: Record<string, Variant> = { node: { scenario: 'load' } };
  const moduleCounts: number[] = [];
  for (const name of packages) {
    const variant = { scenario, load: [name] };
    const { modules } = probe(workspace, variant, { listModules: true });
    const shared = modules.filter((path) => /node_modules\/(aws-cdk-lib|constructs|@aws-cdk)\//.test(path));
    moduleCounts.push(modules.length);
    variants[name] = variant;
    variants[`${name}, aws-cdk-lib alone`] = { scenario: 'load', load: shared };
  }
  const medians = alternate(workspace, variants, runs);
  const cpu = packages.map((name) => medians[name].cpuMs - medians.node.cpuMs);
  const wall = packages.map((name) => medians[name].wallMs - medians.node.wallMs);
  const own = packages.map((name) => medians[name].cpuMs - medians[`${name}, aws-cdk-lib alone`].cpuMs);
  const label = scenario === 'load' ? 'required' : 'used';
  return [
    [`${label}: CPU`, ...besideFirst(cpu)],
    [`${label}: wall`, ...besideFirst(wall)],
    [`${label}: own CPU`, ...besideFirst(own)],
    [`${label}: modules`, ...moduleCounts.map((count) => `${count}`)],
  ];
}
