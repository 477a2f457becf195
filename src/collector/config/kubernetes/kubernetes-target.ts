import type { CollectorTarget } from '../document/collector-target';

/**
 * How the OpenTelemetry operator runs a collector.
 */
export enum KubernetesMode {
  /** In a container of each pod that has the annotation `sidecar.opentelemetry.io/inject`. It listens on `localhost`. */
  SIDECAR = 'sidecar',

  /** One on each node. */
  DAEMON_SET = 'daemonset',

  /**
   * One behind a service. Keep it at one replica unless SDKs send deltas: of totals that arrive at several collectors
   * none can tell what was added.
   */
  DEPLOYMENT = 'deployment',
}

/**
 * Where and how a configuration is to run in Kubernetes.
 */
export interface KubernetesTarget extends CollectorTarget {
  /**
   * The name of the resource: up to 63 lower-case letters, digits and `-`.
   */
  readonly name: string;

  /**
   * The namespace of the resource.
   *
   * @default default
   */
  readonly kubernetesNamespace?: string;

  /**
   * How the collector runs.
   *
   * @default KubernetesMode.SIDECAR
   */
  readonly mode?: KubernetesMode;

  /**
   * The service account whose IAM role has `policyDocument()`. As a sidecar, the collector has that of its pod.
   *
   * @default - one that the operator makes, without a role
   */
  readonly serviceAccount?: string;

  /**
   * The Kubernetes Secret with the headers that the configuration takes from AWS Secrets Manager. Its keys are the names
   * of the environment variables that the configuration reads, such as `OTLP_VENDOR_API_KEY`.
   *
   * @default - none: an error tells which keys it needs, if the configuration has such headers
   */
  readonly secretName?: string;

  /**
   * The version of the collector's image.
   *
   * @default v0.49.0
   */
  readonly imageTag?: string;
}
