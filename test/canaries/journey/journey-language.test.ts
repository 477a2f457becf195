// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of journey.json have this form
import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Action, Expect, HttpMethod, Journey, type JourneyPart, PointerButton } from '../../../src/canaries';

const stack = new Stack();
const secret = Secret.fromSecretCompleteArn(
  stack,
  'Secret',
  `arn:aws:secretsmanager:eu-west-1:1234:secret:shop-AbCdEf`,
);
const parameter = new CfnParameter(stack, 'Parameter').valueAsString;

function bind(...parts: JourneyPart[]) {
  return Journey.startAt('https://shop.example.com')
    .step('only', ...parts)
    ._bind(new Stack(), Duration.minutes(1));
}

test('every further action and expectation is rendered', () => {
  const file = __filename;
  const { document, files } = bind(
    Action.click('a', { button: PointerButton.MIDDLE }),
    Action.doubleClick('a'),
    Action.scroll('a'),
    Action.scrollTo(0, 9),
    Action.viewport(800, 600),
    Action.upload('a', file, { timeout: Duration.seconds(3) }),
    Action.request('/api', { method: HttpMethod.PUT, headers: { a: 'b' }, body: 'c', extract: { id: '$.id' } }),
    Expect.json('$.id', Journey.variable('id')),
    Expect.responseTime(Duration.millis(1500)),
    Expect.noConsoleErrors('favicon'),
    Expect.accessibleName('a', ''),
    Expect.attribute('a', 'href', ''),
    Expect.script('window.ready'),
  );
  expect(document.steps[0].parts).toEqual([
    { action: 'click', locator: 'a', button: 'middle' },
    { action: 'doubleClick', locator: 'a' },
    { action: 'scroll', locator: 'a' },
    { action: 'scrollTo', position: { x: 0, y: 9 } },
    { action: 'viewport', size: { width: 800, height: 600 } },
    { action: 'upload', locator: 'a', file: 'files/1/journey-language.test.ts', timeoutMs: 3000 },
    {
      action: 'request',
      value: '/api',
      request: { method: 'PUT', headers: { a: 'b' }, body: 'c', extract: { id: '$.id' } },
    },
    { expect: 'json', of: '$.id', value: '${JOURNEY_VARIABLE_id}' },
    { expect: 'responseTime', value: 1500 },
    { expect: 'noConsoleErrors', ignoring: ['favicon'] },
    { expect: 'accessibleName', locator: 'a', value: '' },
    { expect: 'attribute', locator: 'a', of: 'href', value: '' },
    { expect: 'script', value: 'window.ready' },
  ]);
  expect(files.map(({ path }) => path)).toEqual(['files/1/journey-language.test.ts']);
});

test('what is passed is copied, not kept', () => {
  const headers = { a: 'b' };
  const action = Action.request('/', { headers });
  headers.a = 'c';
  expect(bind(action).document.steps[0].parts[0]).toMatchObject({ request: { headers: { a: 'b' } } });
});

test.each([
  'Enter',
  'a',
  'A',
  '+',
  ' ',
  'Control+A',
  'Control++',
  'Shift+ArrowDown',
  'ControlOrMeta+Shift+T',
  'F12',
  'KeyQ',
])('the key %s passes', (key) => {
  expect(() => bind(Action.press('body', key))).not.toThrow();
});

const KEY = 'expected a key such as Enter, ArrowDown, a or Control+A';
const URL_EXPECTED = 'expected an address that starts with http:// or https://, or a path that starts with /';

test.each<[string, JourneyPart, string]>([
  ['a key that is none', Action.press('body', 'Entr'), KEY],
  ['a character that is on no key', Action.press('body', 'é'), KEY],
  ['a half combination', Action.press('body', 'Control+'), KEY],
  ['an address without scheme', Action.request('api'), URL_EXPECTED],
  ['a header name with a space', Action.request('/', { headers: { 'a b': 'c' } }), 'headers: got "a b"'],
  ['a header in two lines', Action.request('/', { headers: { a: 'b\nc' } }), 'header a: got "b\\nc"'],
  ['a body with GET', Action.request('/', { body: 'x' }), 'body: got "x", expected none with GET'],
  ['a variable with a space', Action.request('/', { extract: { 'a b': '$' } }), 'extract: got "a b"'],
  ['a JSON path with a wildcard', Action.request('/', { extract: { a: '$.b[*]' } }), 'extract a: got "$.b[*]"'],
  ['a variable that nothing extracts', Action.click(`#${Journey.variable('id')}`), 'which are: none'],
  ['JSON without a request', Expect.json('$.a', 'b'), 'got "no request before it"'],
  ['a response time of nothing', Expect.responseTime(Duration.seconds(0)), 'max (in seconds): got 0'],
  ['an error that is any', Expect.noConsoleErrors(''), 'expected texts that are not empty'],
  ['an attribute that is none', Expect.attribute('a', 'a b', 'c'), 'expected the name of an attribute'],
  ['an empty expression', Expect.script(''), 'expected a text that is not empty'],
  ['a width of 0', Action.viewport(0, 600), 'width: got 0, expected a whole number from 1 to 10000'],
  ['a height of 10001', Action.viewport(800, 10_001), 'height: got 10001, expected a whole number from 1 to 10000'],
  ['half a pixel', Action.scrollTo(0.5, 0), 'x: got 0.5, expected a whole number of at least 0'],
  ['a negative position', Action.scrollTo(0, -1), 'y: got -1, expected a whole number of at least 0'],
  ['an upload that is not there', Action.upload('a', 'gone.txt'), 'got "gone.txt", expected a file'],
  ['a script that is a folder', Action.script(__dirname), 'expected a file'],
  ['a secret in an address', Action.open(`/?key=${Journey.secret(secret)}`), 'got "a secret"'],
  ['a secret in a locator', Action.click(`#${Journey.secret(secret)}`), 'got "a secret"'],
  ['a secret in an expectation', Expect.text('h1', Journey.secret(secret)), 'got "a secret"'],
  ['a secret as a key', Action.press('a', Journey.secret(secret)), 'got "a secret"'],
  ['a secret in an error that is no matter', Expect.noConsoleErrors(Journey.secret(secret)), 'got "a secret"'],
])('%s is refused at synth', (_case, part, message) => {
  expect(() => bind(part)).toThrow(/^\[Default\] step "only", (Action|Expect)\./);
  expect(() => bind(part)).toThrow(message);
});

test('a start with a secret is refused at synth', () => {
  const journey = Journey.startAt(`https://a/${Journey.secret(secret)}`).step('a', Action.click('a'));
  expect(() => journey._bind(new Stack(), Duration.minutes(1))).toThrow('expected an address without secrets');
});

test('what is known only at deployment is not judged', () => {
  expect(() =>
    bind(
      Action.press('a', parameter),
      Action.click(parameter),
      Action.request(parameter, { headers: { a: parameter }, extract: { a: parameter } }),
      Expect.json(parameter, parameter),
      Expect.attribute('a', parameter, parameter),
    ),
  ).not.toThrow();
});
