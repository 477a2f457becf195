import type { Line, Metric } from '../body/metrics';
import { randomOf } from './random';
import type { Values } from './values';

/** How a metric of some sort goes: `level` of a datapoint of 5 minutes, and what it counts by time. */
interface Sort {
  readonly name: RegExp;
  readonly kind: 'count' | 'rare' | 'share' | 'level' | 'steady';
  readonly level: number;
}

/** By what the names of metrics say, the first that fits. */
const SORTS: readonly Sort[] = [
  // Seconds, by OpenTelemetry's conventions; those of before are milliseconds.
  { name: /^http\.(server|client)\.request\.duration/i, kind: 'level', level: 0.18 },
  { name: /success.?(percent|rate)|availability|apdex.*percent/i, kind: 'share', level: 99.4 },
  { name: /cumulativelayoutshift|layout.?shift/i, kind: 'level', level: 0.06 },
  { name: /apdex/i, kind: 'level', level: 0.93 },
  { name: /interactiontonextpaint|firstinputdelay/i, kind: 'level', level: 140 },
  { name: /largestcontentfulpaint|contentful/i, kind: 'level', level: 2100 },
  { name: /tolerated/i, kind: 'count', level: 9 },
  {
    name: /frustrated|error|fault|5xx|4xx|fail|throttle|reject|refused|dropped|deadletter|abandon|exception|evict|invalid|lost|timeout(s|ed)/i,
    kind: 'rare',
    level: 1.4,
  },
  { name: /percent|utili[sz]ation|hitrate|hit.?ratio|cpu(?!credit)|creditbalance/i, kind: 'share', level: 38 },
  { name: /uptime/i, kind: 'steady', level: 300 },
  { name: /age|lag|depth|backlog|delayed|visible|pending/i, kind: 'level', level: 12 },
  { name: /bytes|storage|size|memory(?!util)/i, kind: 'level', level: 48_000_000 },
  { name: /latency|duration|time(?!r)|delay|\bms\b/i, kind: 'level', level: 180 },
  {
    name: /host|task|pod|node|instance|concurren|connection|running|desired|replica|worker|thread/i,
    kind: 'steady',
    level: 4,
  },
  { name: /completed|succeeded|success/i, kind: 'count', level: 52 },
];
const OTHERS: Sort = { name: /./, kind: 'count', level: 84 };
const RARE = /count|sum|samplecount/i;
const OUTCOME = /outcome|status|result/i;

/** Of a distribution, as a multiple of its average. */
const STATISTICS: readonly (readonly [name: RegExp, factor: number])[] = [
  [/^max|^p100/i, 3.4],
  [/^p99|^tm99|^ts99/i, 2.6],
  [/^p9[5-8]/i, 1.9],
  [/^p9/i, 1.6],
  [/^p[78]/i, 1.2],
  [/^p[1-6]/i, 0.85],
  [/^min/i, 0.3],
];

const DAY = 86_400_000;
const BASE_PERIOD = 300_000;

/** A made-up series of a metric at the given times: the same whenever it is asked for. */
export function madeUp(
  { metric, stat }: Pick<Line, 'stat'> & { readonly metric: Metric },
  times: readonly number[],
  step: number,
): Values {
  const { namespace, name, dimensions } = metric;
  // What becomes of something is told by a dimension as well as by a name.
  const outcome = dimensions.find(([dimension]) => OUTCOME.test(dimension))?.[1] ?? '';
  const told = `${name} ${outcome}`;
  const text = `${name} ${dimensions.map(([, value]) => value).join(' ')}`;
  const sort = (!/^samplecount$/i.test(stat) && SORTS.find((one) => one.name.test(told))) || OTHERS;
  // Metrics of one thing go up and down together.
  const together = randomOf(`${namespace} ${dimensions.filter(([dimension]) => !OUTCOME.test(dimension)).join(' ')}`);
  const phase = together() * 0.2;
  const popularity = 0.5 + together();
  const own = randomOf(`${namespace} ${text} ${/^(sum|samplecount)$/i.test(stat) ? '' : stat}`);
  const level = sort.level * (0.75 + own() * 0.5);
  const counted = /^(sum|samplecount)$/i.test(stat) || (sort.kind === 'rare' && RARE.test(name));
  const share = counted ? step / BASE_PERIOD : 1;
  const spread = STATISTICS.find(([one]) => one.test(stat))?.[1] ?? 1;
  const burst = times.length * (0.55 + own() * 0.35);
  return times.map((time, at) => {
    const noise = own();
    const day =
      1 + 0.35 * Math.sin(2 * Math.PI * (time / DAY + phase - 0.3)) + 0.12 * Math.sin(time / 2_700_000 + phase * 40);
    switch (sort.kind) {
      case 'count':
        return stat === 'Average'
          ? round(level * day * (0.85 + noise * 0.3))
          : Math.round(level * popularity * share * day * (0.8 + noise * 0.4));
      case 'rare': {
        const more = Math.abs(at - burst) < Math.max(1.5, times.length * 0.03) ? 4 : 1;
        const mean = level * share * day * more;
        return mean > 12 ? Math.round(mean * (0.8 + noise * 0.4)) : poisson(mean * 0.5, noise);
      }
      case 'share':
        return level > 60
          ? round(Math.min(100, noise > 0.12 ? 100 : 94 + own() * 5))
          : round(Math.min(98, level * day * (0.9 + noise * 0.2) * Math.min(spread, 1.6)));
      case 'steady':
        return counted ? Math.round(sort.level * share) : Math.round(level) + (noise > 0.93 ? 1 : 0);
      default:
        return round(level * spread * (0.8 + day * 0.2) * (0.88 + noise * 0.24) * (counted ? share * 20 : 1));
    }
  });
}

function poisson(mean: number, chance: number): number {
  let count = 0;
  let probability = Math.exp(-mean);
  for (let sum = probability; chance > sum && count < 50; sum += probability) {
    count++;
    probability *= mean / count;
  }
  return count;
}

/** To three digits. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}
