import { isDenied, isUnknownCaller } from '../../aws/failures';
import { CannotRun, messageOf } from '../../common/cannot-run';

/** A call to AWS; who may not make it is told which permission is missing. */
export async function call<T>(action: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isDenied(error)) throw new CannotRun(`${action} is not allowed to these credentials: ${messageOf(error)}`);
    if (isUnknownCaller(error)) throw new CannotRun(`AWS does not take these credentials: ${messageOf(error)}`);
    throw new CannotRun(`${action}: ${messageOf(error)}`);
  }
}
