import type { Click, EngagementDetails, FormDetails } from '../../../src/formats/interactions';
import { extra, type Received } from './site';
import { useSite } from './use-site';
import type { Visitor } from './visitor';

/** What users do on a page, in real Chromium: each kind of click, what is counted of a page view, and forms. */
const { site, newVisitor } = useSite();

const INTERACTIONS = { clicks: true, forms: true, sampleRate: 1, budget: 100, toRum: true, toPipeline: false };
const html = (body: string) => ({
  body: `<!doctype html><title>Shop</title><link rel=icon href="data:,"><script async src="/telemetry.js"></script><body style="margin:0">${body}`,
});

/** Somebody on a page whose client sees what users do. */
async function come(body: string, more: object = {}): Promise<Visitor> {
  site.configuration = { interactions: { ...INTERACTIONS, ...more }, extras: [extra('interactions')] };
  site.files = { '/page': html(body), '/other': html('<h1>Other</h1>') };
  const visitor = await newVisitor();
  await visitor.open('/page');
  await visitor.recorded();
  return visitor;
}

const clicks = (): Click[] => site.of('.clicks').flatMap(({ details }) => details.clicks as Click[]);
const views = (): EngagementDetails[] =>
  site.of('.page_engagement').map(({ details }) => details as unknown as EngagementDetails);
const forms = (): FormDetails[] => site.of('.form').map(({ details }) => details as unknown as FormDetails);
const told = () => clicks().map(({ element, elementRole, frustration }) => [elementRole, element, frustration]);

/** Leaves once whatever a click may lead to has happened, and waits for what is told. */
async function leave(visitor: Visitor, count: number): Promise<void> {
  await visitor.page.waitForTimeout(2_300);
  await visitor.leave();
  await site.eventually(() => {
    expect(clicks()).toHaveLength(count);
    expect(views()).toHaveLength(1);
  });
  expect(visitor.problems).toEqual([]);
}

const CHANGES = `onclick="document.title = 'x'; this.dataset.done = 1"`;

test('a click is told as a person would: role, name, selector, page and place', async () => {
  const visitor = await come(`<main><button ${CHANGES}>  Add <b>to</b>\n cart </button></main>`);
  await visitor.page.getByRole('button', { name: 'Add to cart' }).click();
  await leave(visitor, 1);
  const [click] = clicks();
  expect(click).toMatchObject({ elementRole: 'button', element: 'Add to cart', selector: 'body>main>button' });
  expect(click.gridX).toBeGreaterThanOrEqual(0);
  expect(click.gridY).toBe(0);
  expect(click.frustration).toBeUndefined();
  const [event] = site.of('.clicks');
  expect(event.metadata.pageId).toBe('/page');
  expect(views()[0]).toMatchObject({ views: 1, clicks: 1, frustrated: 0 });
});

test('the names are those by which Playwright finds the controls', async () => {
  const controls = [
    ['button', 'Close', `<button aria-label="Close">x</button>`],
    ['button', 'Send it', `<input type=submit value="Send it">`],
    ['link', 'Orders', `<a href="#orders"><img alt="Orders"></a>`],
    ['button', 'By title', `<button title="By title"></button>`],
    ['tab', 'Reviews', `<div role=tab tabindex=0>Reviews<span aria-hidden=true>*</span></div>`],
    [
      'button',
      'Delete Row',
      `<span id=row>Row</span><button id=del aria-label=Delete aria-labelledby="del row"></button>`,
    ],
    ['button', 'Two words', `<button><div>Two</div><div>words</div></button>`],
    ['checkbox', 'I agree', `<label><input type=checkbox> I agree</label>`],
  ];
  const visitor = await come(controls.map(([, , element]) => `<p>${element}</p>`).join(''));
  for (const [role, name] of controls) {
    await visitor.page.getByRole(role as 'button', { name, exact: true }).click({ noWaitAfter: true });
  }
  await leave(visitor, controls.length);
  expect(clicks().map(({ elementRole, element }) => [elementRole, element])).toEqual(
    controls.map(([role, name]) => [role, name]),
  );
});

test('data-telemetry names whatever has it, and is its selector', async () => {
  const visitor = await come(`<div data-telemetry="add-to-cart" ${CHANGES}>+<i id=i>now</i></div>`);
  await visitor.page.click('#i');
  await leave(visitor, 1);
  expect(clicks()[0]).toMatchObject({
    element: 'add-to-cart',
    isNamed: true,
    elementRole: 'generic',
    selector: '[data-telemetry="add-to-cart"]',
  });
});

test('a button that does nothing is dead; text is not, nor is what answers late, by whatever', async () => {
  const visitor = await come(`<button>Broken</button><p>Just text</p>
    <div style="cursor:pointer">Looks like one</div>
    <button onclick="setTimeout(() => { this.textContent = 'Late' }, 1200)">Slow</button>
    <button onclick="fetch('/api/slow')">Request</button>
    <button onclick="history.pushState({}, '', '?sort=price')">Sort</button>
    <button onclick="document.querySelector('input').focus()">Search</button><input aria-label=Find>
    `);
  const { page } = visitor;
  const click = async (text: string) => {
    await page.getByText(text, { exact: true }).click({ noWaitAfter: true });
    await page.waitForTimeout(2_200);
  };
  for (const text of ['Broken', 'Just text', 'Looks like one', 'Slow', 'Request', 'Sort', 'Search']) await click(text);
  await leave(visitor, 7);
  expect(told()).toEqual([
    ['button', 'Broken', 'dead'],
    ['generic', undefined, undefined],
    ['generic', undefined, 'dead'],
    ['button', 'Slow', undefined],
    ['button', 'Request', undefined],
    ['button', 'Sort', undefined],
    ['button', 'Search', undefined],
  ]);
  expect(views()[0]).toMatchObject({ clicks: 7, dead: 2, frustrated: 2 });
});

test('again and again where nothing happens is rage; a stepper that answers each time is none', async () => {
  const visitor = await come(`<button id=broken>Broken</button><button id=step onclick="count.textContent++">+</button>
    <span id=count>0</span>`);
  for (const id of ['broken', 'step']) {
    for (let left = 4; left; left--) await visitor.page.click(`#${id}`, { noWaitAfter: true });
    await visitor.page.waitForTimeout(2_200);
  }
  await leave(visitor, 8);
  const of = (name: string) => clicks().flatMap(({ element, frustration }) => (element === name ? [frustration] : []));
  expect(of('Broken')).toEqual(['dead', 'dead', 'rage', 'dead']);
  expect(of('+')).toEqual([undefined, undefined, undefined, undefined]);
  expect(views()[0]).toMatchObject({ rage: 1, dead: 3, frustrated: 4 });
});

test('what a script enters into a field answers; a link in a label is clicked, a label is not', async () => {
  const visitor = await come(`<table><tr><td><input id=count value=1><td><button
    onclick="document.getElementById('count').value++">+</button></table>
    <label id=l><input type=checkbox> I agree to the <a href="#terms">terms</a></label>
    <label><input type=checkbox disabled> Sold out</label>`);
  const { page } = visitor;
  for (let left = 4; left; left--) await page.click('button', { noWaitAfter: true });
  await page.waitForTimeout(2_200);
  await page.getByText('terms').click({ noWaitAfter: true });
  await page.getByText('I agree').click({ position: { x: 40, y: 5 } });
  await page.getByText('Sold out').click({ force: true, position: { x: 40, y: 5 } });
  await leave(visitor, 7);
  expect(told()).toEqual([
    ...Array.from({ length: 4 }, () => ['button', '+', undefined]),
    ['link', 'terms', undefined],
    ['checkbox', 'I agree to the terms', undefined],
    ['generic', undefined, undefined],
  ]);
});

test('a click that throws says so, in its handler or after a promise; an error of a timer is none of it', async () => {
  const visitor = await come(`<button onclick="throw new TypeError('at once')">Throws</button>
    <button onclick="this.disabled = true; fetch('/api/x').then(() => { throw new Error('later') })">Rejects</button>
    <button ${CHANGES}>Works</button>
    <script>setInterval(() => { throw new Error('background') }, 300)</script>`);
  await visitor.page.waitForTimeout(700);
  for (const name of ['Throws', 'Rejects', 'Works']) {
    await visitor.page.getByRole('button', { name }).click({ noWaitAfter: true });
    await visitor.page.waitForTimeout(2_100);
  }
  await visitor.leave();
  await site.eventually(() => expect(clicks()).toHaveLength(3));
  expect(clicks().map(({ frustration }) => frustration)).toEqual(['error', 'error', undefined]);
});

test('a key, and what assistive technology does, is a click; what a script does is none', async () => {
  const visitor = await come(`<button ${CHANGES}>Native</button>
    <div role=button tabindex=0 aria-label="By role" onkeydown="this.dataset.done = 1">x</div>
    <button id=scripted ${CHANGES}>Scripted</button><input aria-label=Text>`);
  const { page } = visitor;
  await page.getByRole('button', { name: 'Native' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'By role' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox').focus();
  await page.keyboard.press('Enter');
  await visitor.do('document.getElementById("scripted").click()');
  await leave(visitor, 3);
  expect(clicks().map(({ element, keyboard }) => [element, keyboard])).toEqual([
    ['Native', true],
    ['Native', true],
    ['By role', true],
  ]);
  expect(clicks().every(({ gridX }) => gridX !== undefined)).toBe(true);
});

test('nothing within what is ignored is read; open shadow roots are, closed ones are never dead', async () => {
  const visitor = await come(`<div data-telemetry-ignore><button ${CHANGES}>Jane Doe</button></div>
    <x-open></x-open><x-closed></x-closed><button ${CHANGES}>Hello <span data-telemetry-ignore>Jane</span></button>
    <script>for (const mode of ['open', 'closed']) customElements.define('x-' + mode, class extends HTMLElement {
      connectedCallback() { this.attachShadow({ mode }).innerHTML = '<button>In ' + mode + '</button>'; } });</script>`);
  const { page } = visitor;
  await page.getByText('Jane Doe').click();
  await page.locator('x-open button').click();
  const box = await page.locator('x-closed').boundingBox();
  await page.mouse.click((box?.x ?? 0) + 10, (box?.y ?? 0) + 10);
  await page.getByText('Hello').click();
  await leave(visitor, 4);
  expect(told()).toEqual([
    ['generic', undefined, undefined],
    ['button', 'In open', undefined],
    ['generic', undefined, undefined],
    ['button', 'Hello', undefined],
  ]);
});

test('movement, scrolling and time of a page view are one event', async () => {
  const visitor = await come(`<div style="height:4000px">Long</div>`);
  const { page } = visitor;
  await page.mouse.move(100, 100);
  await page.mouse.move(400, 500, { steps: 20 });
  await page.mouse.wheel(0, 1_500);
  await page.waitForTimeout(1_500);
  await visitor.leave();
  await site.eventually(() => expect(views()).toHaveLength(1));
  const [view] = views();
  expect(view.distance).toBeGreaterThanOrEqual(490);
  expect(view.distance).toBeLessThanOrEqual(700);
  expect(view.cells).toBeGreaterThanOrEqual(4);
  expect(view.scrollDepth).toBeGreaterThan(0.4);
  expect(view.scrollDepth).toBeLessThan(0.75);
  expect(view.engagedMs).toBeGreaterThanOrEqual(1_000);
  expect(view.quarterMs).toHaveLength(4);
  expect(view.quarterMs[1]).toBeGreaterThan(0);
});

test('each route has a page view of its own, and a page that is used again after it was hidden goes on', async () => {
  const visitor = await come(
    `<button onclick="history.pushState({}, '', '/route'); this.textContent = 'There'">Go</button>`,
  );
  await visitor.page.click('button');
  await visitor.page.waitForTimeout(2_300);
  const hide = (state: string) =>
    visitor.do(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));`);
  await hide('hidden');
  await hide('visible');
  await visitor.page.click('button');
  await visitor.page.waitForTimeout(2_300);
  await visitor.leave();
  const pages = () =>
    site
      .of('.page_engagement')
      .map(({ metadata: { pageId }, details: { views, clicks } }: Received) => [pageId, views, clicks]);
  await site.eventually(() =>
    expect(pages()).toEqual([
      ['/page', 1, 1],
      ['/route', 1, 0],
      ['/route', 0, 1],
    ]),
  );
});

test('a form tells its fields in order, returns, and where it was left; never a value', async () => {
  const visitor = await come(`<form aria-label="Checkout" onsubmit="event.preventDefault()">
    <label>Full name <input name=n></label><label>City <input name=c></label><button>Order</button></form>`);
  const { page } = visitor;
  await page.getByLabel('Full name').fill('Wilhelmina');
  await page.getByLabel('City').fill('Timbuktu');
  await page.getByLabel('Full name').fill('Wilhelmina B.');
  await page.getByRole('button', { name: 'Order' }).click();
  await page.getByLabel('City').fill('Timbuktu');
  await page.waitForTimeout(2_200);
  await visitor.leave();
  await site.eventually(() => expect(forms()).toHaveLength(2));
  expect(forms()[0]).toMatchObject({
    form: 'Checkout',
    outcome: 'submitted',
    fields: [
      { field: 'Full name', refocused: 1 },
      { field: 'City', refocused: 0 },
    ],
    last: 'Full name',
  });
  expect(forms()[1]).toMatchObject({ outcome: 'left', last: 'City' });
  expect(JSON.stringify(site.received)).not.toMatch(/Wilhelmina|Timbuktu/);
});

test('a session over its budget says how much is missing', async () => {
  const visitor = await come(`<button ${CHANGES}>Go</button>`, { budget: 1 });
  for (let left = 3; left; left--) {
    await visitor.page.click('button');
    await visitor.page.waitForTimeout(5_500);
  }
  await visitor.leave();
  await site.eventually(() => expect(site.of('client_dropped').length).toBeGreaterThanOrEqual(1));
  expect(clicks()).toHaveLength(1);
  const lost = site.of('client_dropped').reduce((sum, { details }) => sum + Number(details.overBudget), 0);
  expect(lost).toBeGreaterThanOrEqual(2);
});

test('nothing is told without consent, nor out of the sample', async () => {
  const visitor = await come(`<button>Go</button>`, { sampleRate: 0 });
  await visitor.page.click('button');
  await visitor.page.waitForTimeout(2_300);
  await visitor.leave();
  await visitor.open('/page');
  await visitor.recorded();
  await visitor.do('userTelemetry.consent(false)');
  await visitor.page.click('button');
  await visitor.page.waitForTimeout(2_300);
  expect(await visitor.stored()).toEqual(['user_telemetry.8a5f3f0e-4c1d-4a53-9d36-6a1d6f0a1b2c.consent']);
  await visitor.go();
  expect([...clicks(), ...views()]).toEqual([]);
});
