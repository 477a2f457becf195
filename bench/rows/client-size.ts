import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { bundle } from '../bundle';
import { besideFirst, table } from '../table';
import { OURS } from '../workspace';

/** Each started as its documentation begins, with what its package takes along; session replay only where it is on by default. */
const PEERS: Record<string, string> = {
  '@elastic/apm-rum': "import { init } from '@elastic/apm-rum'; init({ serviceName: 'shop', serverUrl: '/apm' });",
  '@grafana/faro-web-sdk':
    "import { getWebInstrumentations, initializeFaro } from '@grafana/faro-web-sdk';" +
    "initializeFaro({ url: '/faro', app: { name: 'shop' }, instrumentations: getWebInstrumentations() });",
  '@datadog/browser-rum':
    "import { datadogRum } from '@datadog/browser-rum'; datadogRum.init({ applicationId: 'a', clientToken: 'b' });",
  'aws-rum-web': "import { AwsRum } from 'aws-rum-web'; new AwsRum('id', '1.0.0', 'us-east-1', {});",
  'posthog-js': "import posthog from 'posthog-js'; posthog.init('key', { api_host: '/posthog' });",
};

/** What a page loads: each client bundled and minified by the same esbuild. */
export function clientSizeRow(workspace: string): string {
  const ours = readFileSync(join(workspace, 'node_modules', OURS, 'assets/client/telemetry.js'));
  const clients = [ours, ...Object.values(PEERS).map((code) => bundle(workspace, code))];
  const row = (label: string, size: (client: Buffer) => number): string[] => [
    label,
    ...besideFirst(clients.map((client) => size(client) / 1000)),
  ];
  return [
    '## The client in the browser',
    '',
    table(
      ['', OURS, ...Object.keys(PEERS)],
      [
        row('minified KB', (client) => client.length),
        row('gzip KB', (client) => gzipSync(client, { level: 9 }).length),
        row('brotli KB', (client) => brotliCompressSync(client).length),
      ],
    ),
  ].join('\n');
}
