import { SENT_FIELDS } from '../../../../formats/events/fields';
import { isRecord } from './candidate';
import { isDeep } from './depth';
import type { IngestSettings } from './settings';

const COMMON_KEYS: ReadonlySet<string> = new Set(Object.keys(SENT_FIELDS));
const EVENT_KEYS: ReadonlySet<string> = new Set([...COMMON_KEYS, 'id', 'name', 'time', 'properties']);
const NONE: ReadonlySet<string> = new Set();

const known = new WeakMap<object, ReadonlySet<string>>();

/**
 * What is personal in any event of the catalog, if it isn't stored: senders mistake names of events, places of properties,
 * and how they are written.
 */
function personalKeys({ catalog, personal }: IngestSettings): ReadonlySet<string> {
  if (personal) return NONE;
  const keys = known.get(catalog) ?? new Set(namesOf(catalog).map(written));
  known.set(catalog, keys);
  return keys;
}

function namesOf({ events }: IngestSettings['catalog']): string[] {
  const properties = Object.values(events).flatMap((event) => Object.entries(event.properties));
  return properties.filter(([, { personal }]) => personal).map(([name]) => name);
}

/** The same for `eMail`, `e-mail` and `E_MAIL`. */
function written(key: string): string {
  return key.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

export function hasPersonal(settings: IngestSettings): boolean {
  return personalKeys(settings).size > 0;
}

export function isPersonal(key: string, settings: IngestSettings): boolean {
  const keys = personalKeys(settings);
  return keys.size > 0 && keys.has(written(key));
}

/** Copies JSON with `null` in place of what is personal, and collects the keys of that. */
export class Withholding {
  public readonly keys = new Set<string>();
  public isWhole = true;

  constructor(private readonly settings: IngestSettings) {}

  /** At any depth. */
  public value(value: unknown): unknown {
    return this.copy(value, NONE);
  }

  public common(common: unknown): unknown {
    return this.object(common, COMMON_KEYS);
  }

  public event(event: unknown): unknown {
    const copy = this.object(event, EVENT_KEYS);
    if (!isRecord(copy) || typeof copy.properties !== 'string') return copy;
    return { ...copy, properties: this.object(copy.properties, NONE) };
  }

  public batch(batch: unknown): unknown {
    if (!isRecord(batch)) return this.object(batch, NONE);
    const { common, events, ...rest } = batch;
    return {
      ...(this.value(rest) as object),
      ...(common !== undefined && { common: this.common(common) }),
      events: Array.isArray(events) ? events.map((event) => this.event(event)) : this.object(events, NONE),
    };
  }

  /** Where a text stands in place of an object, it may be JSON of one. */
  private object(value: unknown, own: ReadonlySet<string>): unknown {
    return typeof value === 'string' && hasPersonal(this.settings) ? this.nothing() : this.copy(value, own);
  }

  private copy(value: unknown, own: ReadonlySet<string>): unknown {
    // JSON would have null for it.
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((part) => this.copy(part, NONE));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => {
        if (own.has(key) || !isPersonal(key, this.settings)) return [key, this.copy(part, NONE)];
        this.keys.add(key);
        return [key, this.nothing()];
      }),
    );
  }

  /** Some senders write JSON into texts of JSON. */
  private text(text: string): string | null {
    if (!/^\s*[[{]/.test(text) || !hasPersonal(this.settings)) return text;
    try {
      const value: unknown = JSON.parse(text);
      if (isDeep(value)) return this.nothing();
      const inner = new Withholding(this.settings);
      const copy = JSON.stringify(inner.value(value));
      if (inner.isWhole) return text;
      for (const key of inner.keys) this.keys.add(key);
      this.isWhole = false;
      return copy;
    } catch {
      return text;
    }
  }

  private nothing(): null {
    this.isWhole = false;
    return null;
  }
}
