import { pause } from '../collector-real/running-collector';
import type { Application } from './application';
import type { Scene } from './scene';

/** What goes wrong while an application exports. Everything that it counts comes after one export that went well. */
export interface Fault {
  readonly name: string;
  /** Of applications: METERS that count the same, SETS of attributes. */
  readonly environment?: Record<string, string>;
  /** Applications in one task, or in two whose exports a gateway puts into one request. */
  readonly tasks?: number;
  /** Of gRPC only connections are seen. */
  readonly needsRequests?: boolean;
  readonly happen?: (scene: Scene, application: Application) => Promise<void>;
}

const HOUR = 3_600_000;

/** Begins an export, lets something happen, and waits for the export, which may have been given up. */
async function during(application: Application, happens: () => Promise<void>): Promise<void> {
  const exported = application.export();
  await happens();
  await exported;
}

const fault = (name: string, happen: Fault['happen']): Fault => ({ name, happen });

export const FAULTS: readonly Fault[] = [
  { name: 'personal attributes removed' },
  { name: 'equal sets of two meters', environment: { METERS: '2' } },
  { name: 'more than 2,000 sets', environment: { SETS: '2500' } },
  { name: 'two tasks in one request', tasks: 2 },
  fault('collector away 8 s', async (scene, application) => {
    await scene.stopCollector();
    await during(application, async () => {
      const [next] = await Promise.all([scene.launchCollector(), pause(8_000)]);
      await scene.use(next);
    });
  }),
  fault('collector hung 8 s', async ({ collector }, application) => {
    collector.hang();
    await during(application, () => pause(8_000).then(() => collector.resume()));
  }),
  {
    name: 'collector refuses 8 s',
    needsRequests: true,
    happen: async ({ door }, application) => {
      door.refuses = true;
      await during(application, async () => {
        await pause(8_000);
        door.refuses = false;
      });
    },
  },
  fault('collector restarted', async (scene, application) => {
    await during(application, async () => {
      await scene.stopCollector();
      await scene.startCollector();
    });
  }),
  fault('collector killed', async (scene, application) => {
    await scene.killCollector();
    await during(application, () => scene.startCollector());
  }),
  fault('collector killed after an export', async (scene, application) => {
    await application.export();
    await scene.killCollector();
    await scene.startCollector();
  }),
  fault('collector out of memory 8 s', async (scene, application) => {
    // Its limiter refuses; what the kernel would do to it then is the row above.
    await scene.stopCollector();
    await scene.startCollector({ processors: { memory_limiter: { limit_mib: 2, spike_limit_mib: 1 } } });
    const { collector } = scene;
    await during(application, async () => {
      const [next] = await Promise.all([scene.launchCollector(), pause(8_000)]);
      await scene.use(next);
      await collector.stop(); // with the connections that gRPC has to it
    });
  }),
  {
    name: 'SDK restarted',
    happen: async (scene, application) => {
      await application.end();
      await scene.startApplication();
    },
  },
  fault('task replaced', async (scene, application) => {
    await application.end();
    await scene.stopCollector();
    await scene.startCollector();
    await scene.startApplication();
  }),
  {
    name: 'application out of memory',
    happen: async (scene, application) => {
      await application.kill();
      await scene.startApplication();
    },
  },
  fault('AWS away 30 s', async ({ aws }, application) => {
    aws.isDown = true;
    await during(application, async () => {
      await pause(30_000);
      aws.isDown = false;
    });
  }),
  {
    name: 'clock an hour back, then right',
    needsRequests: true,
    happen: async (scene, application) => {
      scene.door.ahead = -HOUR;
      await application.export();
      scene.door.ahead = 0;
      await application.countsOn();
      await application.export();
    },
  },
  {
    name: 'clock 3 hours ahead, then right',
    needsRequests: true,
    happen: async (scene, application) => {
      scene.door.ahead = 3 * HOUR;
      await application.export();
      scene.door.ahead = 0;
      await application.countsOn();
      await application.export();
    },
  },
];
