import type { IConstruct } from 'constructs';
import { CLICK, FEATURE_USED, PAGE_VIEW } from '../../formats/events/names';
import type { IFeature } from '../feature';
import type { ITransaction, TransactionOutcome } from '../transaction';
import type { Condition, Match } from './sql/model';
import type { Vocabulary } from './vocabulary';

/**
 * What has to hold for a property of an event: one that all events have, such as `page`, `device` or `utmCampaign`, or
 * one that the catalog declares. An event without the property does not fulfill it.
 *
 * @example
 * const mobile = events.EventCondition.text('device', 'mobile');
 * const expensive = events.EventCondition.atLeast('durationMs', 1000);
 */
export class EventCondition {
  /**
   * That a text is this one.
   *
   * @param property the name of the property
   * @param value what it has to be
   */
  public static text(property: string, value: string): EventCondition {
    return new EventCondition(property, 'one of', [value]);
  }

  /**
   * That a text is one of several.
   *
   * @param property the name of the property
   * @param values what it may be: 1 to 100 texts
   */
  public static oneOf(property: string, values: string[]): EventCondition {
    return new EventCondition(property, 'one of', [...values]);
  }

  /**
   * That a text begins with another.
   *
   * @param property the name of the property
   * @param prefix what it has to begin with
   */
  public static beginsWith(property: string, prefix: string): EventCondition {
    return new EventCondition(property, 'begins with', [prefix]);
  }

  /**
   * That a number is this one.
   *
   * @param property the name of the property
   * @param value what it has to be
   */
  public static number(property: string, value: number): EventCondition {
    return new EventCondition(property, 'one of', [value]);
  }

  /**
   * That a number is this one or greater.
   *
   * @param property the name of the property
   * @param value the least that is right
   */
  public static atLeast(property: string, value: number): EventCondition {
    return new EventCondition(property, 'at least', [value]);
  }

  /**
   * That a number is this one or less.
   *
   * @param property the name of the property
   * @param value the most that is right
   */
  public static atMost(property: string, value: number): EventCondition {
    return new EventCondition(property, 'at most', [value]);
  }

  /**
   * That a property is true, or false.
   *
   * @param property the name of the property
   * @param value what it has to be
   */
  public static flag(property: string, value: boolean): EventCondition {
    return new EventCondition(property, 'one of', [value]);
  }

  private constructor(
    private readonly property: string,
    private readonly operator: Condition['operator'],
    private readonly values: (string | number | boolean)[],
  ) {}

  /** @internal */
  public _in(scope: IConstruct, what: string, vocabulary: Vocabulary, event?: string): Condition {
    const column = vocabulary.conditionColumn(scope, what, this.property, this.values, event);
    return { column, operator: this.operator, values: this.values };
  }
}

/**
 * Which events are meant.
 *
 * @example
 * const cart = events.EventMatch.page('/cart');
 * const added = events.EventMatch.named('cart.added', events.EventCondition.atLeast('quantity', 2));
 */
export class EventMatch {
  /**
   * Events of a name: one that the catalog declares, or that browsers report by themselves, such as `form`.
   *
   * @param name the name of the events
   * @param conditions what else has to hold, all of it
   */
  public static named(name: string, ...conditions: EventCondition[]): EventMatch {
    return new EventMatch(name, conditions);
  }

  /**
   * Views of a page.
   *
   * @param page the page as it is reported, such as `/orders/:id`
   * @param conditions what else has to hold, all of it
   */
  public static page(page: string, ...conditions: EventCondition[]): EventMatch {
    return new EventMatch(PAGE_VIEW, [EventCondition.text('page', page), ...conditions]);
  }

  /**
   * Clicks and taps on an element.
   *
   * @param element its name: that of `data-telemetry`, or its accessible name
   * @param conditions what else has to hold, all of it
   */
  public static click(element: string, ...conditions: EventCondition[]): EventMatch {
    return new EventMatch(CLICK, [EventCondition.text('element', element), ...conditions]);
  }

  /**
   * Uses of a feature.
   *
   * @param feature the feature
   */
  public static feature(feature: IFeature): EventMatch {
    return new EventMatch(FEATURE_USED, [EventCondition.text('feature', feature.featureName)]);
  }

  /**
   * What becomes of a transaction.
   *
   * @param transaction the transaction
   * @param outcome how far it came
   */
  public static transaction(transaction: ITransaction, outcome: TransactionOutcome): EventMatch {
    return new EventMatch(`transaction_${outcome}`, [EventCondition.text('transaction', transaction.transactionName)]);
  }

  /**
   * All events.
   *
   * @param conditions what has to hold, all of it
   */
  public static all(...conditions: EventCondition[]): EventMatch {
    return new EventMatch(undefined, conditions);
  }

  private constructor(
    private readonly eventName: string | undefined,
    private readonly conditions: EventCondition[],
  ) {}

  /** @internal */
  public _in(scope: IConstruct, what: string, vocabulary: Vocabulary): Match {
    if (this.eventName !== undefined) vocabulary.checkEvent(scope, what, this.eventName);
    const conditions = this.conditions.map((each) => each._in(scope, what, vocabulary, this.eventName));
    return { name: this.eventName, conditions };
  }
}
