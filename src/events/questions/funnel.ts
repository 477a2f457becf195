import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkDuration, checkList, checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import type { EventMatch } from './event-match';
import { Question, type QuestionProps } from './question';
import { dropped, type ExclusionSpec, type FunnelSpec, type FunnelStepSpec, funnel } from './sql/funnel';
import { checkSqlText, type Vocabulary } from './vocabulary';

/**
 * In which order steps have to be taken.
 */
export enum FunnelOrder {
  /** One after another, whatever happens in between. */
  ORDERED = 'ordered',

  /**
   * One right after another: no other event of the unit in between, but at the very millisecond of a step. Browsers that
   * report interactions have clicks and the engagement between two pages: look at page views only, by
   * `where: [EventCondition.text('name', 'page_view')]`, to ask which page follows which.
   */
  STRICT = 'strict',

  /**
   * In whatever order, where what was first is within the period. The answer tells how many took one, two and more of the
   * steps.
   */
  ANY = 'any',
}

/**
 * Whose steps have to be taken.
 */
export enum FunnelUnit {
  /** A person, on whatever device. */
  PERSON = 'person',

  /** A session. */
  SESSION = 'session',

  /** An attempt of a transaction. */
  ATTEMPT = 'attempt',
}

/**
 * A step of a funnel.
 */
export interface FunnelStep {
  /**
   * What it is called in the answer.
   */
  readonly name: string;

  /**
   * The events that are the step.
   */
  readonly match: EventMatch;

  /**
   * The most time since the step before: whole milliseconds, at least 1 and at most the window of the funnel.
   *
   * @default - the window of the funnel only
   */
  readonly within?: Duration;
}

/**
 * What must not happen on the way.
 */
export interface FunnelExclusion {
  /**
   * The events that end a run when they happen between two of its steps.
   */
  readonly match: EventMatch;

  /**
   * The number of the step after which they do, from 1.
   *
   * @default 1
   */
  readonly afterStep?: number;

  /**
   * The number of the step before which they do.
   *
   * @default - the last step
   */
  readonly beforeStep?: number;
}

/**
 * By what an answer is broken down: by the values of a property, at one moment of each run.
 *
 * @example
 * const breakdown = events.FunnelBreakdown.first('utmCampaign');
 */
export class FunnelBreakdown {
  /**
   * The value at the first step of the run that got furthest; in any order, at the first step at all.
   *
   * @param property the name of a property that is not personal
   */
  public static first(property: string): FunnelBreakdown {
    return new FunnelBreakdown(property, 'first');
  }

  /**
   * The value at the last step that was reached.
   *
   * @param property the name of a property that is not personal
   */
  public static last(property: string): FunnelBreakdown {
    return new FunnelBreakdown(property, 'last');
  }

  /**
   * The value at a step; who did not reach it is among `(none)`.
   *
   * @param step the number of the step, from 1
   * @param property the name of a property that is not personal
   */
  public static atStep(step: number, property: string): FunnelBreakdown {
    return new FunnelBreakdown(property, step);
  }

  private constructor(
    private readonly property: string,
    private readonly at: 'first' | 'last' | number,
  ) {}

  /** @internal */
  public _in(funnel: Construct, vocabulary: Vocabulary, steps: number, order: FunnelOrder): FunnelSpec['breakdown'] {
    const { property, at } = this;
    if (typeof at === 'number') {
      checkNumber(funnel, 'breakdown, step', at, {
        min: 1,
        max: steps,
        multipleOf: 1,
        fix: 'pass the number of a step',
      });
    }
    if (order === FunnelOrder.ANY && at !== 'first') {
      fail(funnel, {
        what: 'breakdown',
        got: at === 'last' ? 'the last step' : `step ${at}`,
        expected: 'the first step: in any order no other has a place',
        fix: 'pass FunnelBreakdown.first()',
      });
    }
    return { column: vocabulary.breakdownColumn(funnel, property), at };
  }
}

/**
 * Properties of a `Funnel`.
 */
export interface FunnelProps extends QuestionProps {
  /**
   * The steps: 2 to 20.
   */
  readonly steps: FunnelStep[];

  /**
   * In which order they have to be taken.
   *
   * @default FunnelOrder.ORDERED
   */
  readonly order?: FunnelOrder;

  /**
   * Whose steps they have to be.
   *
   * @default FunnelUnit.PERSON
   */
  readonly unit?: FunnelUnit;

  /**
   * The most time from the first step to the last: whole milliseconds, from 1 millisecond to 90 days. The first step has to
   * be within the period; the others may be later.
   *
   * @default Duration.days(1)
   */
  readonly window?: Duration;

  /**
   * What must not happen on the way: strictly between two steps, not at the same millisecond.
   *
   * @default - anything may happen
   */
  readonly exclusions?: FunnelExclusion[];

  /**
   * By what the answer is broken down.
   *
   * @default - it is one funnel
   */
  readonly breakdown?: FunnelBreakdown;
}

/**
 * How many come how far on a way of several steps, and how long they take.
 *
 * A row for each step: `units` that got there, their shares of the first step and of the one before, how many `dropped`
 * out after it, and the milliseconds from the first step (`median_ms`, `p90_ms`: the least that so many did not exceed).
 * The first time that a unit gets to a step counts; who fails and tries again later is counted with the better run. Events
 * of the same millisecond come in the order of the steps. A second named query, `dropped`, lists who came no further.
 *
 * @example
 * declare const pipeline: events.EventPipeline;
 * new events.Funnel(this, 'Purchase', {
 *   pipeline,
 *   steps: [
 *     { name: 'saw a product', match: events.EventMatch.page('/products/:id') },
 *     { name: 'put it into the cart', match: events.EventMatch.click('add-to-cart') },
 *     { name: 'paid', match: events.EventMatch.page('/thanks') },
 *   ],
 *   window: Duration.hours(2),
 * });
 */
export class Funnel extends Question {
  constructor(scope: Construct, id: string, props: FunnelProps) {
    super(scope, id, props);
    const { order = FunnelOrder.ORDERED, unit = FunnelUnit.PERSON, window, exclusions = [] } = props;
    checkList(this, 'steps', props.steps, { min: 2, max: 20, fix: 'a funnel has 2 to 20 steps' });
    checkDuration(this, 'window', window, 'milliseconds', {
      min: 1,
      max: 90 * 86_400_000,
      multipleOf: 1,
      fix: 'pass a Duration from 1 millisecond to 90 days',
      calculated: true,
    });
    const windowMs = window?.toMilliseconds() ?? 86_400_000;
    const steps = props.steps.map((step, i) => this.step(step, i, windowMs));
    const spec: FunnelSpec = {
      ...this._asked,
      steps,
      order,
      unit,
      windowMs,
      exclusions: exclusions.map((exclusion, i) => this.exclusion(exclusion, i, steps)),
      breakdown: props.breakdown?._in(this, this._vocabulary, steps.length, order),
    };
    this.checkOrder(spec);
    this._answer('funnel', funnel(spec), order === FunnelOrder.ANY ? {} : { dropped: dropped(spec) });
  }

  private step({ name, match, within }: FunnelStep, index: number, windowMs: number): FunnelStepSpec {
    checkSqlText(this, `steps[${index}].name`, name);
    checkDuration(this, `steps[${index}].within`, within, 'milliseconds', {
      min: 1,
      max: windowMs,
      multipleOf: 1,
      fix: 'pass a time that is not longer than the window of the funnel',
      calculated: true,
    });
    if (index === 0 && within) {
      fail(this, {
        what: 'steps[0].within',
        got: within.toString(),
        expected: 'none: no step is before it',
        fix: 'leave it out',
      });
    }
    return {
      label: name,
      withinMs: within?.toMilliseconds(),
      ...match._in(this, `steps[${index}].match`, this._vocabulary),
    };
  }

  private exclusion(
    { match: excluded, afterStep: from = 1, beforeStep: to }: FunnelExclusion,
    index: number,
    steps: readonly FunnelStepSpec[],
  ): ExclusionSpec {
    const what = `exclusions[${index}]`;
    const fix = 'pass numbers of steps, the earlier one first';
    checkNumber(this, `${what}.afterStep`, from, { min: 1, max: steps.length - 1, multipleOf: 1, fix });
    checkNumber(this, `${what}.beforeStep`, to, { min: from + 1, max: steps.length, multipleOf: 1, fix });
    const match = excluded._in(this, `${what}.match`, this._vocabulary);
    const same = steps.find(({ name, conditions }) => sameMatch(match, { name, conditions }));
    if (same) {
      fail(this, {
        what: `${what}.match`,
        got: `the event of the step "${same.label}"`,
        expected: 'another: no run could contain its own step',
        fix: 'exclude something else, or tell them apart by conditions',
      });
    }
    return { ...match, from, to };
  }

  private checkOrder({ order, steps, exclusions }: FunnelSpec): void {
    if (order !== 'ordered' && exclusions.length > 0) {
      fail(this, {
        what: 'exclusions',
        got: `with order ${order}`,
        expected: `FunnelOrder.ORDERED: ${order === 'strict' ? 'a strict funnel excludes all else by itself' : 'in any order nothing is between steps'}`,
        fix: 'leave either out',
      });
    }
    if (order !== 'any') return;
    const timed = steps.find(({ withinMs }) => withinMs !== undefined);
    if (timed) {
      fail(this, {
        what: `step "${timed.label}"`,
        got: 'within',
        expected: 'none: in any order no step is before another',
        fix: 'leave it out, or order the steps',
      });
    }
    const again = steps.find((step, i) => steps.slice(0, i).some((other) => sameMatch(step, other)));
    if (again) {
      fail(this, {
        what: `step "${again.label}"`,
        got: 'the same event as another step',
        expected: 'different events: in any order one event would be both',
        fix: 'leave it out, or order the steps',
      });
    }
  }
}

function sameMatch(
  a: Pick<FunnelStepSpec, 'name' | 'conditions'>,
  b: Pick<FunnelStepSpec, 'name' | 'conditions'>,
): boolean {
  return a.name === b.name && JSON.stringify(a.conditions) === JSON.stringify(b.conditions);
}
