import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AppMonitor, type IAppMonitor } from '../../src/rum';

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of any shape
export type Json = any;

/** An app monitor without resources. */
export function importMonitor(stack: Stack, appMonitorName = 'shop'): IAppMonitor {
  const appMonitorId = '11111111-2222-3333-4444-555555555555';
  return AppMonitor.fromAppMonitorAttributes(stack, `Monitor-${appMonitorName}`, { appMonitorName, appMonitorId });
}

/** The properties of the only alarm whose logical id contains a word. */
export function alarmOf(stack: Stack, id: string): Record<string, Json> {
  const alarms = Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  const found = alarms.filter(([logicalId]) => logicalId.includes(id));
  expect(found).toHaveLength(1);
  return found[0][1].Properties;
}

/** The messages of the warnings that alarms notify nobody. */
export function silentAlarms(stack: Stack): string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp('cdk-user-telemetry:alarms-without-action'))
    .map(({ id, entry }) => `${id} ${entry.data}`);
}

/** The widgets of the only dashboard, with tokens as `<...>`. */
export function widgetsOf(stack: Stack): Json[] {
  const dashboards = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  expect(dashboards).toHaveLength(1);
  return bodyOf(dashboards[0].Properties.DashboardBody).widgets;
}

/** The body of a dashboard, with tokens as `<...>`, and what its metrics abbreviate written out. */
export function bodyOf(body: Json): Json {
  const parts: Json[] = typeof body === 'string' ? [body] : body['Fn::Join'][1];
  const text = parts.map((part) => (typeof part === 'string' ? part : `<${Object.values(part)}>`)).join('');
  const { widgets, ...others } = JSON.parse(text);
  return { ...others, widgets: widgets.map(inFull) };
}

/** A widget in which each metric stands by itself. */
export function inFull(widget: Json): Json {
  if (!widget.properties.metrics) return widget;
  const rows: Json[][] = [];
  for (const row of widget.properties.metrics) {
    rows.push(row.map((cell: Json, at: number) => (cell === '.' ? rows[rows.length - 1][at] : cell)));
  }
  return { ...widget, properties: { ...widget.properties, metrics: rows } };
}
