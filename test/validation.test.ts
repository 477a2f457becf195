import { App } from 'aws-cdk-lib';

// This one suite keeps CDK's template validation on (test/setup.ts), with findings as errors.
delete process.env.CDK_VALIDATION;

import { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import { RetailStack } from '../examples/retail/retail-stack';

const FINDINGS_ARE_ERRORS = { '@aws-cdk/core:validateAgainstDefaultRules': true };

test('the sample passes CloudFormation validation', () => {
  const app = new App({ context: FINDINGS_ARE_ERRORS });
  new RetailStack(app, 'Retail');

  expect(() => app.synth()).not.toThrow();
}, 60_000);

test('a template that the service would refuse fails here', () => {
  const app = new App({ context: FINDINGS_ARE_ERRORS });
  const stack = new RetailStack(app, 'Retail');
  for (const child of stack.node.findAll()) {
    if (child instanceof CfnAppMonitor) child.addPropertyOverride('AppMonitorConfiguration.SessionSampleRate', 2);
  }

  expect(() => app.synth()).toThrow(/validation/i);
}, 60_000);
