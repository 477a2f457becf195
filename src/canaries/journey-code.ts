import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import type { JourneyDocument } from './journey-document';

const RUNNER = join(__dirname, '../../assets/runner/index.js');

/**
 * Every setting is stated, because the documentation names two different defaults for most of them. Request and
 * response contents stay out of reports: they hold what users must not share, such as cookies.
 */
const SYNTHETICS_CONFIGURATION = {
  step: {
    screenshotOnStepStart: false,
    screenshotOnStepSuccess: true,
    screenshotOnStepFailure: true,
    stepSuccessMetric: true,
    stepDurationMetric: true,
    continueOnStepFailure: false,
    stepsReport: true,
  },
  report: {
    includeRequestHeaders: false,
    includeResponseHeaders: false,
    includeRequestBody: false,
    includeResponseBody: false,
    includeUrlPassword: false,
    restrictedHeaders: ['authorization', 'cookie', 'set-cookie', 'x-amz-security-token'],
    restrictedUrlParameters: [],
  },
  har: true,
};

/**
 * Lays out a canary's code and hands it to a function that makes an asset of it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Synthetics_WritingCanary_Nodejs_Playwright.html
 */
export function withJourneyCode<T>(journey: JourneyDocument, use: (directory: string) => T): T {
  const directory = FileSystem.mkdtemp('journey-');
  copyFileSync(RUNNER, join(directory, 'index.js'));
  writeFileSync(join(directory, 'journey.json'), `${JSON.stringify(journey, undefined, 2)}\n`);
  writeFileSync(join(directory, 'synthetics.json'), `${JSON.stringify(SYNTHETICS_CONFIGURATION, undefined, 2)}\n`);
  try {
    return use(directory);
  } finally {
    // Staging has copied it into the cloud assembly.
    rmSync(directory, { recursive: true });
  }
}
