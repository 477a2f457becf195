import { ArnFormat, Aws, CfnMapping, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { fail } from '../../private/errors';

/** An OpenTelemetry distribution of AWS, and the Lambda runtimes that its layer is published for. */
export interface Distro {
  /** How the name of the layer ends. */
  readonly name: 'Python' | 'Js' | 'Java' | 'DotNet';
  readonly runtimes: readonly string[];
}

const DISTROS: readonly Distro[] = [
  { name: 'Python', runtimes: ['python3.10', 'python3.11', 'python3.12', 'python3.13'] },
  { name: 'Js', runtimes: ['nodejs18.x', 'nodejs20.x', 'nodejs22.x', 'nodejs24.x'] },
  { name: 'Java', runtimes: ['java11', 'java17', 'java21'] },
  { name: 'DotNet', runtimes: ['dotnet8'] },
];

// Region, account of AWS that publishes there, versions of the Python, Js, Java and DotNet layers; 0 where there is none.
// As of July 2026; https://github.com/aws-otel/aws-otel.github.io/blob/main/src/config/lambdaLayerArns.js has later ones.
const LAYERS = `
af-south-1 904233096616 23 15 16 13
ap-east-1 888577020596 23 15 16 13
ap-east-2 412664885777 4 4 5 4
ap-northeast-1 615299751070 26 15 16 13
ap-northeast-2 615299751070 26 15 16 13
ap-northeast-3 615299751070 26 15 16 13
ap-south-1 615299751070 26 15 16 13
ap-south-2 796973505492 23 15 16 13
ap-southeast-1 615299751070 25 15 16 13
ap-southeast-2 615299751070 26 15 16 13
ap-southeast-3 039612877180 23 15 16 13
ap-southeast-4 713881805771 23 15 16 13
ap-southeast-5 152034782359 14 8 13 9
ap-southeast-6 313828097273 3 3 5 3
ap-southeast-7 980416031188 14 8 13 9
ca-central-1 615299751070 26 15 16 13
ca-west-1 595944127152 14 8 13 9
cn-north-1 440179912924 14 8 13 9
cn-northwest-1 440180067931 14 8 13 9
eu-central-1 615299751070 26 15 16 13
eu-central-2 156041407956 23 15 16 13
eu-north-1 615299751070 26 15 16 13
eu-south-1 257394471194 23 15 16 13
eu-south-2 490004653786 23 15 16 13
eu-west-1 615299751070 26 15 16 13
eu-west-2 615299751070 26 15 16 13
eu-west-3 615299751070 26 15 16 13
il-central-1 746669239226 23 15 16 13
me-central-1 739275441131 22 15 16 13
me-south-1 980921751758 0 12 0 0
mx-central-1 610118373846 14 8 13 9
sa-east-1 615299751070 26 15 16 13
us-east-1 615299751070 29 15 16 14
us-east-2 615299751070 26 15 16 13
us-west-1 615299751070 33 15 16 13
us-west-2 615299751070 33 15 16 13
`;

/** The distribution for the runtime of a function; refuses those without one. */
export function distroFor(scope: IConstruct, runtime: lambda.Runtime): Distro {
  const distro = DISTROS.find((candidate) => candidate.runtimes.includes(runtime.name));
  if (distro) return distro;
  const language = runtime.name.match(/^[a-z]+/)?.[0];
  const kin = DISTROS.find(({ runtimes }) => language !== undefined && runtimes[0].startsWith(language));
  return fail(scope, {
    what: 'runtime of function',
    got: runtime.name,
    expected: `one of ${DISTROS.flatMap((candidate) => candidate.runtimes).join(', ')}`,
    fix: kin
      ? `use ${nearest(runtime.name, kin.runtimes)}, the nearest with a layer, or pass a layer of your own as layer`
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

interface Publication {
  readonly account: string;
  readonly version: string;
}

function lookUp(scope: IConstruct, distro: Distro, region: string): Publication {
  const published = publications(distro);
  const publication = published.get(region);
  if (publication) return publication;
  return fail(scope, {
    what: 'region of the stack',
    got: region,
    expected: `a Region with the layer AWSOpenTelemetryDistro${distro.name}`,
    fix: `deploy to ${nearest(region, [...published.keys()])}, or pass a copy of the layer as layer`,
  });
}

/** One mapping per distribution and stack, however many functions it has. */
function lookUpAtDeployment(stack: Stack, distro: Distro): Publication {
  const id = `AdotLambdaLayer${distro.name}`;
  const mapping = (stack.node.tryFindChild(id) ??
    new CfnMapping(stack, id, { mapping: mappingOf(distro) })) as CfnMapping;
  return { account: mapping.findInMap(Aws.REGION, 'account'), version: mapping.findInMap(Aws.REGION, 'version') };
}

function mappingOf(distro: Distro): Record<string, Record<string, string>> {
  return Object.fromEntries(
    [...publications(distro)].map(([region, { account, version }]) => [region, { account, version }]),
  );
}

function publications(distro: Distro): Map<string, Publication> {
  const column = 2 + DISTROS.findIndex(({ name }) => name === distro.name);
  const rows = LAYERS.trim()
    .split('\n')
    .map((row) => row.split(' '));
  return new Map(
    rows
      .filter((row) => row[column] !== '0')
      .map((row) => [row[0], { account: row[1], version: row[column] }] as const),
  );
}

/** The candidate that shares the longest beginning: the same geography, the same language; the last of equals. */
function nearest(wanted: string, candidates: readonly string[]): string {
  const shared = (candidate: string) => [...candidate].findIndex((letter, index) => letter !== wanted[index]);
  const score = (candidate: string) => (shared(candidate) < 0 ? candidate.length : shared(candidate));
  return candidates.reduce((best, candidate) => (score(candidate) >= score(best) ? candidate : best));
}
