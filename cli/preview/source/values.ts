/** The values of a template as text: what is known of them before a deployment, or the name of what gives them. */

/** What a template tells of its values. */
export interface Known {
  /** `aws://<account>/<region>`; either may be unknown. */
  readonly environment: string;
  readonly parameters: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

const ENVIRONMENT = /^aws:\/\/(\d{12}|unknown-account)\/([a-z0-9-]+)$/;

/** What `Ref` gives where a template names the resource itself. */
const NAMES: { readonly [type: string]: string } = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::RUM::AppMonitor': 'Name',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Synthetics::Canary': 'Name',
};

/** Such as `${Checkout.Arn}` of `{"Fn::GetAtt":["Checkout","Arn"]}`. */
export function textOf(value: unknown, known: Known): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const [[intrinsic, argument] = ['', undefined]] = Object.entries(value);
  switch (intrinsic) {
    case 'Ref':
      return referenced(String(argument), known);
    case 'Fn::GetAtt':
      return `\${${[argument].flat().join('.')}}`;
    case 'Fn::Join': {
      const [delimiter, items] = argument as [string, unknown];
      return Array.isArray(items)
        ? items.map((item) => textOf(item, known)).join(delimiter)
        : named(intrinsic, known, items);
    }
    case 'Fn::Sub':
      return substituted(argument, known);
    case 'Fn::Select': {
      const [index, list] = argument as [unknown, unknown];
      const items = listOf(list, known);
      return items?.[Number(index)] ?? named(`${intrinsic} ${index}`, known, list);
    }
    case 'Fn::ImportValue':
      return `\${${textOf(argument, known)}}`;
    default:
      return named(intrinsic, known, argument);
  }
}

function referenced(name: string, { environment, parameters, resources }: Known): string {
  const [, account, region] = ENVIRONMENT.exec(environment) ?? [];
  if (name === 'AWS::Partition') return 'aws';
  if (name === 'AWS::Region' && region && region !== 'unknown-region') return region;
  if (name === 'AWS::AccountId' && account && account !== 'unknown-account') return account;
  const given = parameters[name]?.Default;
  // Values such as the names of SSM parameters stand for others.
  if (typeof given === 'string' && given !== '' && !given.startsWith('/')) return given;
  const { Type = '', Properties = {} } = resources[name] ?? {};
  const own = Properties[NAMES[Type] ?? ''];
  return typeof own === 'string' ? own : `\${${name}}`;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html */
function substituted(argument: unknown, known: Known): string {
  const [text, values] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
  return String(text).replace(/\$\{(!?)([^}]*)\}/g, (whole, literal, name) => {
    if (literal) return `\${${name}}`;
    if (name in values) return textOf(values[name], known);
    return name.includes('.') ? whole : referenced(name, known);
  });
}

function listOf(value: unknown, known: Known): string[] | undefined {
  if (Array.isArray(value)) return value.map((item) => textOf(item, known));
  const split = (value as { 'Fn::Split'?: [string, unknown] } | undefined)?.['Fn::Split'];
  if (!split) return undefined;
  const text = textOf(split[1], known);
  return text.includes('${') ? undefined : text.split(split[0]);
}

/** `${Fn::Select 1 Hosts}`: of which function, and of what it is made. */
function named(intrinsic: string, known: Known, argument: unknown): string {
  const parts = (Array.isArray(argument) ? argument : [argument]).map((part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? textOf(part, known).replace(/[${}]/g, '')
      : String(part),
  );
  return `\${${[intrinsic.replace(/^Fn::/, ''), ...parts].join(' ').replace(/["\\\n]/g, ' ')}}`;
}
