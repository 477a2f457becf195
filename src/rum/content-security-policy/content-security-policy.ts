import { Aws, Fn, Token } from 'aws-cdk-lib';
import type { ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { serviceHost } from '../../formats/partitions';
import { checkHttpOrigin } from '../../private/checks';
import { fail } from '../../private/errors';
import type { WebApp } from '../web-app/web-app';
import { changePolicies } from './content-security-policy-headers';
import { directiveNames, mergePolicies, type NeededDirective } from './content-security-policy-merge';

/**
 * Options of `ContentSecurityPolicy.forWebApp()`.
 */
export interface ContentSecurityPolicyOptions {
  /**
   * The origin that pages load the client from, such as `https://static.example.com`.
   *
   * @default - the page's own
   */
  readonly scriptOrigin?: string;
}

/**
 * What a Content-Security-Policy has to allow so that the browser client of a web application works, and no more.
 *
 * It never loosens anything else: no `'unsafe-inline'`, no `'unsafe-eval'`, no wildcard.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
 *
 * @example
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * const policy = rum.ContentSecurityPolicy.forWebApp(storefront);
 *
 * const headers = new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
 *   securityHeadersBehavior: {
 *     contentSecurityPolicy: { contentSecurityPolicy: policy.mergeInto("default-src 'self'"), override: true },
 *   },
 * });
 */
export class ContentSecurityPolicy {
  /**
   * What the client of this web application needs, which depends on how it is authorized and where it sends.
   */
  public static forWebApp(webApp: WebApp, options: ContentSecurityPolicyOptions = {}): ContentSecurityPolicy {
    checkHttpOrigin(webApp, 'scriptOrigin', options.scriptOrigin);
    return new ContentSecurityPolicy(webApp, options.scriptOrigin ?? "'self'");
  }

  /**
   * The sources that `connect-src` needs: where events go, and where credentials and the remote configuration are from.
   */
  public readonly connectSources: string[];

  /**
   * The sources that `script-src` needs, unless the tag of the client has a nonce.
   */
  public readonly scriptSources: string[];

  private constructor(
    private readonly webApp: WebApp,
    scriptSource: string,
  ) {
    this.connectSources = connectSources(webApp);
    this.scriptSources = [scriptSource];
  }

  /**
   * These directives alone, such as `script-src 'self'; connect-src https://dataplane.rum.us-east-1.amazonaws.com`.
   */
  public toString(): string {
    return this.needed.map(({ name, sources }) => [name, ...sources].join(' ')).join('; ');
  }

  /**
   * A policy that allows the client, and otherwise what the given one does.
   *
   * Of several policies, separated by commas, each is extended by itself. A kind of request that a policy says nothing
   * of stays allowed. A list with `'strict-dynamic'`, by which browsers ignore origins, stays as it is: there the tag
   * of the client needs the nonce.
   *
   * @param policy the value of a header `Content-Security-Policy`; sources may be tokens, names of directives may not
   */
  public mergeInto(policy: string): string {
    const unknown = directiveNames(policy).find((name) => !/^[a-z0-9-]+$/.test(name));
    if (unknown !== undefined) {
      fail(this.webApp, {
        what: 'mergeInto() (policy)',
        got: Token.isUnresolved(unknown) ? 'a token as a directive' : unknown,
        expected: 'directives such as "default-src \'self\'", separated by ";"',
        fix: 'write the names of the directives out; sources may be tokens',
      });
    }
    return mergePolicies(policy, this.needed);
  }

  /**
   * Extends the Content-Security-Policy of a response headers policy, the one that browsers only report about as well.
   *
   * A response headers policy without either is refused: browsers then allow the client, as anything else.
   */
  public addTo(responseHeadersPolicy: ResponseHeadersPolicy): void {
    if (changePolicies(responseHeadersPolicy, (policy) => this.mergeInto(policy))) return;
    fail(this.webApp, {
      what: 'addTo() (responseHeadersPolicy)',
      got: responseHeadersPolicy.node.path,
      expected: 'a response headers policy with a Content-Security-Policy',
      fix: 'state securityHeadersBehavior.contentSecurityPolicy there; without one, browsers allow the client anyway',
    });
  }

  private get needed(): NeededDirective[] {
    return [
      {
        name: 'script-src',
        decidedBy: ['script-src-elem', 'script-src', 'default-src'],
        sources: this.scriptSources,
        ignoredBeside: "'strict-dynamic'",
      },
      { name: 'connect-src', decidedBy: ['connect-src', 'default-src'], sources: this.connectSources },
    ];
  }
}

function connectSources(webApp: WebApp): string[] {
  const { endpoint, remoteConfigurationUrl, eventPipeline, identityPoolId } = webApp._settings();
  const origins = [
    originOf(webApp, 'client.endpoint', endpoint),
    ...(remoteConfigurationUrl ? [originOf(webApp, 'client.remoteConfigurationUrl', remoteConfigurationUrl)] : []),
    ...(eventPipeline ? [originOf(webApp, 'client.eventIntake.endpoint', eventPipeline.endpoint)] : []),
    ...(identityPoolId ? [identityProvider(identityPoolId)] : []),
  ];
  return [...new Set(origins)];
}

function originOf(webApp: WebApp, what: string, url: string): string {
  if (url.startsWith('/')) return "'self'";
  const [origin] = /^https?:\/\/[^/]+/.exec(url) ?? [];
  if (origin) return origin;
  return fail(webApp, {
    what,
    got: 'a token',
    expected: 'a URL whose scheme is known at synth',
    fix: 'write out "https://" at least; the rest may be a token',
  });
}

/** As the client asks it: in the Region that the ID begins with. */
function identityProvider(identityPoolId: string): string {
  if (!Token.isUnresolved(identityPoolId))
    return `https://${serviceHost('cognito-identity', identityPoolId.split(':')[0])}`;
  const region = Fn.select(0, Fn.split(':', identityPoolId));
  return `https://cognito-identity.${region}.${Aws.URL_SUFFIX}`;
}
