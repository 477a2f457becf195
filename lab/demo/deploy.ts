import { join } from 'node:path';
import { type Endpoints, OUT, ROOT } from './lab';
import { finish } from './processes';

const RETAIL = join(ROOT, 'examples/retail');
/** What the CLI deployed, which also has the questions. */
export const ASSEMBLY = join(OUT, 'cdk.out');
export const OUTPUTS = join(OUT, 'outputs.json');
export const STACK = 'AnyCompanyRetail';

/** Runs the real CDK CLI against the lab. */
export function cdk(endpoints: Endpoints, log: string, ...args: string[]): Promise<void> {
  return finish({
    command: join(ROOT, 'node_modules/.bin/cdk'),
    args: [...args, '--no-notices', '--no-color', '--output', ASSEMBLY],
    cwd: RETAIL,
    env: labEnvironment(endpoints),
    log,
  });
}

export function deploy(endpoints: Endpoints, log: string): Promise<void> {
  const quietly = ['--require-approval', 'never', '--progress', 'events'];
  return cdk(endpoints, log, 'deploy', STACK, ...quietly, '--outputs-file', OUTPUTS);
}

/** Nothing of the developer's own AWS configuration gets in: no profile, no credentials, no endpoint but the lab's. */
export function labEnvironment(endpoints: Pick<Endpoints, 'aws'>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpoints.aws,
    AWS_ENDPOINT_URL_S3: endpoints.aws,
    AWS_ACCESS_KEY_ID: 'lab',
    AWS_SECRET_ACCESS_KEY: 'lab',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    CI: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}
