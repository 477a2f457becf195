import { App, Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  Notifications,
  ServiceLevelIndicator,
  ServiceLevelObjective,
  TelemetryDashboard,
} from '../../../src/monitoring';
import { type Json, widgetsOf } from '../helpers';

test('objectives stand below the alarms, with what is left of the budget of their interval', () => {
  const stack = new Stack(new App(), 'Stack');
  const dashboard = new TelemetryDashboard(stack, 'Dashboard');
  const metric = (metricName: string) => new Metric({ namespace: 'Shop', metricName, statistic: 'Sum' });
  const objective = new ServiceLevelObjective(stack, 'Orders', {
    indicator: ServiceLevelIndicator.badTotal(metric('Failed'), metric('Orders')),
    goal: 0.999,
    interval: Duration.days(28),
    notifications: Notifications.none(),
  });
  dashboard.addObjective('Orders work', objective);
  dashboard.addAlarms(objective.alarms);
  const [, alarms, heading, value, days, burn] = widgetsOf(stack);
  expect(alarms.properties.alarms).toHaveLength(2);
  expect(heading.properties.markdown).toBe('## Objectives');
  expect(value.properties).toMatchObject({
    title: 'Orders work: 28 days',
    start: '-P28D',
    setPeriodToTimeRange: true,
    view: 'singleValue',
  });
  const labels = (widget: Json) =>
    widget.properties.metrics.flatMap(([{ expression, label }]: Json[]) => (expression ? [label] : []));
  expect(labels(value)).toEqual(['good (%)', 'error budget left (%)']);
  expect(days.properties).toMatchObject({
    start: '-P28D',
    period: 86_400,
    annotations: { horizontal: [{ value: 99.9, label: 'goal' }] },
  });
  expect(burn.properties.annotations.horizontal).toMatchObject([{ value: 1 }]);
});
