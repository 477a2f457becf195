import { createHash } from 'node:crypto';
import { Stack, Token } from 'aws-cdk-lib';
import type { CfnDistribution, Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { checkPattern } from '../checks';
import { describe } from '../errors';

/** Neither vowels, so that no word comes out of it, nor what people confuse. */
const ALPHABET = 'bcdfghjkmnpqrstvwxz23456789';
const LENGTH = 8;

/**
 * A path that is no obvious name, which blockers of telemetry would know.
 *
 * It derives from the construct's path, so that it stays the same from synth to synth.
 */
export function inconspicuousPath(scope: Construct): string {
  const digest = createHash('sha256').update(scope.node.addr).digest();
  return `/${[...digest.subarray(0, LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}

/** Refuses what CloudFront would read as a pattern, or never match. */
export function checkEdgePath(scope: Construct, path: string | undefined): void {
  checkPattern(scope, 'path', path, {
    pattern: /^(?=.{2,200}$)(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._~-]+)+$/,
    expected: 'a path of 2 to 200 letters, digits, ".", "_", "~", "-" or "/", not ending with "/"',
    fix: 'pass a path such as "/q7hx2", or leave it out to have one derived',
  });
}

/**
 * Tells of other behaviors of the distribution that take the requests: the first one that matches answers.
 *
 * Behaviors may be added at any time, so this is known only when the whole app is.
 */
export function reachabilityProblems(distribution: Distribution, pattern: string, requested: string): string[] {
  if (Token.isUnresolved(pattern)) return [];
  const resource = distribution.node.defaultChild as CfnDistribution;
  const { cacheBehaviors } = Stack.of(distribution).resolve(resource.distributionConfig);
  const patterns: unknown[] = (cacheBehaviors ?? []).map(({ pathPattern }: { pathPattern: unknown }) => pathPattern);
  const what = 'path';
  const fix = 'pass another path, or add the other behavior later';
  if (patterns.filter((other) => other === pattern).length > 1) {
    return [describe({ what, got: pattern, expected: 'a path that the distribution does not have yet', fix })];
  }
  const shadow = patterns.slice(0, patterns.indexOf(pattern)).find((other) => matches(other, requested));
  if (shadow === undefined) return [];
  const expected = `a path that the distribution's earlier behavior ${JSON.stringify(shadow)} does not match`;
  return [describe({ what, got: pattern, expected, fix })];
}

/** As CloudFront compares: `*` stands for any text, `?` for any character, and the slash in front may be left out. */
function matches(pattern: unknown, path: string): boolean {
  if (typeof pattern !== 'string' || Token.isUnresolved(pattern)) return false;
  const rooted = /^[/*?]/.test(pattern) ? pattern : `/${pattern}`;
  const source = rooted
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(path);
}
