import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnParameter, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { cost } from '../../../cli/cost/command';
import { readCostOptions } from '../../../cli/cost/options';
import { UserTelemetry } from '../../../src';
import { CostEstimate } from '../../../src/monitoring';

const ROOT = join(__dirname, '../../..');

function stackIn(region?: string) {
  return new Stack(new App(), 'Shop', region === undefined ? {} : { env: { region } });
}

function telemetryIn(stack: Stack) {
  const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' });
  const storefront = telemetry.addWebApp('Storefront', { domains: ['shop.example.com'] });
  return { telemetry, storefront };
}

function usdOf({ items }: CostEstimate, name: string): number {
  return items.find((item) => item.name === name)?.monthlyUsd ?? Number.NaN;
}

describe('the retail sample', () => {
  let folder: string;
  let told: { estimate: CostEstimate };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cost-'));
    const env = { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'examples/retail/tsconfig.json') };
    const args = ['--import', 'tsx', 'test/monitoring/cost/retail.ts', folder];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    told = JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('costs by the construct what it costs by the command', () => {
    const lines: string[] = [];
    const options = readCostOptions([folder, '--sessions', '100_000', '--json']);
    expect(cost(options, { print: (line) => lines.push(line) })).toBe(0);
    const { items, monthlyUsd, unknown, cheaper } = JSON.parse(lines.join('\n'));
    const { estimate } = told;
    expect(estimate.monthlyUsd).toBe(monthlyUsd);
    expect(estimate.items.map(({ name, monthlyUsd: usd, basis }) => [name, usd, basis])).toEqual(
      items.map((item: (typeof estimate.items)[number]) => [item.name, item.monthlyUsd, item.basis]),
    );
    expect(estimate.unknown).toEqual(unknown);
    expect(estimate.savings.map(({ what }) => what)).toEqual(cheaper.map(({ what }: { what: string }) => what));
  });

  test('costs what docs/cost.md says, with three numbers of users', () => {
    const months = [200, 20_000, 2_000_000].map((daily) => {
      const lines: string[] = [];
      const sessions = String(30 * daily);
      const options = readCostOptions([folder, '--region', 'us-east-1', '--sessions', sessions, '--json']);
      expect(cost(options, { print: (line) => lines.push(line) })).toBe(0);
      return JSON.parse(lines.join('\n'));
    });
    const row = (name: string, figures: (number | undefined)[]) => {
      const shown = figures.map((usd = 0) =>
        usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
      );
      return `| ${name} | ${shown.join(' | ')} |`;
    };
    type Item = { name: string; monthlyUsd: number };
    const names: string[] = [...new Set<string>(months.flatMap(({ items }) => items.map(({ name }: Item) => name)))];
    const rows = names.map((name) =>
      row(
        name,
        months.map(({ items }) => items.find((item: Item) => item.name === name)?.monthlyUsd),
      ),
    );
    const together = row(
      'together',
      months.map(({ monthlyUsd }) => monthlyUsd),
    );
    const total = together.replace(/(together|[\d,.]+)(?= \|)/g, '**$1**');
    const docs = readFileSync(join(ROOT, 'docs/cost.md'), 'utf8');
    expect([...rows, total].filter((each) => !docs.includes(each))).toEqual([]);
  });

  test('costs what the same by hand does', () => {
    const { estimate } = told;
    // A session of 4 pages: it begins; each page has 1 view, 5 of its speed, a request and its trace; 2 own, 0.1 errors.
    expect(usdOf(estimate, 'CloudWatch RUM: events')).toBeCloseTo((100_000 * (1 + 4 * 8 + 2 + 0.1)) / 100_000, 6);
    // Checkout: started, completed, abandoned.
    expect(usdOf(estimate, 'CloudWatch RUM: metrics')).toBeCloseTo(3 * 0.3, 6);
    // Each 5 minutes of 30 days.
    expect(usdOf(estimate, 'CloudWatch Synthetics: runs')).toBeCloseTo(8_640 * 0.0012, 6);
    // 20 seconds of 1 GiB, and the request.
    expect(usdOf(estimate, 'Canaries: AWS Lambda')).toBeCloseTo(8_640 * (20 * 0.0000166667 + 0.2 / 1e6), 6);
    // Checkout 4 + 3, pipeline 3 + 2 + 1 + 1 + 2, storefront 2 + 2 + 3 + 3 + 1 + 1 + 1 + 3 for the band, Buy 1 + 1 + 1.
    expect(usdOf(estimate, 'Alarms')).toBeCloseTo((7 + 9 + 16 + 3) * 0.1, 6);
    expect(usdOf(estimate, 'Alarms, composite')).toBeCloseTo(4 * 0.5, 6);
    expect(usdOf(estimate, 'Dashboards')).toBe(3);
    expect(usdOf(estimate, 'X-Ray: traces')).toBeCloseTo((400_000 * 0.05 * 5) / 1e6, 6);
    expect(usdOf(estimate, 'Event pipeline: metrics')).toBeCloseTo(4 * 0.3, 6);
    expect(estimate.monthlyUsd).toBeCloseTo(
      estimate.items.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0),
      9,
    );
    const [largest] = estimate.savings;
    expect(largest.what).toContain('sessionSampleRate: 0.1');
    expect(largest.monthlyUsd).toBeCloseTo(0.9 * 35.1, 6);
  });

  test('says what is not known', () => {
    const all = told.estimate.unknown.join('\n');
    expect(all).toContain('the share of its collector in what its tasks cost');
    expect(all).toContain('the Region of a stack: the prices of us-east-1 are taken, a lower bound');
  });
});

describe('Regions', () => {
  const boundIn = (region?: string) => {
    const { telemetry } = telemetryIn(stackIn(region));
    return telemetry.estimate({ monthlySessions: 1_000 });
  };

  test('of the eastern United States have prices of their own', () => {
    const { items, unknown } = boundIn('us-east-1');
    expect(items.filter(({ isLowerBound }) => isLowerBound)).toEqual([]);
    expect(unknown.join()).not.toContain('lower bound');
  });

  test('that are known in part say which prices are not theirs', () => {
    const { items, unknown } = boundIn('ap-northeast-1');
    const bounds = new Map(items.map(({ name, isLowerBound }) => [name, isLowerBound]));
    expect([bounds.get('Alarms'), bounds.get('CloudWatch RUM: events')]).toEqual([false, true]);
    expect(unknown.join()).toMatch(/prices in ap-northeast-1 \(rumEvent, .*lower bound.*cloudwatch\/pricing/);
  });

  test('that are not known have those of us-east-1, marked as a lower bound', () => {
    const { items, monthlyUsd } = boundIn('mx-central-1');
    expect(items.every(({ isLowerBound }) => isLowerBound)).toBe(true);
    expect(monthlyUsd).toBeCloseTo(boundIn('us-east-1').monthlyUsd, 9);
  });

  test('that only the deployment knows are said, unless the caller tells them', () => {
    expect(boundIn().unknown.join()).toContain('the Region of a stack: the prices of us-east-1');
    const { telemetry } = telemetryIn(stackIn());
    const { unknown } = telemetry.estimate({ monthlySessions: 1_000, region: 'us-east-2' });
    expect(unknown.join()).not.toContain('Region of a stack');
  });
});

test('without sessions what is paid by the month is left', () => {
  const { telemetry } = telemetryIn(stackIn('us-east-1'));
  telemetry.addEventPipeline('Events', { allowedOrigins: ['https://shop.example.com'] });
  const { items } = telemetry.estimate({ monthlySessions: 0 });
  expect(items.map(({ name }) => name).sort()).toEqual([
    'Alarms',
    'Alarms, composite',
    'Dashboards',
    'Event pipeline: questions',
  ]);
});

test('what is free of an account is taken off once', () => {
  const { telemetry } = telemetryIn(stackIn('us-east-1'));
  const paid = telemetry.estimate({ monthlySessions: 1_000 });
  const free = telemetry.estimate({ monthlySessions: 1_000, freeTier: true });
  expect(usdOf(paid, 'Alarms') - usdOf(free, 'Alarms')).toBeCloseTo(1, 6);
});

test('resources that others have defined count, and none twice', () => {
  const stack = stackIn('us-east-1');
  const metric = new Metric({ namespace: 'Shop', metricName: 'Orders' });
  new Alarm(stack, 'Theirs', { metric, threshold: 1, evaluationPeriods: 1 });
  const estimate = CostEstimate.of(stack, { monthlySessions: 0, further: [stack] });
  expect(estimate.items).toMatchObject([{ name: 'Alarms', monthlyUsd: 0.1 }]);
  expect(estimate.savings).toMatchObject([{ what: 'leave out an alarm that notifies nobody', monthlyUsd: 0.1 }]);
});

test('parts in other stacks count', () => {
  const app = new App();
  const [here, there] = [new Stack(app, 'Here'), new Stack(app, 'There')];
  const telemetry = new UserTelemetry(here, 'Telemetry', { applicationName: 'shop' });
  telemetry.addWebApp('Storefront', { domains: ['shop.example.com'], scope: there });
  expect(usdOf(telemetry.estimate({ monthlySessions: 100_000 }), 'CloudWatch RUM: events')).toBeGreaterThan(30);
});

test('an estimate leaves no traces: what is added after it is in the template', () => {
  const templateOf = (look: (telemetry: UserTelemetry) => void) => {
    const stack = stackIn();
    const { telemetry, storefront } = telemetryIn(stack);
    telemetry.addTransaction('Search', { minimumCompletionRate: 0.5 });
    look(telemetry);
    telemetry.addTransaction('Checkout', { minimumCompletionRate: 0.5 });
    telemetry.addFeature('GiftCards', { alarms: {} });
    telemetry.addEventPipeline('Events', { allowedOrigins: ['https://shop.example.com'] });
    telemetry.addWebApp('Office', { domains: ['office.example.com'] });
    storefront.appMonitor.metricSessionCount().createAlarm(stack, 'Own', { threshold: 1, evaluationPeriods: 1 });
    Tags.of(stack).add('team', 'shop');
    return Template.fromStack(stack).toJSON();
  };
  const looked = templateOf((telemetry) => telemetry.estimate({ monthlySessions: 1_000 }));
  expect(looked).toEqual(templateOf(() => {}));
});

test.each([
  ['monthlySessions', { monthlySessions: -1 }, /monthlySessions.*-1/s],
  ['monthlySessions', { monthlySessions: Number.NaN }, /monthlySessions: got null, expected a number of at least 0/],
  ['tracedShare', { monthlySessions: 1, tracedShare: 2 }, /tracedShare.*2/s],
])('%s that can not be is refused, %p', (_, usage, message) => {
  const { telemetry } = telemetryIn(stackIn());
  expect(() => telemetry.estimate(usage)).toThrow(message);
});

test('a number that only the deployment knows is refused', () => {
  const stack = stackIn();
  const { telemetry } = telemetryIn(stack);
  const monthlySessions = new CfnParameter(stack, 'Sessions', { type: 'Number' }).valueAsNumber;
  expect(() => telemetry.estimate({ monthlySessions })).toThrow('a value that only the deployment knows');
});
