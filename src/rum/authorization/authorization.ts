import { isIPv4, isIPv6 } from 'node:net';
import { Token } from 'aws-cdk-lib';
import { Effect, type IRole, PolicyDocument, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import type { aws_cognito } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { checkList, checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import { PUT_EVENTS } from '../data-plane';
import type { AuthorizationBinding, AuthorizationContext } from './authorization-binding';
import { bindGuestPool, bindIdentityPool } from './authorization-pools';

/** Browsers name only the origin, with a slash, to another origin: any other path would never match. */
const REFERER = /^https?:\/\/(?=[^/]*[A-Za-z0-9])[A-Za-z0-9.*?[\]-]+(:(\d{1,5}|\*))?\/\*$/;

/** As seen by the service, requests never come from these. */
const PRIVATE = /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|f[cd]|fe80:|::1\/)/i;

/**
 * Options of `Authorization.resourcePolicy()`.
 */
export interface ResourcePolicyOptions {
  /**
   * A word that requests have to carry: 1 to 255 letters, digits, `.`, `_` or `-`.
   *
   * The web client sends it. Every page shows it, so it is no secret: it keeps out clients that were meant for
   * another app monitor, and changing it locks out clients of the past.
   *
   * @default - requests need no alias
   */
  readonly alias?: string;

  /**
   * The networks that may send, as public IPv4 or IPv6 CIDR blocks such as `203.0.113.0/24`; for intranets.
   *
   * A policy takes 4 KB, which is about 150 blocks. Behind a proxy, the service sees the proxy's addresses.
   *
   * @default - any network
   */
  readonly sourceIps?: string[];

  /**
   * The sites whose pages may send, as patterns such as `https://shop.example.com/*`; `*` stands for any text.
   *
   * A speed bump: browsers tell the truth, other programs need not. Browsers name only the origin of the page to
   * another origin, so a pattern has no path but `/*`; pages with the referrer policy `no-referrer` can't send.
   *
   * @default - any page
   */
  readonly referers?: string[];
}

/**
 * Options of `Authorization.identityPool()`.
 */
export interface IdentityPoolOptions {
  /**
   * The role that the identity pool gives its guests; it is granted `rum:PutRumEvents` on the app monitor only.
   *
   * @default - none is told to the app monitor; grant its `grants.putEvents()` to the roles of the pool yourself
   */
  readonly guestRole?: IRole;
}

/**
 * Who may send events to an app monitor.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-get-started-authorization.html
 */
export abstract class Authorization {
  /**
   * Anyone who knows the app monitor's ID may send, without credentials: no Amazon Cognito, no role, no extra requests.
   *
   * A public web page can't keep a secret, so every way of authorizing anonymous visitors lets anyone send. Conditions
   * can narrow it; where several are stated, all have to hold.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-resource-policies.html
   *
   * @example
   * new rum.AppMonitor(this, 'Monitor', {
   *   domains: ['shop.example.com'],
   *   authorization: rum.Authorization.resourcePolicy({
   *     alias: 'storefront-2026',
   *     referers: ['https://shop.example.com/*'],
   *   }),
   * });
   */
  public static resourcePolicy(options: ResourcePolicyOptions = {}): Authorization {
    return new Way(false, options.sourceIps !== undefined, (scope, context) =>
      bindResourcePolicy(scope, context, options),
    );
  }

  /**
   * Visitors get temporary credentials as guests of an Amazon Cognito identity pool, and sign what they send.
   *
   * Defines the identity pool, for guests only and without the classic flow, and their role, which may do nothing but
   * send to this app monitor. Anyone can be a guest, so it protects no better than `resourcePolicy()`; it is for
   * organizations that don't allow resource policies for everybody. The client is larger, and each new visitor makes
   * two requests to Amazon Cognito, which are free.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
   */
  public static cognitoGuest(): Authorization {
    return new Way(true, false, bindGuestPool);
  }

  /**
   * Visitors get temporary credentials as guests of an identity pool that exists, and sign what they send.
   *
   * The pool has to let guests in (`allowUnauthenticatedIdentities`) by the enhanced flow, and to be in this account.
   *
   * @param pool the identity pool; for a known ID use `IdentityPool.fromIdentityPoolId()` of `aws-cognito-identitypool`
   * @param options what else is known of the pool
   *
   * @example
   * import { IdentityPool } from 'aws-cdk-lib/aws-cognito-identitypool';
   *
   * const pool = new IdentityPool(this, 'Visitors', { allowUnauthenticatedIdentities: true });
   * new rum.WebApp(this, 'Storefront', {
   *   domains: ['shop.example.com'],
   *   authorization: rum.Authorization.identityPool(pool, { guestRole: pool.unauthenticatedRole }),
   * });
   */
  public static identityPool(pool: aws_cognito.IIdentityPoolRef, options: IdentityPoolOptions = {}): Authorization {
    return new Way(true, false, (scope, context) => bindIdentityPool(scope, context, pool, options.guestRole));
  }

  /**
   * The page signs with credentials of its own, such as those of users who have signed in to it.
   *
   * It hands them over by `userTelemetry.push(['credentials', { accessKeyId, secretAccessKey, sessionToken }])`, or a
   * function that resolves to such an object; until then events wait. Grant `grants.putEvents()` of the app monitor to
   * the role behind them.
   */
  public static credentials(): Authorization {
    return new Way(true, false, () => ({ client: {} }));
  }

  /**
   * Whether requests are signed, which takes a larger client and the data plane's own host name.
   * @internal
   */
  public abstract readonly _signed: boolean;

  /**
   * Whether requests are judged by the address that they come from, which behind a proxy is the proxy's.
   * @internal
   */
  public abstract readonly _judgesAddresses: boolean;

  /** @internal */
  public abstract _bind(scope: Construct, context: AuthorizationContext): AuthorizationBinding;
}

class Way extends Authorization {
  constructor(
    public readonly _signed: boolean,
    public readonly _judgesAddresses: boolean,
    private readonly bind: (scope: Construct, context: AuthorizationContext) => AuthorizationBinding,
  ) {
    super();
  }

  public _bind(scope: Construct, context: AuthorizationContext): AuthorizationBinding {
    return this.bind(scope, context);
  }
}

function bindResourcePolicy(
  scope: Construct,
  { appMonitorArn }: AuthorizationContext,
  { alias, sourceIps, referers }: ResourcePolicyOptions,
): AuthorizationBinding {
  checkPattern(scope, 'authorization.alias', alias, {
    pattern: /^[A-Za-z0-9._-]{1,255}$/,
    expected: '1 to 255 letters, digits, ".", "_" or "-"',
    fix: 'pass such a word, or leave alias out',
  });
  const some = { min: 1, because: ', because nobody matches none', fix: 'state one, or leave it out' };
  checkList(scope, 'authorization.sourceIps', sourceIps, some, (what, block) => checkCidr(scope, what, block));
  checkList(scope, 'authorization.referers', referers, some, (what, referer) => {
    checkPattern(scope, what, referer, {
      pattern: REFERER,
      expected: 'a pattern such as "https://shop.example.com/*"',
      fix: 'pass scheme and host, then "/*": browsers name no path to another origin',
    });
  });
  const statement = new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new StarPrincipal()], // as documented for anonymous requests: "*", not {"AWS": "*"}
    actions: [PUT_EVENTS],
    resources: [appMonitorArn],
  });
  if (alias !== undefined) statement.addCondition('StringEquals', { 'rum:alias': alias });
  if (sourceIps) statement.addCondition('IpAddress', { 'aws:SourceIp': [...sourceIps] });
  if (referers) statement.addCondition('StringLike', { 'aws:Referer': [...referers] });
  return { policy: new PolicyDocument({ statements: [statement] }), client: { alias } };
}

function checkCidr(scope: Construct, what: string, value: string): void {
  if (Token.isUnresolved(value)) return;
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
