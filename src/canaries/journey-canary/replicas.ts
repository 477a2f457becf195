import { Stack, Token } from 'aws-cdk-lib';
import type { CfnCanary, Runtime } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { partitionOf } from '../../formats/partitions';
import { checkNumber, checkPattern, checkUnique } from '../../private/checks';
import { fail } from '../../private/errors';
import { missing } from '../canary/runtimes';
import type { JourneyReplica } from './journey-replica';

const COMMERCIAL_REGION = /^(?!us-(gov|iso)|cn-|eusc-|eu-isoe)[a-z]{2}(-[a-z]+)+-\d$/;

/** Refuses what the L2 construct lets through to the service, or to the first run. */
export function checkReplicas(scope: Construct, replicas: JourneyReplica[], runtime: Runtime): void {
  const what = 'replicas';
  const regions = replicas.map(({ region }) => region);
  checkNumber(scope, 'replicas (number)', replicas.length, { max: 50, multipleOf: 1, fix: 'leave some of them out' });
  checkUnique(scope, what, regions, { expected: 'each Region once', fix: 'leave out what is there twice' });
  const own = Stack.of(scope).region;
  const refuse = (got: unknown, right: string, fix: string) => fail(scope, { what, got, expected: right, fix });
  if (replicas.length > 0 && !Token.isUnresolved(own) && partitionOf(own).name !== 'aws') {
    refuse(regions, `none in ${own}: only canaries of commercial Regions have replicas`, 'leave replicas out');
  }
  const expected = 'a commercial Region such as "eu-west-1"';
  for (const region of regions) {
    checkPattern(scope, what, region, { pattern: COMMERCIAL_REGION, expected, fix: 'pass another Region' });
  }
  if (!Token.isUnresolved(own) && regions.includes(own)) {
    refuse(own, "none in the canary's own Region, where it runs anyway", 'leave that Region out');
  }
  for (const { region, subnetIds = [], securityGroupIds = [] } of replicas) {
    if (subnetIds.length > 0 === securityGroupIds.length > 0) continue;
    refuse(region, 'both subnets and security groups, or neither', 'pass subnetIds and securityGroupIds');
  }
  const since = missing('replicas', runtime.name);
  if (replicas.length === 0 || since === undefined) return;
  fail(scope, {
    what: 'runtime',
    got: runtime.name,
    expected: `syn-nodejs-playwright-${since} or newer, since there are replicas`,
    fix: 'leave runtime out to get the newest',
  });
}

/** As the resource takes them. */
export function replicaProperties(replicas: JourneyReplica[], tagFunction = false): CfnCanary.ReplicaProperty[] {
  return replicas.map(({ region, environmentKeyArn, subnetIds, securityGroupIds = [], tags }) => ({
    location: region,
    kmsKeyArn: environmentKeyArn,
    vpcConfig: subnetIds && { subnetIds, securityGroupIds },
    tags: tags && Object.entries(tags).map(([key, value]) => ({ key, value })),
    resourcesToReplicateTags: tags && tagFunction ? ['lambda-function'] : undefined,
  }));
}
