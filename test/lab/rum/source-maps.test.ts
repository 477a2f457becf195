import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import { buildSync } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import * as rum from '../../../src/rum';
import { sharedBrowser } from '../helpers/browser';
import { askEdge } from '../helpers/edge-request';
import { Lab, type MonitorState } from '../helpers/lab';
import { visit } from '../helpers/visit';

const STACK = 'SourceMaps';
const PAGE = `<!doctype html><title>Pay</title><link rel="icon" href="data:," />
<script async src="telemetry.js"></script><script src="app.js"></script><h1>Pay</h1>`;
/** Of which the third line fails. */
const source = (release: string) => `export function pay(total: number): string {
  const release = ${JSON.stringify(release)};
  if (total > 1) throw new Error(\`declined in \${release}\`);
  return release;
}
Object.assign(window, { pay });
`;

let lab: Lab;
let browser: Browser;
let site: string;
let maps: string;

/** What a bundler leaves behind: a minified script, and its source map as another file. */
function build(release: string): string {
  const folder = join(lab.folder, `build-${release}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'pay.ts'), source(release));
  buildSync({
    entryPoints: [join(folder, 'pay.ts')],
    outfile: join(folder, 'dist/app.js'),
    bundle: true,
    minify: true,
    sourcemap: 'external',
  });
  return join(folder, 'dist');
}

const define =
  (directory: string) =>
  (stack: Stack): void => {
    const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
    const distribution = new cloudfront.Distribution(stack, 'Site', {
      defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) },
    });
    const sourceMaps = new rum.SourceMaps(stack, 'Maps', { directory, encryptionKey: new kms.Key(stack, 'Key') });
    const shop = new rum.WebApp(stack, 'Shop', {
      domains: [distribution.distributionDomainName],
      sourceMaps,
    });
    new s3deploy.BucketDeployment(stack, 'Pages', {
      sources: [
        s3deploy.Source.asset(directory, { exclude: ['*.map'] }),
        s3deploy.Source.data('index.html', PAGE),
        shop.clientSource(),
      ],
      destinationBucket: bucket,
    });
    new CfnOutput(stack, 'SiteDomain', { value: distribution.distributionDomainName });
    new CfnOutput(stack, 'MapsName', { value: sourceMaps.bucket.bucketName });
  };

async function deploy(release: string): Promise<void> {
  const { status, output } = await lab.deploy(STACK, define(build(release)));
  if (status !== 0) throw new Error(output);
}

beforeAll(async () => {
  lab = await Lab.shared();
  await deploy('first');
  site = await lab.output(STACK, 'SiteDomain');
  maps = await lab.output(STACK, 'MapsName');
  browser = await sharedBrowser(lab);
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

type SeenEvent = MonitorState['events'][number];

/** Somebody whose payment fails; the event of it once it has arrived. */
async function failToPay(release: string): Promise<SeenEvent> {
  const act = (page: Page) => page.evaluate('setTimeout(() => pay(2))');
  await visit(browser, `https://${site}/index.html`, { act });
  for (let waited = 0; waited < 15_000; waited += 250) {
    const { events } = await lab.monitor(STACK, 'Shop');
    const event = events.find(({ details }) => String(details.message).includes(`declined in ${release}`));
    if (event) return event;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the error did not arrive');
}

/** What the service does: it finds the source map by the release and the script, and in it the line of the source. */
async function unminified({ details, metadata }: SeenEvent): Promise<string> {
  const [, script, line, column] = /https:\/\/[^/]+\/(\S+?):(\d+):(\d+)/.exec(String(details.stack)) ?? [];
  const file = join(lab.folder, 'found.map');
  const key = `${metadata['aws:releaseId']}/${script}.map`;
  await lab.aws('s3api', 'get-object', '--bucket', maps, '--key', key, file);
  const entry = new SourceMap(JSON.parse(readFileSync(file, 'utf8'))).findEntry(Number(line) - 1, Number(column) - 1);
  if (!('originalLine' in entry)) throw new Error('the source map does not know the place');
  return `${entry.originalSource.replace(/^.*\//, '')}:${entry.originalLine + 1}`;
}

/** The source maps in the bucket, by release. */
async function releases(): Promise<string[]> {
  const { Contents } = await lab.aws<{ Contents: { Key: string }[] }>('s3api', 'list-objects-v2', '--bucket', maps);
  return Contents.map(({ Key }) => Key.replace(/\/app\.js\.map$/, ''));
}

test('an error names a release whose source map leads to the line of the source', async () => {
  expect(await unminified(await failToPay('first'))).toBe('pay.ts:3');
});

test('visitors can’t read source maps', async () => {
  expect((await askEdge(lab.edge, `https://${site}/app.js`)).status).toBe(200);
  expect((await askEdge(lab.edge, `https://${site}/app.js.map`)).status).toBe(403);
});

test('the next release has source maps of its own, and those of the former stay', async () => {
  const before = await releases();
  await deploy('second');
  const event = await failToPay('second');
  const after = await releases();
  expect([before.length, after.length]).toEqual([1, 2]);
  expect(after).toEqual(expect.arrayContaining([...before, event.metadata['aws:releaseId']]));
  expect(await unminified(event)).toBe('pay.ts:3');
});

test('a bucket that lets CloudWatch RUM in for another app monitor only is refused, in the words of the service', async () => {
  const { status, output } = await lab.deploy('Denied', (stack) => {
    const bucket = new s3.Bucket(stack, 'Maps', { removalPolicy: RemovalPolicy.DESTROY });
    const sourceMaps = new rum.SourceMaps(stack, 'SourceMaps', { directory: build('denied'), bucket });
    sourceMaps.allowAppMonitor(rum.AppMonitor.fromAppMonitorName(stack, 'Other', 'other'));
    const { s3Uri } = sourceMaps;
    new rum.AppMonitor(stack, 'Monitor', {
      domains: ['shop.example.com'],
      sourceMaps: { s3Uri, dependable: sourceMaps }, // not `sourceMaps` itself, which would let it in
    });
  });
  expect(status).not.toBe(0);
  expect(output.replace(/\s+/g, ' ')).toContain('RUM service does not have access to S3 uri s3://');
});
