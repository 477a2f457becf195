import { AdotSidecar, CollectorConfig, MetricDestination } from '../../src/collector';
import { containersOf, environmentOf, fargate, image, newStack } from '../collector/fixture';
import { configuration } from '../collector-real/running-collector';

/** A way from an SDK to CloudWatch. */
export interface Way {
  readonly name: string;
  /** What the SDK is told. */
  readonly environment: Record<string, string>;
  /** The collector's configuration. */
  readonly configuration: string;
}

/** What `AdotSidecar` tells a container. */
function told(given: Record<string, string>, config?: CollectorConfig): Record<string, string> {
  const stack = newStack();
  const taskDefinition = fargate(stack);
  taskDefinition.addContainer('app', { image, environment: given });
  new AdotSidecar(stack, 'Orders', { taskDefinition, applicationName: 'shop', config });
  const environment = environmentOf(containersOf(stack).app);
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => typeof value === 'string')) as never;
}

const otlp = { metricDestinations: [MetricDestination.cloudWatchOtlp()] };

/** The names are those of columns. */
export const HTTP: Way = { name: 'EMF', environment: told({}), configuration: configuration() };
export const GRPC: Way = {
  ...{ name: 'EMF, by gRPC', configuration: configuration() },
  environment: told({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }),
};
export const OTLP: Way = {
  ...{ name: 'OTLP', configuration: configuration(otlp) },
  environment: told({}, new CollectorConfig(otlp)),
};
