import { writeFileSync } from 'node:fs';
import { jsonSchema } from '../../src/formats/events/json-schema';
import { readArguments } from '../common/arguments';
import { CannotRun } from '../common/cannot-run';
import { catalogsOf } from './catalogs';
import { markdownOf } from './markdown';

export const CATALOG_USAGE = `user-telemetry catalog <cdk.out> [options]

Writes what an application declares of its events as a page of documentation in Markdown.

  <cdk.out>           the output folder of \`cdk synth\`

  --catalog <name>    of one catalog: the end of its path in the app; all of them by default
  --json-schema       write a JSON Schema for the properties of each event instead, by the names of events
  --out <file>        write into this file, such as docs/events.md, instead of printing

Exit status: 0, or 2 if it could not be done.`;

interface CatalogOptions {
  readonly assembly: string;
  readonly catalog?: string;
  readonly out?: string;
  readonly 'json-schema'?: boolean;
}

const OPTIONS = { catalog: { type: 'string' }, out: { type: 'string' }, 'json-schema': { type: 'boolean' } } as const;

export function readCatalogOptions(args: string[]): CatalogOptions {
  const { values, positionals } = readArguments(args, OPTIONS, CATALOG_USAGE);
  if (positionals.length !== 1) throw new CannotRun(`expected the output folder of cdk synth\n\n${CATALOG_USAGE}`);
  return { assembly: positionals[0], ...values };
}

export function catalog(options: CatalogOptions, { print }: { print: (line: string) => void }): number {
  const document = catalogsOf(options.assembly, options.catalog);
  if (!document) throw new CannotRun(`no catalog of events in ${options.assembly}`);
  const schemas = () =>
    Object.fromEntries(Object.entries(document.events).map(([name, event]) => [name, jsonSchema(name, event)]));
  const text = options['json-schema'] ? JSON.stringify(schemas(), undefined, 2) : markdownOf(document);
  if (options.out === undefined) print(text);
  else writeFileSync(options.out, `${text}\n`);
  return 0;
}
