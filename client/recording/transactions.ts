import type { Outcome, Reason, TransactionDetails } from '../../src/formats/browser-events';
import type { TransactionSettings } from '../../src/formats/client-configuration';
import type { Attempt, State, Store } from './store';

export type Data = Record<string, unknown>;

/** What the state machine needs of the world. */
export interface World {
  now(): number;
  newId(): string;
  store: Store;
  /** `isQuiet` says that its start was not recorded, only heard. */
  emit(outcome: Outcome, details: Data & TransactionDetails, isQuiet?: boolean): void;
  /** Whether starts are recorded; an attempt whose start is not never begins, so that its end does not count either. */
  isRecorded(): boolean;
  /** Whether something else than the recording wants to know of starts. */
  isHeard?(): boolean;
  /** Calls back once, so that an attempt is found abandoned while the page stays open; replaces what was asked before. */
  wake(milliseconds: number | undefined): void;
}

/**
 * Follows the attempts of this tab's user, across pages.
 *
 * Every attempt is started once and then either completed or abandoned once, so that in a session that has ended the
 * starts equal the completions plus the abandonments. Completing what was abandoned meanwhile, for instance after a
 * visit to a payment provider, is a new attempt: it is started with the reason `resumed`.
 */
export class Transactions {
  private readonly timeouts: ReadonlyMap<string, number>;

  constructor(
    private readonly world: World,
    transactions: readonly TransactionSettings[],
  ) {
    this.timeouts = new Map(
      transactions.map(({ name, abandonedAfterSeconds }) => [name, abandonedAfterSeconds * 1000]),
    );
  }

  public isDeclared(name: string): boolean {
    return this.timeouts.has(name);
  }

  /** Begins an attempt; one that is under way goes on, so reloading a page begins nothing. */
  public start(name: string, data?: Data): void {
    this.change((state) => {
      if (!state.open[name]) this.open(state, name, data);
    });
  }

  /** Ends the attempt with success; without an attempt it is a repetition, such as a reloaded thank-you page. */
  public complete(name: string, data?: Data): void {
    this.change((state) => {
      if (!state.open[name] && state.abandoned.includes(name)) this.open(state, name, data, 'resumed');
      this.close(state, name, 'completed', data);
    });
  }

  public abandon(name: string, data?: Data): void {
    this.change((state) => this.close(state, name, 'abandoned', data, 'explicit'));
  }

  /** The user goes to another page of the site, or leaves it for good. */
  public leave(staysOnSite: boolean): void {
    if (staysOnSite && this.world.store.durable) return;
    this.change((state) => {
      for (const name of Object.keys(state.open)) this.close(state, name, 'abandoned', undefined, 'left');
    });
  }

  /** Abandons what has taken too long; every other operation does so first. */
  public expire(): void {
    this.change(() => {});
  }

  /** Reports what other tabs can't any more: the browser discarded or killed them while they were hidden. */
  public adopt(): void {
    for (const orphan of this.world.store.adopt(this.world.now())) {
      this.emit('abandoned', orphan.name, orphan, undefined, 'timeout');
    }
  }

  /** The events of what is under way were dropped, so none of it may end. */
  public forget(): void {
    this.world.store.save({ open: {}, abandoned: [] }, this.world.now());
    this.world.wake(undefined);
  }

  private change(operation: (state: State) => void): void {
    const { store, now, wake } = this.world;
    const state = store.load();
    for (const [name, { deadline }] of Object.entries(state.open)) {
      if (now() >= deadline) this.close(state, name, 'abandoned', undefined, 'timeout');
    }
    operation(state);
    store.save(state, now());
    const deadlines = Object.values(state.open).map(({ deadline }) => deadline);
    wake(deadlines.length ? Math.max(0, Math.min(...deadlines) - now()) : undefined);
  }

  private open(state: State, name: string, data?: Data, reason?: Reason): void {
    const timeout = this.timeouts.get(name);
    const { world } = this;
    const isQuiet = !world.isRecorded();
    if (timeout === undefined || (isQuiet && !world.isHeard?.())) return;
    const attempt = { id: world.newId(), deadline: world.now() + timeout, ...(isQuiet && { isQuiet }) };
    state.open[name] = attempt;
    state.abandoned = state.abandoned.filter((other) => other !== name);
    this.emit('started', name, attempt, data, reason);
  }

  private close(state: State, name: string, outcome: Outcome, data?: Data, reason?: Reason): void {
    const attempt = state.open[name];
    if (!attempt) return;
    delete state.open[name];
    if (outcome === 'abandoned') state.abandoned.push(name);
    this.emit(outcome, name, attempt, data, reason);
  }

  private emit(outcome: Outcome, transaction: string, of: Attempt, data?: Data, reason?: Reason): void {
    this.world.emit(outcome, { ...data, transaction, attempt: of.id, ...(reason && { reason }) }, of.isQuiet);
  }
}
