import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Construct } from 'constructs';
import { describePart, type PartDocument } from '../../formats/journey';
import { fail } from '../../private/errors';
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

  /** The part with its file's place in the asset. */
  public place(part: PartDocument): PartDocument {
    if (!('action' in part) || part.file === undefined) return part;
    const file = part.action === 'script' ? this.script(describePart(part), part.file) : this.upload(part.file);
    return { ...part, file };
  }

  /** Takes a file of the user's, and tells where it lies in the asset; its name is kept, since pages see it. */
  private upload(path: string): string {
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

/** Refuses what is no file. */
export function checkFile(scope: Construct, what: string, path: string): void {
  if (existsSync(path) && statSync(path).isFile()) return;
  fail(scope, {
    what,
    got: path,
    expected: `a file; there is none at ${resolve(path)}`,
    fix: 'pass a path from the working directory, or an absolute one such as path.join(__dirname, …)',
  });
}
