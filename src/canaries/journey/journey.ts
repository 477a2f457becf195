import type { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import {
  JOURNEY_FORMAT,
  type JourneyDocument,
  type StepDocument,
  variableReference,
  type WrittenJourney,
} from '../../formats/journey';
import { RUN_RESERVE } from '../canary/canary-basics';
import { checkJourney } from './journey-checks';
import { type AssetFile, JourneyFiles } from './journey-files';
import type { JourneyPart } from './journey-part';
import { secretText } from './journey-secret';
import { JourneyValues } from './journey-values';
import { readRecording } from './recording/journey-recording';
import type { RecordingOptions } from './recording/recording-options';

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
  /** Files of the asset beside the runner and journey.json: uploads and scripts. */
  readonly files: AssetFile[];
  /** Whether what the browser sends may hold secrets. */
  readonly hasSecrets: boolean;
  /** Allows to read the secrets of the journey. */
  readonly grantRead: (grantee: IGrantable) => void;
}

/**
 * Options of `Journey.fromScript`.
 */
export interface ScriptOptions {
  /**
   * The names of the script's steps, in their order: their metrics and alarms are defined with the canary.
   *
   * The script has to run each of them once, in this order, with `step(name, async () => { … })`.
   */
  readonly steps: string[];

  /**
   * The address where the script begins, with http:// or https://, which it gets as `startUrl`.
   *
   * The page is open at this address when the script starts.
   */
  readonly startAt: string;

  /**
   * What else the script gets as `values`: texts that may be known only at deployment, and secrets, see
   * `Journey.secret`.
   *
   * @default - nothing
   */
  readonly values?: { [name: string]: string };
}

/** Where a journey comes from. It is read when the journey is bound, so that errors have a path. */
interface JourneySource {
  /** How the user began it, for errors. */
  readonly what: string;
  readonly read: (scope: Construct) => WrittenJourney;
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
    return new Journey({ what: 'Journey.startAt', read: () => ({ startUrl: url, steps: [] }) }, []);
  }

  /**
   * A journey that was recorded with the Recorder of Chrome's developer tools, and exported as JSON.
   *
   * What was typed is not taken over, since it may be a password or somebody's name: pass it as `values`. A recording is
   * imported whole or refused, with the number of the step that can't be played. Steps begin where the recording
   * navigates or comes to another page.
   *
   * @param file the path of the JSON file on the machine that synthesizes
   * @see https://developer.chrome.com/docs/devtools/recorder
   */
  public static fromRecording(file: string, options: RecordingOptions = {}): Journey {
    const what = `Journey.fromRecording(${JSON.stringify(file)})`;
    return new Journey({ what, read: (scope) => readRecording(scope, what, file, options) }, []);
  }

  /**
   * A journey that is a Playwright script of one's own.
   *
   * The file's default export is called with `{ page, step, startUrl, values }`. It runs each of its steps with
   * `await step(name, async () => { … })`. The file and what it imports are bundled into one, with the esbuild of the
   * project it belongs to. What it imports has to be JavaScript: the runtime has Node.js' own modules and Playwright,
   * nothing else. The limits of actions and expectations are the script's own business.
   *
   * @param path a JavaScript or TypeScript file on the machine that synthesizes
   */
  public static fromScript(path: string, options: ScriptOptions): Journey {
    const read = () => ({
      startUrl: options.startAt,
      steps: options.steps.map((name) => ({ name, parts: [] })),
      script: { file: path, values: options.values ?? {} },
    });
    return new Journey({ what: `Journey.fromScript(${JSON.stringify(path)})`, read }, []);
  }

  /**
   * A secret, as a text for `Action.fill`, `Action.type`, headers and bodies of `Action.request`, and values of scripts
   * and recordings. It may be a part of the text, such as `Bearer ${Journey.secret(token)}`.
   *
   * The runner fetches the secret at each run; in the template, there is its ARN only. It is redacted in messages, fields
   * that are filled with it are masked in screenshots, and a journey with secrets records no HAR file.
   *
   * @param secret the secret; the canary may read it, also with the key it is encrypted with
   * @param jsonField the field of a secret that is a JSON object; the whole secret by default
   */
  public static secret(secret: ISecret, jsonField?: string): string {
    return secretText(secret, jsonField);
  }

  /**
   * What an `Action.request` of the same journey has extracted, as a text for any later part of it.
   *
   * @param name the name of the variable, as in `extract` of the request
   */
  public static variable(name: string): string {
    return variableReference(name);
  }

  private constructor(
    private readonly source: JourneySource,
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
    return new Journey(this.source, [...this.steps, step]);
  }

  /** @internal */
  public _bind(scope: Construct, timeout: Duration): BoundJourney {
    const budgetMs = budget(timeout);
    const source = this.source.read(scope);
    const steps = [...source.steps, ...this.steps];
    checkJourney(scope, { ...source, steps, what: this.source.what, added: this.steps.length }, budgetMs);
    const values = new JourneyValues(scope);
    const files = new JourneyFiles(scope);
    const document = {
      version: JOURNEY_FORMAT,
      startUrl: source.startUrl,
      budgetMs,
      steps: steps.map((step) => ({ ...step, parts: step.parts.map((part) => files.place(part)) })),
      ...(source.script && {
        script: { ...source.script, file: files.script(this.source.what, source.script.file) },
      }),
    };
    return {
      document: values.lift(document),
      environment: values.environment,
      stepNames: steps.map((step) => step.name),
      files: files.files,
      hasSecrets: values.hasSecrets,
      grantRead: (grantee) => values.grantRead(grantee),
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
  return milliseconds - Math.min(RUN_RESERVE.toMilliseconds(), milliseconds / 4);
}
