import { type IResolvable, Stack, Token } from 'aws-cdk-lib';
import { CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct, IConstruct } from 'constructs';
import { checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import type { SourceMapsProps } from './source-maps-props';
import type { ISourceMaps } from './source-maps-ref';

/** Of a deployment to a bucket. */
const MAX_KEY_PREFIX = 104;

/** Refuses what would fail at deployment, or would never be found by the service. */
export function checkSourceMaps(scope: Construct, props: SourceMapsProps): void {
  const { bucket, encryptionKey, prefix, releaseId } = props;
  refuseToken(scope, 'releaseId', releaseId);
  refuseToken(scope, 'prefix', prefix);
  checkPattern(scope, 'releaseId', releaseId, {
    pattern: /^(?!.*(^|\/)(\.{0,2})(\/|$))[A-Za-z0-9_\-:/.]{1,200}$/,
    expected: '1 to 200 letters, digits, "_", "-", ":" or ".", also as a path with "/"',
    fix: 'pass such an ID, or leave releaseId out to have it follow the source maps',
  });
  checkPattern(scope, 'prefix', prefix, {
    pattern: /^(?!.*(^|\/)(\.{1,2})(\/|$))[-!_*'().a-z0-9A-Z]+(\/[-!_*'().a-z0-9A-Z]+)*$/,
    expected: 'a folder such as "maps/storefront", without "/" at the ends',
    fix: 'pass such a folder, or leave prefix out',
  });
  if (bucket && encryptionKey) {
    fail(scope, {
      what: 'encryptionKey',
      got: 'a key for a bucket that exists',
      expected: 'either bucket or encryptionKey',
      fix: 'leave encryptionKey out: the key of the bucket applies',
    });
  }
  if (bucket && usesKeyOfService(bucket)) {
    fail(scope, {
      what: 'bucket',
      got: 'a bucket that is encrypted with the key aws/s3',
      expected: 'a bucket with a key whose policy can let CloudWatch RUM in, or with the key of Amazon S3',
      fix: 'use BucketEncryption.S3_MANAGED, or KMS with encryptionKey',
    });
  }
}

/** The folder of a release is a prefix of a deployment, which is shorter than an ID may be. */
export function checkFolder(scope: Construct, folder: string): void {
  if (folder.length <= MAX_KEY_PREFIX) return;
  fail(scope, {
    what: 'releaseId',
    got: folder,
    expected: `at most ${MAX_KEY_PREFIX} characters together with prefix`,
    fix: 'shorten one of them',
  });
}

/** CloudWatch RUM reads buckets of its own Region only. */
export function checkRegion(appMonitor: IConstruct, bucket: IBucket): void {
  const [here, there] = [Stack.of(appMonitor).region, bucket.env.region];
  if (Token.isUnresolved(here) || Token.isUnresolved(there) || here === there) return;
  fail(appMonitor, {
    what: 'sourceMaps (bucket)',
    got: `a bucket in ${there}`,
    expected: `a bucket in ${here}, where the app monitor is`,
    fix: 'define the source maps in a stack of that Region',
  });
}

export function refuseImported(scope: Construct, what: string): never {
  return fail(scope, {
    what,
    got: 'one that is imported, whose policy stays as it is',
    expected: 'one that is defined in this app',
    fix: 'define it here; or let CloudWatch RUM in yourself, and pass an ISourceMaps of your own to the app monitor',
  });
}

/** Errors of one release would be looked for in the folder of another. */
export function checkRelease(scope: Construct, releaseId?: string, sourceMaps?: ISourceMaps): void {
  const { releaseId: uploaded } = sourceMaps ?? {};
  if (releaseId === undefined || uploaded === undefined || releaseId === uploaded) return;
  if (Token.isUnresolved(releaseId) || Token.isUnresolved(uploaded)) return;
  fail(scope, {
    what: 'client.releaseId',
    got: releaseId,
    expected: `${JSON.stringify(uploaded)}, as sourceMaps has it`,
    fix: 'leave it out: browsers are told that of sourceMaps',
  });
}

function refuseToken(scope: Construct, what: string, value: string | undefined): void {
  if (value === undefined || !Token.isUnresolved(value)) return;
  fail(scope, { what, got: 'a token', expected: 'a text that is known at synth', fix: 'write it out' });
}

/** The policy of that key, which is not the user's, lets nobody in but the account. */
function usesKeyOfService(bucket: IBucket): boolean {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) return false;
  const { bucketEncryption: encryption } = resource;
  if (!encryption || !('serverSideEncryptionConfiguration' in encryption)) return false;
  const rules = encryption.serverSideEncryptionConfiguration;
  return Array.isArray(rules) && rules.some(isKeyOfService);
}

function isKeyOfService(rule: IResolvable | CfnBucket.ServerSideEncryptionRuleProperty): boolean {
  const chosen = 'serverSideEncryptionByDefault' in rule ? rule.serverSideEncryptionByDefault : undefined;
  if (!chosen || !('sseAlgorithm' in chosen)) return false;
  return chosen.sseAlgorithm.startsWith('aws:kms') && chosen.kmsMasterKeyId === undefined;
}
