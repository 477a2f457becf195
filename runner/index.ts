/** The canary's script: plays the journey.json beside it in CloudWatch Synthetics. */
import { synthetics } from '@aws/synthetics-playwright';
import { readJourney } from './journey-file';
import { play } from './play';
import { markAsSynthetic } from './synthetic-mark';

export async function handler(): Promise<void> {
  const startedAt = Date.now();
  const journey = readJourney(__dirname, process.env);
  try {
    const browser = await synthetics.launch();
    const page = await synthetics.newPage(browser);
    await markAsSynthetic(page, journey.startUrl);
    await play(journey, page, {
      startedAt,
      runStep: (name, step) => synthetics.executeStep(name, step, {}, page),
      directory: __dirname,
      environment: process.env,
    });
  } finally {
    await synthetics.close();
  }
}
