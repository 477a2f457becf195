import { alternate, type Measurement, type Variant } from '../measure';
import { beside, table } from '../table';
import { OURS } from '../workspace';

const FEW = 1;
const MANY = 31; // more would pass 500 resources with some of the peers

interface Comparison {
  readonly work: string;
  readonly plain: string;
  readonly ours: string;
  readonly peer: string;
  readonly peerName: string;
}

const COMPARISONS: Comparison[] = [
  {
    work: 'a function and a canary, watched by alarms and a dashboard',
    plain: 'canary-plain',
    ours: 'canary-ours',
    peer: 'canary-cmc',
    peerName: 'cdk-monitoring-constructs',
  },
  {
    work: 'a Fargate task with a telemetry sidecar',
    plain: 'task-plain',
    ours: 'task-ours',
    peer: 'task-datadog',
    peerName: 'datadog-cdk-constructs-v2',
  },
  {
    work: 'a function with a telemetry layer',
    plain: 'function-plain',
    ours: 'function-ours',
    peer: 'function-datadog',
    peerName: 'datadog-cdk-constructs-v2',
  },
];

/** What one more instance costs, over the same workload defined with aws-cdk-lib alone. */
export function instancesRow(workspace: string, runs: number): string {
  const tables = COMPARISONS.map((comparison) => compare(workspace, runs, comparison));
  return [
    '## One more instance',
    `The difference of a stack with ${MANY} instances and one with ${FEW}, divided by ${MANY - FEW}; CPU in ms. "First" is`,
    'the whole synthesis with one instance, node and loading included.',
    ...tables,
  ].join('\n');
}

function compare(workspace: string, runs: number, comparison: Comparison): string {
  const kinds = ['plain', 'ours', 'peer'] as const;
  const variants: Record<string, Variant> = {};
  for (const kind of kinds) {
    for (const n of [FEW, MANY]) variants[`${kind} ${n}`] = { scenario: comparison[kind], n };
  }
  const medians = alternate(workspace, variants, runs);
  const each = (kind: string, value: (measurement: Measurement) => number): number =>
    (value(medians[`${kind} ${MANY}`]) - value(medians[`${kind} ${FEW}`])) / (MANY - FEW);
  const row = (label: string, value: (measurement: Measurement) => number): string[] => {
    const [plain, ours, peer] = kinds.map((kind) => each(kind, value));
    return [label, plain.toFixed(1), ours.toFixed(1), beside(peer, ours)];
  };
  const [plain, ours, peer] = kinds.map((kind) => medians[`${kind} ${FEW}`].cpuMs);
  return [
    '',
    `### ${comparison.work[0].toUpperCase()}${comparison.work.slice(1)}`,
    table(
      ['', 'aws-cdk-lib alone', OURS, comparison.peerName],
      [
        ['first: CPU', plain.toFixed(0), ours.toFixed(0), beside(peer, ours, 0)],
        row('each: CPU', ({ cpuMs }) => cpuMs),
        row('each: template KB', ({ templateBytes }) => templateBytes / 1024),
        row('each: resources', ({ resources }) => resources),
      ],
    ),
  ].join('\n');
}
