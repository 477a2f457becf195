import { isJourneyVariable, isSecretVariable, type JourneyDocument, reference } from '../../src/formats/journey';
import type { Canary } from '../assembly/canaries';
import { CannotRun } from '../common/cannot-run';
import type { RunOptions } from './options';

/** What a canary gets to know that its template doesn't. */
export interface Knowledge {
  /** Environment variables for its code. */
  readonly environment: Readonly<Record<string, string>>;
  /** The values of secrets, by the variable that refers to them. */
  readonly secrets: Readonly<Record<string, string>>;
}

interface Sources extends Pick<RunOptions, 'values' | 'secrets'> {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What follows from the base URL. */
  readonly aimed: Readonly<Record<string, string>>;
}

/**
 * Gathers the values of a canary's environment variables; throws which are missing and how to pass them.
 *
 * @param journey of what it doesn't refer to nothing is asked; none for a script of another kind
 */
export function gather(canary: Canary, journey: JourneyDocument | undefined, sources: Sources): Knowledge {
  const text = journey && JSON.stringify(journey);
  const environment: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, variable] of Object.entries(canary.variables)) {
    const from = 'from' in variable ? variable.from : variable.literal;
    if (isSecretVariable(name)) {
      const value = sources.secrets[name] ?? sources.env[name];
      if (value !== undefined) secrets[name] = value;
      else if (isNeeded(name, text))
        missing.push(`  ${name}, a secret (${from}): set the variable, or --secret ${name}=…`);
      continue;
    }
    const literal = 'literal' in variable ? variable.literal : undefined;
    const value = sources.values[name] ?? sources.aimed[name] ?? literal ?? sources.env[name];
    if (value !== undefined) environment[name] = value;
    else if (isNeeded(name, text)) missing.push(`  ${name}, which is ${from}: ${howToPass(name, journey?.startUrl)}`);
  }
  if (missing.length > 0) {
    throw new CannotRun(`${canary.path}: values are missing that only a deployment knows:\n${missing.join('\n')}`);
  }
  return { environment, secrets };
}

function isNeeded(name: string, text: string | undefined): boolean {
  return text === undefined || !isJourneyVariable(name) || text.includes(reference(name));
}

function howToPass(name: string, startUrl = ''): string {
  const origin = startUrl.split('/').slice(0, 3).join('/');
  const byBase = origin.includes(reference(name)) ? '--base-url <where the site is>, or ' : '';
  return `${byBase}--value ${name}=…, or set the variable`;
}

/** A misspelled name would otherwise be told as a missing value. */
export function checkNames(
  canaries: readonly Canary[],
  { values, secrets }: Pick<RunOptions, 'values' | 'secrets'>,
): void {
  const known = new Set(canaries.flatMap(({ variables }) => Object.keys(variables)));
  for (const [option, names] of [
    ['--value', Object.keys(values)],
    ['--secret', Object.keys(secrets)],
  ] as const) {
    const unknown = names.find((name) => !known.has(name));
    if (unknown === undefined) continue;
    throw new CannotRun(
      `${option} ${unknown}: there is no such variable; there are ${[...known].join(', ') || 'none'}`,
    );
  }
}
