/** What a user did or met, as one line of a timeline. */
export interface Step {
  readonly kind: Kind;
  /** By the browser's clock, milliseconds since 1970. */
  readonly time: number;
  /** Whether the milliseconds are known; otherwise the second is. */
  readonly isExact: boolean;
  readonly text: string;
  /** What needs somebody to look at it. */
  readonly isBad?: boolean;
  /** Further lines below it. */
  readonly more?: readonly string[];
  readonly durationMs?: number;
  /** Whether other steps follow from it, rather than the other way round. */
  readonly isBeginning?: boolean;
  readonly request?: RequestIds;
  readonly call?: Call;
  readonly transaction?: { readonly name: string; readonly outcome: string };
  readonly error?: ErrorPlace;
}

export type Kind =
  | 'start'
  | 'click'
  | 'request'
  | 'error'
  | 'transaction'
  | 'feature'
  | 'event'
  | 'form'
  | 'left'
  | 'lost';

/** A request as it is compared with others. */
export interface Call {
  readonly method: string;
  /** Without what differs from user to user; with the origin where that is another one than that of the page. */
  readonly endpoint: string;
  /** The status, or how it failed. */
  readonly outcome: string;
  readonly status?: number;
}

/** By which the spans of backends are found. */
export interface RequestIds {
  /** 32 hexadecimal digits, without what X-Ray puts between them. */
  readonly trace: string;
  readonly segment?: string;
}

/** Where an error was thrown, in the script that the browser ran. */
export interface ErrorPlace {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly stack?: string;
  /** By CloudWatch RUM, which has the source maps. */
  readonly unminified?: string;
  readonly release?: string;
}

/** X-Ray writes `1-5f2a…-…`, W3C trace context the same digits without anything between them. */
export function bareTraceId(id: string): string | undefined {
  const bare = id.toLowerCase().replace(/^1-([\da-f]{8})-([\da-f]{24})$/, '$1$2');
  return /^[\da-f]{32}$/.test(bare) ? bare : undefined;
}
