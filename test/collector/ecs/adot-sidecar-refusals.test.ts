import { Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { AdotSidecar, type AdotSidecarProps } from '../../../src/collector';
import { attach, fargate, image, newStack } from '../fixture';

describe('a collector is refused', () => {
  const refusal = (props: Partial<AdotSidecarProps>) => () => {
    const stack = newStack();
    attach(stack, fargate(stack), props);
  };

  test('at synth, when its task has no container of the application', () => {
    const stack = newStack();
    attach(stack, fargate(stack));
    expect(() => Template.fromStack(stack)).toThrow(
      '[Stack/Orders] containers of taskDefinition: got 0, expected at least 1 besides the collector in Stack/Task; add the container',
    );
  });

  test.each(['', 'a,b', 'a=b', 'ä', 'a'.repeat(129)])('with the application name %p', (applicationName) => {
    expect(refusal({ applicationName })).toThrow(
      `[Stack/Orders] applicationName: got ${JSON.stringify(applicationName)}`,
    );
  });

  test('with a service name that is none', () => {
    expect(refusal({ serviceName: 'my service' })).toThrow('[Stack/Orders] serviceName: got "my service"');
  });

  test.each(['latest', '0.49.0', 'v0.49', 'v0.49.0@sha256:1'])('with the image tag %p', (imageTag) => {
    expect(refusal({ imageTag })).toThrow(`[Stack/Orders] imageTag: got "${imageTag}", expected a version such as`);
  });

  test.each([127, 200.5, 30_721])('with a memory limit of %p MiB', (memoryLimitMiB) => {
    expect(refusal({ memoryLimitMiB })).toThrow(
      `memoryLimitMiB: got ${memoryLimitMiB}, expected a whole number from 128`,
    );
  });

  test('with as much memory as its task has', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image });
    attach(stack, taskDefinition, { memoryLimitMiB: 512 });
    expect(() => Template.fromStack(stack)).toThrow(
      '[Stack/Orders] memoryLimitMiB: got 512, expected less than the 512 MiB of Stack/Task; give the task more memory',
    );
  });

  test('when the containers reserve more memory than their task has', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    attach(stack, taskDefinition);
    taskDefinition.addContainer('app', { image, memoryLimitMiB: 385 });
    expect(() => Template.fromStack(stack)).toThrow(
      'memory that the containers reserve: got "513 MiB (adot-collector 128, app 385)", expected at most the 512 MiB',
    );
  });

  test('beside another one', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    attach(stack, taskDefinition);
    const again = () => new AdotSidecar(stack, 'Again', { taskDefinition, applicationName: 'shop' });
    expect(again).toThrow('[Stack/Again] taskDefinition: got "Stack/Task", expected a task definition without');
  });

  test('in a task without a network', () => {
    const stack = newStack();
    const taskDefinition = new ecs.Ec2TaskDefinition(stack, 'Task', { networkMode: ecs.NetworkMode.NONE });
    expect(() => attach(stack, taskDefinition)).toThrow('networkMode of taskDefinition: got "none", expected awsvpc');
  });

  test('on Windows', () => {
    const stack = newStack();
    const runtimePlatform = {
      operatingSystemFamily: ecs.OperatingSystemFamily.WINDOWS_SERVER_2022_CORE,
      cpuArchitecture: ecs.CpuArchitecture.X86_64,
    };
    const windows = new ecs.FargateTaskDefinition(stack, 'Fargate', {
      runtimePlatform,
      cpu: 1024,
      memoryLimitMiB: 2048,
    });
    expect(() => attach(stack, windows)).toThrow('operating system of taskDefinition: got "Windows"');
    const nat = new ecs.Ec2TaskDefinition(stack, 'Ec2', { networkMode: ecs.NetworkMode.NAT });
    const again = () => new AdotSidecar(stack, 'Nat', { taskDefinition: nat, applicationName: 'shop' });
    expect(again).toThrow('operating system of taskDefinition: got "Windows"');
  });

  test('when a container says that it belongs to another application', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', {
      image,
      environment: { OTEL_RESOURCE_ATTRIBUTES: 'team=a, service.namespace=other' },
    });
    attach(stack, taskDefinition);
    expect(() => Template.fromStack(stack)).toThrow(
      '[Stack/Task/app] service.namespace in OTEL_RESOURCE_ATTRIBUTES: got "other", expected the application name, "shop"',
    );
  });
});
