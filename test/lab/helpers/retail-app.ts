/**
 * The retail sample as its own app synthesizes it; with `-c declare=Name` one transaction more is declared, with
 * `-c refused=true` there is also what CloudFormation comes to last and AWS refuses.
 */
import { App, CfnResource } from 'aws-cdk-lib';
import { RetailStack } from '../../../examples/retail/retail-stack';
import type { UserTelemetry } from '../../../src';

const app = new App({ analyticsReporting: false });
const stack = new RetailStack(app, 'AnyCompanyRetail', {});
const { node } = stack;
const name = app.node.tryGetContext('declare');
if (name) (node.findChild('Telemetry') as UserTelemetry).addTransaction(name, { minimumCompletionRate: 0.5 });
if (app.node.tryGetContext('refused')) {
  const topic = new CfnResource(stack, 'Refused', { type: 'AWS::SNS::Topic', properties: { Colour: 'red' } });
  topic.node.addDependency(node.findChild('Shop'), node.findChild('Telemetry'));
}
