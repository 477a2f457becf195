/** OpenTelemetry's attribute of what a bot or a test did. */
export const SYNTHETIC_ATTRIBUTE = 'user_agent.synthetic.type';

/** The attribute as W3C baggage of what a test did: services pass it on to the services that they call. */
export const SYNTHETIC_BAGGAGE = `${SYNTHETIC_ATTRIBUTE}=test`;
