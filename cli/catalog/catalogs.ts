import { type CatalogDocument, EVENT_CATALOG } from '../../src/formats/events/catalog';
import { readMetadata } from '../assembly/assembly';
import { CannotRun } from '../common/cannot-run';

/** The catalogs of an assembly as one, or the one that is named by the end of its path. */
export function catalogsOf(assembly: string, name?: string): CatalogDocument | undefined {
  const all = readMetadata(assembly, EVENT_CATALOG);
  const found = all.filter(({ path }) => name === undefined || path === name || path.endsWith(`/${name}`));
  if (name !== undefined && found.length === 0) {
    const known = all.map(({ path }) => path).join(', ') || 'none';
    throw new CannotRun(`no catalog ${name} in ${assembly}; it has: ${known}`);
  }
  if (found.length === 0) return undefined;
  const documents = found.map(({ data }) => data as CatalogDocument);
  const names = documents.flatMap(({ events }) => Object.keys(events));
  const twice = names.find((event, index) => names.indexOf(event) !== index);
  if (twice !== undefined) {
    const paths = found.map(({ path }) => path).join(', ');
    throw new CannotRun(`the event ${twice} is in several catalogs (${paths}): choose one with --catalog`);
  }
  const together = (kind: 'transactions' | 'features') => [...new Set(documents.flatMap((document) => document[kind]))];
  return {
    events: Object.assign({}, ...documents.map(({ events }) => events)),
    transactions: together('transactions'),
    features: together('features'),
    unknownEvents: documents.some(({ unknownEvents }) => unknownEvents),
  };
}
