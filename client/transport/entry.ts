import { json } from '../core/json';
import { bytes } from '../core/text';
import { fitted } from './fit';

/** An event as it is sent, with what its request says about it. */
export interface Entry {
  readonly event: {
    readonly id: string;
    /** Seconds. */
    readonly timestamp: number;
    readonly type: string;
    /** May be made when it is read, as late as possible: an event has the last title of its page. */
    readonly metadata: string;
    details: string;
  };
  readonly sessionId: string;
  readonly user: User;
  /** How little it matters beside others, where its type does not tell; none is an outcome that is sent only once. */
  readonly rank?: 1 | 2 | 3;
  /** With how many others it may be sent: fewer and fewer after the service has refused a batch with it. */
  company?: number;
}

/** Whose event it is; unknown while the pseudonym is being computed. */
export interface User {
  id?: string;
}

/**
 * The service takes 6 KB of each custom event; of the others it says nothing. All that is sent of one stays below.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-custom-events.html
 */
export const MAX_EVENT_BYTES = 6 * 1024;

/** How many bytes the event takes in its request, after its longest fields were cut if need be; none if it never fits. */
export function sizeOf({ event }: Entry): number | undefined {
  const size = bytes(json(event));
  const over = size - MAX_EVENT_BYTES;
  if (over <= 0) return size;
  event.details = fitted(event.details, bytes(json(event.details)) - over);
  const left = bytes(json(event));
  return left <= MAX_EVENT_BYTES ? left : undefined;
}
