import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalShop } from '../helpers/local-shop';
import { Project } from './tool';

const ROOT = join(__dirname, '../../..');
const RETAIL = join(ROOT, 'examples/retail');

let project: Project;
let shop: LocalShop;

beforeAll(async () => {
  project = await Project.create();
  // The sample as its own cdk.json synthesizes it.
  const tsx = ['--import', 'tsx'];
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(RETAIL, 'tsconfig.json'), CDK_VALIDATION: 'false' };
  execFileSync(process.execPath, [...tsx, 'bundle.ts'], { cwd: RETAIL, env });
  execFileSync(process.execPath, [...tsx, join(ROOT, 'test/examples/synthesize.ts'), project.path('cdk.out')], {
    cwd: ROOT,
    env,
  });
});
afterAll(() => project?.remove());

beforeEach(async () => {
  shop = await LocalShop.open();
});
afterEach(async () => {
  await shop.close();
  rmSync(project.path('user-telemetry-runs'), { recursive: true, force: true });
});

/** Chromium refuses its sandbox to root, but Playwright has it off anyway; a small /dev/shm is what containers have. */
const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  project.run(['run', ...args, '--chromium-arg=--disable-dev-shm-usage'], env);

describe("the sample's journey", () => {
  test('is listed with what only a deployment knows of it', async () => {
    const { status, output } = await run(['cdk.out', '--list']);
    expect(status).toBe(0);
    expect(output).toContain('AnyCompanyRetail/Telemetry/Buy\n');
    expect(output).toMatch(/JOURNEY_VALUE_1: \$\{ShopDistribution\w+\.DomainName\}/);
  });

  test('passes against a local shop, step by step, and leaves nothing behind', async () => {
    const { status, output } = await run(['cdk.out', 'Buy', '--base-url', shop.url, '--trail', 'trail.json']);
    expect(output).toMatch(
      /^AnyCompanyRetail\/Telemetry\/Buy\n {2}✓ open product \(\d+ ms\)\n {2}✓ add to cart \(\d+ ms\)\n {2}✓ begin checkout \(\d+ ms\)\n {2}✓ order \(\d+ ms\)\n {2}passed in \d/,
    );
    expect(output).toContain('1 passed');
    expect(output).toContain('What differs from CloudWatch Synthetics:');
    expect(status).toBe(0);
    expect(existsSync(project.path('user-telemetry-runs'))).toBe(false);
    const [{ pages }] = JSON.parse(readFileSync(project.path('trail.json'), 'utf8'));
    const names = ['/', '/product.html', '/cart.html', '/checkout.html', '/thanks.html'];
    expect(pages).toEqual(names.map((name) => shop.url + name));
    const orders = shop.seen.filter(({ path }) => path === '/api/orders');
    expect(orders).toHaveLength(1);
    expect(orders[0].headers['user-agent']).toContain('CloudWatchSynthetics/local-run');
  });

  test('fails where the shop does, and says where the picture and the HAR file are', async () => {
    shop.takesOrders = false;
    const { status, output } = await run(['cdk.out', '--base-url', shop.url]);
    expect(status).toBe(1);
    expect(output).toContain('✓ begin checkout');
    expect(output).toMatch(/✗ order \(\d+ ms\): step "order", Expect\.text\("h1", "Thank you"\): expected .* got /);
    expect(output).toContain('1 failed');
    const artifacts = (output.match(/^ {4}(\S+\.(png|har))$/gm) ?? []).map((line) => project.path(line.trim()));
    expect(artifacts.some((path) => /04-order-failed\.png$/.test(path))).toBe(true);
    for (const path of artifacts) expect(existsSync(path)).toBe(true);
    const har = JSON.parse(readFileSync(artifacts.find((path) => path.endsWith('.har')) ?? '', 'utf8'));
    const refused = har.log.entries.filter(({ response }: { response: { status: number } }) => response.status === 503);
    expect(refused).toHaveLength(1);
  });

  test('can not be played without the values of a deployment', async () => {
    const { status, output } = await run(['cdk.out']);
    expect(status).toBe(2);
    expect(output).toContain('--base-url <where the site is>, or --value JOURNEY_VALUE_1=…');
  });

  test('keeps what it saw where it is asked to, also if it passes', async () => {
    const host = new URL(shop.url).host;
    const { status } = await run([
      'cdk.out',
      '--base-url',
      shop.url,
      '--value',
      `JOURNEY_VALUE_1=${host}`,
      '--out',
      'kept',
    ]);
    expect(status).toBe(0);
    expect(readdirSync(project.path('kept/AnyCompanyRetail-Telemetry-Buy'))).toEqual(
      expect.arrayContaining(['01-open-product-succeeded.png', '04-order-succeeded.png', 'results.har']),
    );
  });
});

describe('a script of another kind', () => {
  const asset = 'a'.repeat(64);

  /** A cloud assembly with one canary; its code is what the Synthetics documentation has for Playwright. */
  function assemble(script: string, variables: object = {}, timeout = 20): void {
    mkdirSync(project.path(`own.out/asset.${asset}`), { recursive: true });
    writeFileSync(project.path(`own.out/asset.${asset}/index.mjs`), script);
    const write = (file: string, content: object) =>
      writeFileSync(project.path('own.out', file), JSON.stringify(content));
    write('own.template.json', {
      Resources: {
        Own: {
          Type: 'AWS::Synthetics::Canary',
          Properties: {
            Name: 'own',
            RuntimeVersion: 'syn-nodejs-playwright-6.0',
            Code: { Handler: 'index.handler', S3Bucket: 'assets', S3Key: `${asset}.zip` },
            RunConfig: { TimeoutInSeconds: timeout, EnvironmentVariables: variables },
          },
        },
      },
    });
    write('own.assets.json', { files: { [asset]: { source: { path: `asset.${asset}`, packaging: 'zip' } } } });
    write('manifest.json', {
      artifacts: {
        own: { type: 'aws:cloudformation:stack', properties: { templateFile: 'own.template.json' } },
        'own.assets': { type: 'cdk:asset-manifest', properties: { file: 'own.assets.json' } },
      },
    });
  }

  test('plays with what its runtime provides, and its variables', async () => {
    assemble(
      `import { synthetics } from '@aws/synthetics-playwright';
       export const handler = async () => {
         const page = await synthetics.newPage(await synthetics.launch());
         await synthetics.executeStep('home', () => page.goto(process.env.SITE));
         console.log('title:', await page.title());
         await synthetics.close();
       };`,
      { SITE: shop.url },
    );
    const { status, output } = await run(['own.out']);
    expect(output).toMatch(/^own\/Own\n {2}✓ home \(\d+ ms\)\n {2}\| title: .*AnyCompany Retail\n {2}passed/);
    expect(status).toBe(0);
  });

  test('reads secrets as in the service, and they appear nowhere', async () => {
    assemble(
      `import { synthetics } from '@aws/synthetics-playwright';
       const ask = async (SecretId) => {
         const headers = { 'x-amz-target': 'secretsmanager.GetSecretValue' };
         const answer = await fetch(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER, { method: 'POST', headers, body: JSON.stringify({ SecretId }) });
         return (await answer.json()).SecretString;
       };
       export const handler = async () => {
         const secret = await ask(process.env.JOURNEY_SECRET_1);
         const page = await synthetics.newPage(await synthetics.launch());
         console.log('the secret is', secret);
         await synthetics.executeStep('tell', async () => {
           await page.goto(process.env.SITE + '?password=' + encodeURIComponent(secret));
           throw new Error('refused ' + secret);
         });
       };`,
      { SITE: shop.url, JOURNEY_SECRET_1: { Ref: 'Password' } },
    );
    const missing = await run(['own.out']);
    expect(missing.status).toBe(2);
    expect(missing.output).toContain('JOURNEY_SECRET_1, a secret');
    const { status, output } = await run(['own.out'], { JOURNEY_SECRET_1: 'hunter 2' });
    expect(status).toBe(1);
    expect(output).toContain('| the secret is ***');
    expect(output).toContain('✗ tell');
    const har = readFileSync(project.path('user-telemetry-runs/own-Own/results.har'), 'utf8');
    expect(har).toContain('?password=***');
    expect(output + har).not.toMatch(/hunter.{1,3}2/);
  });

  test('that hangs is ended by its timeout, and one that exits has not been played', async () => {
    assemble('export const handler = () => new Promise((resolve) => setTimeout(resolve, 60000));', {}, 1);
    expect(await run(['own.out'])).toMatchObject({
      status: 1,
      output: expect.stringContaining('timed out after 1 seconds'),
    });
    assemble('export const handler = () => process.exit(0);');
    expect(await run(['own.out'])).toMatchObject({ status: 2, output: expect.stringContaining('without a result') });
  });

  test('is refused a browser that is not there', async () => {
    assemble('export const handler = () => {};');
    const { status, output } = await run(['own.out'], { CHROMIUM: '/nowhere/chromium' });
    expect([status, output]).toEqual([
      2,
      'the environment variable CHROMIUM: /nowhere/chromium is no program that can be run\n',
    ]);
  });
});

test('journeys that are suggested compile, and what a run has shown counts as covered', async () => {
  const view = (session: string, pageId: string, at: number) =>
    JSON.stringify({
      event_timestamp: at,
      event_type: 'com.amazon.rum.page_view_event',
      event_id: `${session}${pageId}`,
      metadata: { domain: 'shop.example.com', pageId },
      user_details: { sessionId: session },
      event_details: { pageId },
    });
  const lines = ['a', 'b', 'c'].flatMap((session, index) => [
    view(session, '/', 1),
    view(session, index < 2 ? '/lookbook.html' : '/product.html', 2),
  ]);
  writeFileSync(project.path('events.jsonl'), lines.join('\n'));
  await run(['cdk.out', '--base-url', shop.url, '--trail', 'trail.json']);
  const suggest = ['suggest', 'events.jsonl', '--app', 'cdk.out', '--trail', 'trail.json', '--out', 'suggested'];
  const { status, output } = await project.run(suggest);
  expect(output).toContain(
    'AnyCompanyRetail/Telemetry/Buy: / → /product.html → /cart.html → /checkout.html → /thanks.html',
  );
  expect(output).toContain('They cover 33.3 % (1 of 3) of the sessions');
  expect(output).toContain('1. / → /lookbook.html\n     covers 66.7 % (2 of 3)');
  expect(status).toBe(0);

  // The room alone, since all of the library takes the compiler a while.
  writeFileSync(project.path('library.ts'), `export * as canaries from '${join(ROOT, 'src/canaries')}';`);
  const paths = { 'cdk-user-telemetry': [project.path('library.ts')] };
  writeFileSync(
    project.path('tsconfig.json'),
    JSON.stringify({
      extends: join(ROOT, 'test/tsconfig.json'),
      compilerOptions: { rootDir: '/', paths, types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] },
      files: ['suggested/journeys.ts'],
      include: [],
    }),
  );
  const tsc = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--noEmit', '-p', project.folder], {
    encoding: 'utf8',
  });
  expect(tsc.stdout).toBe('');
  expect(tsc.status).toBe(0);
});

describe('the tool', () => {
  test('explains itself, and what it does not know', async () => {
    expect(await project.run(['help'])).toMatchObject({
      status: 0,
      output: expect.stringContaining('user-telemetry run'),
    });
    expect(await project.run(['run', '--help'])).toMatchObject({
      status: 0,
      output: expect.stringContaining('--base-url'),
    });
    expect(await project.run(['walk'])).toMatchObject({
      status: 2,
      output: expect.stringContaining('unknown command walk'),
    });
    expect(await project.run([])).toMatchObject({ status: 2 });
    expect(await run(['nowhere'])).toMatchObject({ status: 2, output: expect.stringContaining('no cloud assembly') });
  });
});
