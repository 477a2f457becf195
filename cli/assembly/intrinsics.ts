/** The values of a template, as far as they are known without a deployment. */

const ACCOUNT = /^aws:\/\/(\d{12})\/[a-z0-9-]+$/;
const REGION = /^aws:\/\/[^/]*\/([a-z0-9-]+)$/;

/** The Region of an environment such as `aws://111122223333/eu-west-1`; none if only a deployment knows it. */
export function regionIn(environment: string): string | undefined {
  const [, region] = REGION.exec(environment) ?? [];
  return region === 'unknown-region' ? undefined : region;
}

/**
 * The text of a value; none if only a deployment knows it.
 *
 * @param refOf what is known of a reference, by its name, before the environment is asked
 */
export function literalOf(
  value: unknown,
  environment: string,
  refOf: (name: string) => string | undefined = () => undefined,
): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const [intrinsic, argument] = intrinsicOf(value);
  if (intrinsic === 'Ref') return refOf(String(argument)) ?? pseudoParameter(String(argument), environment);
  if (intrinsic !== 'Fn::Join' || !Array.isArray(argument)) return undefined;
  const [delimiter, items] = argument as [string, unknown[]];
  const texts = items.map((item) => literalOf(item, environment, refOf));
  return texts.includes(undefined) ? undefined : texts.join(delimiter);
}

function pseudoParameter(name: string, environment: string): string | undefined {
  if (name === 'AWS::Region') return regionIn(environment);
  if (name === 'AWS::AccountId') return ACCOUNT.exec(environment)?.[1];
  return undefined;
}

/** A value as a person reads it: `https://${Distribution.DomainName}/`. */
export function describeValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [intrinsic, argument] = intrinsicOf(value);
  if (intrinsic === 'Ref') return `\${${argument}}`;
  if (intrinsic === 'Fn::GetAtt') return `\${${[argument].flat().join('.')}}`;
  if (intrinsic === 'Fn::Join' && Array.isArray(argument)) return argument[1].map(describeValue).join(argument[0]);
  if (intrinsic === 'Fn::ImportValue') return `\${export ${describeValue(argument)}}`;
  return JSON.stringify(value);
}

function intrinsicOf(value: unknown): [string, unknown] {
  if (typeof value !== 'object' || value === null) return ['', undefined];
  return Object.entries(value)[0] ?? ['', undefined];
}
