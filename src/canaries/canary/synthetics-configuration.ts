/** Requests with these headers say who somebody is. */
const RESTRICTED_HEADERS = ['authorization', 'cookie', 'set-cookie', 'x-amz-security-token', 'x-api-key'];

/** What canaries with a browser may keep of it. */
interface BrowserRecords {
  /** Whether there is a screenshot at the end of each step. */
  readonly screenshots: boolean;
  /** Whether there is a HAR file, which holds what forms send: no setting is documented to keep that out of it. */
  readonly har: boolean;
}

/**
 * The content of synthetics.json, which tells the runtime of any canary what to measure and to report.
 *
 * Every setting is stated, because the documentation names two different defaults for most of them. Request and response
 * contents stay out of reports: they hold what users must not share, such as cookies.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Synthetics_WritingCanary_Nodejs_Playwright.html
 */
export function syntheticsConfiguration(browser?: BrowserRecords): object {
  const screenshots = browser && {
    screenshotOnStepStart: false,
    screenshotOnStepSuccess: browser.screenshots,
    screenshotOnStepFailure: browser.screenshots,
  };
  return {
    step: {
      ...screenshots,
      stepSuccessMetric: true,
      stepDurationMetric: true,
      stepsReport: true,
      continueOnStepFailure: false,
    },
    report: {
      includeRequestHeaders: false,
      includeResponseHeaders: false,
      includeRequestBody: false,
      includeResponseBody: false,
      includeUrlPassword: false,
      restrictedHeaders: RESTRICTED_HEADERS,
      restrictedUrlParameters: [],
    },
    ...(browser && { har: browser.har }),
  };
}
