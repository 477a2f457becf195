import { Validations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import { describe, fail } from '../../private/errors';
import type { BoundConfig } from '../config/bound-config';
import { type CollectorDocument, HEALTH_CHECK_PORT, typeOf } from '../config/document/collector-document';
import { otlpListener } from '../config/document/otlp-listener';
import { containersOf } from './containers';

/** What a configuration has to have so that a task can work with it: that of a file may not. */
export function checkConfig(
  scope: IConstruct,
  taskDefinition: ecs.TaskDefinition,
  { document }: BoundConfig,
  { essential = false }: { readonly essential?: boolean },
): void {
  if (essential && !answersHealthChecks(document)) {
    fail(scope, {
      what: 'essential',
      got: true,
      expected: `a configuration with the extension health_check on port ${HEALTH_CHECK_PORT}, which the image asks`,
      fix: 'add it to extensions and service.extensions: the task would never be healthy',
    });
  }
  const listener = otlpListener(document);
  if (!listener.http && !listener.grpc) {
    Validations.of(scope).addWarning(
      'cdk-user-telemetry:collector-without-otlp',
      'No pipeline of the configuration has the receiver otlp: SDKs in the containers are told to export nothing',
    );
  } else if (taskDefinition.networkMode === ecs.NetworkMode.BRIDGE && isLocal(document)) {
    Validations.of(scope).addWarning(
      'cdk-user-telemetry:collector-out-of-reach',
      'In the network mode bridge each container has a loopback interface of its own: bind the receiver otlp to 0.0.0.0',
    );
  }
}

function answersHealthChecks({ extensions, service }: CollectorDocument): boolean {
  return service.extensions.some((id) => {
    const port = /:(\d+)$/.exec(String(extensions[id]?.endpoint ?? ''))?.[1] ?? HEALTH_CHECK_PORT;
    return typeOf(id) === 'health_check' && Number(port) === HEALTH_CHECK_PORT;
  });
}

/** Where nothing is stated, receivers bind to localhost. */
function isLocal({ receivers }: CollectorDocument): boolean {
  const otlp = Object.entries(receivers).filter(([id]) => typeOf(id) === 'otlp');
  const endpoints = otlp.flatMap(([, { protocols }]) =>
    Object.values((protocols ?? {}) as { [protocol: string]: { readonly endpoint?: string } | null }),
  );
  return endpoints.every((settings) => /^(localhost|127\.|\[::1\]|$)/.test(String(settings?.endpoint ?? '')));
}

/** The root of the container is read-only, as the image has nothing to write to. */
export function fileProblems(
  { exporters, extensions }: CollectorDocument,
  container: ecs.ContainerDefinition,
): string[] {
  const named = [
    ...Object.entries(exporters).map(
      ([id, { path }]) => [`exporters.${id}.path`, path, typeOf(id) === 'file'] as const,
    ),
    ...Object.entries(extensions).map(
      ([id, { directory }]) => [`extensions.${id}.directory`, directory, typeOf(id) === 'file_storage'] as const,
    ),
  ];
  const mounted = container.mountPoints.filter(({ readOnly }) => !readOnly).map(({ containerPath }) => containerPath);
  const isWritable = (path: string) =>
    /^\/dev\//.test(path) || mounted.some((at) => path === at || path.startsWith(`${at}/`));
  return named
    .filter(([, path, writes]) => writes && !(typeof path === 'string' && isWritable(path)))
    .map(([what, got]) =>
      describe({
        what,
        got,
        expected: 'a path that the container can write to: its root is read-only',
        fix: 'mount a volume there with container.addMountPoints(), or write to /dev/stdout',
      }),
    );
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MAX_CONTAINERS = 10;

/** What we add may be one too many. */
export function numberProblems(taskDefinition: ecs.TaskDefinition): string[] {
  const { length } = containersOf(taskDefinition);
  if (length <= MAX_CONTAINERS) return [];
  const expected = `at most ${MAX_CONTAINERS} with the collector and what comes with it: Amazon ECS takes no more`;
  const fix = 'run some of them as a task of their own';
  return [describe({ what: 'containers of taskDefinition', got: length, expected, fix })];
}
