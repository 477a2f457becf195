import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { cost } from '../../../cli/cost/command';
import { COST_USAGE, readCostOptions } from '../../../cli/cost/options';
import { UserTelemetry } from '../../../src';
import { Expect, Journey, JourneySchedule } from '../../../src/canaries';
import { ASSUMPTIONS } from '../../../src/formats/cost/assumptions';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cost-command-'));
  const app = new App({ outdir: folder, analyticsReporting: false });
  for (const [name, region] of [
    ['Shop', 'us-east-1'],
    ['Office', 'eu-central-1'],
  ]) {
    const telemetry = new UserTelemetry(new Stack(app, name, { env: { region } }), 'Telemetry', {
      applicationName: 'shop',
    });
    telemetry.addWebApp('Pages', { domains: ['shop.example.com'] });
    telemetry.addJourney('Buy', {
      journey: Journey.startAt('https://shop.example.com').step('see', Expect.visible('h1')),
      schedule: JourneySchedule.every(Duration.minutes(5)),
    });
  }
  app.synth();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): string {
  const lines: string[] = [];
  expect(cost(readCostOptions([folder, ...args]), { print: (line) => lines.push(line) })).toBe(0);
  return lines.join('\n');
}

function told(...args: string[]) {
  return JSON.parse(run(...args, '--json'));
}

test('dollars by item with their share, the total, what is not known, what was assumed, and what would be cheaper', () => {
  const report = run('Shop', '--sessions', '100_000', '--pages-per-session', '5');
  expect(report).toContain('A month with 100,000 sessions in us-east-1, list prices of 2026-11 in USD:');
  // 1 + 5 x 8 + 0.1: no transaction is declared, but the client may report.
  expect(report).toMatch(/CloudWatch RUM: events +\d+\.\d\d +\d+ % {2}100,000 recorded sessions of 43\.1 events/);
  expect(report).toMatch(/\n {2}Total +\d+\.\d\d\n/);
  expect(report).toContain('whether the metrics that canaries publish are billed as custom metrics');
  expect(report).toMatch(/--pages-per-session +5 {2}page views of a session, as you say/);
  expect(report).toMatch(/less \(\d+ %\): record 10 % of sessions.*\n +the price: transactions/);
  expect(report).not.toContain('≥');
});

test('stacks are priced where they are, and sessions shared by their app monitors', () => {
  const both = told('--sessions', '100000');
  const [shop, office] = ['Shop', 'Office'].map((stack) => told(stack, '--sessions', '50000'));
  expect(both.regions.sort()).toEqual(['eu-central-1', 'us-east-1']);
  expect(both.monthlyUsd).toBeCloseTo(shop.monthlyUsd + office.monthlyUsd, 9);
  expect(both.unknown.join()).toMatch(/prices in eu-central-1 .* those of us-east-1 are taken, a lower bound/);
  expect(run('Office', '--sessions', '1')).toMatch(/≥ +10\.37 .*8,640 runs of 1 canary/);
  expect(run('Office', '--sessions', '1', '--region', 'ap-northeast-1')).toMatch(/ 16\.42 .*8,640 runs of 1 canary/);
});

test('what it tells that would be saved is what is saved', () => {
  const { monthlyUsd, cheaper } = told('Shop', '--sessions', '1000');
  const { monthlyUsd: usd } = cheaper.find(({ what }: { what: string }) => what.startsWith('run canaries every 15'));
  // Two thirds of the runs, and what each needs.
  const runs = 5_760;
  const perRun = 0.0012 + 20 * 0.0000166667 + 0.2 / 1e6 + (5 * 0.005) / 1_000;
  const stored = ((runs * 500 * 1_024) / 1_024 ** 3) * (31 / 30) * 0.023;
  const logs = ((runs * 5 * 1_024) / 1_024 ** 3) * (0.5 + 0.03);
  expect(usd).toBeCloseTo(runs * perRun + stored + logs, 6);
  expect(monthlyUsd).toBeGreaterThan(usd);
});

test('prices are told with their source and date', () => {
  const { prices } = told('Shop', '--sessions', '1');
  const canary = prices.find(({ name }: { name: string }) => name === 'canaryRun');
  expect(canary).toMatchObject({ source: 'https://aws.amazon.com/cloudwatch/pricing/', read: '2026-11' });
});

test('each assumption is an option', () => {
  for (const name of Object.keys(ASSUMPTIONS)) {
    const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    expect(COST_USAGE).toContain(option);
    expect(told('--sessions', '1', option, '1').assumptions[name]).toBe(1);
  }
});

test.each([
  [['--sessions', 'many'], '--sessions is many, expected a number of at least 0'],
  [['--sessions=-1'], '--sessions is -1, expected a number of at least 0'],
  [[], 'expected --sessions, the sessions of real users in a month'],
  [['--sessions', '1', '--traced-share', '5'], '--traced-share is 5, expected a number from 0 to 1'],
  [['--sessions', '1', '--region', 'Tokyo'], '--region is Tokyo, expected a Region such as eu-west-1'],
  [['--sessions', '1', 'Nowhere'], 'no stack is named Nowhere'],
  [['--sessions', '1', '--colour'], "Unknown option '--colour'"],
])('%p can not be done', (args, message) => {
  expect(() => run(...args)).toThrow(message);
});
