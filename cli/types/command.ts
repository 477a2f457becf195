import { writeFileSync } from 'node:fs';
import { DECLARED_NAMES, type DeclaredNames } from '../../src/formats/declared-names';
import { readMetadata } from '../assembly/assembly';
import { CannotRun } from '../common/cannot-run';
import type { TypesOptions } from './options';

/** Writes the declaration of what web applications declare, and returns the exit status. */
export function types({ assembly, app, out }: TypesOptions, { print }: { print: (line: string) => void }): number {
  const all = readMetadata(assembly, DECLARED_NAMES);
  const found = all.filter(({ path }) => app === undefined || path === app || path.endsWith(`/${app}`));
  if (found.length === 0) {
    const known = all.map(({ path }) => path).join(', ') || 'none';
    throw new CannotRun(`no web application${app === undefined ? '' : ` ${app}`} in ${assembly}; it has: ${known}`);
  }
  const text = declaration(found.map(({ data }) => data as DeclaredNames));
  if (out === undefined) print(text);
  else writeFileSync(out, `${text}\n`);
  return 0;
}

function declaration(declared: DeclaredNames[]): string {
  const union = (kind: keyof DeclaredNames) => {
    const names = new Set(declared.flatMap((names) => names[kind]));
    return (
      [...names]
        .sort()
        .map((name) => `'${name}'`)
        .join(' | ') || 'never'
    );
  };
  return `// Written by \`npx user-telemetry types\`: what the stacks declare.
import 'cdk-user-telemetry/client';

declare module 'cdk-user-telemetry/client' {
  interface Declared {
    readonly transactions: ${union('transactions')};
    readonly features: ${union('features')};
  }
}`;
}
