import { VARIABLES } from '../../page/palette';
import { type Answer, rowsOf } from './answer';
import { TEXT } from './axes';
import { count, label } from './format';
import { number, type Picture, WIDTH } from './picture';

/** Points of one step; what fewer sessions went through is one more. */
const POINTS = 8;
const COLUMN = 190;
const NAME = 150;

interface Link {
  readonly step: number;
  readonly source: string;
  readonly target: string;
  readonly sessions: number;
}

/** From step to step, as wide as there are sessions. */
export function pathPictures(links: Answer): Picture[] {
  const all = rowsOf(links).map(({ step, source, target, sessions }) => ({
    step: number(step),
    source: String(source),
    target: String(target),
    sessions: number(sessions),
  }));
  if (all.length === 0) return [];
  const layers = layersOf(all);
  const nodes = layers.flatMap(({ points, others }, depth) => [
    ...points.map((point) => ({ name: `${depth} ${point}`, depth, title: label(point), color: colorOf(point) })),
    ...(others > 0 ? [{ name: `${depth}`, depth, title: `${count(others)} others`, color: VARIABLES.muted }] : []),
  ]);
  const nodeOf = (depth: number, point: string) =>
    layers[depth].points.includes(point) ? `${depth} ${point}` : `${depth}`;
  const flows = new Map<string, { source: string; target: string; value: number }>();
  for (const { step, source, target, sessions } of all) {
    const [from, to] = [nodeOf(step - 1, source), nodeOf(step, target)];
    const flow = flows.get(`${from}\n${to}`) ?? { source: from, target: to, value: 0 };
    flow.value += sessions;
    flows.set(`${from}\n${to}`, flow);
  }
  const passing = (name: string) =>
    Math.max(
      ...(['source', 'target'] as const).map((end) =>
        [...flows.values()].reduce((sum, flow) => sum + (flow[end] === name ? flow.value : 0), 0),
      ),
    );
  const merged = layers.some(({ others }) => others > 0);
  const caption = `Where sessions go from step to step; where less leaves a point than comes, the others went no further.${merged ? ` Of each step the ${POINTS} points of most sessions; “others” are all the rest, which the table has by name.` : ''}`;
  return [
    {
      caption,
      chart: {
        width: Math.max(WIDTH, (layers.length - 1) * COLUMN + NAME + 30),
        height: 80 + Math.max(...layers.map(({ points, others }) => points.length + (others > 0 ? 1 : 0))) * 44,
        label: caption,
        option: {
          series: [
            {
              type: 'sankey',
              silent: true,
              draggable: false,
              nodeAlign: 'left',
              ...{ left: 4, right: NAME + 20, top: 12, bottom: 12, nodeWidth: 14, nodeGap: 18 },
              data: nodes.map(({ name, depth, color }) => ({ name, depth, itemStyle: { color, borderWidth: 0 } })),
              links: [...flows.values()],
              lineStyle: { color: 'source', opacity: 0.3 },
              label: {
                ...TEXT,
                width: NAME,
                overflow: 'truncate',
                formatter: ({ dataIndex }) => `${nodes[dataIndex].title}\n${count(passing(nodes[dataIndex].name))}`,
              },
            },
          ],
        },
      },
    },
  ];

  function colorOf(point: string): string {
    const names = [...new Set(layers.flatMap(({ points }) => points))];
    return VARIABLES.series[names.indexOf(point) % VARIABLES.series.length];
  }
}

/** Of each step the points that most sessions went through, and how many there are besides. */
function layersOf(links: readonly Link[]): { points: readonly string[]; others: number }[] {
  const depths = Math.max(...links.map(({ step }) => step)) + 1;
  return Array.from({ length: depths }, (_, depth) => {
    const [comes, goes] = [new Map<string, number>(), new Map<string, number>()];
    for (const { step, source, target, sessions } of links) {
      if (step - 1 === depth) goes.set(source, (goes.get(source) ?? 0) + sessions);
      if (step === depth) comes.set(target, (comes.get(target) ?? 0) + sessions);
    }
    const through = (point: string) => Math.max(comes.get(point) ?? 0, goes.get(point) ?? 0);
    const points = [...new Set([...comes.keys(), ...goes.keys()])];
    points.sort((a, b) => through(b) - through(a) || (a < b ? -1 : 1));
    return { points: points.slice(0, POINTS), others: Math.max(0, points.length - POINTS) };
  });
}
