import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IResolvable, Tokenization } from 'aws-cdk-lib';
import { type DeploymentSourceContext, type ISource, Source, type SourceConfig } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import type { ClientFile } from './delivered-client';

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
