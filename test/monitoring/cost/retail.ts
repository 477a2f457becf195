/**
 * Synthesizes the retail sample and tells what it estimates of itself before that.
 *
 * Run with the sample's own tsconfig, which is what resolves `cdk-user-telemetry`:
 * tsx --tsconfig examples/retail/tsconfig.json test/monitoring/cost/retail.ts OUTDIR
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';

const RETAIL = join(__dirname, '../../../examples/retail');
process.chdir(RETAIL);
process.env.CDK_VALIDATION = 'false'; // CDK's own rules take seconds, and have a suite of their own
execFileSync(process.execPath, ['--import', 'tsx', 'bundle.ts']);

// Loaded by a computed path: the type checker of the tests knows no package `cdk-user-telemetry`.
const { RetailStack } = require(join(RETAIL, 'retail-stack'));

const app = new App({ outdir: process.argv[2] });
const stack: Stack = new RetailStack(app, 'AnyCompanyRetail', {});
const telemetry = stack.node.findChild('Telemetry') as unknown as {
  estimate(usage: { monthlySessions: number }): object;
};
const estimate = telemetry.estimate({ monthlySessions: 100_000 });
app.synth();
console.log(`\n${JSON.stringify({ estimate })}`);
