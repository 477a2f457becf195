import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** A collector with ADOT's components, which scripts/test builds. */
export const COLLECTOR = resolve(__dirname, '../../.cache/collector/collector');

/** Nothing is sent: extensions that sign only want to see credentials. */
export const ENVIRONMENT = {
  ...process.env,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
};

export interface Verdict {
  readonly accepted: boolean;
  readonly output: string;
}

/** What a collector says of a configuration: it reads it, checks it and builds its pipelines, but starts nothing. */
export function validate(content: string, variables: Record<string, string> = {}): Verdict {
  const { status, stderr, error } = spawnSync(COLLECTOR, ['validate', '--config', 'env:AOT_CONFIG_CONTENT'], {
    env: { ...ENVIRONMENT, ...variables, AOT_CONFIG_CONTENT: content },
    encoding: 'utf8',
  });
  if (error) throw error;
  return { accepted: status === 0, output: stderr };
}
