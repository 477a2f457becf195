import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkJourney } from './journey-checks';
import { JOURNEY_FORMAT, type JourneyDocument, type StepDocument } from './journey-document';
import type { JourneyPart } from './journey-part';
import { JourneyValues } from './journey-values';

/**
 * A journey as it goes into a canary.
 * @internal
 */
export interface BoundJourney {
  /** The content of journey.json. */
  readonly document: JourneyDocument;
  /** The environment variables that carry what is known only at deployment. */
  readonly environment: { [name: string]: string };
  readonly stepNames: string[];
}

/**
 * What a synthetic user does on a site, step by step.
 *
 * A journey is a value: `step()` leaves it as it is and returns a longer one, so that journeys can share a beginning.
 * It is checked where a `JourneyCanary` uses it. Texts may hold values that are known only at deployment, such as the
 * domain name of a distribution in the same stack.
 *
 * The start page is opened at the beginning of the first step. When a step fails, the journey ends.
 *
 * @example
 * canaries.Journey.startAt('https://shop.example.com')
 *   .step('open product', canaries.Action.click('text=Mug'), canaries.Expect.visible('#price'))
 *   .step('check out', canaries.Action.click('#buy'), canaries.Expect.text('h1', 'Thank you'));
 */
export class Journey {
  /**
   * Begins a journey.
   *
   * @param url the address of the first page, with http:// or https://
   */
  public static startAt(url: string): Journey {
    return new Journey(url, []);
  }

  private constructor(
    private readonly startUrl: string,
    private readonly steps: StepDocument[],
  ) {}

  /**
   * A journey that goes on with one more step.
   *
   * Each step has metrics of its own: success and duration.
   *
   * @param name what the step is called in metrics, reports and screenshots: unique in the journey; up to 64 letters,
   * digits, spaces, `.`, `_` or `-`, beginning and ending with a letter or digit
   * @param parts what the synthetic user does and expects, in this order
   */
  public step(name: string, ...parts: JourneyPart[]): Journey {
    const step = { name, parts: parts.map((part) => part._document()) };
    return new Journey(this.startUrl, [...this.steps, step]);
  }

  /** @internal */
  public _bind(scope: Construct, timeout: Duration): BoundJourney {
    const budgetMs = budget(timeout);
    checkJourney(scope, this.startUrl, this.steps, budgetMs);
    const values = new JourneyValues(scope);
    const document = {
      version: JOURNEY_FORMAT,
      startUrl: this.startUrl,
      budgetMs,
      steps: this.steps,
    };
    return {
      document: values.lift(document),
      environment: values.environment,
      stepNames: this.steps.map((step) => step.name),
    };
  }
}

/**
 * The time a journey may take, in milliseconds, so that it fails by itself before the service ends the run.
 *
 * A run that the service ends publishes no success metric at all, nor the name of the step where time ran out. What is
 * left over is for starting and closing the browser and for uploading artifacts.
 */
function budget(timeout: Duration): number {
  const milliseconds = timeout.toMilliseconds();
  return milliseconds - Math.min(15_000, milliseconds / 4);
}
