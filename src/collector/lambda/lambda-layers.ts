import { ArnFormat, Aws, CfnMapping, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { partitionOf } from '../../formats/partitions';
import { fail } from '../../private/errors';
import { DISTRO_COLUMNS, LAYERS } from './layer-versions';

/** An OpenTelemetry distribution of AWS, and the Lambda runtimes that its layer is published for. */
export interface Distro {
  /** How the name of the layer ends. */
  readonly name: (typeof DISTRO_COLUMNS)[number];
  /** How the names of the language's runtimes begin, also of those without a layer. */
  readonly language: string;
  readonly runtimes: readonly string[];
  /** Whether its SDK exports metrics; all export traces. */
  readonly exportsMetrics: boolean;
}

const DISTROS: readonly Distro[] = [
  {
    name: 'Python',
    language: 'python',
    runtimes: ['python3.10', 'python3.11', 'python3.12', 'python3.13'],
    exportsMetrics: true,
  },
  {
    name: 'Js',
    language: 'nodejs',
    runtimes: ['nodejs18.x', 'nodejs20.x', 'nodejs22.x', 'nodejs24.x'],
    exportsMetrics: true,
  },
  { name: 'Java', language: 'java', runtimes: ['java11', 'java17', 'java21'], exportsMetrics: false },
  { name: 'DotNet', language: 'dotnet', runtimes: ['dotnet8'], exportsMetrics: false },
];

/** The distribution for the language of a function, whether or not there is a layer for its version. */
export function distroOf({ name }: lambda.Runtime): Distro | undefined {
  return DISTROS.find(({ language }) => name.startsWith(language));
}

/** The distribution for the runtime of a function; refuses those without a layer. */
export function distroFor(scope: IConstruct, runtime: lambda.Runtime): Distro {
  const distro = distroOf(runtime);
  if (distro?.runtimes.includes(runtime.name)) return distro;
  return fail(scope, {
    what: 'runtime of function',
    got: runtime.name,
    expected: `one of ${DISTROS.flatMap(({ runtimes }) => runtimes).join(', ')}`,
    fix: distro
      ? `use ${nearest(runtime.name, distro.runtimes)}, the nearest with a layer, or pass a layer of your own as layer`
      : 'pass a layer of your own as layer; functions from container images need the SDK in the image',
  });
}

/**
 * The ARN of the layer in the Region of the scope's stack, also where that is only known at deployment.
 *
 * @param stated the version that the user wants instead of the latest that we know
 */
export function layerArn(scope: IConstruct, distro: Distro, stated?: number): string {
  const { region } = Stack.of(scope);
  const { account, version } = Token.isUnresolved(region)
    ? lookUpAtDeployment(Stack.of(scope), distro)
    : lookUp(scope, distro, region);
  return Stack.of(scope).formatArn({
    service: 'lambda',
    account,
    resource: 'layer',
    resourceName: `AWSOpenTelemetryDistro${distro.name}:${stated === undefined ? version : Tokenization.stringifyNumber(stated)}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** A type, not an interface: those of mappings have an index. */
type Publication = { readonly account: string; readonly version: string };

function lookUp(scope: IConstruct, distro: Distro, region: string): Publication {
  const published = publications(distro);
  const publication = published[region];
  if (publication) return publication;
  const partition = partitionOf(region);
  const others = Object.keys(published).filter((other) => partitionOf(other) === partition);
  return fail(scope, {
    what: 'region of the stack',
    got: region,
    expected: `a Region with the layer AWSOpenTelemetryDistro${distro.name}`,
    fix: `${others.length > 0 ? `deploy to ${nearest(region, others)}, or ` : ''}pass a copy of the layer as layer`,
  });
}

/** One mapping per distribution and stack, however many functions it has. */
function lookUpAtDeployment(stack: Stack, distro: Distro): Publication {
  const id = `AdotLambdaLayer${distro.name}`;
  const mapping = (stack.node.tryFindChild(id) ??
    new CfnMapping(stack, id, { mapping: publications(distro) })) as CfnMapping;
  return { account: mapping.findInMap(Aws.REGION, 'account'), version: mapping.findInMap(Aws.REGION, 'version') };
}

/** By Region. */
function publications(distro: Distro): { [region: string]: Publication } {
  const column = DISTRO_COLUMNS.indexOf(distro.name);
  const rows = LAYERS.map(([region, account, ...versions]) => ({ region, account, version: versions[column] }));
  return Object.fromEntries(
    rows
      .filter(({ version }) => version > 0)
      .map(({ region, account, version }) => [region, { account, version: String(version) }]),
  );
}

/** The candidate that shares the longest beginning: the same geography, the same language; the last of equals. */
function nearest(wanted: string, candidates: readonly string[]): string {
  const shared = (candidate: string) => [...candidate].findIndex((letter, index) => letter !== wanted[index]);
  const score = (candidate: string) => (shared(candidate) < 0 ? candidate.length : shared(candidate));
  return candidates.reduce((best, candidate) => (score(candidate) >= score(best) ? candidate : best));
}
