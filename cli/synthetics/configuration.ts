import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYNTHETICS_FILE } from '../../src/formats/synthetic';

/** What of synthetics.json makes a difference here. */
export interface SyntheticsConfiguration {
  readonly step: {
    readonly screenshotOnStepStart: boolean;
    readonly screenshotOnStepSuccess: boolean;
    readonly screenshotOnStepFailure: boolean;
    readonly continueOnStepFailure: boolean;
  };
  readonly userAgent: string;
  readonly har: boolean;
}

/** The documentation's text says so; its sample file shows other defaults for `step`. */
const DEFAULTS: SyntheticsConfiguration = {
  step: {
    screenshotOnStepStart: true,
    screenshotOnStepSuccess: true,
    screenshotOnStepFailure: true,
    continueOnStepFailure: false,
  },
  userAgent: '',
  har: true,
};

export function readConfiguration(directory: string): SyntheticsConfiguration {
  const path = join(directory, SYNTHETICS_FILE);
  if (!existsSync(path)) return DEFAULTS;
  const given = JSON.parse(readFileSync(path, 'utf8'));
  return { ...DEFAULTS, ...given, step: { ...DEFAULTS.step, ...given.step } };
}
