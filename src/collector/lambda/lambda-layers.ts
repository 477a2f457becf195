import { ArnFormat, Aws, CfnMapping, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { fail } from '../../private/errors';

/** An OpenTelemetry distribution of AWS, and the Lambda runtimes that its layer is published for. */
export interface Distro {
  /** How the name of the layer ends. */
  readonly name: 'Python' | 'Js' | 'Java' | 'DotNet';
  /** How the names of the language's runtimes begin, also of those without a layer. */
  readonly language: string;
  readonly runtimes: readonly string[];
  /** Whether its SDK exports metrics; all export traces. */
  readonly exportsMetrics: boolean;
}

/** In the order of the columns below. */
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

// Region, account of AWS that publishes there, versions of the layers; 0 where there is none.
// As of July 2026; https://github.com/aws-otel/aws-otel.github.io/blob/main/src/config/lambdaLayerArns.js has later ones.
const LAYERS: readonly (readonly [region: string, account: string, ...versions: number[]])[] = [
  ['af-south-1', '904233096616', 23, 15, 16, 13],
  ['ap-east-1', '888577020596', 23, 15, 16, 13],
  ['ap-east-2', '412664885777', 4, 4, 5, 4],
  ['ap-northeast-1', '615299751070', 26, 15, 16, 13],
  ['ap-northeast-2', '615299751070', 26, 15, 16, 13],
  ['ap-northeast-3', '615299751070', 26, 15, 16, 13],
  ['ap-south-1', '615299751070', 26, 15, 16, 13],
  ['ap-south-2', '796973505492', 23, 15, 16, 13],
  ['ap-southeast-1', '615299751070', 25, 15, 16, 13],
  ['ap-southeast-2', '615299751070', 26, 15, 16, 13],
  ['ap-southeast-3', '039612877180', 23, 15, 16, 13],
  ['ap-southeast-4', '713881805771', 23, 15, 16, 13],
  ['ap-southeast-5', '152034782359', 14, 8, 13, 9],
  ['ap-southeast-6', '313828097273', 3, 3, 5, 3],
  ['ap-southeast-7', '980416031188', 14, 8, 13, 9],
  ['ca-central-1', '615299751070', 26, 15, 16, 13],
  ['ca-west-1', '595944127152', 14, 8, 13, 9],
  ['cn-north-1', '440179912924', 14, 8, 13, 9],
  ['cn-northwest-1', '440180067931', 14, 8, 13, 9],
  ['eu-central-1', '615299751070', 26, 15, 16, 13],
  ['eu-central-2', '156041407956', 23, 15, 16, 13],
  ['eu-north-1', '615299751070', 26, 15, 16, 13],
  ['eu-south-1', '257394471194', 23, 15, 16, 13],
  ['eu-south-2', '490004653786', 23, 15, 16, 13],
  ['eu-west-1', '615299751070', 26, 15, 16, 13],
  ['eu-west-2', '615299751070', 26, 15, 16, 13],
  ['eu-west-3', '615299751070', 26, 15, 16, 13],
  ['il-central-1', '746669239226', 23, 15, 16, 13],
  ['me-central-1', '739275441131', 22, 15, 16, 13],
  ['me-south-1', '980921751758', 0, 12, 0, 0],
  ['mx-central-1', '610118373846', 14, 8, 13, 9],
  ['sa-east-1', '615299751070', 26, 15, 16, 13],
  ['us-east-1', '615299751070', 29, 15, 16, 14],
  ['us-east-2', '615299751070', 26, 15, 16, 13],
  ['us-west-1', '615299751070', 33, 15, 16, 13],
  ['us-west-2', '615299751070', 33, 15, 16, 13],
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
  return fail(scope, {
    what: 'region of the stack',
    got: region,
    expected: `a Region with the layer AWSOpenTelemetryDistro${distro.name}`,
    fix: `deploy to ${nearest(region, Object.keys(published))}, or pass a copy of the layer as layer`,
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
  const column = DISTROS.indexOf(distro);
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
