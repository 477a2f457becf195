import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Dashboard, type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { TelemetryDashboard } from '../../../src/monitoring';
import { bodyOf, importMonitor, type Json } from '../helpers';

/** What cdk-monitoring-constructs 10.2.0 publishes as `IDashboardSegment`, and asks of what `addSegment()` gets. */
interface IDashboardSegment {
  widgets(): IWidget[];
  summaryWidgets(): IWidget[];
  alarmWidgets(): IWidget[];
}

/** As its facade hands the lists of a segment to its dashboards. */
function addSegment(stack: Stack, segment: IDashboardSegment) {
  for (const list of ['widgets', 'summaryWidgets', 'alarmWidgets'] as const) {
    const dashboard = new Dashboard(stack, list, { dashboardName: list });
    dashboard.addWidgets(new TextWidget({ markdown: 'theirs', height: 3 }));
    dashboard.addWidgets(...segment[list]());
  }
}

const bodies = (stack: Stack): Record<string, Json[]> =>
  Object.fromEntries(
    Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard')).map(({ Properties }) => [
      Properties.DashboardName,
      bodyOf(Properties.DashboardBody).widgets,
    ]),
  );

test('goes into dashboards of others as it is, below what they have, with parts that come later', () => {
  const stack = new Stack(new App(), 'Stack');
  const dashboard = new TelemetryDashboard(stack, 'Dashboard', { dashboardName: 'ours' });
  addSegment(stack, dashboard.segment());
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  const { ours, widgets, summaryWidgets, alarmWidgets } = bodies(stack);
  const titles = (some: Json[]) => some.map(({ properties }) => properties.title ?? properties.markdown);
  expect(titles(widgets)).toEqual(['theirs', ...titles(ours).slice(1)]);
  expect(titles(summaryWidgets)).toEqual(['theirs', 'Real users', 'Apdex of page loads']);
  expect(titles(alarmWidgets)).toEqual(['theirs']);
  expect(Math.min(...widgets.slice(1).map(({ y }) => y))).toBe(3);
});

test('fails where it would take several dashboards', () => {
  const stack = new Stack(new App(), 'Stack');
  const dashboard = new TelemetryDashboard(stack, 'Dashboard');
  dashboard.segment();
  for (let i = 0; i < 501; i++) dashboard.addWidgets('Mine', new TextWidget({ markdown: 'mine' }));
  expect(() => Template.fromStack(stack)).toThrow('dashboards that segment() would take: got 2, expected at most 1');
});
