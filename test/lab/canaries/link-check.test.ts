import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LinkCheck, type LinkCheckProps } from '../../../src/canaries';

const ROOT = join(__dirname, '../../..');

const page = (...links: string[]) => `<!doctype html>${links.map((link) => `<a href="${link}">${link}</a>`).join('')}`;

/** A small site on loopback with all that links run into. */
class Site {
  static async open(): Promise<Site> {
    const site = new Site();
    await new Promise<void>((resolve) => site.server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  readonly requests: string[] = [];
  readonly agents = new Set<string | undefined>();
  private flakes = 1;
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { url = '', method = '' } = request;
    this.requests.push(`${method} ${url}`);
    this.agents.add(request.headers['user-agent']);
    const html = (body: string) => response.setHeader('content-type', 'text/html').end(body);
    const status = (code: number) => response.writeHead(code).end();
    if (url === '/')
      return void html(page('/mug', '/gone', '/sign-out', '/manual.pdf', '/no-head', '/flaky', '/moved', '/head-only'));
    if (url === '/mug') {
      const script = "document.body.append(Object.assign(document.createElement('a'), { href: '/by-script' }))";
      return void html(`${page('/', '/gone', 'http://127.0.0.1:9/', '#top')}<script>${script}</script>`);
    }
    if (url === '/head-only') return void (method === 'HEAD' ? html('') : status(500));
    if (url === '/manual.pdf') return void response.setHeader('content-type', 'application/pdf').end('PDF');
    if (url === '/no-head') return void (method === 'HEAD' ? status(405) : html(page()));
    if (url === '/flaky') return void (method === 'GET' && this.flakes-- <= 0 ? html(page()) : status(503));
    if (url === '/moved') return void response.writeHead(301, { location: '/mug' }).end();
    status(404);
  }
}

let site: Site;
let out: string;

beforeEach(async () => {
  site = await Site.open();
  out = mkdtempSync(join(tmpdir(), 'link-check-'));
});
afterEach(() => {
  site.close();
  rmSync(out, { recursive: true, force: true });
});

/** Plays the canary's code as it would be deployed, in a real browser. */
async function play(props: Partial<LinkCheckProps>) {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new LinkCheck(stack, 'Links', {
    startUrls: [Lazy.string({ produce: () => `${site.url}/` })],
    requestsPerSecond: 20,
    ...props,
  });
  const { directory } = app.synth();
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::Synthetics::Canary'));
  const hash = JSON.stringify(Properties.Code.S3Key).match(/[0-9a-f]{64}/)?.[0];
  const code = join(directory, `asset.${hash}`);
  const args = ['--import', 'tsx', 'lab/synthetics/run.ts', '--code', code, '--handler', Properties.Code.Handler];
  const env = {
    ...process.env,
    ...Properties.RunConfig.EnvironmentVariables,
    CANARY_ARN: 'arn:aws:synthetics:x:y:canary:links',
  };
  const output = await new Promise<string>((resolve, reject) => {
    execFile('node', [...args, '--out', out], { cwd: ROOT, env }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr));
      else resolve(stdout);
    });
  });
  const lines = output.trim().split('\n');
  return { result: JSON.parse(String(lines.pop())), log: lines.join('\n') };
}

test('finds broken links in a real browser, those that scripts make included', async () => {
  const { result, log } = await play({ exclude: ['/sign-out$'] });
  expect(result.status).toBe('FAILED');
  const { url } = site;
  expect(result.reason).toContain(`4 broken links: ${url}/gone (404) on ${url}/ and 1 more`);
  expect(result.reason).toContain(`${url}/by-script (404) on ${url}/mug`);
  expect(result.reason).toMatch(/http:\/\/127\.0\.0\.1:9\/ \(.*ECONNREFUSED.*\) on/);
  expect(result.steps).toMatchObject([{ name: 'links', status: 'FAILED' }]);
  expect(log).toContain('4 of them are broken');
  expect(log).toContain(`broken link: {"url":"${url}/gone"`);
  // What cannot answer HEAD is asked by GET, what fails once is asked again, and what is excluded is left alone.
  expect(site.requests).toEqual(expect.arrayContaining(['HEAD /no-head', 'GET /no-head', 'HEAD /flaky', 'GET /flaky']));
  expect(site.requests).not.toContain('HEAD /sign-out');
  expect(site.requests.filter((request) => request === 'GET /manual.pdf')).toEqual([]);
});

test('passes where all is well, and tells who it is', async () => {
  const { result, log } = await play({ exclude: ['gone', 'by-script', 'sign-out', 'head-only'], external: false });
  expect(result).toMatchObject({ status: 'PASSED', steps: [{ name: 'links', status: 'PASSED' }] });
  expect(log).toMatch(/checked 6 links on 5 pages, 0 of them are broken/);
  for (const agent of site.agents) expect(agent).toContain('CloudWatchSynthetics/arn:aws:synthetics');
});
