import { isSameOrigin, watchDepartures } from '../../../client/recording/departure';

const SITE = 'https://shop.example.com';

function element(localName: string, attributes: Record<string, string>) {
  return {
    localName,
    getAttribute: (name: string) => attributes[name] ?? null,
    hasAttribute: (name: string) => name in attributes,
  };
}

class FakeWindow extends EventTarget {
  public readonly location = { origin: SITE, href: `${SITE}/cart` };
  public readonly document = { baseURI: `${SITE}/cart`, querySelector: () => null };
  public readonly name = 'shop';
  public readonly navigation?: EventTarget & { transition?: object };
  public readonly departures: boolean[] = [];
  private hide?: (event: { isTrusted: boolean }) => void;

  constructor(hasNavigationApi: boolean) {
    super();
    if (hasNavigationApi) this.navigation = Object.assign(new EventTarget(), { currentEntry: {} });
    globalThis.addEventListener = ((_: string, hide: typeof this.hide) => {
      this.hide = hide;
    }) as typeof addEventListener;
    watchDepartures(this as unknown as Window, (staysOnSite) => this.departures.push(staysOnSite));
  }

  public navigate(url: string, details: { sameDocument?: boolean; downloadRequest?: string } = {}): void {
    const { sameDocument = false, downloadRequest = null } = details;
    this.navigation?.dispatchEvent(
      Object.assign(new Event('navigate'), { destination: { url, sameDocument }, downloadRequest }),
    );
  }

  public click(attributes: Record<string, string>, details: Partial<MouseEvent> = {}): void {
    const path = [element('b', {}), element('a', attributes), this];
    this.send('click', { composedPath: () => path, button: 0, ...details });
  }

  public submit(form: Record<string, string>, button?: Record<string, string>, details: object = {}): void {
    const submitter = button && element('button', button);
    this.send('submit', { target: element('form', form), submitter, ...details });
  }

  public send(type: string, details: object): void {
    const event = new Event(type);
    for (const [key, value] of Object.entries(details)) Object.defineProperty(event, key, { value });
    this.dispatchEvent(event);
  }

  /** Whether the unload that now happens leads to another page of the site. */
  public unload(): boolean | undefined {
    this.hide?.({ isTrusted: true });
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

  test('what the page has taken over leads nowhere, though it still waits for its data', () => {
    window.navigate(`${SITE}/checkout`);
    Object.assign(window.navigation ?? {}, { transition: {} });
    expect(window.unload()).toBe(false);
  });

  test('a second navigation, or the end of the tab, is another one', () => {
    jest.useFakeTimers();
    window.navigate(`${SITE}/download`);
    window.send('beforeunload', {});
    jest.advanceTimersByTime(1_000);
    expect(window.unload()).toBe(true);
    window.navigate(`${SITE}/download`);
    jest.advanceTimersByTime(1_000);
    window.send('beforeunload', {});
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
    window.click({ href: '/checkout' });
    expect(window.unload()).toBe(true);
    window.click({ 'xlink:href': '/checkout' });
    expect(window.unload()).toBe(true);
    window.click({ href: 'https://pay.example.com/' });
    expect(window.unload()).toBe(false);
  });

  test.each([
    [{ href: '/x', target: '_blank' }, {}],
    [{ href: '/x', target: 'help' }, {}],
    [{ href: '/x', download: '' }, {}],
    [{ href: '#top' }, {}],
    [{ href: 'mailto:a@b.c' }, {}],
    [{ href: 'https://[' }, {}],
    [{ href: '/x' }, { ctrlKey: true }],
    [{ href: '/x' }, { metaKey: true }],
    [{ href: '/x' }, { shiftKey: true }],
    [{ href: '/x' }, { altKey: true }],
    [{ href: '/x' }, { button: 1 }],
    [{}, {}],
  ])('a click on %j with %j leads nowhere in this tab', (link, details) => {
    window.click(link as Record<string, string>, details);
    expect(window.unload()).toBe(false);
  });

  test.each(['_self', '_TOP', '_parent', '', 'shop'])('the target "%s" is this tab', (target) => {
    window.click({ href: '/x', target });
    expect(window.unload()).toBe(true);
  });

  test('a handler may still change the link', () => {
    const attributes = { href: '/x' };
    window.click(attributes);
    attributes.href = 'https://pay.example.com/';
    expect(window.unload()).toBe(false);
  });

  test('a link that the page follows by itself is one that it follows at once', () => {
    jest.useFakeTimers();
    window.click({ href: '/x' }, { defaultPrevented: true });
    jest.advanceTimersByTime(1_999);
    expect(window.unload()).toBe(true);
    window.click({ href: '/x' }, { defaultPrevented: true });
    jest.advanceTimersByTime(2_000);
    expect(window.unload()).toBe(false);
  });

  test('a link that became a route leads nowhere', () => {
    window.click({ href: '/x' }, { defaultPrevented: true });
    window.location.href = `${SITE}/x`;
    expect(window.unload()).toBe(false);
  });

  test('forms tell where the user goes, their buttons before them', () => {
    window.submit({ action: '/order' });
    expect(window.unload()).toBe(true);
    window.submit({ action: '/order' }, {});
    expect(window.unload()).toBe(true);
    window.submit({});
    expect(window.unload()).toBe(true);
    window.submit({ action: 'https://pay.example.com/' }, {});
    expect(window.unload()).toBe(false);
    window.submit({ action: '/order' }, { formaction: 'https://pay.example.com/' });
    expect(window.unload()).toBe(false);
    window.submit({ action: '/order', target: '_blank' });
    expect(window.unload()).toBe(false);
    window.submit({ action: '/order', method: 'dialog' });
    expect(window.unload()).toBe(false);
    window.submit({ action: '/order' }, {}, { defaultPrevented: true });
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
