import type { ExtraFile } from '../../src/formats/client-configuration';
import { safely } from './safely';

/** The client's own tag: its other files are beside it. */
const tag = safely(() => document.currentScript as HTMLScriptElement);

/** What a file of the client finds at its own tag. */
export interface ExtraTag<Host> extends HTMLScriptElement {
  userTelemetry?: Host;
}

/** Loads files that do more than the client has to, and hands each what it needs. */
export function loadExtras(files: readonly ExtraFile[], userTelemetry: unknown): void {
  const { src, nonce } = tag as HTMLScriptElement;
  for (const [name, integrity] of files) {
    const its = { src: new URL(name, src).href, nonce, integrity, crossOrigin: '', userTelemetry };
    document.head.append(Object.assign(document.createElement('script'), its));
  }
}
