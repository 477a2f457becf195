import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOURNEY_FILE, JOURNEY_FORMAT, type JourneyDocument, VALUE_REFERENCE } from '../src/formats/journey';

interface Environment {
  readonly [name: string]: string | undefined;
}

/** Reads a journey and puts the values in that were not known before the deployment. */
export function readJourney(directory: string, environment: Environment): JourneyDocument {
  const text = readFileSync(join(directory, JOURNEY_FILE), 'utf8');
  const journey = JSON.parse(text, (_key, value) => (typeof value === 'string' ? fill(value, environment) : value));
  if (journey.version !== JOURNEY_FORMAT) {
    throw new Error(`${JOURNEY_FILE}: got version ${journey.version}, expected ${JOURNEY_FORMAT}; deploy again`);
  }
  return journey;
}

function fill(text: string, environment: Environment): string {
  return text.replace(VALUE_REFERENCE, (_placeholder, name: string) => {
    const value = environment[name];
    if (value === undefined) {
      throw new Error(`${JOURNEY_FILE}: environment variable ${name} is not set; deploy again`);
    }
    return value;
  });
}
