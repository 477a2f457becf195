import { isIPv4, isIPv6 } from 'node:net';
import { Token } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import type { ResourcePolicyOptions } from './authorization';
import type { AuthorizationBinding, AuthorizationContext } from './authorization-binding';

/** Browsers name only the origin, with a slash, to another origin: any other path would never match. */
const REFERER = /^https?:\/\/(?=[^/]*[A-Za-z0-9])[A-Za-z0-9.*?[\]-]+(:(\d{1,5}|\*))?\/\*$/;

/** As seen by the service, requests never come from these. */
const PRIVATE = /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|f[cd]|fe80:|::1\/)/i;

export function bindResourcePolicy(
  scope: Construct,
  { appMonitorArn }: AuthorizationContext,
  { alias, sourceIps, referers }: ResourcePolicyOptions,
): AuthorizationBinding {
  checkPattern(scope, 'authorization (alias)', alias, {
    pattern: /^[A-Za-z0-9._-]{1,255}$/,
    expected: '1 to 255 letters, digits, ".", "_" or "-"',
    fix: 'pass such a word, or leave alias out',
  });
  checkEach(scope, 'sourceIps', sourceIps, checkCidr);
  checkEach(scope, 'referers', referers, checkReferer);
  const statement = new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new StarPrincipal()], // as documented for anonymous requests: "*", not {"AWS": "*"}
    actions: ['rum:PutRumEvents'],
    resources: [appMonitorArn],
  });
  if (alias !== undefined) statement.addCondition('StringEquals', { 'rum:alias': alias });
  if (sourceIps) statement.addCondition('IpAddress', { 'aws:SourceIp': [...sourceIps] });
  if (referers) statement.addCondition('StringLike', { 'aws:Referer': [...referers] });
  return { policy: new PolicyDocument({ statements: [statement] }), client: { alias } };
}

function checkEach(
  scope: Construct,
  name: string,
  values: string[] | undefined,
  check: (scope: Construct, what: string, value: string) => void,
): void {
  if (values === undefined || Token.isUnresolved(values)) return;
  if (values.length === 0) {
    fail(scope, {
      what: `authorization (${name})`,
      got: values,
      expected: 'at least one, because nobody matches none',
      fix: `state one, or leave ${name} out`,
    });
  }
  values.forEach((value, index) => {
    if (!Token.isUnresolved(value)) check(scope, `authorization (${name}[${index}])`, value);
  });
}

function checkCidr(scope: Construct, what: string, value: string): void {
  const [address, bits, ...rest] = value.split('/');
  const most = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : -1;
  const isBlock = rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
  if (most < 0 || !isBlock) {
    fail(scope, {
      what,
      got: value,
      expected: 'an IPv4 or IPv6 CIDR block such as "203.0.113.0/24"',
      fix: 'pass such a block, or one address',
    });
  }
  if (!PRIVATE.test(bits === undefined ? `${value}/` : value)) return;
  fail(scope, {
    what,
    got: value,
    expected: 'public addresses, which are what the service sees',
    fix: 'pass the addresses by which the network reaches the internet, such as those of its NAT gateways',
  });
}

function checkReferer(scope: Construct, what: string, value: string): void {
  checkPattern(scope, what, value, {
    pattern: REFERER,
    expected: 'a pattern such as "https://shop.example.com/*"',
    fix: 'pass scheme and host, then "/*": browsers name no path to another origin',
  });
}
