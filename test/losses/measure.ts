import { pause, until } from '../collector-real/running-collector';
import type { Cell } from './cells';
import { mayLose } from './known-losses';
import { Scene } from './scene';

/** The exporter of the OTLP endpoint waits for half a minute between attempts at most. */
const MOST_PATIENCE_MS = 90_000;

export interface Outcome {
  readonly sent: number;
  readonly arrived: number;
  /** What was counted between the last export before the fault and the end of the first one after it. */
  readonly atStake: number;
}

export async function measure({ sdk, way, fault }: Cell): Promise<Outcome> {
  const scene = await Scene.set({ sdk, way, fault });
  try {
    await Promise.all(scene.applications.map((application) => application.export()));
    if (!fault.tasks) await until(() => scene.arrived > 0);
    const before = scene.arrived;
    const [first] = scene.applications;
    await first.countsOn();
    await fault.happen?.(scene, first);
    await recovered(scene, mayLose({ sdk, way, fault }));
    const atStake = scene.sent - before;
    await Promise.all(scene.running.map((application) => application.countsOn()));
    await scene.end();
    return { sent: scene.sent, arrived: scene.arrived, atStake };
  } finally {
    await scene.clear();
  }
}

/** Exports, until all has arrived that was counted by then; of what may be lost until something new has. */
async function recovered(scene: Scene, mayLose: boolean): Promise<void> {
  if (scene.holds) return;
  const end = Date.now() + MOST_PATIENCE_MS;
  let enough = scene.arrived + 1;
  do {
    if (!mayLose) enough = scene.sent;
    await Promise.all(scene.running.map((application) => application.export()));
    const soon = Date.now() + (mayLose ? 500 : 15_000);
    while (scene.arrived < enough && Date.now() < soon) await pause(100);
  } while (scene.arrived < enough && Date.now() < end);
}
