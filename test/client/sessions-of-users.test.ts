import fc from 'fast-check';
import { openStore } from '../../client/recording/store';
import { type Data, Transactions } from '../../client/recording/transactions';
import type { Outcome } from '../../src/formats/browser-events';
import { type FakeItems, fakeItems } from './items';

/**
 * Users with several tabs, whose pages are navigated, hidden, restored, discarded, killed and put to sleep, in any
 * order: once everything has ended, each attempt was started once and has ended once.
 */
const NAMES = ['Checkout', 'SignUp'];
const DECLARED = [
  { name: 'Checkout', abandonedAfterSeconds: 60 },
  { name: 'SignUp', abandonedAfterSeconds: 600 },
];
const DAY_MS = 86_400_000;

class Browser {
  public now = 1_700_000_000_000;
  public readonly events: [Outcome, Data][] = [];
  public readonly tabs: Tab[] = [];
  public recorded = true;
  private ids = 0;
  private readonly local = fakeItems();

  public constructor(public readonly forbidsStorage: boolean) {}

  public page(tab: Tab): Transactions {
    const { session } = tab;
    const transactions = new Transactions(
      {
        now: () => this.now,
        newId: () => `${++this.ids}`,
        store: openStore(this.forbidsStorage ? {} : { local: this.local, session }, 'p.', () => `tab-${++this.ids}`),
        emit: (outcome, details) => this.events.push([outcome, details]),
        isRecorded: () => this.recorded,
        wake: (milliseconds) => {
          tab.wakesAt = milliseconds === undefined ? Number.POSITIVE_INFINITY : this.now + milliseconds;
        },
      },
      DECLARED,
    );
    transactions.expire();
    transactions.adopt();
    return transactions;
  }

  public open(): Tab {
    const tab = new Tab(this);
    this.tabs.push(tab);
    return tab;
  }

  /** Time passes; the timers of pages that are awake go off. */
  public pass(milliseconds: number): void {
    this.now += milliseconds;
    for (const tab of this.tabs) if (tab.awake && tab.wakesAt <= this.now) tab.transactions?.expire();
  }

  public attempts(...outcomes: Outcome[]): unknown[] {
    return this.events.filter(([outcome]) => outcomes.includes(outcome)).map(([, { attempt }]) => attempt);
  }
}

class Tab {
  public readonly session: FakeItems = fakeItems();
  public wakesAt = Number.POSITIVE_INFINITY;
  public awake = true;
  public transactions: Transactions | undefined;

  public constructor(private readonly browser: Browser) {
    this.load();
  }

  public load(): void {
    this.awake = true;
    this.transactions = this.browser.page(this);
  }

  public navigate(staysOnSite: boolean): void {
    this.transactions?.leave(staysOnSite);
    this.load();
  }

  /** Without a word to the page; the tab's storage survives, and restoring it loads the page anew. */
  public discard(): void {
    this.transactions = undefined;
  }

  public wakeUp(): void {
    if (!this.transactions) this.load();
    this.awake = true;
    this.transactions?.expire();
    this.transactions?.adopt();
  }
}

type Step = (browser: Browser, tab: Tab) => void;

const onPage =
  (act: (transactions: Transactions) => void): Step =>
  (_, tab) => {
    if (tab.awake && tab.transactions) act(tab.transactions);
  };

const name = fc.constantFrom(...NAMES);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: name.map((it) => onPage((page) => page.start(it))) },
  { weight: 3, arbitrary: name.map((it) => onPage((page) => page.complete(it))) },
  { weight: 1, arbitrary: name.map((it) => onPage((page) => page.abandon(it))) },
  {
    weight: 2,
    arbitrary: fc.boolean().map(
      (stays): Step =>
        (_, tab) =>
          tab.awake && tab.transactions && tab.navigate(stays),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constant<Step>((_, tab) => {
      tab.awake = false;
    }),
  },
  { weight: 2, arbitrary: fc.constant<Step>((_, tab) => tab.wakeUp()) },
  { weight: 1, arbitrary: fc.constant<Step>((browser) => void browser.open()) },
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: 200_000 }).map(
      (ms): Step =>
        (browser) =>
          browser.pass(ms),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map(
      (recorded): Step =>
        (browser) => {
          browser.recorded = recorded;
        },
    ),
  },
);

/** Only where something can be stored: a page that is killed takes its memory along. */
const killing: fc.Arbitrary<Step> = fc.constantFrom<Step>(
  (_, tab) => tab.discard(),
  (browser, tab) => {
    tab.discard();
    browser.tabs.splice(browser.tabs.indexOf(tab), 1, new Tab(browser));
  },
);

function play(forbidsStorage: boolean, story: readonly (readonly [number, Step])[]): Browser {
  const browser = new Browser(forbidsStorage);
  browser.open();
  for (const [number, step] of story) step(browser, browser.tabs[number % browser.tabs.length]);
  // Everybody has gone, and much later somebody comes back.
  for (const tab of browser.tabs) if (tab.awake) tab.transactions?.leave(false);
  if (forbidsStorage) for (const tab of browser.tabs) tab.wakeUp();
  browser.now += 2 * DAY_MS;
  for (const tab of browser.tabs) if (!tab.awake && forbidsStorage) tab.transactions?.expire();
  browser.open();
  browser.open();
  return browser;
}

function checkBalance(browser: Browser): void {
  const started = browser.attempts('started');
  expect(new Set(started).size).toBe(started.length);
  expect(browser.attempts('completed', 'abandoned').sort()).toEqual([...started].sort());
}

test('each attempt ends exactly once, however tabs are hidden, discarded and killed', () => {
  const story = fc.array(
    fc.tuple(fc.nat(5), fc.oneof({ weight: 8, arbitrary: steps }, { weight: 1, arbitrary: killing })),
    {
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(story, (it) => checkBalance(play(false, it))),
    { numRuns: 3000 },
  );
});

test('without storage too, as long as pages are left and not killed', () => {
  const story = fc.array(fc.tuple(fc.nat(5), steps), { maxLength: 60 });
  fc.assert(
    fc.property(story, (it) => {
      const browser = play(true, it);
      for (const tab of browser.tabs) tab.transactions?.leave(false);
      checkBalance(browser);
    }),
    { numRuns: 1000 },
  );
});

describe('a tab that was hidden and never came back', () => {
  test('has its attempt abandoned by the next visit, once', () => {
    const browser = new Browser(false);
    const lost = browser.open();
    lost.transactions?.start('Checkout');
    lost.awake = false;
    browser.now += 3_600_000;
    browser.open();
    browser.open();
    expect(browser.events.map(([outcome, { reason }]) => [outcome, reason])).toEqual([
      ['started', undefined],
      ['abandoned', 'timeout'],
    ]);
    lost.wakeUp();
    expect(browser.events).toHaveLength(2);
  });

  test('goes on if it comes back in time, also when the browser had discarded it', () => {
    const browser = new Browser(false);
    const tab = browser.open();
    tab.transactions?.start('Checkout');
    tab.discard();
    browser.now += 59_000;
    browser.open();
    tab.wakeUp();
    tab.transactions?.complete('Checkout');
    expect(browser.events.map(([outcome]) => outcome)).toEqual(['started', 'completed']);
  });
});
