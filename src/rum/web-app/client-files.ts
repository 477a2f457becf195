import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IResolvable, Tokenization } from 'aws-cdk-lib';
import { type DeploymentSourceContext, type ISource, Source, type SourceConfig } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { asset } from '../../private/assets';
import { fail } from '../../private/errors';

/** A file of the client. */
export interface ClientFile {
  readonly name: string;
  readonly content: string;
  /** Where the name changes with the content, so that it may be cached for ever: what matches all names, as `a-*.js`. */
  readonly allVersions?: string;
}

/** What a delivery makes of the bundle and of its configuration, which holds values that are known at deployment. */
export interface DeliveredClient {
  readonly files: ClientFile[];
  /** Of the file that is the same wherever it is deployed, if there is one. */
  readonly integrity?: string;
  scriptTag(directory: string): string;
  /** With the configuration in the page itself, if that is possible. */
  inlineScriptTag?(directory: string): string;
}

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

/** Several files that may hold tokens as one source; `Source.data()` takes one file. */
export class JointSource implements ISource {
  constructor(private readonly files: readonly ClientFile[]) {}

  public bind(scope: Construct, context?: DeploymentSourceContext): SourceConfig {
    const markers: Record<string, string> = {};
    const directory = mkdtempSync(join(tmpdir(), 'web-client-'));
    try {
      for (const { name, content } of this.files) {
        const mark = (token: IResolvable) => {
          const marker = `<<marker:0xbaba:${Object.keys(markers).length}>>`;
          markers[marker] = token.toString();
          return marker;
        };
        const text = Tokenization.reverseString(content)
          .mapTokens({ mapToken: mark })
          .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
        writeFileSync(join(directory, name), text);
      }
      return { ...Source.asset(directory).bind(scope, context), markers };
    } finally {
      rmSync(directory, { recursive: true });
    }
  }
}
