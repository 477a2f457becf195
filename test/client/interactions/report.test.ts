import './world';

import { Report } from '../../../client/interactions/report';
import { fakeItems } from '../items';
import { anew, recording } from './world';

const SETTINGS = { clicks: true, forms: true, sampleRate: 1, budget: 3, toRum: true, toPipeline: false };

function setUp(settings: object = {}, more: object = {}) {
  const host = recording(more);
  const heard: readonly unknown[][] = [];
  host.heard = { push: (one) => void (heard as unknown[]).push(one) };
  const tell = (times = 1) => {
    for (let left = times; left; left--)
      new Report(host as never, { ...SETTINGS, ...settings }).tell('x', {}, host.visit as never);
  };
  return { host, heard, tell };
}

beforeEach(() => {
  anew();
  Object.assign(globalThis, { sessionStorage: fakeItems() });
});
afterEach(() => jest.useRealTimers());

test('a session has a budget, over the pages of its tab; what is above is counted', () => {
  const { host, tell } = setUp();
  tell(5);
  expect([host.told.length, host.lost]).toEqual([3, { overBudget: 2 }]);
  host.session.id = 'two';
  tell();
  expect(host.told).toHaveLength(4);
});

test('one event that tells of many things loses as many', () => {
  const { host } = setUp();
  const report = new Report(host as never, { ...SETTINGS, budget: 1 });
  report.record('clicks', {}, host.visit as never, 7);
  report.record('clicks', {}, host.visit as never, 7);
  expect(host.lost).toEqual({ overBudget: 7 });
});

test('where nothing can be stored, the page counts by itself', () => {
  Object.assign(globalThis, { sessionStorage: Object.assign(fakeItems(), { full: true }) });
  const { host } = setUp();
  const report = new Report(host as never, { ...SETTINGS, budget: 2 });
  for (let left = 4; left; left--) report.tell('x', {}, host.visit as never);
  expect([host.told.length, host.lost]).toEqual([2, { overBudget: 2 }]);
});

test.each([
  ['out of the sample', { sampleRate: 0.4 }, {}],
  ['while the client is stopped', {}, { running: false }],
  ['where the remote configuration has switched it off', {}, { remote: { enabled: false, sessionSampleRate: 1 } }],
  ['out of the sample of everything', { sampleRate: 0.8 }, { remote: { enabled: true, sessionSampleRate: 0.6 } }],
])('nothing is told, nor counted as lost, %s', (_, settings, more) => {
  const { host, tell } = setUp(settings, more);
  tell();
  expect([host.told, host.lost]).toEqual([[], {}]);
});

test('of a page that is not reported nothing is told', () => {
  const { host, tell } = setUp();
  Object.assign(host.visit, { attributes: undefined });
  tell();
  expect([host.told, host.lost]).toEqual([[], {}]);
});

describe('the event pipeline', () => {
  const config = { appMonitorId: 'id', eventPipeline: { endpoint: '/events', sampleRate: 1 } };

  test('has the budget of the session, too', () => {
    const { host, heard, tell } = setUp({ toRum: false, toPipeline: true }, { config });
    tell(5);
    expect([host.told.length, heard.length, host.lost]).toEqual([0, 3, { overBudget: 2 }]);
    host.session.id = 'two';
    tell();
    expect(heard).toHaveLength(4);
  });

  test('shares it with CloudWatch RUM; what neither takes is counted once', () => {
    const { host, heard } = setUp({}, { config });
    const report = new Report(host as never, { ...SETTINGS, toPipeline: true });
    for (let left = 2; left; left--) report.hear('click', {}, host.visit as never);
    report.record('clicks', {}, host.visit as never, 2);
    report.hear('click', {}, host.visit as never);
    report.record('clicks', {}, host.visit as never, 1);
    report.tell('form', {}, host.visit as never);
    expect([host.told.length, heard.length, host.lost]).toEqual([1, 2, { overBudget: 2 }]);
  });

  test('does not have the sample of CloudWatch RUM', () => {
    const remote = { enabled: true, sessionSampleRate: 0.1 };
    const { host, heard, tell } = setUp({ toPipeline: true }, { config, remote });
    tell();
    expect([host.told.length, heard.length]).toEqual([0, 1]);
  });
});
