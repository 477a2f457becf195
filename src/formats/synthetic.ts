/** OpenTelemetry's attribute of what a bot or a test did. */
export const SYNTHETIC_ATTRIBUTE = 'user_agent.synthetic.type';

/** The attribute as W3C baggage of what a test did: services pass it on to the services that they call. */
export const SYNTHETIC_BAGGAGE = `${SYNTHETIC_ATTRIBUTE}=test`;

/** What CloudWatch Synthetics adds to the user agent of its browsers. */
export const SYNTHETICS_USER_AGENT = 'CloudWatchSynthetics';

/** The configuration of a canary's runs, beside its code. */
export const SYNTHETICS_FILE = 'synthetics.json';

/** The size of pages in the browsers of CloudWatch Synthetics. */
export const VIEWPORT = { width: 1920, height: 1080 } as const;
