import fc from 'fast-check';
import { extra } from './site';
import { useSite } from './use-site';

/**
 * A page full of personal data, used in any order: none of it is in any request of the client.
 *
 * Without web vitals: these name elements by their ids and classes, as web-vitals does.
 */
const { site, newVisitor } = useSite();

/** Words that nothing else on the page has. */
const word = fc.stringMatching(/^[A-Z][a-z]{5,9}zq$/);
const person = fc.record({ first: word, last: word, street: word, phone: fc.stringMatching(/^0[1-9]{3} [1-9]{7}$/) });
type Person = { first: string; last: string; street: string; phone: string };

const ACTS = [
  'text',
  'fill',
  'write',
  'choose',
  'save',
  'submit',
  'ignored',
  'cell',
  'picture',
  'link',
  'key',
  'tick',
] as const;

/** Each fact in each kind of place that no name is taken from; what a control says of itself holds none. */
function page({ first, last, street, phone }: Person): string {
  const mail = `${first}.${last}@example.com`;
  const attributes = `id="${first}" class="${last} c" data-user="${mail}" data-testid="${street}" name="${last}"`;
  return `<!doctype html><title>Account</title><link rel=icon href="data:,"><script async src="/telemetry.js"></script>
<body><main ${attributes} title="${mail}" aria-label="${first}">
<h1>${first} ${last}</h1><p id=text>${street} 12, ${phone}</p>
<table><tr><td id=cell style="cursor:pointer">${last}</td></tr></table><img id=picture alt="${first}" width=20 height=20>
<form action="/save/${first}" onsubmit="event.preventDefault()">
<label>Name <input id=fill value="${first}" placeholder="${last}"></label>
<label>Note <textarea id=write>${street}</textarea></label>
<label>City <select id=choose><option>${street}</option><option>${last}</option></select></label>
<label><input id=tick type=checkbox value="${phone}"> News</label>
<button id=submit value="${mail}">Send</button></form>
<div id=edit contenteditable>${first}<b>${last}</b></div>
<div data-telemetry-ignore><button id=ignored aria-label="${first}">${last}</button></div>
<button id=save title="${street}" data-x="${phone}" onclick="fetch('/api/fail?mail=${mail}')">Save <i data-telemetry-ignore>${first}</i></button>
<a id=link href="?who=${mail}#${last}" onclick="event.preventDefault()">Profile of ${mail}, ${phone}</a>
</main>`;
}

test('none of it is told', async () => {
  const kinds = { clicks: true, forms: true, sampleRate: 1, budget: 1_000, toRum: true, toPipeline: true };
  await fc.assert(
    fc.asyncProperty(person, fc.shuffledSubarray([...ACTS], { minLength: 5 }), async (somebody, acts) => {
      site.reset();
      site.configuration = {
        telemetries: ['errors', 'http'],
        interactions: kinds,
        eventPipeline: { endpoint: '/events', sampleRate: 1 },
        extras: [extra('interactions'), extra('event-sink')],
        tracing: true,
      };
      site.files = { '/page': { body: page(somebody) } };
      const visitor = await newVisitor();
      await visitor.open(`/page?mail=${somebody.first}@example.com&utm_source=mail`);
      await visitor.recorded();
      const { page: tab } = visitor;
      for (const act of acts) {
        if (act === 'fill' || act === 'write') await tab.locator(`#${act}`).fill(`${somebody.last} ${somebody.phone}`);
        else if (act === 'choose') await tab.locator('#choose').selectOption({ index: 1 });
        else if (act === 'key') await tab.keyboard.press('Tab').then(() => tab.keyboard.press('Enter'));
        else await tab.locator(`#${act}`).click({ noWaitAfter: true });
      }
      await tab.locator('#edit').click();
      await tab.keyboard.type(somebody.street);
      await visitor.leave();
      const clicks = () => site.events.filter(({ name }) => name === 'click');
      await site.eventually(() => expect(site.of('.page_engagement')).toHaveLength(1));
      await site.eventually(() => expect(clicks().length).toBeGreaterThan(0));
      const told = JSON.stringify([site.received, site.events, site.paths.filter((path) => /rum|events/.test(path))]);
      const digits = told.replace(/[^\d]/g, ' ');
      for (const secret of [somebody.first, somebody.last, somebody.street]) expect(told).not.toContain(secret);
      for (const part of somebody.phone.split(' ').slice(1)) expect(digits).not.toContain(part);
      await visitor.context.close();
    }),
    { numRuns: 10 },
  );
});

/** Where pages put what is somebody's, beyond what the property looks at: what is clicked, and how. */
const PLACES: readonly [what: string, body: string, press: string][] = [
  ['an option of a list', `<select multiple><option>Zqjane</option></select>`, 'option'],
  [
    'a suggestion',
    `<ul role=listbox aria-label=Address><li role=option aria-label="Zqjane 1" id=x>Zqjane</li></ul>`,
    '#x',
  ],
  [
    'a chip in a field',
    `<div role=combobox aria-label=To><button aria-label="Remove Zqjane">Zqjane</button></div>`,
    'button',
  ],
  [
    'a link that somebody has written',
    `<div contenteditable><a href="#Zqjane" title=Zqjane id=x>Zqjane</a></div>`,
    '#x',
  ],
  ['a role that is none', `<div role="Zqjane" id=x style="cursor:pointer">text</div>`, '#x'],
  ['an address of somebody', `<button>zqjane @ example.com</button>`, 'button'],
  ['an address of a page', `<a href="#">https://shop.example.com/reset?token=Zqjane</a>`, 'a'],
  ['digits of any script', `<button>٠١٧٠١٢٣٤٥٦٧ Zq</button>`.replace(' Zq', ''), 'button'],
  [
    'a label that is ignored',
    `<p data-telemetry-ignore><b id=b>Zqjane</b></p><button aria-labelledby=b>+</button>`,
    'button',
  ],
  [
    'what a shadow root ignores',
    `<x-card><button>Zqjane</button></x-card><script>customElements.define('x-card', class extends HTMLElement {
      connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<p data-telemetry-ignore><slot></slot></p>'; } });</script>`,
    'button',
  ],
  [
    'a form whose fields hide what it is',
    `<form data-telemetry-ignore><input name=nodeType><input name=parentNode><input name=attributes>
      <button type=button>Zqjane</button></form>`,
    'button',
  ],
  ['a type that is none', `<form><input type="Zqjane" id=x></form>`, '#x'],
  [
    'a list that is named by itself, too',
    `<b id=l>Condition</b><div role=combobox id=x tabindex=0 aria-labelledby="l x">Zqjane</div>`,
    '#x',
  ],
  [
    'a list that is named by what is within it',
    `<b id=l>Condition</b><div role=combobox id=x tabindex=0 aria-labelledby="l v"><span id=v>Zqjane</span></div>`,
    '#x',
  ],
  [
    'a list that is named by the button that shows the choice',
    `<button id=b aria-haspopup=listbox>Zqjane</button><ul role=listbox id=x aria-labelledby=b><li>One</li></ul>`,
    '#x',
  ],
  [
    'a button that shows the choice',
    `<b id=l>Condition</b><button aria-haspopup=listbox id=x aria-labelledby="l x">Zqjane</button>`,
    '#x',
  ],
  [
    'a label around a list',
    `<label id=l>Condition <div role=combobox>Zqjane</div></label><button id=x aria-labelledby=l>?</button>`,
    '#x',
  ],
  [
    'a label around a field and a list',
    `<form><label>Condition <input id=x><div role=combobox>Zqjane</div></label></form>`,
    '#x',
  ],
  ['a label with a result', `<form><label>Weight <input type=range id=x> <output>Zqjane</output></label></form>`, '#x'],
];

test('nor what stands in other places', async () => {
  const kinds = { clicks: true, forms: true, sampleRate: 1, budget: 1_000, toRum: true, toPipeline: true };
  site.configuration = {
    interactions: kinds,
    eventPipeline: { endpoint: '/events', sampleRate: 1 },
    extras: [extra('interactions'), extra('event-sink')],
  };
  const html = (body: string) =>
    `<!doctype html><title>Account</title><link rel=icon href="data:,"><script async src="/telemetry.js"></script><body>${body}`;
  site.files = Object.fromEntries(PLACES.map(([, body], index) => [`/place${index}`, { body: html(body) }]));
  const visitor = await newVisitor();
  for (const [index, [, , press]] of PLACES.entries()) {
    await visitor.open(`/place${index}`);
    await visitor.recorded();
    // Where a field is called as what Playwright asks its form for, only the mouse itself gets through.
    const box = await visitor.page.locator(press).first().boundingBox();
    await visitor.page.mouse.click((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
    if (press === '#x') await visitor.page.keyboard.type('abc');
  }
  await visitor.leave();
  const clicked = () => new Set(site.events.filter(({ name }) => name === 'click').map(({ page }) => page));
  await site.eventually(() => expect(clicked()).toEqual(new Set(PLACES.map((_, index) => `/place${index}`))));
  const told = (index: number) =>
    JSON.stringify([
      site.received.filter(({ metadata }) => metadata.pageId === `/place${index}`),
      site.events.filter(({ page }) => page === `/place${index}`),
    ]);
  const leaks = PLACES.filter((_, index) => /zqjane|[٠-٩]/i.test(told(index))).map(([what]) => what);
  expect(leaks).toEqual([]);
});
