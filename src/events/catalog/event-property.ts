import type { CatalogProperty } from '../../formats/events/catalog';

/**
 * What every property of an event can be told.
 */
export interface EventPropertyOptions {
  /**
   * What it tells, for people who ask questions about it.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Whether an event without it is rejected.
   *
   * @default false
   */
  readonly required?: boolean;

  /**
   * Whether it tells who a person is, such as an e-mail address. Such a property is dropped before the event is stored,
   * unless the pipeline says `storePersonalProperties`.
   *
   * @default false
   */
  readonly personal?: boolean;

  /**
   * Whom to ask about it.
   *
   * @default - the owner of the event
   */
  readonly owner?: string;
}

/**
 * What a property that is a text can be told.
 */
export interface TextPropertyOptions extends EventPropertyOptions {
  /**
   * How long it may be: a whole number of characters, from 1 to 64,000.
   *
   * @default - as long as an event may be, 64,000 bytes
   */
  readonly maxLength?: number;
}

/**
 * What a property that is a number can be told.
 */
export interface NumberPropertyOptions extends EventPropertyOptions {
  /**
   * The least that is right.
   *
   * @default - no limit but that of its type
   */
  readonly minimum?: number;

  /**
   * The most that is right.
   *
   * @default - no limit but that of its type
   */
  readonly maximum?: number;
}

/**
 * A property of an event: its type, which is the type of its column for good, and which values are right.
 *
 * @example
 * const quantity = events.EventProperty.integer({ required: true, minimum: 1 });
 * const method = events.EventProperty.oneOf(['card', 'invoice']);
 */
export class EventProperty {
  /**
   * A text.
   */
  public static text(options: TextPropertyOptions = {}): EventProperty {
    return new EventProperty({ type: 'string', ...options });
  }

  /**
   * One of a few texts.
   *
   * @param values what it may be; more can be added later, and none taken away
   * @param options what else there is to say
   */
  public static oneOf(values: string[], options: EventPropertyOptions = {}): EventProperty {
    return new EventProperty({ type: 'string', values: [...values], ...options });
  }

  /**
   * A whole number, from -(2^53 - 1) to 2^53 - 1: what JSON carries exactly.
   */
  public static integer(options: NumberPropertyOptions = {}): EventProperty {
    return new EventProperty({ type: 'bigint', ...options });
  }

  /**
   * A number, such as a price. Choose it wherever a fraction may come one day: files bear no change from `integer()`.
   */
  public static number(options: NumberPropertyOptions = {}): EventProperty {
    return new EventProperty({ type: 'double', ...options });
  }

  /**
   * True or false.
   */
  public static flag(options: EventPropertyOptions = {}): EventProperty {
    return new EventProperty({ type: 'boolean', ...options });
  }

  /** @internal */
  public readonly _declared: CatalogProperty;

  private constructor(declared: CatalogProperty) {
    this._declared = declared;
  }
}
