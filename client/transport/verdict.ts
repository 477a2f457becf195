import type { Delivery } from './delivery';
import type { Entry } from './entry';
import { isOutcome } from './queue';

/**
 * What an answer tells of the events of its request.
 *
 * - `taken`: they are counted.
 * - `wrong`: one of them can't be, and the service has refused them all.
 * - `untouched`: none is; they can be sent again.
 * - `unknown`: the service, or a proxy before it, failed at some point; they may be counted.
 *
 * CloudWatch RUM documents no removal of events that come twice.
 * https://docs.aws.amazon.com/cloudwatchrum/latest/APIReference/API_PutRumEvents.html
 */
export type Verdict = 'taken' | 'wrong' | 'untouched' | 'unknown';

export function verdictOf(status: number): Verdict {
  if (status >= 200 && status < 300) return 'taken';
  if (status === 400 || status === 413) return 'wrong';
  return status < 500 || status === 503 ? 'untouched' : 'unknown';
}

/** Sends them and finds out what came of it; never rejects. */
export async function attempt(delivery: Delivery, batch: readonly Entry[]): Promise<Verdict> {
  try {
    return verdictOf(await delivery.send(batch));
  } catch (error) {
    if ((error as Error | undefined)?.name === 'AbortError') return 'unknown';
    // Browsers don't tell whether a request that failed had reached the service. Where that answers at once, the
    // connection broke under it; where it does not, there was none.
    const isSent = batch.some(isOutcome) && !delivery.offline && (await delivery.reaches(batch[0]));
    return isSent ? 'unknown' : 'untouched';
  }
}
