import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnParameter, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import { readAssembly } from '../../cli/assembly/assembly';
import { aim } from '../../cli/assembly/base-url';
import { type Canary, canariesOf, select } from '../../cli/assembly/canaries';
import { layOut, readJourney } from '../../cli/assembly/code';
import { describeValue, literalOf } from '../../cli/assembly/intrinsics';
import { checkNames, gather } from '../../cli/run/values';
import { canaries } from '../../src';
import type { JourneyDocument } from '../../src/formats/journey';

let folder: string;
let all: Canary[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false });
  const env = { account: '123456789012', region: 'eu-west-1' };
  const stack = new Stack(app, 'Shop', { env });
  const host = new CfnParameter(stack, 'Host').valueAsString;
  journey(stack, 'Buy', `https://${host}/shop`);
  journey(new NestedStack(stack, 'Nested'), 'Inner', 'https://inner.example.com');
  journey(new Stack(new Stage(app, 'Prod', { env }), 'Site'), 'Buy', 'https://prod.example.com');
  new CfnCanary(stack, 'Old', {
    artifactS3Location: 's3://bucket',
    code: { script: 'exports.handler = () => {};', handler: 'index.handler' },
    executionRoleArn: 'arn',
    name: 'old',
    runtimeVersion: 'syn-nodejs-puppeteer-15.0',
    schedule: { expression: 'rate(5 minutes)' },
  });
  app.synth();
  all = canariesOf(readAssembly(join(folder, 'cdk.out')));
});
afterAll(() => rmSync(folder, { recursive: true }));

function journey(stack: Stack, id: string, url: string): void {
  new canaries.JourneyCanary(stack, id, {
    journey: canaries.Journey.startAt(url).step('open', canaries.Expect.visible('h1')),
    timeout: Duration.seconds(45),
  });
}

const named = (name: string): Canary => select(all, name)[0];

describe('the canaries of an app', () => {
  test('are found in its stacks, nested stacks and stages', () => {
    expect(all.map(({ path }) => path).sort()).toEqual(['Prod/Site/Buy', 'Shop/Buy', 'Shop/Nested/Inner', 'Shop/Old']);
  });

  test('are meant by the end of their path, their logical id or their name', () => {
    expect(
      select(all, 'Buy')
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['Prod/Site/Buy', 'Shop/Buy']);
    expect(select(all, 'Shop/Buy').map(({ path }) => path)).toEqual(['Shop/Buy']);
    expect(select(all, 'Site').map(({ path }) => path)).toEqual(['Prod/Site/Buy']);
    expect(select(all, 'old').map(({ path }) => path)).toEqual(['Shop/Old']);
    expect(select(all, named('Inner').logicalId).map(({ path }) => path)).toEqual(['Shop/Nested/Inner']);
    expect(select(all, undefined)).toHaveLength(4);
  });

  test('are told where a name means none of them', () => {
    expect(() => select(all, 'Sell')).toThrow('no canary is named Sell. The app has:\n  Prod/Site/Buy');
  });

  test('have their code in the assembly, and their timeout', () => {
    const inner = named('Inner');
    layOut(inner, join(folder, 'inner'));
    expect(readJourney(join(folder, 'inner'))).toMatchObject({ startUrl: 'https://inner.example.com' });
    expect(inner).toMatchObject({ handler: 'index.handler', timeoutMs: 45_000 });
    expect(inner.runtime).toMatch(/^syn-nodejs-playwright-/);
  });

  test('may hold their script itself', () => {
    layOut(named('old'), join(folder, 'old'));
    expect(readFileSync(join(folder, 'old/index.js'), 'utf8')).toBe('exports.handler = () => {};');
  });

  test('whose code is not there can not be laid out', () => {
    expect(() => layOut({ ...named('old'), code: undefined }, join(folder, 'x'))).toThrow('not in the cloud assembly');
    expect(() => layOut({ ...named('old'), code: { path: '/gone' } }, join(folder, 'x'))).toThrow('npx cdk synth');
  });

  test('are read from a cloud assembly only', () => {
    expect(() => readAssembly(tmpdir())).toThrow('it has no manifest.json. Run `npx cdk synth`');
    writeFileSync(join(folder, 'manifest.json'), '{');
    expect(() => readAssembly(folder)).toThrow("manifest.json can't be read");
  });
});

describe('a value of a template', () => {
  const env = 'aws://123456789012/eu-west-1';
  test.each([
    ['text', 'text'],
    [5, '5'],
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ 'Fn::Join': ['/', ['a', { Ref: 'AWS::AccountId' }]] }, 'a/123456789012'],
    [{ Ref: 'Table' }, undefined],
    [{ 'Fn::Join': ['', ['a', { Ref: 'Table' }]] }, undefined],
  ])('%j is %s', (value, text) => expect(literalOf(value, env)).toBe(text));

  test('is unknown where the environment is', () => {
    expect(literalOf({ Ref: 'AWS::Region' }, 'aws://unknown-account/unknown-region')).toBeUndefined();
  });

  test('is described as one reads it', () => {
    const value = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Site', 'DomainName'] }, '/', { Ref: 'Path' }]] };
    expect(describeValue(value)).toBe(`https://${placeholder('Site.DomainName')}/${placeholder('Path')}`);
  });
});

const journeyAt = (startUrl: string, ...values: string[]): JourneyDocument => ({
  version: 1,
  startUrl,
  budgetMs: 1,
  steps: [{ name: 'x', parts: values.map((value) => ({ action: 'open', value })) }],
});

describe('a base URL', () => {
  const VALUE = placeholder('JOURNEY_VALUE_1');
  const BASE = 'http://localhost:3000';

  test('takes the place of the origin wherever the journey names it', () => {
    const { journey: aimed } = aim(
      journeyAt('https://a.example/x', 'https://a.example', 'https://a.example.org', '/y'),
      BASE,
    );
    expect(aimed).toEqual(journeyAt(`${BASE}/x`, BASE, 'https://a.example.org', '/y'));
  });

  test('gives the host its value where that is one of the deployment', () => {
    const { journey: aimed, values } = aim(journeyAt(`https://${VALUE}/x`, `${VALUE}/y`), BASE);
    expect(aimed).toEqual(journeyAt(`${BASE}/x`, `${VALUE}/y`));
    expect(values).toEqual({ JOURNEY_VALUE_1: 'localhost:3000' });
  });

  test('takes the place of a part of the host, and of a whole address', () => {
    expect(aim(journeyAt(`https://www.${VALUE}/x`), BASE)).toEqual({ journey: journeyAt(`${BASE}/x`), values: {} });
    expect(aim(journeyAt(`${VALUE}x`), `${BASE}/`).values).toEqual({ JOURNEY_VALUE_1: `${BASE}/` });
    expect(aim(journeyAt(`${VALUE}/x`), BASE).values).toEqual({ JOURNEY_VALUE_1: BASE });
  });

  test.each(['localhost:3000', 'ftp://x', `${BASE}/path`, `${BASE}?a`])('can not be %s', (url) => {
    expect(() => aim(journeyAt('https://a.example'), url)).toThrow('--base-url');
  });
});

describe('values that only a deployment knows', () => {
  const journey = {
    ...journeyAt(`https://${placeholder('JOURNEY_VALUE_1')}/`),
    steps: [{ name: 'sign in', parts: [{ action: 'fill' as const, value: placeholder('JOURNEY_SECRET_1') }] }],
  };
  const canary = {
    path: 'Shop/Buy',
    variables: {
      JOURNEY_VALUE_1: { known: 'at deployment', from: placeholder('Site.DomainName') },
      JOURNEY_VALUE_2: { known: 'at deployment', from: 'unused' },
      JOURNEY_SECRET_1: { known: 'at deployment', from: placeholder('Password') },
      MODE: { literal: 'quick' },
    },
  } as unknown as Canary;
  const nothing = { values: {}, secrets: {}, env: {}, aimed: {} };
  const secrets = { JOURNEY_SECRET_1: 'hunter2' };

  test('are asked for with all ways to pass them', () => {
    expect(() => gather(canary, journey, nothing)).toThrow(
      [
        'Shop/Buy: values are missing that only a deployment knows:',
        `  JOURNEY_VALUE_1, which is ${placeholder('Site.DomainName')}: --base-url <where the site is>, or --value JOURNEY_VALUE_1=…, or set the variable`,
        `  JOURNEY_SECRET_1, a secret (${placeholder('Password')}): set the variable, or --secret JOURNEY_SECRET_1=…`,
      ].join('\n'),
    );
  });

  test('come from options, from the base URL, and from the environment', () => {
    const values = { JOURNEY_VALUE_1: 'option' };
    const env = { JOURNEY_VALUE_1: 'environment', JOURNEY_SECRET_1: 'secret of the environment' };
    const aimed = { JOURNEY_VALUE_1: 'base' };
    const got = (sources: object) => gather(canary, journey, { ...nothing, ...sources });
    expect(got({ values, secrets, aimed, env }).environment).toEqual({ JOURNEY_VALUE_1: 'option', MODE: 'quick' });
    expect(got({ aimed, env }).environment.JOURNEY_VALUE_1).toBe('base');
    expect(got({ env }).environment.JOURNEY_VALUE_1).toBe('environment');
    expect(got({ env }).secrets).toEqual({ JOURNEY_SECRET_1: 'secret of the environment' });
    expect(got({ env, secrets }).secrets).toEqual(secrets);
  });

  test('of secrets are never variables of the canary', () => {
    const { environment } = gather(canary, journey, { ...nothing, secrets, values: { JOURNEY_VALUE_1: 'x' } });
    expect(JSON.stringify(environment)).not.toContain('hunter2');
  });

  test('are all needed by a script that is no journey', () => {
    expect(() => gather(canary, undefined, nothing)).toThrow('JOURNEY_VALUE_2, which is unused');
  });

  test('of names that no canary has are refused', () => {
    expect(() => checkNames([canary], { values: { JOURNEY_VALUE_2: 'x' }, secrets })).not.toThrow();
    expect(() => checkNames([canary], { values: { JOURNEY_VALUE_9: 'x' }, secrets })).toThrow(
      '--value JOURNEY_VALUE_9',
    );
    expect(() => checkNames([], { values: {}, secrets })).toThrow(
      '--secret JOURNEY_SECRET_1: there is no such variable',
    );
  });
});

function placeholder(name: string): string {
  return `\${${name}}`;
}
