/** What other rooms need of this one, beyond what users do. */
export { PinpointAccess } from './pinpoint/pinpoint-access';
export { EventAccess } from './pipeline/event-access';
