import { type Report, silent, table, untrue } from '../../lab/demo/report';

const FULL: Report = {
  layers: {
    realUsers: { sessions: 12, pageViews: 50, jsErrors: 1, customEvents: 14, refused: 0, repeatedIds: 0 },
    syntheticUsers: { runs: 1, passed: 1, failed: 0, steps: 4 },
    backends: { spans: 30, metrics: 9 },
    behavior: { started: 7, completed: 4, abandoned: 3, completedByServices: 4 },
    watch: { dashboards: 1, alarms: 5, alarmsInAlarm: 0 },
  },
};

test('nothing is silent when every count but the failures is above 0', () => {
  expect(silent(FULL)).toEqual([]);
});

test.each([
  ['realUsers', 'jsErrors'],
  ['syntheticUsers', 'passed'],
  ['backends', 'metrics'],
  ['behavior', 'abandoned'],
  ['watch', 'alarms'],
])('a 0 in %s.%s is silence', (layer, name) => {
  const report = { layers: { ...FULL.layers, [layer]: { ...FULL.layers[layer], [name]: 0 } } };
  expect(silent(report)).toEqual([`${layer}.${name}`]);
});

test('the counts are not true where an event came twice', () => {
  expect(untrue(FULL)).toEqual([]);
  const realUsers = { ...FULL.layers.realUsers, repeatedIds: 2 };
  expect(untrue({ layers: { ...FULL.layers, realUsers } })).toEqual([
    '2 events came more than once, and are counted so',
  ]);
});

test.each([
  [{ completedByServices: 3 }, 'browsers saw 4 transactions completed, services 3'],
  [{ completedByServices: 5 }, 'browsers saw 4 transactions completed, services 5'],
  [{ abandoned: 2 }, '7 transactions were started, 4 completed and 2 abandoned'],
])('the counts are not true where layers differ: %j', (differing, message) => {
  const behavior = { ...FULL.layers.behavior, ...differing };
  expect(untrue({ layers: { ...FULL.layers, behavior } })).toEqual([message]);
});

test('a layer that the report lacks is silent', () => {
  const { backends: _, ...layers } = FULL.layers;
  expect(silent({ layers })).toEqual(['backends']);
});

test('the table has a row per layer', () => {
  const rows = table(FULL).split('\n');
  expect(rows).toHaveLength(5);
  expect(rows[0]).toContain('sessions 12 · page views 50 · js errors 1');
  expect(rows[0]).toContain('repeated ids 0');
});
