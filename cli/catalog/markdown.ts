import type { CatalogDocument, CatalogProperty } from '../../src/formats/events/catalog';
import { propertyColumn } from '../../src/formats/events/fields';

const TYPES = { string: 'text', bigint: 'whole number', double: 'number', boolean: 'true or false' };

/** The catalog as a page for people who ask questions. */
export function markdownOf({ events, transactions, features, unknownEvents }: CatalogDocument): string {
  const sections = Object.entries(events).map(([name, { description, owner, properties }]) => {
    const rows = Object.entries(properties).map(([property, declared]) => row(property, declared, owner));
    const table = ['| property | column | type | | what it tells | owner |', '|---|---|---|---|---|---|', ...rows].join(
      '\n',
    );
    return [
      `## \`${name}\``,
      description,
      owner && `Owner: ${owner}.`,
      rows.length > 0 ? table : 'It has no properties of its own.',
    ]
      .filter(Boolean)
      .join('\n\n');
  });
  const others = unknownEvents
    ? 'Other events are taken, too; their properties are JSON text in the column `properties`.'
    : 'Events that are not here are rejected, and can be replayed once they are.';
  const names = [list('Transactions', transactions), list('Features', features)].filter(Boolean).join('\n');
  return ['# Events', others, names, ...sections].filter(Boolean).join('\n\n');
}

function list(title: string, names: readonly string[]): string {
  return names.length > 0 ? `- ${title}: ${names.map((name) => `\`${name}\``).join(', ')}` : '';
}

function row(name: string, declared: CatalogProperty, eventOwner = ''): string {
  const {
    type,
    required,
    values,
    maxLength,
    minimum,
    maximum,
    personal,
    description = '',
    owner = eventOwner,
  } = declared;
  const limits = [
    values && `one of ${values.map((value) => `\`${value}\``).join(', ')}`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    minimum !== undefined && `at least ${minimum}`,
    maximum !== undefined && `at most ${maximum}`,
  ].filter(Boolean);
  const marks = [required && 'required', personal && '**personal**'].filter(Boolean).join(', ');
  const told = [description, limits.join(', ')].filter(Boolean).join('; ');
  const cells = [`\`${name}\``, `\`${propertyColumn(name)}\``, TYPES[type], marks, told, owner];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
