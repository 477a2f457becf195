import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Construct } from 'constructs';
import { bundleScript } from './journey-script';

/** A file of a canary's code, with its path in the asset. */
export interface AssetFile {
  readonly path: string;
  readonly content: string | Buffer;
}

/** Collects the files that a journey needs in its asset; the same one once. */
export class JourneyFiles {
  private readonly byPath = new Map<string, AssetFile>();

  constructor(private readonly scope: Construct) {}

  public get files(): AssetFile[] {
    return [...this.byPath.values()];
  }

  /** Takes a file of the user's, and tells where it lies in the asset; its name is kept, since pages see it. */
  public upload(path: string): string {
    return this.add(`upload ${resolve(path)}`, () => ({
      path: `files/${this.byPath.size + 1}/${basename(path)}`,
      content: readFileSync(path),
    }));
  }

  /** Bundles a script of the user's, and tells where it lies in the asset. */
  public script(what: string, path: string): string {
    return this.add(`script ${resolve(path)}`, () => ({
      path: `scripts/${this.byPath.size + 1}.js`,
      content: bundleScript(this.scope, what, path),
    }));
  }

  private add(key: string, make: () => AssetFile): string {
    const file = this.byPath.get(key) ?? make();
    this.byPath.set(key, file);
    return file.path;
  }
}
