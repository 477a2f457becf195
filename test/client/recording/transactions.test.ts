import { openStore } from '../../../client/recording/store';
import { type Data, Transactions } from '../../../client/recording/transactions';
import type { Outcome } from '../../../src/formats/browser-events';
import { fakeItems } from '../items';

const CHECKOUT = { name: 'Checkout', abandonedAfterSeconds: 60 };
const SIGN_UP = { name: 'SignUp', abandonedAfterSeconds: 10 };

/** A tab with a clock; every `page()` is a page in it that has just loaded. */
class Tab {
  public now = 1_000_000;
  public woken?: number;
  public recorded = true;
  public readonly events: [Outcome, Data][] = [];
  private ids = 0;
  private readonly session = fakeItems();
  private readonly local = fakeItems();

  constructor(private readonly forbidsStorage = false) {}

  public page(): Transactions {
    const storages = this.forbidsStorage ? {} : { local: this.local, session: this.session };
    return new Transactions(
      {
        now: () => this.now,
        newId: () => `attempt-${++this.ids}`,
        store: openStore(storages, 'state.', () => 'tab'),
        emit: (outcome, details) => this.events.push([outcome, details]),
        isRecorded: () => this.recorded,
        wake: (milliseconds) => {
          this.woken = milliseconds;
        },
      },
      [CHECKOUT, SIGN_UP],
    );
  }

  /** `started:resumed attempt-2` and so on. */
  public get story(): string[] {
    return this.events.map(([outcome, { reason, attempt }]) => `${outcome}${reason ? `:${reason}` : ''} ${attempt}`);
  }
}

let tab: Tab;
let page: Transactions;
beforeEach(() => {
  tab = new Tab();
  page = tab.page();
});

describe('an attempt', () => {
  test('is started and completed with the data of the page, which cannot change its identity', () => {
    page.start('Checkout', { items: 2, attempt: 'forged' });
    page.complete('Checkout', { total: 9 });
    expect(tab.events).toEqual([
      ['started', { items: 2, transaction: 'Checkout', attempt: 'attempt-1' }],
      ['completed', { total: 9, transaction: 'Checkout', attempt: 'attempt-1' }],
    ]);
  });

  test('goes on when it is started again', () => {
    page.start('Checkout');
    tab.page().start('Checkout');
    expect(tab.story).toEqual(['started attempt-1']);
  });

  test('survives page navigations within the site', () => {
    page.start('Checkout');
    page.leave(true);
    tab.page().complete('Checkout');
    expect(tab.story).toEqual(['started attempt-1', 'completed attempt-1']);
  });

  test('is abandoned explicitly once', () => {
    page.start('Checkout');
    page.abandon('Checkout');
    page.abandon('Checkout');
    expect(tab.story).toEqual(['started attempt-1', 'abandoned:explicit attempt-1']);
  });

  test('is abandoned when the user leaves the site, each transaction for itself', () => {
    page.start('Checkout');
    page.start('SignUp');
    page.complete('SignUp');
    page.leave(false);
    page.leave(false);
    expect(tab.story).toEqual([
      'started attempt-1',
      'started attempt-2',
      'completed attempt-2',
      'abandoned:left attempt-1',
    ]);
  });

  test('of a transaction that nobody declared does not begin', () => {
    page.start('Nope');
    page.complete('Nope');
    expect(tab.events).toEqual([]);
    expect(page.isDeclared('Nope')).toBe(false);
    expect(page.isDeclared('Checkout')).toBe(true);
  });
});

describe('what takes too long', () => {
  test('is abandoned at its deadline and not before', () => {
    page.start('Checkout');
    expect(tab.woken).toBe(60_000);
    tab.now += 59_999;
    page.expire();
    expect(tab.story).toEqual(['started attempt-1']);
    expect(tab.woken).toBe(1);
    tab.now += 1;
    page.expire();
    expect(tab.story).toEqual(['started attempt-1', 'abandoned:timeout attempt-1']);
    expect(tab.woken).toBeUndefined();
  });

  test('is found abandoned by the next page', () => {
    page.start('Checkout');
    page.leave(true);
    tab.now += 3_600_000;
    tab.page().expire();
    expect(tab.story).toEqual(['started attempt-1', 'abandoned:timeout attempt-1']);
  });

  test('cannot be completed any more: that is another attempt', () => {
    page.start('Checkout');
    tab.now += 60_000;
    page.complete('Checkout');
    expect(tab.story).toEqual([
      'started attempt-1',
      'abandoned:timeout attempt-1',
      'started:resumed attempt-2',
      'completed attempt-2',
    ]);
  });

  test('wakes for the nearest deadline of several', () => {
    page.start('Checkout');
    tab.now += 5_000;
    page.start('SignUp');
    expect(tab.woken).toBe(10_000);
    page.complete('SignUp');
    expect(tab.woken).toBe(55_000);
  });
});

describe('completing', () => {
  test('what was left meanwhile, as after a payment provider, resumes it as another attempt', () => {
    page.start('Checkout');
    page.leave(false);
    tab.page().complete('Checkout', { total: 9 });
    expect(tab.story).toEqual([
      'started attempt-1',
      'abandoned:left attempt-1',
      'started:resumed attempt-2',
      'completed attempt-2',
    ]);
  });

  test('a second time, as with a reloaded thank-you page, counts nothing', () => {
    page.start('Checkout');
    page.complete('Checkout');
    tab.page().complete('Checkout');
    expect(tab.story).toEqual(['started attempt-1', 'completed attempt-1']);
  });

  test('what was resumed a second time counts nothing either', () => {
    page.start('Checkout');
    page.abandon('Checkout');
    page.complete('Checkout');
    page.complete('Checkout');
    expect(tab.story).toHaveLength(4);
  });

  test('what was never started counts nothing', () => {
    page.complete('Checkout');
    expect(tab.events).toEqual([]);
  });
});

test('without storage an attempt ends with its page, also within the site', () => {
  tab = new Tab(true);
  page = tab.page();
  page.start('Checkout');
  page.leave(true);
  tab.page().complete('Checkout');
  expect(tab.story).toEqual(['started attempt-1', 'abandoned:left attempt-1']);
});

test('an attempt whose start is out of the sample does not begin, and so does not end', () => {
  tab.recorded = false;
  page.start('Checkout');
  tab.recorded = true;
  page.complete('Checkout');
  expect(tab.events).toEqual([]);
});

test('what is forgotten does not end', () => {
  page.start('Checkout');
  page.forget();
  page.complete('Checkout');
  page.leave(false);
  expect(tab.story).toEqual(['started attempt-1']);
  expect(tab.woken).toBeUndefined();
});
