import { Duration } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import {
  type CollectorConfigProps,
  LogDestination,
  MetricDestination,
  type OtlpEndpoint,
  OtlpProtocol,
  PersonalData,
  TraceDestination,
  TraceSampling,
} from '../../../src/collector';

/** The choices that a configuration is made of; a number picks one of each. */
interface Choices {
  readonly [choice: string]: Partial<CollectorConfigProps>[];
}

/** Every set that can be chosen of some things. */
function subsets<T>([first, ...others]: T[]): T[][] {
  if (first === undefined) return [[]];
  return subsets(others).flatMap((set) => [set, [first, ...set]]);
}

function choices(scope: Construct): Choices {
  const logGroup = LogGroup.fromLogGroupName(scope, 'Records', '/records');
  const secret = Secret.fromSecretNameV2(scope, 'Key', 'vendor');
  const vendor = (protocol: OtlpProtocol): OtlpEndpoint => ({
    name: 'vendor',
    url: protocol === OtlpProtocol.GRPC ? 'https://otlp.vendor.example:4317' : 'https://otlp.vendor.example',
    protocol,
    headers: { 'x-team': 'shop' },
    secretHeaders: { 'api-key': { secret, field: 'key' } },
  });
  return {
    metrics: subsets([
      MetricDestination.cloudWatch(),
      MetricDestination.cloudWatchOtlp(),
      MetricDestination.prometheus('arn:aws:aps:us-east-1:123456789012:workspace/ws-1'),
      MetricDestination.otlp(vendor(OtlpProtocol.HTTP)),
    ]).map((metricDestinations) => ({ metricDestinations })),
    traces: subsets([
      TraceDestination.xray('order.id'),
      TraceDestination.xrayOtlp(),
      TraceDestination.otlp(vendor(OtlpProtocol.GRPC)),
    ]).map((traceDestinations) => ({ traceDestinations })),
    logs: subsets([
      LogDestination.cloudWatch(logGroup),
      LogDestination.cloudWatchOtlp(logGroup, 'orders'),
      LogDestination.otlp(vendor(OtlpProtocol.HTTP)),
    ]).map((logDestinations) => ({ logDestinations })),
    sampling: [
      TraceSampling.all(),
      TraceSampling.head(0.25),
      TraceSampling.remote(),
      TraceSampling.tail(),
      TraceSampling.tail({ slowerThan: Duration.seconds(2), ratio: 0, decisionWait: Duration.seconds(30) }),
    ].map((sampling) => ({ sampling })),
    personalData: [
      {},
      { personalData: PersonalData.kept() },
      { personalData: new PersonalData({ hashed: ['session.id'], removed: [], keepQueryStrings: true }) },
    ],
  };
}

/**
 * Configurations in which every two choices meet, as few as a greedy search finds.
 *
 * One without any destination is not among them: it is refused.
 */
export function coveringConfigurations(scope: Construct): CollectorConfigProps[] {
  const options = Object.values(choices(scope));
  const open = new Set<string>();
  const pair = (a: number, i: number, b: number, j: number) => `${a}.${i}-${b}.${j}`;
  options.forEach((some, a) => {
    for (let b = a + 1; b < options.length; b++) {
      some.forEach((_, i) => {
        options[b].forEach((_other, j) => {
          open.add(pair(a, i, b, j));
        });
      });
    }
  });
  const found: CollectorConfigProps[] = [];
  while (open.size > 0) {
    const picks: number[] = [];
    const [[a, i, b, j]] = [[...open][0].split(/[.-]/).map(Number)];
    options.forEach((some, at) => {
      const gain = (candidate: number) =>
        picks.filter((picked, before) => open.has(pair(before, picked, at, candidate))).length;
      const best = some.map((_, index) => index).reduce((x, y) => (gain(y) > gain(x) ? y : x));
      picks.push(at === a ? i : at === b ? j : best);
    });
    picks.forEach((picked, at) => {
      picks.slice(at + 1).forEach((other, offset) => {
        open.delete(pair(at, picked, at + 1 + offset, other));
      });
    });
    const props: CollectorConfigProps = Object.assign({}, ...picks.map((picked, at) => options[at][picked]));
    const { traceDestinations = [], metricDestinations = [], logDestinations = [] } = props;
    if (traceDestinations.length + metricDestinations.length + logDestinations.length > 0) found.push(props);
  }
  return found;
}
