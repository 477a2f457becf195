import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { collector, type TaskDefinitionOptions, UserTelemetry } from '../src';

function alarmsOf(options?: TaskDefinitionOptions): string[] {
  const stack = new Stack(new App(), 'Shop');
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('app', { image: ecs.ContainerImage.fromRegistry('node:22-slim') });
  new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' }).addTaskDefinition(
    'Orders',
    taskDefinition,
    options,
  );
  const template = Template.fromStack(stack);
  const body = JSON.stringify(Object.values(template.findResources('AWS::CloudWatch::Dashboard'))[0]);
  const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
  return alarms.length > 0 && !body.includes('collector.exports.failed') ? ['not on the dashboard'] : alarms;
}

test('a collector that watches itself has alarms, and a part of the dashboard', () => {
  const config = new collector.CollectorConfig({ selfTelemetry: true });
  const alarms = alarmsOf({ config, alarms: { failedExports: { threshold: 10 } } });
  expect(alarms).toHaveLength(4);
  expect(alarms).toContainEqual(expect.stringMatching(/FailedExports/));
});

test('by default there are none, and no metrics to pay for', () => {
  expect(alarmsOf()).toEqual([]);
});

test('alarms on a collector that does not watch itself are refused', () => {
  expect(() => alarmsOf({ alarms: { silence: { threshold: Duration.minutes(15) } } })).toThrow(/selfTelemetry/);
});
