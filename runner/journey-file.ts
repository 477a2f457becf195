import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOURNEY_FORMAT, type JourneyDocument, PLACEHOLDER } from '../src/formats/journey';

interface Environment {
  readonly [name: string]: string | undefined;
}

/** Reads a journey and puts the values in that were not known before the deployment. */
export function readJourney(directory: string, environment: Environment): JourneyDocument {
  const text = readFileSync(join(directory, 'journey.json'), 'utf8');
  const journey = JSON.parse(text, (_key, value) => (typeof value === 'string' ? fill(value, environment) : value));
  if (journey.version !== JOURNEY_FORMAT) {
    throw new Error(`journey.json: got version ${journey.version}, expected ${JOURNEY_FORMAT}; deploy again`);
  }
  return journey;
}

function fill(text: string, environment: Environment): string {
  return text.replace(PLACEHOLDER, (_placeholder, name: string) => {
    const value = environment[name];
    if (value === undefined) {
      throw new Error(`journey.json: environment variable ${name} is not set; deploy again`);
    }
    return value;
  });
}
