import { randomFrom } from '../../common/random';

/** Numbers that look random and are the same for the same text. */
export function randomOf(seed: string): () => number {
  let state = 0x811c9dc5; // FNV-1a
  for (let at = 0; at < seed.length; at++) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  return randomFrom(state);
}
