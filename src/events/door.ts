/** What other rooms need of this one, beyond what users do. */
export { PinpointAccess } from './pinpoint/pinpoint-access';
