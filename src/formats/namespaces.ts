/** The CloudWatch namespace of what is counted beyond AWS's own metrics; CloudWatch RUM puts a prefix of its own before it. */
export const NAMESPACE = 'UserTelemetry';

/** Where CloudWatch RUM publishes its own metrics. */
export const RUM_NAMESPACE = 'AWS/RUM';

/** The dimension that every metric of an app monitor has: its name. */
export const APPLICATION_DIMENSION = 'application_name';
