import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TelemetryDashboard, type TelemetryDashboardProps } from '../../../src/monitoring';
import { bodyOf, type Json, widgetsOf } from '../helpers';

export function setUp(props?: TelemetryDashboardProps, stackProps?: StackProps) {
  const stack = new Stack(new App(), 'Stack', stackProps);
  return { stack, dashboard: new TelemetryDashboard(stack, 'Dashboard', props) };
}

/** The only widget of the only dashboard with a title. */
export function titled(stack: Stack, title: string): Json {
  const found = widgetsOf(stack).filter(({ properties }) => properties.title === title);
  expect(found).toHaveLength(1);
  return found[0];
}

/** The lines of the only text below a heading. */
export function textBelow(stack: Stack, heading: string): string[] {
  const found = widgetsOf(stack)
    .map(({ properties }) => String(properties.markdown ?? '').split('\n'))
    .filter(([first]) => first === heading);
  expect(found).toHaveLength(1);
  return found[0].slice(1);
}

/** The variables of the only dashboard. */
export function variablesOf(stack: Stack): Json[] {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  return bodyOf(Properties.DashboardBody).variables ?? [];
}
