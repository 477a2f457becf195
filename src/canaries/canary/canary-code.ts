import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-synthetics';

/** A file of a canary's code. */
export interface CodeFile {
  readonly path: string;
  readonly content: string | Buffer;
}

/** Lays out the code of a canary, and hands it to a function that makes canaries of it. */
export function withCode<T>(files: readonly CodeFile[], use: (code: Code) => T): T {
  const directory = FileSystem.mkdtemp('canary-');
  try {
    for (const { path, content } of files) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    }
    return use(Code.fromAsset(directory));
  } finally {
    // Staging has copied it into the cloud assembly.
    rmSync(directory, { recursive: true });
  }
}

/** A file of JSON for people to read. */
export function jsonFile(path: string, content: object): CodeFile {
  return { path, content: `${JSON.stringify(content, undefined, 2)}\n` };
}
