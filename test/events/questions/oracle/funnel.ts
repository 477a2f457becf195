import { DAY, type Row } from '../histories';
import { order as compare, groupBy, isWithin, percentile, type Scope, type Seen, seen, share } from './ground';

type Test = (row: Row) => boolean;

export interface FunnelQuestion {
  readonly scope: Scope;
  readonly steps: readonly { readonly label: string; readonly is: Test; readonly withinMs?: number }[];
  readonly order: 'ordered' | 'strict' | 'any';
  readonly unit: (row: Seen) => string | null;
  readonly windowMs: number;
  readonly exclusions?: readonly { readonly is: Test; readonly from: number; readonly to: number }[];
  readonly breakdown?: { readonly of: (row: Row) => string; readonly at: 'first' | 'last' | number };
}

interface Progress {
  readonly unit: string;
  readonly reached: number;
  /** When it came to each step first. */
  readonly times: (number | undefined)[];
  readonly took: (number | undefined)[];
  readonly value: string;
}

export function funnelOracle(rows: readonly Row[], question: FunnelQuestion) {
  const units = progress(rows, question);
  const { steps, breakdown, order } = question;
  const values = breakdown ? [...new Set(units.map(({ value }) => value))] : [''];
  const entered = (value: string) => units.filter((unit) => unit.value === value).length;
  values.sort((a, b) => entered(b) - entered(a) || compare(a, b));
  return values.flatMap((value) => {
    const own = units.filter((unit) => unit.value === value);
    const counts = steps.map((_, i) => own.filter(({ reached }) => reached > i).length);
    return steps.map(({ label }, i) => {
      const took = own.filter(({ reached }) => reached > i).map((unit) => unit.took[i]);
      const known = took.filter((ms) => ms !== undefined);
      return [
        ...(breakdown ? [value] : []),
        i + 1,
        order === 'any' ? `${i + 1} of ${steps.length} steps` : label,
        counts[i],
        share(counts[i], counts[0]),
        i === 0 ? null : share(counts[i], counts[i - 1]),
        i + 1 === steps.length ? null : counts[i] - counts[i + 1],
        known.length === 0 ? null : percentile(known, 50),
        known.length === 0 ? null : percentile(known, 90),
      ];
    });
  });
}

export function droppedOracle(rows: readonly Row[], question: FunnelQuestion) {
  return progress(rows, { ...question, breakdown: undefined })
    .filter(({ reached }) => reached < question.steps.length)
    .sort((a, b) => b.reached - a.reached || compare(a.unit, b.unit))
    .map(({ unit, reached, times }) => [unit, reached, question.steps[reached - 1].label, times[reached - 1]]);
}

function progress(rows: readonly Row[], question: FunnelQuestion): Progress[] {
  const after = Math.ceil(question.windowMs / DAY);
  const events = seen(rows, { ...question.scope, after }).filter((event) => question.unit(event) !== null);
  return [...groupBy(events, (event) => String(question.unit(event)))].flatMap(([unit, own]) => {
    const found = question.order === 'any' ? anyOrder(own, question) : inOrder(own, question);
    return found ? [{ unit, ...found }] : [];
  });
}

function inOrder(own: Seen[], question: FunnelQuestion): Omit<Progress, 'unit'> | undefined {
  const { steps, order, windowMs, exclusions = [], breakdown } = question;
  // Of one millisecond: what is fewer steps first, then what is an earlier one.
  const stepsOf = (event: Seen) => steps.flatMap(({ is }, i) => (is(event) ? [i] : []));
  const earlier = (a: number[], b: number[]) =>
    a.length - b.length || a.reduce((found, step, i) => found || step - b[i], 0);
  const isBesideStep = (event: Seen) => own.some((x) => x.event_time === event.event_time && stepsOf(x).length > 0);
  const line = own
    .filter((event) => order !== 'strict' || stepsOf(event).length > 0 || !isBesideStep(event))
    .sort((a, b) => a.event_time - b.event_time || earlier(stepsOf(a), stepsOf(b)));
  // Of each step and event: when the runs began that arrive there.
  const arrivals = steps.map(() => line.map(() => new Set<number>()));
  for (const [j, event] of line.entries()) {
    if (steps[0].is(event) && isWithin(question.scope, event.local)) arrivals[0][j].add(event.event_time);
    for (let k = 1; k < steps.length; k++) {
      if (!steps[k].is(event)) continue;
      for (let i = order === 'strict' ? Math.max(0, j - 1) : 0; i < j; i++) {
        const from = line[i].event_time;
        const to = event.event_time;
        if (steps[k].withinMs !== undefined && to - from > Number(steps[k].withinMs)) continue;
        const forbidden = exclusions.filter((each) => each.from <= k && k < each.to);
        if (forbidden.some(({ is }) => own.some((x) => is(x) && x.event_time > from && x.event_time < to))) continue;
        for (const start of arrivals[k - 1][i]) if (to - start <= windowMs) arrivals[k][j].add(start);
      }
    }
  }
  const first = arrivals.map((step) => step.findIndex((starts) => starts.size > 0));
  const reached = first.filter((index) => index >= 0).length;
  if (reached === 0) return undefined;
  const times = first.map((index) => (index < 0 ? undefined : line[index].event_time));
  const starts = first.map((index, k) => (index < 0 ? undefined : Math.max(...arrivals[k][index])));
  const took = times.map((time, k) => (k === 0 || time === undefined ? undefined : time - Number(starts[k])));
  if (!breakdown) return { reached, times, took, value: '' };
  const step = typeof breakdown.at === 'number' ? breakdown.at : breakdown.at === 'first' ? 1 : reached;
  const moment = breakdown.at === 'first' ? starts[reached - 1] : times[step - 1];
  const isStep = (event: Seen) => steps[step - 1].is(event) && (step > 1 || isWithin(question.scope, event.local));
  const candidates = line
    .filter((event) => event.event_time === moment && isStep(event))
    .map(breakdown.of)
    .sort(compare);
  return { reached, times, took, value: candidates[0] ?? '(none)' };
}

function anyOrder(
  own: Seen[],
  { steps, windowMs, scope, breakdown }: FunnelQuestion,
): Omit<Progress, 'unit'> | undefined {
  const line = own.filter((event) => steps.some(({ is }) => is(event))).sort((a, b) => a.event_time - b.event_time);
  const times: (number | undefined)[] = steps.map(() => undefined);
  let took: number | undefined;
  for (const { event_time: now } of line) {
    // Of each event that a run may begin with: how many steps there were from then until now.
    const begins = line.filter(
      ({ event_time, local }) => event_time <= now && now - event_time <= windowMs && isWithin(scope, local),
    );
    const runs = begins.map(({ event_time: began }) => {
      const part = line.filter(({ event_time }) => event_time >= began && event_time <= now);
      return { took: now - began, done: steps.filter(({ is }) => part.some(is)).length };
    });
    const done = Math.max(0, ...runs.map((run) => run.done));
    for (let k = 0; k < done; k++) times[k] ??= now;
    if (done === steps.length) took ??= Math.min(...runs.filter((run) => run.done === done).map((run) => run.took));
  }
  const reached = times.filter((time) => time !== undefined).length;
  if (reached === 0) return undefined;
  const values = line
    .filter((event) => event.event_time === times[0] && steps.some(({ is }) => is(event)))
    .map((event) => breakdown?.of(event) ?? '');
  return {
    ...{ reached, times, value: values.sort(compare)[0] },
    took: steps.map((_, k) => (k > 0 && k + 1 === steps.length ? took : undefined)),
  };
}
