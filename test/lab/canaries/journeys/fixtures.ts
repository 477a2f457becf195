/** Journeys that show each action and each expectation, with the results they must have wherever they are played. */
import { join } from 'node:path';
import { Duration, Lazy, type Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  Action,
  Expect,
  HttpMethod,
  Journey,
  type JourneyPart,
  Locator,
  PointerButton,
} from '../../../../src/canaries';
import { PASSWORD } from './site';

export interface Fixture {
  readonly name: string;
  readonly journey: Journey;
  readonly expected: 'passed' | 'failed';
  /** What the reason of a failed run says, in this order. */
  readonly message?: string[];
  /** What must be found neither in reasons nor in artifacts. */
  readonly secret?: string;
}

const SOON = { timeout: Duration.seconds(3) };
const here = (...path: string[]) => join(__dirname, ...path);
const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:';

/** All fixtures for a site, see `startSite`; secrets are imported into the stack. */
export function fixtures(site: string, stack: Stack): Fixture[] {
  // A canary's site is not on its own machine: that this one is, is known only at deployment.
  const origin = Lazy.string({ produce: () => site });
  const secret = Secret.fromSecretCompleteArn(stack, 'Secret', `${SECRET_ARN}shop-AbCdEf`);
  const absent = Secret.fromSecretCompleteArn(stack, 'Absent', `${SECRET_ARN}gone-AbCdEf`);
  const shop = Journey.startAt(origin);
  const passes = (name: string, journey: Journey, more: Partial<Fixture> = {}): Fixture => {
    return { name, journey, expected: 'passed', ...more };
  };
  /** A journey whose second step fails at its last part. */
  const fails = (name: string, parts: JourneyPart[], ...message: string[]): Fixture => {
    const journey = shop.step('see', Expect.visible('h1')).step('fail', ...parts);
    return { name, journey, expected: 'failed', message: ['step "fail", ', ...message] };
  };

  return [
    passes(
      'pointer',
      shop
        .step('fill', Action.fill('#name', 'Jane'), Expect.value('#name', 'Jane'), Action.select('#size', 'Large'))
        .step('buy', Action.click('#buy'), Expect.text('#said', 'Thank you, Jane'))
        .step('twice', Action.doubleClick('#double'), Expect.text('#said', 'Twice'))
        .step('right', Action.click('#double', { button: PointerButton.RIGHT }), Expect.text('#said', 'Menu'))
        .step('hover', Expect.hidden('text=Cart'), Action.hover('#menu'), Action.click('text=Cart'))
        .step('cart', Expect.url('/cart'), Expect.title('Cart'), Expect.status(200)),
    ),
    passes(
      'dialogs',
      shop
        .step('keep', Action.click('#delete'), Expect.dialog('Really delete?'), Expect.text('#said', 'Kept'))
        .step('delete', Action.acceptDialogs(), Action.click('#delete'), Expect.text('#said', 'Deleted'))
        .step('keep again', Action.dismissDialogs(), Action.click('#delete'), Expect.text('#said', 'Kept')),
    ),
    passes(
      'keyboard',
      shop
        .step('type', Action.type('#search', 'mug'), Expect.text('#typed', '...'), Expect.value('#search', 'mug'))
        .step('press', Action.press('body', 'Shift+A'), Expect.text('#keys', 'A'))
        .step('pause', Action.wait(Duration.millis(50)), Expect.count('.things li', 3)),
    ),
    passes(
      'page',
      shop
        .step('size', Action.viewport(800, 600), Expect.script('innerWidth === 800'))
        .step('scroll', Action.scroll('#far'), Expect.script('scrollY > 1000'))
        .step('scroll to', Action.scrollTo(0, 500), Expect.text('#scrolled', 'at 500'))
        .step('upload', Action.upload('#file', here('files/mug.txt')), Expect.text('#uploaded', 'mug.txt: a picture'))
        .step('open', Action.open('/moved'), Expect.text('h1', 'Your cart'), Expect.responseTime(Duration.seconds(20))),
    ),
    passes(
      'locators',
      shop
        .step('role', Expect.visible(Locator.role('button', { name: 'buy NOW' }).selector))
        .step('exact', Expect.count(Locator.role('button', { name: 'Buy', exact: true }).selector, 0))
        .step('text', Expect.visible(Locator.text('thank').selector.replace('thank', 'bowl')))
        .step(
          'exact text',
          Expect.count(Locator.exactText('Mu').selector, 0),
          Expect.visible(Locator.exactText('Mug').selector),
        )
        .step('test id', Expect.text(Locator.testId('spoon').selector, 'Spoon'))
        .step('within', Expect.text(Locator.css('li').nth(-1).within(Locator.css('.things')).selector, 'Spoon'))
        .step('frame', Action.fill(Locator.css('#card').inFrame(Locator.css('iframe')).selector, '4242'))
        .step('level', Expect.count(Locator.role('heading', { level: 1 }).selector, 1))
        .step('name', Expect.accessibleName('button:has-text("×")', 'Close'), Expect.accessibleName('#buy', 'Buy now'))
        .step('attribute', Expect.attribute('iframe', 'title', 'Payment'), Expect.noConsoleErrors()),
    ),
    passes(
      'requests',
      shop
        .step(
          'read',
          Action.request('/api/items', { extract: { name: '$.items[0].name' } }),
          Expect.status(200),
          Expect.json('$.items[0].price', '12.5'),
          Expect.json('$["items"][0]', '{"id":7,"name":"Mug","price":12.5}'),
          Expect.json('$.cookie', 'visitor=1'),
          Expect.responseTime(Duration.seconds(20)),
        )
        .step('use', Action.fill('#name', Journey.variable('name')), Expect.value('#name', 'Mug'))
        .step(
          'order',
          Action.request('/api/orders', {
            method: HttpMethod.POST,
            headers: { authorization: `Bearer ${Journey.secret(secret, 'token')}`, 'content-type': 'application/json' },
            body: '{"item": "lamp"}',
          }),
          Expect.status(201),
          Expect.json('$.item', 'lamp'),
        )
        .step('refused', Action.request('/api/orders', { method: HttpMethod.POST }), Expect.status(401)),
      { secret: encodeURIComponent(PASSWORD) },
    ),
    passes(
      'script parts',
      shop
        .step('extract', Action.request('/api/items', { extract: { name: '$.items[0].name' } }))
        .step('script', Action.script(here('scripts/part.ts')), Expect.value('#name', 'Mug')),
    ),
    passes(
      'secrets',
      Journey.startAt(`${origin}/sign-in`)
        .step('sign in', Action.fill('[name=user]', 'jane'), Action.fillSecret('[name=code]', secret, 'code'))
        .step('masked', Expect.script("document.querySelector('[name=code]').style.webkitTextSecurity === 'disc'"))
        .step('welcome', Action.click('button'), Expect.text('h1', 'Welcome')),
      { secret: PASSWORD },
    ),
    passes(
      'script',
      Journey.fromScript(here('scripts/buy.ts'), { startAt: origin, steps: ['name', 'buy'], values: { name: 'Jane' } }),
    ),
    passes(
      'recording',
      Journey.fromRecording(here('recordings/every-type.json'), {
        origin,
        values: { Name: 'Tester', Size: 'l', card: '1' },
        files: { Picture: here('files/mug.txt') },
        acceptDialogs: true,
        leaveOut: ['emulateNetworkConditions', 'customStep'],
      }),
    ),
    fails(
      'click nothing',
      [Action.click('#absent', SOON)],
      'Action.click("#absent"): expected one element',
      'got 0 elements',
    ),
    fails('click several', [Action.click('li', SOON)], 'Action.click("li"): expected one element', 'got 4 elements'),
    fails(
      'open what is not there',
      [Action.open('/gone')],
      'Action.open("/gone"): expected a status below 400, got 404',
    ),
    fails(
      'request refused',
      [Action.request('/api/orders', { method: HttpMethod.POST })],
      'expected a status below 400, got 401',
    ),
    fails(
      'extract nothing',
      [Action.request('/api/items', { extract: { id: '$.items[1].id' } })],
      'Action.request("/api/items"): expected a value at $.items[1].id, got none',
    ),
    fails(
      'visible',
      [Expect.visible('#hidden', SOON)],
      'Expect.visible("#hidden"): expected a visible element within 3 s, got 1 hidden',
    ),
    fails('hidden', [Expect.hidden('h1', SOON)], 'Expect.hidden("h1"): expected no visible element within 3 s, got 1'),
    fails(
      'text',
      [Expect.text('h1', 'Shoe', SOON)],
      'expected a visible element with the text "Shoe" within 3 s, got "The Shop"',
    ),
    fails(
      'text that is hidden',
      [Expect.text('#notice', 'Sold out', SOON)],
      'expected a visible element with the text "Sold out" within 3 s, got "In stock"',
    ),
    fails(
      'status of the page before',
      [Action.script(here('scripts/leave.ts')), Expect.status(200, SOON)],
      'Expect.status(200): expected status 200 within 3 s, got no page',
    ),
    fails(
      'dialog',
      [Action.click('#buy'), Expect.dialog('Really', SOON)],
      'Expect.dialog("Really"): expected a dialog with the text "Really" in this step within 3 s, got no dialog',
    ),
    {
      name: 'recording of an absence, one of whose selectors is stale',
      journey: Journey.fromRecording(here('recordings/stale-absence.json'), { origin }),
      expected: 'failed',
      message: ['expected anything but a count of >= 1 within 3 s, got 1'],
    },
    {
      name: 'recording of a navigation that does not happen',
      journey: Journey.fromRecording(here('recordings/no-navigation.json'), { origin }),
      expected: 'failed',
      message: ['expected a navigation to "/" within 3 s, got none from "http://127.0.0.1:'],
    },
    fails(
      'value',
      [Expect.value('#size', 'l', SOON)],
      'expected a visible field with the value "l" within 3 s, got "s"',
    ),
    fails('url', [Expect.url('/cart', SOON)], 'expected an address with "/cart" within 3 s, got "http://127.0.0.1:'),
    fails('title', [Expect.title('Cart', SOON)], 'expected a title with "Cart" within 3 s, got "The Shop"'),
    fails('count', [Expect.count('.things li', 2, SOON)], 'expected a count of 2 within 3 s, got 3'),
    fails(
      'status',
      [Action.open('/gone'), Expect.status(200, SOON)],
      'Expect.status(200): expected status 200 within 3 s, got 404',
    ),
    fails(
      'JSON',
      [Action.request('/api/items'), Expect.json('$.items[0].price', '13')],
      'Expect.json("$.items[0].price", "13"): expected "13" at $.items[0].price of the answer, got "12.5"',
    ),
    fails(
      'response time',
      [Action.open('/slow'), Expect.responseTime(Duration.millis(100))],
      'Expect.responseTime(100): expected an answer in 100 ms, got ',
    ),
    fails(
      'console errors',
      [Action.open('/wrong'), Expect.noConsoleErrors('no price')],
      'Expect.noConsoleErrors(): expected no console error but "no price", got "Error: no cart"',
    ),
    fails(
      'accessible name',
      [Expect.accessibleName('#buy', 'Sell', SOON)],
      'Expect.accessibleName("#buy", "Sell"): expected a visible element with the accessible name "Sell" within 3 s, got "Buy now"',
    ),
    fails(
      'attribute',
      [Expect.attribute('iframe', 'title', 'Pay', SOON)],
      'whose attribute title is "Pay" within 3 s, got "Payment"',
    ),
    fails(
      'expression',
      [Expect.script('window.cart', SOON)],
      'Expect.script("window.cart"): expected "window.cart" to be true',
    ),
    fails(
      'secret that is not there',
      [Action.fillSecret('#name', absent)],
      'expected to read it, got 400 ResourceNotFoundException',
    ),
    {
      name: 'script that fails',
      journey: Journey.fromScript(here('scripts/fails.ts'), {
        startAt: origin,
        steps: ['see', 'pay'],
        values: { card: Journey.secret(secret, 'plain') },
      }),
      expected: 'failed',
      message: ['step "pay": the card *** was refused'],
      secret: 'open sesame 7',
    },
    {
      name: 'script of other steps',
      journey: Journey.fromScript(here('scripts/fails.ts'), { startAt: origin, steps: ['look'], values: { card: '' } }),
      expected: 'failed',
      message: ['script: expected the step "look", got "see"'],
    },
  ];
}
