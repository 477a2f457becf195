import { Effect, PolicyDocument, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkPattern } from '../private/errors';
import type { AuthorizationBinding, AuthorizationContext } from './authorization-binding';

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
   * A public web page can't keep a secret, so every way of authorizing anonymous visitors lets anyone send.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-resource-policies.html
   *
   * @example
   * new rum.AppMonitor(this, 'Monitor', {
   *   domains: ['shop.example.com'],
   *   authorization: rum.Authorization.resourcePolicy({ alias: 'storefront-2026' }),
   * });
   */
  public static resourcePolicy(options: ResourcePolicyOptions = {}): Authorization {
    return new ResourcePolicy(options.alias);
  }

  /** @internal */
  public abstract _bind(scope: Construct, context: AuthorizationContext): AuthorizationBinding;
}

class ResourcePolicy extends Authorization {
  constructor(private readonly alias?: string) {
    super();
  }

  public _bind(scope: Construct, { appMonitorArn }: AuthorizationContext): AuthorizationBinding {
    checkPattern(scope, 'authorization (alias)', this.alias, {
      pattern: /^[A-Za-z0-9._-]{1,255}$/,
      expected: '1 to 255 letters, digits, ".", "_" or "-"',
      fix: 'pass such a word, or leave alias out',
    });
    const statement = new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new StarPrincipal()], // as documented for anonymous requests: "*", not {"AWS": "*"}
      actions: ['rum:PutRumEvents'],
      resources: [appMonitorArn],
    });
    if (this.alias !== undefined) statement.addCondition('StringEquals', { 'rum:alias': this.alias });
    return { policy: new PolicyDocument({ statements: [statement] }), client: { alias: this.alias } };
  }
}
