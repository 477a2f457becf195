import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Action, Journey } from '../../../src/canaries';

const directory = mkdtempSync(join(tmpdir(), 'script-test-'));
const write = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};
const script = write('buy.ts', "import { greeting } from './greeting';\nexport default () => greeting as string;");
write('greeting.ts', "export const greeting = 'hello from another file';");

function bind(journey: Journey) {
  return journey._bind(new Stack(), Duration.minutes(1));
}
const from = (path: string, steps = ['buy']) =>
  Journey.fromScript(path, { startAt: 'https://shop.example.com', steps });

test('a script is bundled with what it imports, and its steps have names', () => {
  const { document, files, stepNames } = bind(from(script, ['see', 'buy']));
  expect(document).toMatchObject({
    startUrl: 'https://shop.example.com',
    steps: [
      { name: 'see', parts: [] },
      { name: 'buy', parts: [] },
    ],
    script: { file: 'scripts/1.js', values: {} },
  });
  expect(stepNames).toEqual(['see', 'buy']);
  expect(files).toHaveLength(1);
  expect(files[0]).toMatchObject({ path: 'scripts/1.js', content: expect.stringContaining('hello from another file') });
  expect(files[0].content).not.toContain(directory); // else the asset would differ from machine to machine
});

test('the same script as a part of several steps is in the asset once', () => {
  const journey = Journey.startAt('https://a/').step('a', Action.script(script)).step('b', Action.script(script));
  expect(bind(journey).files).toHaveLength(1);
});

test.each<[string, Journey, string]>([
  ['that is not there', from('gone.ts'), 'Journey.fromScript("gone.ts"): got "gone.ts", expected a file'],
  ['that imports what is not there', from(write('bad.ts', "import 'nowhere';")), 'Could not resolve \\"nowhere\\"'],
  ['without steps', from(script, []), 'expected at least one step; name its steps in the option steps'],
  ['with a bad step name', from(script, ['a/b']), 'step name: got "a/b"'],
  ['with one more step', from(script).step('x', Action.click('a')), 'step "x": got "a step that is added to a script"'],
  [
    'without an address',
    Journey.fromScript(script, { startAt: '/', steps: ['a'] }),
    `Journey.fromScript(${JSON.stringify(script)}): startAt: got "/"`,
  ],
])('a script %s is refused at synth', (_case, journey, message) => {
  expect(() => bind(journey)).toThrow(/^\[Default\] /);
  expect(() => bind(journey)).toThrow(message);
});

test('without esbuild in the project the error says how to get it', () => {
  const cwd = jest.spyOn(process, 'cwd').mockReturnValue(directory);
  try {
    expect(() => bind(from(script))).toThrow('run npm install --save-dev esbuild');
  } finally {
    cwd.mockRestore();
  }
});
