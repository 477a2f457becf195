import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  PutDashboardCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { chromium } from 'playwright-core';
import { findChromium } from '../../../cli/browser/chromium';
import { findCharts } from '../../../cli/page/charts';
import { previewOf } from '../../../cli/preview/draw/dashboard';
import { previewPage } from '../../../cli/preview/draw/page';
import { Alarms } from '../../../cli/preview/source/alarms';
import { Lab } from '../helpers/lab';

const NASTY = '<img src=x onerror="alert(1)">';
const draw = findCharts([__dirname]);

/** Everything that a body may hold a text in. */
const hostile = JSON.stringify({
  start: NASTY,
  variables: [
    {
      type: 'property',
      property: NASTY,
      inputType: 'select',
      id: 'x',
      label: NASTY,
      values: [{ value: NASTY }],
      defaultValue: NASTY,
    },
  ],
  widgets: [
    { type: NASTY, properties: { title: NASTY } },
    {
      type: 'metric',
      properties: {
        region: NASTY,
        title: NASTY,
        metrics: [
          [NASTY, NASTY, NASTY, NASTY, { label: NASTY, color: `red;${NASTY}` }],
          [{ expression: NASTY, id: 'e' }],
        ],
        yAxis: { left: { label: NASTY } },
        annotations: {
          horizontal: [{ value: 1, label: NASTY, color: NASTY }],
          vertical: [{ value: '2026-01-15T17:00:00Z', label: NASTY }],
        },
        [NASTY]: 1,
      },
    },
    ...['singleValue', 'gauge', 'bar', 'pie', 'table'].map((view) => ({
      type: 'metric',
      properties: { region: 'r', view, metrics: [['N', 'A', { label: NASTY }]] },
    })),
    { type: 'metric', properties: { region: 'r', annotations: { alarms: [NASTY] } } },
    { type: 'log', properties: { region: 'r', query: `SOURCE '${NASTY}' | stats count(*) by ${NASTY}` } },
    { type: 'log', properties: { region: 'r', view: 'bar', query: `stats count(*) by ${NASTY}` } },
    { type: 'alarm', properties: { title: NASTY, alarms: [NASTY] } },
    {
      type: 'explorer',
      properties: {
        title: NASTY,
        metrics: [{ metricName: NASTY, resourceType: NASTY }],
        labels: [{ key: NASTY }],
        splitBy: NASTY,
      },
    },
    { type: 'custom', properties: { endpoint: NASTY, params: { a: NASTY } } },
    { type: 'text', properties: { markdown: `${NASTY}\n\n\`${NASTY}\` [${NASTY}](${NASTY})` } },
  ],
});

test('a page in Chromium: nothing of a body is an element, nothing is asked for, no text leaves its card, light and dark', async () => {
  const { html } = previewOf(
    { name: NASTY, path: NASTY, region: '', body: hostile },
    { draw, alarms: new Alarms(), given: undefined },
  );
  const page = previewPage(NASTY, [
    { name: NASTY, html },
    { name: NASTY, html },
  ]);
  const browser = await chromium.launch({
    executablePath: findChromium(undefined, () => chromium.executablePath()),
    args: ['--no-sandbox'],
  });
  try {
    const colors = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const tab = await browser.newPage({ colorScheme, viewport: { width: 1440, height: 900 } });
      const requests: string[] = [];
      tab.on('request', (request) => requests.push(request.url()));
      await tab.setContent(page);
      expect(requests).toEqual([]);
      const seen = await tab.evaluate(() => ({
        strangers: document.querySelectorAll('img, script, iframe, [onerror]').length,
        svgs: document.querySelectorAll('svg').length,
        wide: [...document.querySelectorAll('.card')].filter((card) => card.scrollWidth > card.clientWidth + 1).length,
        color: getComputedStyle(document.querySelector('.card') as Element).backgroundColor,
      }));
      expect(seen).toMatchObject({ strangers: 0, wide: 0 });
      expect(seen.svgs).toBeGreaterThan(10);
      colors.push(seen.color);
    }
    expect(new Set(colors).size).toBe(2);
  } finally {
    await browser.close();
  }
}, 60_000);

test('the lab draws what is deployed with it: what arrived, and what it refuses', async () => {
  const lab = await Lab.shared();
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const cloudWatch = new CloudWatchClient({ endpoint: lab.awsUrl, region: 'us-east-1', credentials });
  const MetricData = [1, 2, 4].map((Value) => ({ MetricName: 'Visits', Value, Timestamp: new Date() }));
  await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'Preview', MetricData }));
  const common = { region: 'us-east-1', view: 'singleValue', stat: 'Sum', setPeriodToTimeRange: true };
  const widgets = [
    { type: 'metric', properties: { ...common, metrics: [['Preview', 'Visits', { label: 'visits' }]] } },
    { type: 'metric', properties: { ...common, metrics: [[{ expression: 'SORT(a)', id: 'sorted' }]] } },
  ];
  await cloudWatch.send(
    new PutDashboardCommand({ DashboardName: 'Previewed', DashboardBody: JSON.stringify({ widgets }) }),
  );
  const html = await lab.text('/dashboards/Previewed');
  await cloudWatch.send(new DeleteDashboardsCommand({ DashboardNames: ['Previewed'] }));
  expect(html).toMatch(/>7<\/b><span class="key" title="visits">/);
  expect(html).toContain('emulated CloudWatch (lab)');
  expect(html).toContain('sorted: refused by the lab');
});
