import { App } from 'aws-cdk-lib';
import { RetailStack } from './retail-stack';

const app = new App();
new RetailStack(app, 'AnyCompanyRetail', { description: 'AnyCompany Retail: the sample of cdk-user-telemetry' });
