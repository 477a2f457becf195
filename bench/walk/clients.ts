import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientScript } from '../../src/rum/web-app/javascript';
import { clientConfiguration, MONITOR } from '../../test/lab/client/configuration';
import { unpacked } from '../../test/lab/client/site';
import { bundle } from '../bundle';
import { OURS } from '../workspace';
import { SLOW_MS } from './site';

/** Something of the walk, as a client told it. */
export interface Fact {
  readonly of: 'view' | 'error' | 'failure' | 'LCP' | 'CLS' | 'INP';
  /** The title, the error's type and message, the failure's status and path. */
  readonly what: string;
  /** By its path. */
  readonly page: string;
}

export interface WalkedClient {
  readonly name: string;
  readonly tag: string;
  script(workspace: string, origin: string): string;
  /** An entry for each event or signal in a body; none where it is nothing that is counted. */
  read(body: string): (Fact | undefined)[];
}

const TELEMETRIES = ['errors', 'performance', 'http'];

/** Each loaded and configured as its documentation says for a single-page application, with errors, vitals, requests and routes. */
export const CLIENTS: readonly WalkedClient[] = [
  {
    name: OURS,
    tag: '<script async src="/client.js"></script>',
    script: (workspace, origin) => {
      const client = join(workspace, 'node_modules', OURS, 'assets/client/telemetry.js');
      const configuration = clientConfiguration(`${origin}/plane`, { transactions: [] });
      return clientScript(readFileSync(client, 'utf8'), JSON.stringify(configuration));
    },
    read: readRum,
  },
  {
    // Routes are recorded by the client itself; replay, on by default, is left out.
    name: 'aws-rum-web',
    tag: '<script src="/client.js"></script>',
    script: (workspace, origin) => {
      const options = { endpoint: `${origin}/plane`, signing: false, allowCookies: true, telemetries: TELEMETRIES };
      return bundle(
        workspace,
        `import { AwsRum } from 'aws-rum-web'; new AwsRum('${MONITOR}', '1.0.0', 'us-east-1', ${JSON.stringify(options)});`,
      ).toString();
    },
    read: readRum,
  },
  {
    // With its experimental recording of routes; all resources, since they are where it tells of failed requests.
    name: '@grafana/faro-web-sdk',
    tag: '<script src="/client.js"></script>',
    script: (workspace, origin) => {
      const options = {
        url: `${origin}/plane/faro/collect`,
        app: { name: 'shop', version: '1.0.0' },
        trackResources: true,
        webVitalsInstrumentation: { trackAttributionSources: true },
        experimental: { trackNavigation: true },
      };
      return bundle(
        workspace,
        `import { getWebInstrumentations, initializeFaro } from '@grafana/faro-web-sdk';
        initializeFaro({ ...${JSON.stringify(options)}, instrumentations: getWebInstrumentations() });`,
      ).toString();
    },
    read: readFaro,
  },
];

/** Events of CloudWatch RUM: each has the page that it belongs to, and the page view the title. A shift of 0 is none. */
function readRum(body: string): (Fact | undefined)[] {
  return unpacked(Buffer.from(body)).map(({ type, metadata, details }) => {
    const fact = (of: Fact['of'], what = ''): Fact => ({ of, what, page: String(metadata.pageId) });
    const value = Number(details.value);
    switch (type.replace(/^com\.amazon\.rum\.|_event$/g, '')) {
      case 'page_view':
        return fact('view', String(metadata.title));
      case 'js_error':
        return fact('error', `${details.type}: ${details.message}`);
      case 'http': {
        const { request, response, error } = details as Record<string, Record<string, unknown> | undefined>;
        return fact('failure', `${response?.status ?? error?.type} ${pathOf(request?.url)}`);
      }
      case 'largest_contentful_paint':
        return fact('LCP');
      case 'cumulative_layout_shift':
        return value > 0 ? fact('CLS') : undefined;
      case 'interaction_to_next_paint':
        return value >= SLOW_MS ? fact('INP') : undefined;
      default:
        return undefined;
    }
  });
}

interface FaroBody {
  readonly meta: { readonly page?: { readonly url?: string } };
  readonly events?: readonly { readonly name: string; readonly attributes?: Readonly<Record<string, string>> }[];
  readonly exceptions?: readonly { readonly type: string; readonly value: string }[];
  readonly measurements?: readonly { readonly type: string; readonly values: Readonly<Record<string, number>> }[];
  readonly logs?: readonly unknown[];
}

/**
 * Signals of Faro: all in a body belong to the page in its meta data.
 *
 * Taken for page views are the navigation of a document and, of its routes, those that change the path; it knows no
 * titles. It has no word for failed requests: taken for them are resources whose answer has a status of 400 or more.
 */
function readFaro(body: string): (Fact | undefined)[] {
  const { meta, events = [], exceptions = [], measurements = [], logs = [] } = JSON.parse(body) as FaroBody;
  const fact = (of: Fact['of'], what = '', page = pathOf(meta.page?.url)): Fact => ({ of, what, page });
  return [
    ...events.map(({ name, attributes = {} }) => {
      const { fromUrl, toUrl, responseStatus, name: url } = attributes;
      if (name === 'faro.performance.navigation') return fact('view', '', pathOf(url));
      if (name === 'faro.navigation' && pathOf(fromUrl) !== pathOf(toUrl)) return fact('view', '', pathOf(toUrl));
      if (name === 'faro.performance.resource' && Number(responseStatus) >= 400)
        return fact('failure', `${responseStatus} ${pathOf(url)}`);
      return undefined;
    }),
    ...exceptions.map(({ type, value }) => fact('error', `${type}: ${value}`)),
    ...measurements.map(({ values: { lcp, cls = 0, inp = 0 } }) => {
      if (lcp !== undefined) return fact('LCP');
      if (cls > 0) return fact('CLS');
      return inp >= SLOW_MS ? fact('INP') : undefined;
    }),
    ...logs.map(() => undefined),
  ];
}

function pathOf(url: unknown): string {
  return new URL(String(url), 'http://none').pathname;
}
