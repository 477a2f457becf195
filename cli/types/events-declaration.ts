import type { CatalogDocument, CatalogEvent, CatalogProperty } from '../../src/formats/events/catalog';

const TYPES = { string: 'string', bigint: 'number', double: 'number', boolean: 'boolean' };

/** The events of a catalog as the members of an interface, by name: what may be told of each. */
export function eventMembers({ events, unknownEvents }: CatalogDocument, indent: string): string {
  const members = Object.entries(events).map(([name, event]) => {
    const comment = event.description ? `${indent}/** ${event.description.replaceAll('*/', '* /')} */\n` : '';
    return `${comment}${indent}readonly ${JSON.stringify(name)}: ${propertiesOf(event)};`;
  });
  return [...members, ...(unknownEvents ? [`${indent}readonly [name: string]: object;`] : [])].join('\n');
}

function propertiesOf({ properties }: CatalogEvent): string {
  const members = Object.entries(properties).map(([name, property]) => {
    const type = typeOf(property);
    return `readonly ${JSON.stringify(name)}${property.required ? `: ${type}` : `?: ${type} | null`}`;
  });
  return members.length > 0 ? `{ ${members.join('; ')} }` : '{ readonly [name: string]: unknown }';
}

function typeOf({ type, values }: CatalogProperty): string {
  return values ? values.map((value) => JSON.stringify(value)).join(' | ') : TYPES[type];
}
