/**
 * What stands in a text of journey.json for something that is known only later: `${name}`.
 *
 * Values of the deployment and secrets travel in environment variables of these names.
 */

/** A value known only at deployment, carried by the environment variable of this name. */
export const VALUE_REFERENCE = /\$\{(JOURNEY_VALUE_\d+)\}/g;

/** A secret, to which the environment variable of this name leads; only the runner ever has its value. */
export const SECRET_REFERENCE = /\$\{(JOURNEY_SECRET_\d+)\}/g;

/** What a part of the journey has extracted from a response under this name. */
export const VARIABLE_REFERENCE = /\$\{JOURNEY_VARIABLE_(\w+)\}/g;

export const reference = (name: string): string => `\${${name}}`;
export const variableReference = (name: string): string => reference(`JOURNEY_VARIABLE_${name}`);

export const valueVariable = (number: number): string => `JOURNEY_VALUE_${number}`;
export const secretVariable = (number: number): string => `JOURNEY_SECRET_${number}`;

/** Whether an environment variable carries a secret of a journey. */
export const isSecretVariable = (name: string): boolean => /^JOURNEY_SECRET_\d+$/.test(name);

/** Whether an environment variable is a journey's own. */
export const isJourneyVariable = (name: string): boolean => /^JOURNEY_(VALUE|SECRET)_\d+$/.test(name);

/** A text that begins with a value of the deployment: the variable of the value, and what follows it. */
export function leadingValue(text: string): { readonly variable: string; readonly rest: string } | undefined {
  const [, variable, rest] = /^\$\{(JOURNEY_VALUE_\d+)\}(.*)$/s.exec(text) ?? [];
  return variable === undefined ? undefined : { variable, rest };
}

/** Where a secret is, as its environment variable says it. */
export interface SecretPlace {
  readonly arn: string;
  /** The field of a secret that is a JSON object; none for the whole secret. */
  readonly jsonField?: string;
}

export function writeSecretPlace({ arn, jsonField }: SecretPlace): string {
  return jsonField === undefined ? arn : `${arn} ${jsonField}`;
}

export function readSecretPlace(text: string): SecretPlace {
  const space = text.indexOf(' ');
  return space < 0 ? { arn: text } : { arn: text.slice(0, space), jsonField: text.slice(space + 1) };
}
