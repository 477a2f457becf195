import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { RUNTIME_MODULES } from '../../../src/canaries/journey/journey-script';
import { type DeployedCanary, type Played, play, pooled, synthesize } from './journeys/deployed';
import { type Fixture, fixtures } from './journeys/fixtures';
import { PASSWORD, type Site, startSite } from './journeys/site';

// The names have to be known before anything runs.
const all = fixtures('http://127.0.0.1:1', new Stack(new App(), 'Names'));
const played = new Map<string, Played>();
let site: Site;
let canaries: Map<string, DeployedCanary>;
let template: string;

beforeAll(async () => {
  site = await startSite();
  let defined: Fixture[] = [];
  ({ canaries, template } = synthesize((stack) => {
    defined = fixtures(site.origin, stack);
    return defined;
  }));
  const environment = {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: site.origin,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
  };
  await pooled(defined, async ({ name }) => {
    played.set(name, await play(canaryOf(name), environment));
  });
}, 600_000);
afterAll(() => site?.close());

function canaryOf(name: string): DeployedCanary {
  const canary = canaries.get(name);
  if (!canary) throw new Error(`no canary for ${name}`);
  return canary;
}

describe('a journey, played from its asset in Chromium,', () => {
  test.each(all.map(({ name, expected }) => [name, expected]))('%s: %s', (name) => {
    const { expected, message = [], secret } = all.find((fixture) => fixture.name === name) as Fixture;
    const { status, reason = '', output, artifacts, steps } = played.get(name) as Played;
    expect({ name, status, reason: expected === 'passed' ? reason : '' }).toEqual({
      name,
      status: expected.toUpperCase(),
      reason: '',
    });
    for (const part of message) expect(reason).toContain(part);
    if (expected === 'failed' && name !== 'script of other steps') expect(steps.at(-1)?.status).toBe('FAILED');
    if (secret === undefined) return;
    expect(output).not.toContain(secret);
    for (const artifact of artifacts) expect(readFileSync(artifact).includes(secret)).toBe(false);
    expect(artifacts.filter((path) => path.endsWith('.har'))).toEqual([]);
  });
});

test('secrets are in no template and no asset, and each is read', () => {
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'open sesame']) {
    expect(template).not.toContain(secret);
    for (const { code } of canaries.values()) {
      for (const file of files(code)) expect(readFileSync(join(code, file), 'utf8')).not.toContain(secret);
    }
  }
  expect(new Set(site.secretsRead).size).toBe(2);
});

describe('an asset', () => {
  test('has the runner where the handler says, and the configuration beside it', () => {
    for (const { code, handler } of canaries.values()) {
      const [file, name] = handler.split('.');
      expect(readdirSync(code)).toEqual(expect.arrayContaining([`${file}.js`, 'journey.json', 'synthetics.json']));
      expect(readFileSync(join(code, `${file}.js`), 'utf8')).toContain(name);
      expect(files(code).filter((path) => path.includes('node_modules'))).toEqual([]);
    }
  });

  test('requires nothing that the runtime does not have', () => {
    const scripts = [...canaries.values()].flatMap(({ code }) => {
      return files(code)
        .filter((path) => path.endsWith('.js'))
        .map((path) => join(code, path));
    });
    const required = new Set(scripts.flatMap((path) => modulesOf(readFileSync(path, 'utf8'))));
    expect(required).toContain('@aws/synthetics-playwright');
    const known = [...RUNTIME_MODULES, ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
    expect([...required].filter((name) => !known.includes(name))).toEqual([]);
    expect(scripts.length).toBeGreaterThan(canaries.size); // scripts of users are among them
  });
});

function files(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
}

function modulesOf(code: string): string[] {
  return [...code.matchAll(/\b(?:require|import)\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(([, name]) => name);
}
