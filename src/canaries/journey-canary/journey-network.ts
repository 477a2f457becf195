import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { Runtime } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import { isAtLeast } from '../canary/runtimes';
import type { JourneyCanaryProps, JourneyReplica } from './journey-canary-props';

const MAX_REPLICAS = 50;
const COMMERCIAL_REGION = /^(?!us-(gov|iso)|cn-|eu-isoe)[a-z]{2}(-[a-z]+)+-\d$/;

/** Refuses what the L2 construct lets through to the service, or to the first run. */
export function checkJourneyCanary(scope: Construct, props: JourneyCanaryProps, runtime: Runtime): void {
  checkBrowsers(scope, props);
  checkNetwork(scope, props);
  const { replicas = [] } = props;
  if (replicas.length > 0) checkReplicas(scope, replicas, runtime);
}

function checkBrowsers(scope: Construct, { browsers }: JourneyCanaryProps): void {
  if (!browsers || Token.isUnresolved(browsers)) return;
  if (browsers.length > 0 && new Set(browsers).size === browsers.length) return;
  fail(scope, {
    what: 'browsers',
    got: browsers,
    expected: 'BrowserType.CHROME, BrowserType.FIREFOX or both, each once',
    fix: 'leave browsers out to run in Chrome',
  });
}

function checkNetwork(scope: Construct, props: JourneyCanaryProps): void {
  const { vpc, vpcSubnets, securityGroups, ipv6AllowedForDualStack } = props;
  if (!vpc) {
    const got = Object.entries({ vpcSubnets, securityGroups, ipv6AllowedForDualStack });
    const [option] = got.find(([, value]) => value !== undefined) ?? [];
    if (option)
      fail(scope, { what: option, got: 'no vpc', expected: 'a vpc, too', fix: `pass vpc, or leave ${option} out` });
    return;
  }
  if (securityGroups?.length === 0) {
    const expected = 'at least one security group';
    fail(scope, { what: 'securityGroups', got: [], expected, fix: 'leave securityGroups out to get one' });
  }
  const selected = vpc.selectSubnets(vpcSubnets);
  if (selected.isPendingLookup) return;
  if (selected.hasPublic) {
    fail(scope, {
      what: 'vpcSubnets',
      got: 'public subnets',
      expected: 'private or isolated subnets, since a canary gets no public address',
      fix: 'pass { subnetType: SubnetType.PRIVATE_WITH_EGRESS }',
    });
  }
  const isolated = new Set(vpc.isolatedSubnets.map(({ subnetId }) => subnetId));
  if (selected.subnetIds.every((id) => isolated.has(id))) {
    Annotations.of(scope).addWarningV2(
      'cdk-user-telemetry:canary-without-internet',
      'The canary runs in isolated subnets. It publishes no results unless the VPC has an interface endpoint for ' +
        'CloudWatch (monitoring) and a gateway endpoint for Amazon S3, and reaches only sites within the VPC.',
    );
  }
}

function checkReplicas(scope: Construct, replicas: JourneyReplica[], runtime: Runtime): void {
  const regions = replicas.map(({ region }) => region);
  const refuse = (got: unknown, expected: string, fix: string) => fail(scope, { what: 'replicas', got, expected, fix });
  if (replicas.length > MAX_REPLICAS) {
    refuse(`${replicas.length} Regions`, `at most ${MAX_REPLICAS}`, 'leave some of them out');
  }
  const known = regions.filter((region) => !Token.isUnresolved(region));
  if (new Set(known).size !== known.length) refuse(known, 'each Region once', 'leave out what is there twice');
  for (const region of known) {
    if (!COMMERCIAL_REGION.test(region))
      refuse(region, 'a commercial Region such as "eu-west-1"', 'pass another Region');
  }
  const own = Stack.of(scope).region;
  if (known.includes(own))
    refuse(own, "none in the canary's own Region, where it runs anyway", 'leave that Region out');
  for (const { region, subnetIds = [], securityGroupIds = [] } of replicas) {
    if (subnetIds.length > 0 === securityGroupIds.length > 0) continue;
    refuse(region, 'both subnets and security groups, or neither', 'pass subnetIds and securityGroupIds');
  }
  if (!isAtLeast(runtime, '7.0')) {
    const expected = 'syn-nodejs-playwright-7.0 or newer, since there are replicas';
    fail(scope, { what: 'runtime', got: runtime.name, expected, fix: 'leave runtime out to get the newest' });
  }
}
