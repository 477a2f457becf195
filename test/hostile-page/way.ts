import type { BrowserContextOptions } from 'playwright-core';
import type { ClientConfiguration } from '../../src/formats/client-configuration';
import type { Visit } from './visit';

/** What the server answers; a text is a document. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A way in which a page, a browser or another script misbehaves; README.md tells how it is tried. */
export interface Way {
  readonly name: string;
  /** Of the client, beside what all have; `ORIGIN` and `OTHER` in it are those of the site and of a foreign one. */
  readonly configuration?: Partial<ClientConfiguration>;
  readonly browser?: BrowserContextOptions;
  /** Script in the head, before the tag of the client. */
  readonly before?: string;
  /** The tag of the client. */
  readonly tag?: string;
  /** HTML of the body, on every path that has no file. */
  readonly page?: string;
  /** What else the server has, by path; a whole document writes the tag by itself. */
  readonly files?: Readonly<Record<string, string | Answer>>;
  /** Of all pages. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The path that is opened, `/` if left out. */
  readonly open?: string;
  /** Status of the data plane, 200 if left out. */
  readonly dataPlane?: number | 'hang';
  /** Body of an async function that runs once the client records, and in the run without it as late. */
  readonly after?: string;
  /** The same by a user: clicks, goes back, closes. */
  readonly act?: (visit: Visit) => Promise<void>;
  /** `after` and `act` don't wait for the client to record. */
  readonly early?: boolean;
  /** The client never gets onto the page. */
  readonly absent?: boolean;
  /** Types of events that are left out otherwise: vitals, navigation, resources, traces, starts of sessions. */
  readonly show?: RegExp;
  /** In any order: `page_view /a`, `js_error TypeError: boom @/a`, `http 500 GET /api`, `started Checkout`; see events.ts. */
  readonly expected: readonly string[];
}
