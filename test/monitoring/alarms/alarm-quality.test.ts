import { shopAlarms } from '../../../bench/alarms/app';
import { plainAlarms } from '../../../bench/alarms/plain';
import { shareInTime } from '../../../bench/alarms/report';
import { World } from '../../../bench/alarms/world/world';
import { live, type Verdict } from '../../../bench/alarms/year';

// Of the year in docs/alarm-quality.md a fortnight, with one incident of each kind, always the same ones.
const world = new World({ seed: 7, sessionsPerDay: 200_000, days: 14, incidentsOfEachKind: 1 });
const ours = live(world, shopAlarms());

const told = (kinds: string[], how: (verdict: Verdict) => unknown) =>
  ours.verdicts
    .filter(({ incident }) => kinds.includes(incident.kind) && incident.hurt > 0.1)
    .map((one) => Boolean(how(one)));

test('default alarms page for outages and broken releases, and mostly within 5 minutes after one could know', () => {
  const paged = told(['outage', 'broken release', 'DNS'], ({ page }) => page);
  expect(paged.length).toBe(3);
  expect(paged).not.toContain(false);
  expect(shareInTime(ours.verdicts)).toBeGreaterThan(0.6);
});

test('they make tickets of what users notice later', () => {
  expect(told(['slow'], ({ ticket }) => ticket)).not.toContain(false);
});

test('they page nobody while nothing is wrong, where plain alarms do', () => {
  expect(ours.falsePages).toEqual([]);
  expect(live(world, plainAlarms()).falsePages.length).toBeGreaterThan(3);
});
