import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { unzip } from '../../cli/assembly/zip';
import { findChromium, type Machine } from '../../cli/browser/chromium';
import { findPlaywright } from '../../cli/browser/playwright';
import { readRunOptions } from '../../cli/run/options';
import { Redaction } from '../../cli/run/redaction';
import { SecretsStandIn } from '../../cli/run/secrets';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machine-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('Chromium', () => {
  const none = () => {
    throw new Error('no such platform');
  };
  const machine = (platform: NodeJS.Platform, programs: string[], env: Record<string, string> = {}): Machine => ({
    platform,
    env: { PATH: '/bin:/usr/bin', ...env },
    isExecutable: (path) => programs.includes(path),
  });
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const windows = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';

  test('is the one that was asked for, or the one of CHROMIUM, or none', () => {
    const both = machine('linux', ['/asked', '/named', '/usr/bin/chromium'], { CHROMIUM: '/named' });
    expect(findChromium('/asked', none, both)).toBe('/asked');
    expect(findChromium(undefined, none, both)).toBe('/named');
    expect(() => findChromium('/gone', none, both)).toThrow('--chromium: /gone is no program');
    expect(() => findChromium(undefined, none, machine('linux', [], { CHROMIUM: '/gone' }))).toThrow('CHROMIUM: /gone');
  });

  test.each<[string, Machine, string]>([
    ['of Debian', machine('linux', ['/usr/bin/google-chrome', '/usr/bin/chromium']), '/usr/bin/chromium'],
    ['of Google on Linux', machine('linux', ['/usr/bin/google-chrome']), '/usr/bin/google-chrome'],
    ['of a Mac', machine('darwin', [mac]), mac],
    ['of a user of a Mac', machine('darwin', [`/Users/me${mac}`], { HOME: '/Users/me' }), `/Users/me${mac}`],
    ['of Windows', machine('win32', [windows], { PROGRAMFILES: 'C:\\Program Files' }), windows],
    ['that Playwright downloaded', machine('linux', ['/downloaded']), '/downloaded'],
  ])('is found: the one %s', (_, where, found) => {
    expect(findChromium(undefined, () => '/downloaded', where)).toBe(found);
  });

  test.each(['linux', 'darwin', 'win32'] as const)('that is missing on %s is told how to get', (platform) => {
    expect(() => findChromium(undefined, none, machine(platform, []))).toThrow('npx playwright install chromium');
  });
});

describe('Playwright', () => {
  function install(...path: string[]): void {
    const directory = join(folder, ...path);
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      join(directory, 'package.json'),
      '{"version":"1.2.3","main":"index.js","exports":{".":"./index.js"}}',
    );
    writeFileSync(join(directory, 'index.js'), 'exports.chromium = { name: () => "chromium" };');
  }

  test.each([
    [['node_modules', 'playwright-core']],
    [['node_modules', 'playwright']],
    [['node_modules', '@playwright/test', 'node_modules', 'playwright']],
  ])('is found at %s of the project', (path) => {
    install(...path);
    if (path[1] === '@playwright/test') install('node_modules', '@playwright/test');
    mkdirSync(join(folder, 'deep/in/it'), { recursive: true });
    const { version, directory, chromium } = findPlaywright([join(folder, 'deep/in/it')]);
    expect([version, directory, chromium.name()]).toEqual(['1.2.3', join(folder, ...path), 'chromium']);
  });

  test('that is missing is told how to get', () => {
    expect(() => findPlaywright([folder])).toThrow('npm install --save-dev playwright-core');
  });
});

describe('options', () => {
  test('are read', () => {
    expect(readRunOptions(['cdk.out', 'Buy', '--headed', '--value', 'A=b=c', '--secret=S=x'])).toMatchObject({
      assembly: 'cdk.out',
      name: 'Buy',
      headed: true,
      values: { A: 'b=c' },
      secrets: { S: 'x' },
    });
  });

  test.each([
    [[], 'expected the folder'],
    [['cdk.out', 'a', 'b'], 'expected the folder'],
    [['cdk.out', '--heeded'], "Unknown option '--heeded'"],
    [['cdk.out', '--secret', 'hunter2'], '--secret: expected NAME=value'],
  ])('%j are refused', (args, message) => {
    expect(() => readRunOptions(args)).toThrow(message);
    expect(() => readRunOptions(args)).not.toThrow('hunter2');
  });
});

describe('secrets', () => {
  test('are given to who asks for them as in the service, and only those', async () => {
    const standIn = await SecretsStandIn.start({ JOURNEY_SECRET_1: 'pa ss"word' });
    const { AWS_ENDPOINT_URL_SECRETS_MANAGER: url, JOURNEY_SECRET_1: arn } = standIn.environment;
    const ask = async (SecretId: string, target = 'secretsmanager.GetSecretValue') => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'x-amz-target': target },
        body: JSON.stringify({ SecretId }),
      });
      return [response.status, await response.json()];
    };
    expect(arn).toMatch(/^arn:aws:secretsmanager:[\w-]+:\d{12}:secret:JOURNEY_SECRET_1$/);
    expect(await ask(arn)).toEqual([200, expect.objectContaining({ SecretString: 'pa ss"word' })]);
    expect(await ask('other')).toEqual([400, expect.objectContaining({ __type: 'ResourceNotFoundException' })]);
    expect((await ask(arn, 'secretsmanager.PutSecretValue'))[0]).toBe(400);
    expect(JSON.stringify(standIn.environment)).not.toContain('ss');
    standIn.stop();
  });

  test('are hidden in every form in which texts hold them', () => {
    const secret = 'pa ss"w/ö+rd';
    const forms = [
      secret,
      encodeURIComponent(secret),
      `${new URLSearchParams({ p: secret })}`,
      JSON.stringify({ secret }),
      JSON.stringify({ body: JSON.stringify({ secret }) }),
      Buffer.from(secret).toString('base64'),
    ];
    const hidden = new Redaction([secret, '']).text(forms.join('\n'));
    for (const part of ['pa ss', 'pa%20ss', 'pa+ss', Buffer.from(secret).toString('base64')]) {
      expect(hidden).not.toContain(part);
    }
    expect(hidden.split('\n').every((line) => line.includes('***'))).toBe(true);
  });
});

describe('a zip file', () => {
  test('is unpacked as other tools do it', () => {
    writeFileSync(join(folder, 'stored.txt'), 'x');
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    writeFileSync(join(folder, 'a/b/deflated.txt'), 'long '.repeat(1000));
    const script = 'import sys, zipfile; z = zipfile.ZipFile("z.zip", "w", zipfile.ZIP_DEFLATED)\n';
    const python = `${script}z.write("stored.txt", compress_type=zipfile.ZIP_STORED); z.write("a/b"); z.write("a/b/deflated.txt")`;
    execFileSync('python3', ['-c', python], { cwd: folder });
    unzip(join(folder, 'z.zip'), join(folder, 'out'));
    expect(readFileSync(join(folder, 'out/stored.txt'), 'utf8')).toBe('x');
    expect(readFileSync(join(folder, 'out/a/b/deflated.txt'), 'utf8')).toBe('long '.repeat(1000));
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['a', 'stored.txt']);
  });

  test.each(['../evil.txt', '/evil.txt'])('has no entry that leads out of it, such as %s', (name) => {
    writeFileSync(join(folder, 'z.zip'), zipOf(name, 'x'));
    expect(() => unzip(join(folder, 'z.zip'), join(folder, 'out'))).toThrow('leads out of the zip file');
  });

  test('is refused if it is none', () => {
    writeFileSync(join(folder, 'z.zip'), 'text');
    expect(() => unzip(join(folder, 'z.zip'), join(folder, 'out'))).toThrow('is no zip file');
  });
});

/** A zip file of one entry. */
function zipOf(name: string, text: string): Buffer {
  const content = deflateRawSync(text);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const directory = Buffer.alloc(46);
  directory.writeUInt32LE(0x02014b50, 0);
  directory.writeUInt16LE(8, 10);
  directory.writeUInt32LE(content.length, 20);
  directory.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + content.length, 16);
  return Buffer.concat([local, Buffer.from(name), content, directory, Buffer.from(name), end]);
}
