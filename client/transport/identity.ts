import { toHex, uuid } from '../core/random';
import type { User } from './entry';

/**
 * A pseudonym in the form that the service takes, a UUID: the same for the same user of the same application.
 *
 * The salt is no secret, as nothing in a page is: who knows the IDs of all users can find out whose a pseudonym is.
 */
export async function pseudonym(userId: string, salt: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${salt}\n${userId}`);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return uuid(toHex(new Uint8Array(digest)).slice(0, 32), '8');
}

/** A user whose pseudonym is still being computed, or unknown because an insecure page can't compute it. */
export interface IdentifiedUser extends User {
  readonly known: Promise<string | undefined>;
}

/** Begins to compute the pseudonym. */
export function identified(userId: string, salt: string): IdentifiedUser {
  const note = (id: string) => {
    user.id = id;
    return id;
  };
  const user: User & { known?: Promise<string | undefined> } = {};
  user.known = pseudonym(userId, salt).then(note, () => undefined);
  return user as IdentifiedUser;
}
