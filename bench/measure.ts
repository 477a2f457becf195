import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** One process to measure: a scenario, its n, and what it should load. */
export interface Variant {
  readonly scenario: string;
  readonly n?: number;
  readonly load?: string[];
}

export interface Measurement {
  /** CPU time of the whole process, user and system, in milliseconds. */
  readonly cpuMs: number;
  /** Wall time since the process began, in milliseconds. */
  readonly wallMs: number;
  readonly templateBytes: number;
  readonly resources: number;
  readonly modules: string[];
}

/**
 * The medians of several runs of each variant, one process for each run.
 *
 * Variants take turns, so that a change of the machine's load reaches all of them; a first round only warms caches.
 */
export function alternate<K extends string>(
  workspace: string,
  variants: Record<K, Variant>,
  runs: number,
): Record<K, Measurement> {
  const names = Object.keys(variants) as K[];
  const measured = new Map<K, Measurement[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= runs; round++) {
    for (const name of names) {
      const measurement = probe(workspace, variants[name]);
      if (round > 0) measured.get(name)?.push(measurement);
    }
  }
  return Object.fromEntries(names.map((name) => [name, medians(measured.get(name) ?? [])])) as Record<K, Measurement>;
}

/** Runs one variant once. */
export function probe(
  workspace: string,
  variant: Variant,
  options: { readonly listModules?: boolean } = {},
): Measurement {
  const output = execFileSync(
    process.execPath,
    [join('scenarios', 'probe.cjs'), variant.scenario, `${variant.n ?? 0}`],
    {
      cwd: workspace,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        // The rule engine of aws-cdk-lib takes seconds and would hide everything else.
        CDK_VALIDATION: 'false',
        JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
        PROBE_LOAD: JSON.stringify(variant.load ?? []),
        PROBE_MODULES: options.listModules ? '1' : '',
      },
    },
  );
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
}

function medians(measurements: Measurement[]): Measurement {
  const median = (values: number[]): number => {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  };
  return {
    ...measurements[0],
    cpuMs: median(measurements.map(({ cpuMs }) => cpuMs)),
    wallMs: median(measurements.map(({ wallMs }) => wallMs)),
  };
}
