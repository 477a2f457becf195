import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Expect, Journey } from '../../src/canaries';
import { CollectorConfig } from '../../src/collector';
import { Notifications } from '../../src/monitoring';
import { UserTelemetry } from '../../src/user-telemetry';
import type { Resource } from './evaluation/alarm-room';
import type { Json } from './evaluation/alarm-spec';
import { JOURNEYS } from './world/synthetics';

/** What an alarm tells: its topic stands for it. */
export const [PAGE, TICKET] = ['Page', 'Ticket'];

/**
 * The alarms of a shop that states nothing but what it has: a web app, two journeys, a transaction with a minimum, a service
 * with a collector that watches itself, and a pipeline of events. All alarms are what the template says, and nothing else.
 */
export function shopAlarms(): Resource[] {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'us-east-1' } });
  const telemetry = new UserTelemetry(stack, 'Telemetry', {
    applicationName: 'shop',
    notifications: Notifications.toTopics({ page: new Topic(stack, PAGE), ticket: new Topic(stack, TICKET) }),
  });
  telemetry.addTransaction('Checkout', { minimumCompletionRate: 0.6 });
  telemetry.addEventPipeline('Events', { allowedOrigins: ['https://shop.example.com'] });
  telemetry.addWebApp('Storefront', { domains: ['shop.example.com'] });
  for (const canaryName of JOURNEYS) {
    telemetry.addJourney(canaryName, {
      canaryName,
      journey: Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1')),
    });
  }
  const taskDefinition = new FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('app', { image: ContainerImage.fromRegistry('node:22-slim') });
  telemetry.addTaskDefinition('Orders', taskDefinition, { config: new CollectorConfig({ selfTelemetry: true }) });
  return alarmsOf(stack);
}

const TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'] as const;

/** The alarms of a template, with names and logical ids in place of references. */
export function alarmsOf(stack: Stack): Resource[] {
  const template = Template.fromStack(stack);
  const { Resources } = template.toJSON();
  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    if (value.Ref) return nameOf(value.Ref, Resources[value.Ref]);
    if (value['Fn::GetAtt']) return value['Fn::GetAtt'][0];
    if (value['Fn::Join']) return value['Fn::Join'][1].map(resolve).join('');
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
  };
  return TYPES.flatMap((Type) =>
    Object.entries<Json>(template.findResources(Type)).map(([LogicalId, { Properties }]) => {
      return { LogicalId, Type, Properties: resolve(Properties) };
    }),
  );
}

function nameOf(logicalId: string, resource: Json): string {
  if (resource?.Type === 'AWS::SNS::Topic') return logicalId.startsWith(PAGE) ? PAGE : TICKET;
  return resource?.Type === 'AWS::Synthetics::Canary' ? resource.Properties.Name : logicalId;
}
