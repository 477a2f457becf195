/** Where errors were thrown in the source code, by the source maps of a build on this machine. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { AnyMap, originalPositionFor, sourceContentFor, type TraceMap } from '@jridgewell/trace-mapping';
import { CannotRun, messageOf } from '../../common/cannot-run';
import type { ErrorPlace } from '../session/step';

export interface SourceLine {
  /** `src/cart.ts:42:7`, and the function, if it is known. */
  readonly place: string;
  /** What stands there. */
  readonly code?: string;
}

/** In bundles of one line nobody could read what stands there. */
const CODE_LENGTH = 160;
const STACK_LINES = 6;
/** Of a stack that a browser made up, neither all lines nor a line without end are read. */
const MOST_CALLS = 100;
const CALL_LENGTH = 2_000;

export class SourceMaps {
  private readonly files: readonly string[];
  private readonly maps = new Map<string, TraceMap | undefined>();
  /** Files that could not be used, with the reason. */
  public readonly problems: string[] = [];

  constructor(private readonly folder: string) {
    if (!existsSync(folder) || !statSync(folder).isDirectory()) {
      throw new CannotRun(`--source-maps: ${folder} is no folder`);
    }
    const names = readdirSync(folder, { encoding: 'utf8', recursive: true });
    this.files = names.filter((name) => name.endsWith('.map')).map((name) => name.split(sep).join('/'));
    if (this.files.length === 0) throw new CannotRun(`--source-maps: ${folder} has no source maps`);
  }

  /** Of where it was thrown, and of the calls that led there. Empty if no source map knows. */
  public linesOf({ file, line, column, stack = '', release }: ErrorPlace): SourceLine[] {
    const first = file !== undefined && line !== undefined ? this.find(file, line, column ?? 1, release) : undefined;
    const calls = stack.split('\n', MOST_CALLS).flatMap((call) => {
      if (call.length > CALL_LENGTH) return [];
      const [, url, at, from] = /([\w+.-]{1,40}:\/\/\S+?):(\d{1,9}):(\d{1,9})\)?\s*$/.exec(call) ?? [];
      return url === undefined ? [] : (this.find(url, Number(at), Number(from), release) ?? []);
    });
    const all = first && first.place !== calls[0]?.place ? [first, ...calls] : calls;
    return all.slice(0, STACK_LINES);
  }

  private find(url: string, line: number, column: number, release?: string): SourceLine | undefined {
    const map = this.mapOf(url, release);
    if (!map || line < 1 || column < 1) return undefined;
    // Browsers count columns from 1.
    const { source, line: at, column: from, name } = originalPositionFor(map, { line, column: column - 1 });
    if (source === null || at === null) return undefined;
    const code = sourceContentFor(map, source)?.split(/\r?\n/)[at - 1]?.trim();
    return {
      place: `${source.replace(/^(\.\.?\/)+/, '')}:${at}:${from + 1}${name ? ` (${name})` : ''}`,
      code: code && code.length <= CODE_LENGTH ? code : undefined,
    };
  }

  /** Of several of one name that of the release, and then the one whose path is most like that of the script. */
  private mapOf(url: string, release?: string): TraceMap | undefined {
    const parts = url.replace(/[?#].*$/, '').split('/');
    const fits = (name: string) => {
      const own = name.slice(0, -'.map'.length).split('/');
      let same = 0;
      while (same < own.length && own[own.length - 1 - same] === parts[parts.length - 1 - same]) same++;
      return same && same + (release !== undefined && `/${name}`.includes(`/${release}/`) ? 1000 : 0);
    };
    const [best] = this.files
      .map((name) => ({ name, fit: fits(name) }))
      .filter(({ fit }) => fit > 0)
      .sort((a, b) => b.fit - a.fit || (a.name < b.name ? -1 : 1));
    return best && this.read(best.name);
  }

  private read(name: string): TraceMap | undefined {
    if (!this.maps.has(name)) {
      try {
        this.maps.set(name, new AnyMap(readFileSync(join(this.folder, name), 'utf8')));
      } catch (error) {
        this.maps.set(name, undefined);
        this.problems.push(`${join(this.folder, name)} can't be read: ${messageOf(error)}`);
      }
    }
    return this.maps.get(name);
  }
}
