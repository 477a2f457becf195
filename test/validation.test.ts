import { App, Stack } from 'aws-cdk-lib';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Action, Journey } from '../src/canaries';
import { Notifications } from '../src/monitoring';
import { UserTelemetry } from '../src/user-telemetry';

// This one suite keeps CDK's validation of synthesized templates on (test/setup.ts), with findings as errors.
delete process.env.CDK_VALIDATION;

/** An app with one of everything that UserTelemetry defines. */
function appWithEverything(): { app: App; stack: Stack } {
  const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
  const stack = new Stack(app, 'Shop');
  const topic = new Topic(stack, 'OnCall');
  const task = new FargateTaskDefinition(stack, 'Task');
  task.addContainer('app', { image: ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:22-slim') });
  const fn = new LambdaFunction(stack, 'Function', {
    code: Code.fromInline('exports.handler = async () => {};'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_22_X,
  });

  const telemetry = new UserTelemetry(stack, 'Telemetry', {
    applicationName: 'shop',
    notifications: Notifications.toTopics({ page: topic, ticket: topic }),
  });
  telemetry.addTransaction('Checkout', { minimumCompletionRate: 0.6 });
  telemetry.addWebApp('Storefront', { domains: ['shop.example.com'] });
  telemetry.addTaskDefinition('Orders', task);
  telemetry.addFunction('Cart', fn);
  const distribution = new Distribution(stack, 'Site', {
    defaultBehavior: { origin: new HttpOrigin('site.example.com') },
  });
  telemetry.addEventPipeline('Events', { distribution });
  telemetry.addJourney('Buy', {
    journey: Journey.startAt('https://shop.example.com').step('open product', Action.click('text=Mug')),
  });
  return { app, stack };
}

test('what UserTelemetry defines passes CloudFormation validation', () => {
  const { app } = appWithEverything();

  expect(() => app.synth()).not.toThrow();
}, 60_000);

test('the validation is on: what the service would refuse fails', () => {
  const { app, stack } = appWithEverything();
  for (const child of stack.node.findAll()) {
    if (child instanceof CfnAppMonitor) child.addPropertyOverride('AppMonitorConfiguration.SessionSampleRate', 2);
  }

  expect(() => app.synth()).toThrow();
}, 60_000);
