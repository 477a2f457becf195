import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Construct } from 'constructs';
import { asset } from '../../private/assets';
import { fail } from '../../private/errors';

/** The browser client without its configuration; the one that signs is larger. */
export function readBundle(scope: Construct, signed: boolean): string {
  const path = asset('client', signed ? 'telemetry-signed.js' : 'telemetry.js');
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return fail(scope, {
      what: 'clientSource()',
      got: `no file ${path}`,
      expected: 'the bundled browser client',
      fix: 'reinstall cdk-user-telemetry; in its repository run `npx projen bundle`',
    });
  }
}

/** As in the attribute `integrity` of a script tag. */
export function integrityOf(content: string): string {
  return `sha384-${createHash('sha384').update(content, 'utf8').digest('base64')}`;
}
