import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkPattern } from '../../../private/checks';
import { fail } from '../../../private/errors';
import type { BoundConfig, CollectorDocument } from '../collector-document';
import { KubernetesMode, type KubernetesTarget } from './kubernetes-target';

const IMAGE = 'public.ecr.aws/aws-observability/aws-otel-collector';

/** Who may reach the receivers: the pod alone, or others of the cluster through a service. */
export function receiverHostOf({ receiverHost, mode = KubernetesMode.SIDECAR }: KubernetesTarget): string {
  return receiverHost ?? (mode === KubernetesMode.SIDECAR ? 'localhost' : '0.0.0.0');
}

/** A resource of the OpenTelemetry operator. */
export function kubernetesManifest(scope: IConstruct, target: KubernetesTarget, config: BoundConfig): object {
  const {
    name,
    kubernetesNamespace: namespace = 'default',
    mode = KubernetesMode.SIDECAR,
    memoryLimitMiB,
    imageTag = 'v0.49.0',
  } = target;
  check(scope, target, config);
  const env = [
    { name: 'AWS_REGION', value: Stack.of(scope).region },
    { name: 'GOMEMLIMIT', value: `${Math.floor(memoryLimitMiB * 0.8)}MiB` },
    ...Object.keys(config.secrets).map((variable) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name: target.secretName, key: variable } },
    })),
  ];
  return {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: { name, namespace },
    spec: {
      mode,
      image: `${IMAGE}:${imageTag}`,
      ...(target.serviceAccount && { serviceAccount: target.serviceAccount }),
      env,
      resources: {
        limits: { memory: `${memoryLimitMiB}Mi` },
        requests: { memory: `${Math.floor(memoryLimitMiB / 2)}Mi` },
      },
      config: probed(config.document),
    },
  };
}

/** The operator makes probes of the health check, which ask the address of the pod. */
function probed(document: CollectorDocument): CollectorDocument {
  const { health_check: health, ...others } = document.extensions;
  if (health?.endpoint !== '127.0.0.1:13133') return document;
  return { ...document, extensions: { health_check: { ...health, endpoint: '0.0.0.0:13133' }, ...others } };
}

function check(
  scope: IConstruct,
  { name, kubernetesNamespace, secretName, imageTag }: KubernetesTarget,
  config: BoundConfig,
) {
  const label = {
    pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    expected: 'up to 63 lower-case letters, digits or "-", neither first nor last "-"',
    fix: 'rename it',
  };
  checkPattern(scope, 'target.name', name, label);
  checkPattern(scope, 'target.kubernetesNamespace', kubernetesNamespace, label);
  checkPattern(scope, 'target.imageTag', imageTag, {
    pattern: /^v\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$/,
    expected: 'a version such as "v0.49.0", with or without "@sha256:…"',
    fix: 'pin a version of public.ecr.aws/aws-observability/aws-otel-collector',
  });
  const variables = Object.keys(config.secrets);
  if (variables.length === 0 || secretName !== undefined) return;
  fail(scope, {
    what: 'target.secretName',
    got: undefined,
    expected: `the name of a Kubernetes Secret with the keys ${variables.join(', ')}`,
    fix: 'pass it; Kubernetes does not read AWS Secrets Manager by itself',
  });
}
