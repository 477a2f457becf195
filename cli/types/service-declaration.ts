import type { CatalogDocument } from '../../src/formats/events/catalog';
import { SENT_FIELDS } from '../../src/formats/events/fields';
import { eventMembers } from './events-declaration';

const TYPES = { string: 'string', bigint: 'number', double: 'number', boolean: 'boolean' };

/** A module of types, without imports, for a service that sends events to the ingest by \`lambda:InvokeFunction\`. */
export function serviceDeclaration(catalog: CatalogDocument): string {
  const fields = Object.entries(SENT_FIELDS).map(
    ([name, { type, comment }]) => `  /** ${comment} */\n  readonly ${name}?: ${TYPES[type]};`,
  );
  return `// Written by \`npx user-telemetry types --service\`: what the ingest takes from a service.
/** What may be told of each event. */
export interface Events {
${eventMembers(catalog, '  ')}
}

/** What may be stated of any event. */
export interface SentFields {
${fields.join('\n')}
}

/** One event; \`id\` is made once, such as by crypto.randomUUID(), and \`time\` is Date.now() when it happened. */
export type SentEvent = {
  [Name in keyof Events]: SentFields & {
    readonly id: string;
    readonly name: Name;
    readonly time: number;
    readonly properties?: Events[Name];
  };
}[keyof Events];

/** The payload of the function whose name is in EVENT_PIPELINE_FUNCTION: at most 500 events and 1 MB. */
export interface EventBatch {
  /** Date.now() when it is sent, again at each retry. */
  readonly sentAt: number;
  readonly common?: SentFields;
  readonly events: readonly SentEvent[];
}`;
}
