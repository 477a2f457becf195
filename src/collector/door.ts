/** What other rooms may know of collectors beyond the public API. */
import type { AdotSidecar } from './ecs/adot-sidecar';

/** Whether a collector counts what it loses, so that alarms can watch it. */
export function watchesItself(sidecar: AdotSidecar): boolean {
  return sidecar._watchesItself;
}
