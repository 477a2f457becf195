/** The values of a template, as far as they are known without a deployment. */

const ENVIRONMENT = /^aws:\/\/(\d{12}|unknown-account)\/([a-z0-9-]+)$/;

/** The text of a value; none if only a deployment knows it. */
export function literalOf(value: unknown, environment: string): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const [intrinsic, argument] = intrinsicOf(value);
  if (intrinsic === 'Ref') return pseudoParameter(String(argument), environment);
  if (intrinsic !== 'Fn::Join' || !Array.isArray(argument)) return undefined;
  const [delimiter, items] = argument as [string, unknown[]];
  const texts = items.map((item) => literalOf(item, environment));
  return texts.includes(undefined) ? undefined : texts.join(delimiter);
}

function pseudoParameter(name: string, environment: string): string | undefined {
  const [, account, region] = ENVIRONMENT.exec(environment) ?? [];
  if (name === 'AWS::Region' && region !== 'unknown-region') return region;
  if (name === 'AWS::AccountId' && account !== 'unknown-account') return account;
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
