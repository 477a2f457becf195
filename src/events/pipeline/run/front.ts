/** What CloudFront adds to requests, in lower case: the ingest takes them by its value, and others not. */
export const FRONT_HEADER = 'x-telemetry-front';

/** The environment variable with that value, where there is a distribution in front. */
export const FRONT_KEY = 'FRONT_KEY';
