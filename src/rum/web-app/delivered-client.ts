/** A file of the client. */
export interface ClientFile {
  readonly name: string;
  readonly content: string;
  /** Whether its name changes with its content, so that it may be cached for ever. */
  readonly immutable?: boolean;
}

/** What a delivery makes of the bundle and of its configuration, which holds values that are known at deployment. */
export interface DeliveredClient {
  readonly files: ClientFile[];
  /** Of the file that is the same wherever it is deployed, if there is one. */
  readonly integrity?: string;
  scriptTag(directory: string): string;
  /** With the configuration in the page itself, if that is possible. */
  inlineScriptTag?(directory: string): string;
}
