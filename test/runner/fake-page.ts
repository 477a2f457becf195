import type { Page } from 'playwright-core';

export interface FakeElement {
  text?: string;
  value?: string;
  attributes?: { [name: string]: string };
  visible?: boolean;
}

/** A page without a browser: what is on it can change while it is looked at, as on a real one. */
export class FakePage {
  public elements: { [locator: string]: FakeElement[] } = {};
  public title = '';
  public address = 'about:blank';
  /** What was done, in order. */
  public readonly log: string[] = [];
  /** The status of each address; 200 for all others. */
  public statuses: { [url: string]: number } = {};
  /** Runs at each action, with the log's line. */
  public onAction: (line: string) => void = () => {};
  private readonly listeners: { [event: string]: (argument: unknown) => void } = {};
  private readonly mainFrame = { url: () => this.address };

  public asPage(): Page {
    const page = {
      on: (event: string, listener: (argument: unknown) => void) => {
        this.listeners[event] = listener;
      },
      mainFrame: () => this.mainFrame,
      url: () => this.address,
      title: async () => this.title,
      goto: async (url: string) => {
        this.log.push(`goto ${url}`);
        return this.load(url);
      },
      locator: (locator: string) => this.locator(locator, false),
    };
    return page as unknown as Page;
  }

  /** The browser loads a page, be it in the main frame or in another. */
  public load(url: string, frame: object = this.mainFrame) {
    const request = this.leave(frame);
    if (frame === this.mainFrame) this.address = url;
    const status = this.statuses[url] ?? 200;
    const response = { status: () => status, request: () => request };
    this.listeners.response(response);
    this.listeners.framenavigated(frame);
    return response;
  }

  /** The browser asks for another page, which is not there yet. */
  public leave(frame: object = this.mainFrame) {
    const request = { isNavigationRequest: () => true, frame: () => frame };
    this.listeners.request(request);
    return request;
  }

  /** The page opens a dialog; tells how it was answered. */
  public async openDialog(type: string, message: string): Promise<string> {
    let answer = '';
    this.listeners.dialog({
      type: () => type,
      message: () => message,
      defaultValue: () => 'suggested',
      accept: async (text?: string) => {
        answer = text === undefined ? 'accepted' : `accepted with ${text}`;
      },
      dismiss: async () => {
        answer = 'dismissed';
      },
    });
    return answer;
  }

  private locator(locator: string, visibleOnly: boolean): unknown {
    const found = () => (this.elements[locator] ?? []).filter(({ visible = true }) => visible || !visibleOnly);
    const action = (name: string) => async (argument: unknown, options?: { timeout: number }) => {
      const line = [name, locator, typeof argument === 'string' ? argument : undefined].filter(Boolean).join(' ');
      const { timeout } = options ?? (argument as { timeout: number });
      this.log.push(line);
      this.onAction(line);
      if (found().length !== 1)
        throw new Error(`locator.${name}: Timeout ${timeout}ms exceeded.\nCall log:\n  - waiting`);
    };
    return {
      filter: () => this.locator(locator, true),
      count: async () => found().length,
      evaluateAll: async (read: (elements: object[], argument: unknown) => unknown, argument: unknown) => {
        const elements = found().map(({ text = '', attributes = {}, ...properties }) => ({
          innerText: text,
          textContent: text,
          getAttribute: (name: string) => attributes[name] ?? null,
          ...properties,
        }));
        return read(elements, argument);
      },
      click: action('click'),
      fill: action('fill'),
      pressSequentially: action('type'),
      selectOption: action('select'),
      press: action('press'),
      hover: action('hover'),
    };
  }
}
