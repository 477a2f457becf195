/**
 * The library of the Synthetics runtime, as far as the runner uses it. AWS publishes its types for the name
 * `@aws/synthetics-playwright`; the code is in the runtime only.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Nodejs_Playwright.html
 */
declare module '@aws/synthetics-playwright' {
  import type { Browser, Page } from 'playwright-core';

  interface StepConfiguration {
    screenshotOnStepStart?: boolean;
    screenshotOnStepSuccess?: boolean;
    screenshotOnStepFailure?: boolean;
    stepSuccessMetric?: boolean;
    stepDurationMetric?: boolean;
    continueOnStepFailure?: boolean;
    stepsReport?: boolean;
  }

  export const synthetics: {
    launch(): Promise<Browser>;
    newPage(browser: Browser): Promise<Page>;
    close(): Promise<void>;
    executeStep<T>(name: string, step: () => Promise<T>, configuration?: StepConfiguration, page?: Page): Promise<T>;
  };
}
