/** The retail sample as its own app synthesizes it; with `-c declare=Name` one transaction more is declared. */
import { App } from 'aws-cdk-lib';
import { RetailStack } from '../../../examples/retail/retail-stack';
import type { UserTelemetry } from '../../../src';

const app = new App({ analyticsReporting: false });
const stack = new RetailStack(app, 'AnyCompanyRetail', {});
const name = app.node.tryGetContext('declare');
if (name) (stack.node.findChild('Telemetry') as UserTelemetry).addTransaction(name);
