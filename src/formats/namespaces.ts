/** The CloudWatch namespace of what is counted beyond AWS's own metrics; CloudWatch RUM puts a prefix of its own before it. */
export const NAMESPACE = 'UserTelemetry';
