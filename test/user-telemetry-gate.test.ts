import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { canaries, UserTelemetry } from '../src';

function synth(deploymentGate?: canaries.DeploymentGateOptions): Template {
  const stack = new Stack(new App(), 'Shop');
  const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' });
  telemetry.addJourney('Buy', {
    journey: canaries.Journey.startAt('https://shop.example.com').step('look', canaries.Expect.visible('h1')),
    deploymentGate,
  });
  new s3.Bucket(stack, 'Pages');
  return Template.fromStack(stack);
}

test('a deployment waits for a journey where that is asked for, once all the rest is there', () => {
  const template = synth({ timeout: Duration.minutes(10) });
  const [gate] = Object.values(template.findResources('Custom::UserTelemetryDeploymentGate'));
  const [[id, application]] = Object.entries(template.findResources('Custom::UserTelemetryApplication'));
  expect(application.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^Pages/)]));
  expect(gate.Properties.Application).toEqual({ 'Fn::GetAtt': [id, 'Application'] });
  expect(JSON.stringify(gate.Properties)).toContain('600');
});

test('by default no deployment waits', () => {
  synth().resourceCountIs('Custom::UserTelemetryDeploymentGate', 0);
});
