import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Action, Journey, type RecordingOptions } from '../../../../src/canaries';

const directory = mkdtempSync(join(tmpdir(), 'recording-test-'));
const START = { type: 'navigate', url: 'https://shop.example.com/start?a=b' };
const EVERY_TYPE = join(__dirname, '../../../lab/canaries/journeys/recordings/every-type.json');

let count = 0;
function file(content: unknown): string {
  const path = join(directory, `${count++}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
function bind(path: string, options: RecordingOptions = {}) {
  return Journey.fromRecording(path, options)._bind(new Stack(), Duration.minutes(1));
}
const recording = (...steps: object[]) => file({ title: 'Recorded', steps: [START, ...steps] });
const partsOf = (...steps: object[]) => bind(recording(...steps), { keepTypedValues: true }).document.steps[0].parts;

describe('a recording', () => {
  const options = {
    values: { Name: 'x', Size: 'l', card: '1' },
    files: { Picture: __filename },
    leaveOut: ['emulateNetworkConditions', 'customStep'],
  };

  test('of every type of step becomes steps where it navigates or comes to another page', () => {
    const { document, stepNames } = bind(EVERY_TYPE, options);
    expect(stepNames).toEqual(['open', 'click Back', 'open cart']);
    expect(document.startUrl).toBe('https://shop.example.com/');
    expect(document.steps[0].parts[0]).toEqual({ action: 'viewport', size: { width: 900, height: 700 } });
    expect(JSON.stringify(document)).not.toContain('Jane Doe');
    expect(JSON.stringify(document)).not.toContain('4242');
  });

  test('is played on another origin, as far as it was recorded on its own', () => {
    const path = recording(
      { type: 'navigate', url: 'https://shop.example.com/cart' },
      { type: 'navigate', url: 'https://other.example/' },
    );
    const { document } = bind(path, { origin: 'https://staging.example.com' });
    expect(document.startUrl).toBe('https://staging.example.com/start?a=b');
    expect(document.steps.slice(1).map(({ parts }) => parts[0].value)).toEqual(['/cart', 'https://other.example/']);
  });

  test('takes names for its steps, and goes on with more of them', () => {
    const journey = Journey.fromRecording(EVERY_TYPE, { ...options, stepNames: ['a', 'b', 'c'] });
    const { stepNames } = journey.step('d', Action.click('a'))._bind(new Stack(), Duration.minutes(1));
    expect(stepNames).toEqual(['a', 'b', 'c', 'd']);
  });

  test('numbers steps of the same name, whatever names there are already', () => {
    const { stepNames } = bind(recording(START, START));
    expect(stepNames).toEqual(['open start', 'open start 2', 'open start 3']);
    const numbered = recording(START, { type: 'navigate', url: 'https://shop.example.com/start/2' }, START);
    expect(bind(numbered).stepNames).toEqual(['open start', 'open start 2', 'open start 2 2', 'open start 3']);
  });

  test.each(['chrome://new-tab-page/', 'about:blank', 'chrome://newtab/'])('may begin at %s', (url) => {
    const tab = { type: 'navigate', url, assertedEvents: [{ type: 'navigation', url, title: 'New Tab' }] };
    const size = { type: 'setViewport', width: 900, height: 700 };
    const { document, stepNames } = bind(file({ title: 'x', steps: [size, tab, START] }));
    expect(document.startUrl).toBe(START.url);
    expect(stepNames).toEqual(['open start']);
    expect(document.steps[0].parts[0]).toMatchObject({ action: 'viewport' });
  });

  test('accepts dialogs from its start on, if it is to', () => {
    const { document } = bind(recording({ type: 'click', selectors: ['a'] }), { acceptDialogs: true });
    expect(document.steps[0].parts.map((part) => 'action' in part && part.action)).toEqual(['acceptDialogs', 'click']);
  });

  test('plays a chosen file as an upload', () => {
    const chosen = { type: 'change', selectors: ['aria/Picture', '#file'], value: 'C:\\fakepath\\mug.txt' };
    const { document, files } = bind(recording(chosen), { files: { Picture: __filename } });
    expect(document.steps[0].parts[0]).toMatchObject({ action: 'upload', alternatives: ['css=#file'] });
    expect(files).toHaveLength(1);
  });

  test.each([
    [{ selectors: ['#terms'], value: 'on' }],
    [{ selectors: ['aria/Express[role="radio"]', '#express'], value: 'express' }],
    [{ selectors: ['input[type="checkbox"]'], value: 'yes' }],
  ])('takes the value of a checkbox or a radio button as it is: %j', (step) => {
    const { document } = bind(recording({ type: 'change', ...step }));
    expect(document.steps[0].parts[0]).toMatchObject({ action: 'change', value: step.value });
  });

  test('uses the selectors of a step that can be used, and tells which cannot', () => {
    const stack = new Stack();
    const selectors = ['aria/Mug[role="StaticText"]', '#a[', 'aria/Mug[role="image"]', '#mug'];
    const journey = Journey.fromRecording(recording({ type: 'click', selectors }));
    const [part] = journey._bind(stack, Duration.minutes(1)).document.steps[0].parts;
    expect(part).toMatchObject({ locator: 'role=img[name="Mug"i]', alternatives: ['css=#mug'] });
    const [{ data }] = stack.node.metadata.filter(({ type }) => type === 'aws:cdk:warning');
    expect(data).toContain(
      'step 2 (click): got "aria/Mug[role=\\"StaticText\\"]", expected an ARIA role, got "StaticText"',
    );
  });
});

test('selectors become those of Playwright, the first one first', () => {
  const selectors = [
    ['aria/Buy "now"[role="button"]'],
    ['aria/Buy'],
    ['#host', '.buy'],
    ['#outer >>> #inner'],
    ['xpath///*[@id="buy"]'],
    ['pierce/#buy'],
    ['text/Buy'],
  ];
  const [part] = partsOf({ type: 'click', selectors, offsetX: 1, offsetY: 1 });
  expect(part.locator).toBe('role=button[name="Buy \\"now\\""i]');
  expect(part.alternatives?.[0]).toMatch(
    /^role=button\[name="Buy"i\] >> internal:or="role=link\[name=\\"Buy\\"i\]" >> /,
  );
  expect(part.alternatives?.slice(1)).toEqual([
    'css=#host >> css=.buy',
    'css=#outer >> css=#inner',
    'xpath=//*[@id="buy"]',
    'css=#buy',
    'css=:text("Buy")',
  ]);
});

test.each<[object, object]>([
  [
    { type: 'click', selectors: ['a'], button: 'auxiliary', duration: 50 },
    { action: 'click', button: 'middle', holdMs: 50 },
  ],
  [
    { type: 'click', selectors: ['a'], timeout: 700, frame: [0, 1] },
    { timeoutMs: 700, frame: [0, 1] },
  ],
  [
    { type: 'scroll', x: 1.4, y: 2.6 },
    { action: 'scrollTo', position: { x: 1, y: 3 } },
  ],
  [
    { type: 'scroll', selectors: ['a'], y: 5 },
    { action: 'scrollTo', locator: 'css=a', position: { x: 0, y: 5 } },
  ],
  [
    { type: 'waitForElement', selectors: ['a'] },
    { expect: 'elements', elements: { operator: '>=', count: 1 } },
  ],
  [
    { type: 'waitForElement', selectors: ['a'], operator: '==', count: 2 },
    { expect: 'elements', elements: { operator: '==', count: 2 } },
  ],
  [
    { type: 'waitForElement', selectors: ['a'], visible: false },
    { expect: 'elements', locator: 'css=a', elements: { operator: '>=', count: 1, not: true } },
  ],
  [
    { type: 'keyDown', key: 'Enter' },
    { action: 'keyDown', value: 'Enter' },
  ],
])('%j is played as %j', (step, part) => {
  expect(partsOf(step)[0]).toMatchObject(part);
});

test('a navigation that was recorded is expected by its path', () => {
  const event = (url: string) => ({
    type: 'click',
    selectors: ['a'],
    assertedEvents: [{ type: 'navigation', url, title: 'x' }],
  });
  const expected = (value: string) => ({ expect: 'navigation', value });
  expect(partsOf(event('https://shop.example.com/cart?session=1'))[1]).toEqual(expected('/cart'));
  expect(partsOf(event('https://shop.example.com/'))[1]).toEqual(expected('/'));
  expect(partsOf(event('https://pay.example/card'))[1]).toEqual(expected('https://pay.example/card'));
  const nowhere = { type: 'click', selectors: ['a'], assertedEvents: [{ type: 'navigation' }] };
  expect(partsOf(nowhere)[1]).toEqual({ expect: 'navigation' });
  expect(bind(recording(nowhere), { leaveOut: ['assertedEvents'] }).document.steps[0].parts).toHaveLength(1);
});

test('of navigations that led to one another the last is expected, and of an opened page all of its path', () => {
  const assertedEvents = ['/old', '/new'].map((path) => ({
    type: 'navigation',
    url: `https://shop.example.com${path}`,
  }));
  expect(partsOf({ type: 'click', selectors: ['a'], assertedEvents }).slice(1)).toEqual([
    { expect: 'navigation', value: '/new' },
  ]);
  const { document } = bind(recording({ type: 'navigate', url: 'https://shop.example.com/old', assertedEvents }));
  expect(document.steps[1].parts.at(-1)).toEqual({ expect: 'script', value: 'location.pathname === "/new"' });
});

describe('a recording is refused at synth', () => {
  const change = (...selectors: string[]) => ({ type: 'change', selectors, value: 'hunter2' });

  test.each<[string, string, RecordingOptions, string]>([
    ['that is not there', 'gone.json', {}, 'got "no such file"'],
    ['that is no JSON', file('{'), {}, 'expected JSON; export it as JSON'],
    ['without title', file({ steps: [] }), {}, 'got "no title"'],
    ['without list of steps', file({ title: 'x' }), {}, 'got "no steps"'],
    ['that navigates nowhere', file({ title: 'x', steps: [] }), {}, 'expected a step that navigates'],
    [
      'that clicks before it navigates',
      file({ title: 'x', steps: [{ type: 'click', selectors: ['a'] }, START] }),
      {},
      'step 1 (click): got "click", expected a step that navigates before all others',
    ],
    [
      'with a step of another type',
      recording({ type: 'swipe' }),
      {},
      'step 2 (swipe): got "swipe", expected a step of the types',
    ],
    ['with a custom step', recording({ type: 'customStep', name: 'x' }), {}, 'step 2 (customStep): got "customStep"'],
    ['with a property that is not known', recording({ type: 'keyUp', key: 'a', force: 1 }), {}, 'got "force"'],
    ['in another tab', recording({ type: 'keyUp', key: 'a', target: 'https://x/' }), {}, 'steps in the first tab only'],
    ['that goes on after it closed', recording({ type: 'close' }, START), {}, 'expected close as the last step only'],
    ['that clicks nothing', recording({ type: 'click', selectors: [] }), {}, 'expected at least one selector'],
    ['with another button', recording({ type: 'click', selectors: ['a'], button: 'back' }), {}, 'got "button back"'],
    ['with a touch', recording({ type: 'click', selectors: ['a'], deviceType: 'touch' }), {}, 'got "deviceType touch"'],
    ['of a phone', recording({ type: 'setViewport', width: 1, height: 1, isMobile: true }), {}, 'got "isMobile true"'],
    [
      'with another operator',
      recording({ type: 'waitForElement', selectors: ['a'], operator: '!=' }),
      {},
      'got "operator !="',
    ],
    ['with a change to nothing', recording({ type: 'change', selectors: ['a'] }), {}, 'expected a text as value'],
    ['with no expression', recording({ type: 'waitForExpression' }), {}, 'expected a text as expression'],
    [
      'none of whose selectors of a step can be used',
      recording({ type: 'click', selectors: ['#a[', 'aria/Mug[role="StaticText"]'] }),
      {},
      'step 2 (click): got "#a[", expected CSS that browsers can read, so the name of an attribute at its end; mend it',
    ],
    [
      'in which a file was chosen',
      recording(change('aria/Picture', '#file'), { ...change('#file'), value: 'C:\\fakepath\\mug.txt' }),
      { keepTypedValues: true },
      'files: got [], expected a file for each field in which one was chosen, also for "file"; pass files:',
    ],
    [
      'whose files are for other fields',
      recording(),
      { files: { Picture: 'x' } },
      'got ["Picture"], expected fields in which a file was chosen: none',
    ],
    [
      'of the machine of the developer',
      file({ title: 'x', steps: [{ type: 'navigate', url: 'http://localhost:3000/' }] }),
      {},
      'got "http://localhost:3000/", expected a host that AWS can reach',
    ],
    ['with a key that is none', recording({ type: 'keyDown', key: 'Entr' }), {}, 'expected a key such as Enter'],
    [
      'that types',
      recording(change('aria/Code', '#code')),
      {},
      'expected a text or a secret for each typed field, also for "Code"',
    ],
    [
      'whose values are for other fields',
      recording(),
      { values: { Name: 'x' } },
      'got ["Name"], expected fields that are typed into: none',
    ],
    [
      'with too few names',
      recording(START),
      { stepNames: ['a'] },
      'expected 2 names, for the steps which are called ["open start","open start 2"]',
    ],
    ['for an origin with a path', recording(), { origin: 'https://a/b' }, 'origin: got "https://a/b"'],
    ['for an origin without scheme', recording(), { origin: 'a.example' }, 'origin: got "a.example"'],
  ])('%s', (_case, path, options, message) => {
    expect(() => bind(path, options)).toThrow(/^\[Default\] .*Journey\.fromRecording\(|^\[Default\] step "/);
    expect(() => bind(path, options)).toThrow(message);
  });

  test('but what was typed is not in the message', () => {
    let message = '';
    try {
      bind(recording(change('#code')));
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('also for "code"');
    expect(message).not.toContain('hunter2');
  });

  test('but not with what the user lets be left out', () => {
    const path = recording(
      { type: 'customStep', name: 'x' },
      { type: 'setViewport', width: 1, height: 1, hasTouch: true },
    );
    expect(() => bind(path, { leaveOut: ['customStep', 'hasTouch'] })).not.toThrow();
  });
});
