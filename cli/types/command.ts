import { writeFileSync } from 'node:fs';
import { DECLARED_NAMES, type DeclaredNames } from '../../src/formats/declared-names';
import type { CatalogDocument } from '../../src/formats/events/catalog';
import { readMetadata } from '../assembly/assembly';
import { catalogsOf } from '../catalog/catalogs';
import { CannotRun } from '../common/cannot-run';
import { eventMembers } from './events-declaration';
import type { TypesOptions } from './options';
import { serviceDeclaration } from './service-declaration';

/** Writes the declaration of what web applications declare, and returns the exit status. */
export function types(options: TypesOptions, { print }: { print: (line: string) => void }): number {
  const text = options.service ? serviceTypes(options) : pageTypes(options);
  if (options.out === undefined) print(text);
  else writeFileSync(options.out, `${text}\n`);
  return 0;
}

function serviceTypes({ assembly, catalog }: TypesOptions): string {
  const document = catalogsOf(assembly, catalog);
  if (!document) throw new CannotRun(`no catalog of events in ${assembly}`);
  return serviceDeclaration(document);
}

function pageTypes({ assembly, app, catalog }: TypesOptions): string {
  const document = catalogsOf(assembly, catalog);
  const all = readMetadata(assembly, DECLARED_NAMES);
  const found = all.filter(({ path }) => app === undefined || path === app || path.endsWith(`/${app}`));
  if (found.length === 0 && (app !== undefined || !document)) {
    const known = all.map(({ path }) => path).join(', ') || 'none';
    throw new CannotRun(`no web application${app === undefined ? '' : ` ${app}`} in ${assembly}; it has: ${known}`);
  }
  return declaration(
    found.map(({ data }) => data as DeclaredNames),
    document,
  );
}

function declaration(declared: DeclaredNames[], catalog: CatalogDocument | undefined): string {
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
    readonly features: ${union('features')};${catalog ? `\n    readonly events: {\n${eventMembers(catalog, '      ')}\n    };` : ''}
  }
}`;
}
