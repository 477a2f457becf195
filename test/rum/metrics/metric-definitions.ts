import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AppMonitor, type AppMonitorProps, type CustomMetricOptions, MetricDefinition } from '../../../src/rum';

export const EVENT = { event_type: ['my_event'] };

export function define(props: Partial<AppMonitorProps> = {}) {
  const stack = new Stack(new App(), 'Shop');
  const monitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'], appMonitorName: 'shop', ...props });
  return { stack, monitor };
}

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of any shape
export function definitionsOf(stack: Stack): any[] {
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::RUM::AppMonitor'));
  const [destination, ...others] = resource.Properties.AppMonitorConfiguration.MetricDestinations;
  expect(others).toEqual([]);
  expect(destination.Destination).toBe('CloudWatch');
  return destination.MetricDefinitions;
}

export function rendered(...metricDefinitions: MetricDefinition[]) {
  return definitionsOf(define({ metricDefinitions }).stack);
}

export const custom = (options: Partial<CustomMetricOptions> = {}, name = 'Metric') =>
  MetricDefinition.custom(name, { eventPattern: EVENT, ...options });
