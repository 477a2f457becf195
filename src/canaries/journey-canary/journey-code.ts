import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import { asset } from '../../private/assets';
import type { BoundJourney } from '../journey/journey';

const RUNNER = asset('runner', 'index.js');

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
export function withJourneyCode<T>(journey: BoundJourney, use: (directory: string) => T): T {
  const directory = FileSystem.mkdtemp('journey-');
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  };
  // A HAR file holds what forms send. No setting is documented to keep that out of it.
  const configuration = { ...SYNTHETICS_CONFIGURATION, har: !journey.hasSecrets };
  copyFileSync(RUNNER, join(directory, 'index.js'));
  write('journey.json', `${JSON.stringify(journey.document, undefined, 2)}\n`);
  write('synthetics.json', `${JSON.stringify(configuration, undefined, 2)}\n`);
  for (const { path, content } of journey.files) write(path, content);
  try {
    return use(directory);
  } finally {
    // Staging has copied it into the cloud assembly.
    rmSync(directory, { recursive: true });
  }
}
