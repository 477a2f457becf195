import type { ICanaryMetrics } from '../../canaries';
import { members, stepsOf } from '../../canaries/door';
import { graph, PERCENT, type Rows, type Titled } from './widgets';

/** What synthetic users experience, step by step. */
export function syntheticUserRows({ title, part }: Titled<ICanaryMetrics>): Rows {
  const shown = members(part);
  const named = (what: string, rate: string) => (rate ? `${what}, ${rate}` : what);
  const steps = stepsOf(part).flatMap((step) =>
    shown.map(({ canary, rate }) => canary.metricStepSuccessPercent(step, { label: named(step, rate) })),
  );
  const width = steps.length > 0 ? 8 : 12;
  const row = [
    graph({
      title: `${title}: successful runs (%)`,
      left: shown.map(({ canary, rate }) => canary.metricSuccessPercent({ label: named('successful', rate) })),
      leftYAxis: PERCENT,
      width,
    }),
    graph({
      title: `${title}: duration (ms)`,
      left: shown.map(({ canary, rate }) => canary.metricDuration({ label: named('duration', rate) })),
      width,
    }),
  ];
  if (steps.length > 0) row.push(graph({ title: `${title}: successful steps (%)`, left: steps, leftYAxis: PERCENT }));
  return [row];
}
