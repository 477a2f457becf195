/**
 * Synthesizes the retail sample as its app does, with cdk-nag's AwsSolutions pack watching.
 *
 * Run with the sample's own tsconfig, which is what resolves `cdk-user-telemetry`:
 * tsx --tsconfig examples/retail/tsconfig.json test/examples/synthesize.ts OUTDIR
 */
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

const RETAIL = join(__dirname, '../../examples/retail');
process.chdir(RETAIL);
process.env.CDK_VALIDATION = 'false'; // CDK's own rules take seconds, and have a suite of their own

// Loaded by a computed path: the type checker of the tests knows no package `cdk-user-telemetry`.
const { RetailStack } = require(join(RETAIL, 'retail-stack'));

const app = new App({ outdir: process.argv[2] });
new RetailStack(app, 'AnyCompanyRetail', {});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
