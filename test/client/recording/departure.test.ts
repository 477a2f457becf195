import { isSameOrigin, watchDepartures } from '../../../client/recording/departure';

const SITE = 'https://shop.example.com';

class FakeWindow extends EventTarget {
  public readonly location = { origin: SITE };
  public readonly document = { baseURI: `${SITE}/cart` };
  public readonly navigation?: EventTarget;
  public readonly departures: boolean[] = [];

  constructor(hasNavigationApi: boolean) {
    super();
    if (hasNavigationApi) this.navigation = new EventTarget();
    watchDepartures(this as unknown as Window, (staysOnSite) => this.departures.push(staysOnSite));
  }

  public navigate(url: string, details: { sameDocument?: boolean; downloadRequest?: string } = {}): void {
    const { sameDocument = false, downloadRequest = null } = details;
    this.navigation?.dispatchEvent(
      Object.assign(new Event('navigate'), { destination: { url, sameDocument }, downloadRequest }),
    );
  }

  public click(link: Partial<HTMLAnchorElement> | null, details: Partial<MouseEvent> = {}): void {
    const target = { closest: () => link && { target: '', download: '', ...link } };
    this.send('click', { target, button: 0, ...details });
  }

  public send(type: string, details: object): void {
    const event = new Event(type);
    for (const [key, value] of Object.entries(details)) Object.defineProperty(event, key, { value });
    this.dispatchEvent(event);
  }

  /** Whether the unload that now happens leads to another page of the site. */
  public unload(): boolean | undefined {
    this.send('pagehide', {});
    return this.departures.pop();
  }
}

afterEach(() => jest.useRealTimers());

describe('with the Navigation API', () => {
  let window: FakeWindow;
  beforeEach(() => {
    window = new FakeWindow(true);
  });

  test('another page of the site is told from another site', () => {
    window.navigate(`${SITE}/checkout`);
    expect(window.unload()).toBe(true);
    window.navigate('https://pay.example.com/');
    expect(window.unload()).toBe(false);
  });

  test('closing the tab is leaving', () => {
    expect(window.unload()).toBe(false);
  });

  test('each unload is judged by its own navigation', () => {
    window.navigate(`${SITE}/checkout`);
    expect(window.unload()).toBe(true);
    expect(window.unload()).toBe(false);
  });

  test.each(['navigatesuccess', 'navigateerror'])('after %s, closing the tab is leaving', (type) => {
    window.navigate(`${SITE}/checkout`);
    window.navigation?.dispatchEvent(new Event(type));
    expect(window.unload()).toBe(false);
  });

  test('downloads and fragments lead nowhere', () => {
    window.navigate(`${SITE}/invoice`, { downloadRequest: '' });
    window.navigate(`${SITE}/cart#top`, { sameDocument: true });
    expect(window.unload()).toBe(false);
  });

  test('a navigation that came to nothing is forgotten', () => {
    jest.useFakeTimers();
    window.navigate(`${SITE}/no-content`);
    jest.advanceTimersByTime(29_999);
    expect(window.unload()).toBe(true);
    window.navigate(`${SITE}/no-content`);
    jest.advanceTimersByTime(30_000);
    expect(window.unload()).toBe(false);
  });
});

describe('without the Navigation API', () => {
  let window: FakeWindow;
  beforeEach(() => {
    window = new FakeWindow(false);
  });

  test('links tell where the user goes', () => {
    window.click({ href: `${SITE}/checkout` });
    expect(window.unload()).toBe(true);
    window.click({ href: 'https://pay.example.com/' });
    expect(window.unload()).toBe(false);
  });

  test.each([
    [{ href: `${SITE}/x`, target: '_blank' }, {}],
    [{ href: `${SITE}/x`, download: 'x.pdf' }, {}],
    [{ href: `${SITE}/x` }, { ctrlKey: true }],
    [{ href: `${SITE}/x` }, { metaKey: true }],
    [{ href: `${SITE}/x` }, { shiftKey: true }],
    [{ href: `${SITE}/x` }, { button: 1 }],
    [{ href: `${SITE}/x` }, { defaultPrevented: true }],
    [null, {}],
  ])('a click on %j with %j leads nowhere in this tab', (link, details) => {
    window.click(link, details);
    expect(window.unload()).toBe(false);
  });

  test('forms tell where the user goes, their buttons before them', () => {
    window.send('submit', { target: { action: `${SITE}/order` }, submitter: null });
    expect(window.unload()).toBe(true);
    window.send('submit', {
      target: { action: `${SITE}/order` },
      submitter: { formAction: 'https://pay.example.com/' },
    });
    expect(window.unload()).toBe(false);
    window.send('submit', { target: { action: `${SITE}/order` }, submitter: null, defaultPrevented: true });
    expect(window.unload()).toBe(false);
  });
});

test.each([
  ['/api', true],
  ['api?x=1', true],
  [`${SITE}/api`, true],
  [new URL(`${SITE}/api`), true],
  ['//shop.example.com/api', true],
  ['https://api.example.com/', false],
  ['http://shop.example.com/', false],
  ['https://shop.example.com.evil.example/', false],
  ['https://[', false],
])('%s is of the same origin: %p', (url, expected) => {
  expect(isSameOrigin(url, new FakeWindow(false) as unknown as Window)).toBe(expected);
});
