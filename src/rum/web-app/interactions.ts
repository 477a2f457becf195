import type { Construct } from 'constructs';
import type { InteractionSettings } from '../../formats/client-configuration';
import { checkCount, checkNumber } from '../../private/checks';

/**
 * What is told of clicks, movement and forms.
 */
export interface InteractionsOptions {
  /**
   * Whether each click is told, with role, name and place; otherwise only how many there were, and how many in vain.
   *
   * @default true
   */
  readonly clicks?: boolean;

  /**
   * Whether it is told how forms were filled in: the order of fields, returns to them, time, and where users left.
   *
   * @default true
   */
  readonly forms?: boolean;

  /**
   * The share of the sessions of each destination in which it is seen, from 0 to 1.
   *
   * @default 1
   */
  readonly sampleRate?: number;

  /**
   * How many events a session may tell in a tab, to CloudWatch RUM and the event pipeline together, 1 to 10,000: what is
   * above is not sent, and an event `user_telemetry.client_dropped` of CloudWatch RUM counts it as `overBudget`.
   *
   * What both are told is one event; the event pipeline is told each click as one.
   *
   * @default 100
   */
  readonly maximumEventsPerSession?: number;
}

/**
 * What users do on a page: clicks, those in vain, movement, scrolling, time and forms.
 *
 * The client loads what sees it as a file of its own, once it is idle. Of a page view one event tells the movement, the
 * scrolling, the time and the numbers of clicks; one more tells up to 5 seconds of clicks, and one each form. What users
 * type is never read, nor is what is inside of `[data-telemetry-ignore]`; a button is named by its text, so put that
 * attribute on buttons whose text is somebody's name. `data-telemetry="add-to-cart"` names an element.
 *
 * CloudWatch RUM charges for each event; `docs/interactions.md` says how many there are.
 *
 * @example
 * new rum.WebApp(this, 'Storefront', {
 *   domains: ['shop.example.com'],
 *   client: { interactions: rum.Interactions.toRum({ sampleRate: 0.1 }) },
 * });
 */
export class Interactions {
  /**
   * Told to CloudWatch RUM, as custom events.
   */
  public static toRum(options: InteractionsOptions = {}): Interactions {
    return new Interactions(options, { toRum: true, toPipeline: false });
  }

  /**
   * Told to the event pipeline of the web app, each click as an event of its own.
   */
  public static toEventPipeline(options: InteractionsOptions = {}): Interactions {
    return new Interactions(options, { toRum: false, toPipeline: true });
  }

  /**
   * Told to both.
   */
  public static toBoth(options: InteractionsOptions = {}): Interactions {
    return new Interactions(options, { toRum: true, toPipeline: true });
  }

  private constructor(
    private readonly options: InteractionsOptions,
    private readonly destinations: Pick<InteractionSettings, 'toRum' | 'toPipeline'>,
  ) {}

  /** @internal */
  public get _toRum(): boolean {
    return this.destinations.toRum;
  }

  /** @internal */
  public get _toPipeline(): boolean {
    return this.destinations.toPipeline;
  }

  /** @internal */
  public _bind(scope: Construct): InteractionSettings {
    const { clicks = true, forms = true, sampleRate = 1, maximumEventsPerSession = 100 } = this.options;
    const what = 'client.interactions';
    checkNumber(scope, `${what} (sampleRate)`, sampleRate, { min: 0, max: 1, fix: 'pass a share such as 0.1' });
    checkCount(scope, `${what} (maximumEventsPerSession)`, maximumEventsPerSession, {
      max: 10_000,
      fix: 'pass a number such as 100',
    });
    return { clicks, forms, sampleRate, budget: maximumEventsPerSession, ...this.destinations };
  }
}
