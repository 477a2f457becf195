// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of journey.json have this form
import { CfnParameter, Duration, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Action, Expect, Journey, type JourneyPart } from '../../../src/canaries';

const SITE = 'https://shop.example.com';

function bind(journey: Journey, stack = new Stack(), timeout = Duration.minutes(1)) {
  return journey._bind(stack, timeout);
}

function oneStep(...parts: JourneyPart[]): Journey {
  return Journey.startAt(SITE).step('only', ...parts);
}

describe('a journey', () => {
  test('becomes a versioned document with its steps and parts in their order', () => {
    const journey = Journey.startAt(SITE)
      .step('open product', Action.click('text=Mug'), Expect.visible('#price', { timeout: Duration.seconds(3) }))
      .step('check out', Action.fill('#name', 'Jane'), Expect.text('h1', 'Thank you'));

    expect(bind(journey).document).toEqual({
      version: 1,
      startUrl: SITE,
      budgetMs: 45_000,
      steps: [
        {
          name: 'open product',
          parts: [
            { action: 'click', locator: 'text=Mug' },
            { expect: 'visible', locator: '#price', timeoutMs: 3_000 },
          ],
        },
        {
          name: 'check out',
          parts: [
            { action: 'fill', locator: '#name', value: 'Jane' },
            { expect: 'text', locator: 'h1', value: 'Thank you' },
          ],
        },
      ],
    });
  });

  test('stays as it is when a step is added, so that journeys can share a beginning', () => {
    const beginning = Journey.startAt(SITE).step('see', Expect.visible('h1'));
    const buy = beginning.step('buy', Action.click('#buy'));
    const leave = beginning.step('leave', Action.click('#leave'));

    expect(bind(beginning).stepNames).toEqual(['see']);
    expect(bind(buy).stepNames).toEqual(['see', 'buy']);
    expect(bind(leave).stepNames).toEqual(['see', 'leave']);
  });

  test('renders every action', () => {
    const parts = [
      Action.open('/cart'),
      Action.click('a'),
      Action.fill('a', ''),
      Action.type('a', 'x'),
      Action.select('a', 'x'),
      Action.press('a', 'Enter'),
      Action.hover('a'),
      Action.wait(Duration.millis(1500)),
    ];
    expect(bind(oneStep(...parts)).document.steps[0].parts).toEqual([
      { action: 'open', value: '/cart' },
      { action: 'click', locator: 'a' },
      { action: 'fill', locator: 'a', value: '' },
      { action: 'type', locator: 'a', value: 'x' },
      { action: 'select', locator: 'a', value: 'x' },
      { action: 'press', locator: 'a', value: 'Enter' },
      { action: 'hover', locator: 'a' },
      { action: 'wait', value: 1500 },
    ]);
  });

  test('renders every expectation', () => {
    const parts = [
      Expect.visible('a'),
      Expect.hidden('a'),
      Expect.text('a', 'x'),
      Expect.value('a', ''),
      Expect.url('/x'),
      Expect.title('x'),
      Expect.status(404),
      Expect.count('a', 0),
    ];
    expect(bind(oneStep(...parts)).document.steps[0].parts).toEqual([
      { expect: 'visible', locator: 'a' },
      { expect: 'hidden', locator: 'a' },
      { expect: 'text', locator: 'a', value: 'x' },
      { expect: 'value', locator: 'a', value: '' },
      { expect: 'url', value: '/x' },
      { expect: 'title', value: 'x' },
      { expect: 'status', value: 404 },
      { expect: 'count', locator: 'a', value: 0 },
    ]);
  });

  test.each([
    [Duration.minutes(2), 105_000],
    [Duration.seconds(20), 15_000],
  ])('leaves time of the timeout %p for the browser and uploads', (timeout, budgetMs) => {
    expect(bind(oneStep(Action.click('a')), new Stack(), timeout).document.budgetMs).toBe(budgetMs);
  });
});

describe('a value that is known only at deployment', () => {
  test('travels in an environment variable, the same value in the same one', () => {
    const stack = new Stack();
    const bucket = new Bucket(stack, 'Bucket');
    const journey = Journey.startAt(`https://${bucket.bucketRegionalDomainName}/a`).step(
      'see',
      Expect.url(`${bucket.bucketRegionalDomainName}/${bucket.bucketName}`),
      Expect.count('li', Token.asNumber(Fn.importValue('Items'))),
    );

    const { document, environment } = bind(journey, stack);

    expect(document).toMatchObject({
      startUrl: 'https://${JOURNEY_VALUE_1}/a',
      steps: [
        {
          parts: [
            { expect: 'url', value: '${JOURNEY_VALUE_1}/${JOURNEY_VALUE_2}' },
            { expect: 'count', value: '${JOURNEY_VALUE_3}' },
          ],
        },
      ],
    });
    expect(stack.resolve(environment)).toEqual({
      JOURNEY_VALUE_1: { 'Fn::GetAtt': ['Bucket83908E77', 'RegionalDomainName'] },
      JOURNEY_VALUE_2: { Ref: 'Bucket83908E77' },
      JOURNEY_VALUE_3: { 'Fn::ImportValue': 'Items' },
    });
  });

  test('may be a whole address, a step name or a number, unjudged', () => {
    const stack = new Stack();
    const text = new CfnParameter(stack, 'Text').valueAsString;
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const journey = Journey.startAt(text).step(text, Action.open(text), Action.click(text), Expect.status(number));

    expect(() => bind(journey, stack)).not.toThrow();
  });

  test('can not be smuggled in as a text of the same form', () => {
    expect(() => bind(oneStep(Expect.text('h1', '${JOURNEY_VALUE_1}')))).toThrow(
      '[Default] journey text: got "${JOURNEY_VALUE_1}", expected no ${JOURNEY_VALUE_1}',
    );
  });

  test.each([
    [4096 - 'JOURNEY_VALUE_1'.length, 0],
    [4097 - 'JOURNEY_VALUE_1'.length, 1],
  ])('of %p bytes gives %p errors at synth: 4 KB is the limit', (bytes, errors) => {
    const stack = new Stack();
    bind(oneStep(Expect.text('h1', Lazy.string({ produce: () => 'x'.repeat(bytes) }))), stack);

    const found = stack.node.validate();
    expect(found).toHaveLength(errors);
    if (errors > 0) expect(found[0]).toMatch(/^journey values .*: got 4097, expected at most 4096/);
  });
});

describe('refused at synth, with path, value and fix:', () => {
  const click = Action.click('a');
  const NAME = 'expected up to 64 letters, digits, spaces, ".", "_" or "-"';

  test.each<[string, Journey, string]>([
    ['no step', Journey.startAt(SITE), 'journey: got [], expected at least one step; add .step(name, ...parts)'],
    ['a step without parts', Journey.startAt(SITE).step('see'), 'step "see": got [], expected at least one action'],
    ['an empty step name', Journey.startAt(SITE).step('', click), `step name: got "", ${NAME}`],
    ['a slash in a step name', Journey.startAt(SITE).step('a/b', click), `step name: got "a/b", ${NAME}`],
    ['a step name that ends in a space', Journey.startAt(SITE).step('a ', click), `step name: got "a ", ${NAME}`],
    ['a step name of 65 characters', Journey.startAt(SITE).step('a'.repeat(65), click), NAME],
    [
      'two steps of one name',
      Journey.startAt(SITE).step('a', click).step('a', click),
      'step name: got "a", expected a name that no other step has; rename the step',
    ],
    [
      'a start without scheme',
      Journey.startAt('shop.example.com').step('a', click),
      'got "shop.example.com", expected an address',
    ],
    ['another scheme', Journey.startAt('ftp://x/').step('a', click), 'Journey.startAt: url: got "ftp://x/"'],
    ['a path as start', Journey.startAt('/').step('a', click), 'Journey.startAt: url: got "/"'],
    ['a scheme alone', Journey.startAt('https://').step('a', click), 'Journey.startAt: url: got "https://"'],
    [
      'a space in the host',
      Journey.startAt('https://a b/').step('a', click),
      'Journey.startAt: url: got "https://a b/"',
    ],
    [
      'another scheme before a token',
      Journey.startAt(`ftp://${Fn.ref('Host')}`).step('a', click),
      'Journey.startAt: url: got "ftp://',
    ],
    [
      'Action.open without scheme',
      oneStep(Action.open('cart')),
      'step "only", Action.open("cart"): got "cart", expected an address that starts with http:// or https://, or a path that starts with /',
    ],
    [
      'a blank locator',
      oneStep(Action.click(' ')),
      'step "only", Action.click(" "): got " ", expected a Playwright selector',
    ],
    [
      'an empty text',
      oneStep(Expect.text('h1', '')),
      'Expect.text("h1", ""): got "", expected a text that is not empty',
    ],
    ['an empty key', oneStep(Action.press('h1', '')), 'Action.press("h1", ""): got "", expected a key such as Enter'],
    ['status 99', oneStep(Expect.status(99)), 'Expect.status(99): got 99, expected a whole number from 100 to 599'],
    ['status 600', oneStep(Expect.status(600)), 'got 600, expected a whole number from 100 to 599'],
    ['a negative count', oneStep(Expect.count('li', -1)), 'got -1, expected a whole number of at least 0'],
    ['half an element', oneStep(Expect.count('li', 0.5)), 'got 0.5, expected a whole number of at least 0'],
    [
      'a timeout of nothing',
      oneStep(Expect.title('a', { timeout: Duration.seconds(0) })),
      'Expect.title("a"): timeout (in seconds): got 0, expected a number above 0 and at most 45, what the timeout of the canary leaves for the journey',
    ],
    [
      'a timeout beyond the time of the journey',
      oneStep(Action.click('a', { timeout: Duration.seconds(46) })),
      'Action.click("a"): timeout (in seconds): got 46, expected a number above 0 and at most 45',
    ],
    [
      'a wait of nothing',
      oneStep(Action.wait(Duration.seconds(0))),
      'Action.wait(0): duration (in seconds): got 0, expected a number above 0 and at most 45',
    ],
    [
      'waits that use the time up',
      oneStep(Action.wait(Duration.seconds(30)), Action.wait(Duration.seconds(15))),
      'got [30,15], expected a sum below 45, what the timeout of the canary leaves',
    ],
  ])('%s', (_case, journey, message) => {
    expect(() => bind(journey)).toThrow(/^\[Default\] /);
    expect(() => bind(journey)).toThrow(message);
  });

  test.each([1, 64])('but not a step name of %p characters', (length) => {
    expect(() => bind(Journey.startAt(SITE).step('a'.repeat(length), click))).not.toThrow();
  });

  test.each([100, 599])('but not status %p', (code) => {
    expect(() => bind(oneStep(Expect.status(code)))).not.toThrow();
  });

  test('but not a timeout as long as the journey may take', () => {
    expect(() => bind(oneStep(Action.click('a', { timeout: Duration.seconds(45) })))).not.toThrow();
  });
});
