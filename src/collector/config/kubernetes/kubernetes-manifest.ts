import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkPattern } from '../../../private/checks';
import { fail } from '../../../private/errors';
import { COLLECTOR_IMAGE, imageReference } from '../../image';
import { type CollectorDocument, HEALTH_CHECK_PORT, usableMiB } from '../document/collector-document';
import { KubernetesMode, type KubernetesTarget } from './kubernetes-target';

/** Who may reach the receivers: the pod alone, or others of the cluster through a service. */
export function receiverHostOf({ receiverHost, mode = KubernetesMode.SIDECAR }: KubernetesTarget): string {
  return receiverHost ?? (mode === KubernetesMode.SIDECAR ? 'localhost' : '0.0.0.0');
}

/**
 * A resource of the OpenTelemetry operator.
 *
 * @param secrets the environment variables that the configuration reads secrets from
 */
export function kubernetesManifest(
  scope: IConstruct,
  target: KubernetesTarget,
  document: CollectorDocument,
  secrets: string[],
): object {
  const { name, kubernetesNamespace: namespace = 'default', mode = KubernetesMode.SIDECAR, memoryLimitMiB } = target;
  check(scope, target, secrets);
  const env = [
    { name: 'AWS_REGION', value: Stack.of(scope).region },
    { name: 'GOMEMLIMIT', value: `${usableMiB(memoryLimitMiB)}MiB` },
    ...secrets.map((key) => ({ name: key, valueFrom: { secretKeyRef: { name: target.secretName, key } } })),
  ];
  return {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: { name, namespace },
    spec: {
      mode,
      image: imageReference(scope, 'target.imageTag', COLLECTOR_IMAGE, target.imageTag),
      ...(target.serviceAccount && { serviceAccount: target.serviceAccount }),
      env,
      resources: {
        limits: { memory: `${memoryLimitMiB}Mi` },
        requests: { memory: `${Math.floor(memoryLimitMiB / 2)}Mi` },
      },
      config: probed(document),
    },
  };
}

/** The operator makes probes of the health check, which ask the address of the pod. */
function probed(document: CollectorDocument): CollectorDocument {
  const { health_check: health, ...others } = document.extensions;
  if (health?.endpoint !== `127.0.0.1:${HEALTH_CHECK_PORT}`) return document;
  const endpoint = `0.0.0.0:${HEALTH_CHECK_PORT}`;
  return { ...document, extensions: { health_check: { ...health, endpoint }, ...others } };
}

function check(scope: IConstruct, { name, kubernetesNamespace, secretName }: KubernetesTarget, secrets: string[]) {
  const label = {
    pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    expected: 'up to 63 lower-case letters, digits or "-", neither first nor last "-"',
    fix: 'rename it',
  };
  checkPattern(scope, 'target.name', name, label);
  checkPattern(scope, 'target.kubernetesNamespace', kubernetesNamespace, label);
  if (secrets.length === 0 || secretName !== undefined) return;
  fail(scope, {
    what: 'target.secretName',
    got: undefined,
    expected: `the name of a Kubernetes Secret with the keys ${secrets.join(', ')}`,
    fix: 'pass it; Kubernetes does not read AWS Secrets Manager by itself',
  });
}
