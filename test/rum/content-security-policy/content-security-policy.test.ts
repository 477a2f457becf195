import { App, Fn, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Distribution, ResponseHeadersPolicy, type ResponseHeadersPolicyProps } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CfnIdentityPool } from 'aws-cdk-lib/aws-cognito';
import { IdentityPool } from 'aws-cdk-lib/aws-cognito-identitypool';
import {
  Authorization,
  ContentSecurityPolicy,
  FirstPartyIngest,
  RemoteConfiguration,
  WebApp,
  type WebAppProps,
} from '../../../src/rum';

const ENV = { region: 'eu-west-1', account: '123456789012' };

function define(props: Partial<WebAppProps> = {}, stack = new Stack(new App(), 'Shop', { env: ENV })) {
  const webApp = new WebApp(stack, 'Storefront', { domains: ['shop.example.com'], ...props });
  return { stack, webApp, policy: ContentSecurityPolicy.forWebApp(webApp) };
}

/** With intrinsic functions as text. */
function shown(stack: Stack, value: unknown): string {
  return JSON.stringify(stack.resolve(value));
}

const PLANE = 'https://dataplane.rum.eu-west-1.';
const PLANE_SHOWN = (stack: Stack) => stack.resolve(`${PLANE}${stack.urlSuffix}`);

test('names what the client needs as directives', () => {
  const { stack, policy } = define();
  expect(stack.resolve(policy.toString())).toEqual(
    stack.resolve(`script-src 'self'; connect-src ${PLANE}${stack.urlSuffix}`),
  );
});

describe('connect-src needs', () => {
  const POOL = 'us-west-2:01234567-89ab-cdef-0123-456789abcdef';
  const region = (authorization: Authorization) => define({ authorization });

  test('the data plane alone without credentials and with those of the page', () => {
    for (const { stack, policy } of [define(), region(Authorization.credentials())]) {
      expect(stack.resolve(policy.connectSources)).toEqual([PLANE_SHOWN(stack)]);
    }
  });

  test('also Amazon Cognito for guests, in the Region of their pool', () => {
    const guest = region(Authorization.cognitoGuest());
    expect(shown(guest.stack, guest.policy.connectSources)).toMatch(
      /cognito-identity\.",\{"Fn::Select":\[0,\{"Fn::Split":\[":",\{"Ref":"StorefrontAppMonitorGuestsPool\w+"\}\]\}\]\},"\.",\{"Ref":"AWS::URLSuffix"\}/,
    );
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const pool = IdentityPool.fromIdentityPoolId(
      new Stack(undefined, 'Elsewhere', { env: { ...ENV, region: 'us-west-2' } }),
      'Pool',
      POOL,
    );
    const { policy } = define({ authorization: Authorization.identityPool(pool) }, stack);
    expect(policy.connectSources[1]).toBe('https://cognito-identity.us-west-2.amazonaws.com');
    const sovereign = IdentityPool.fromIdentityPoolId(
      new Stack(undefined, 'There', { env: { ...ENV, region: 'eusc-de-east-1' } }),
      'Pool',
      POOL.replace('us-west-2', 'eusc-de-east-1'),
    );
    const there = define(
      { authorization: Authorization.identityPool(sovereign) },
      new Stack(new App(), 'Other', { env: ENV }),
    );
    expect(there.policy.connectSources[1]).toBe('https://cognito-identity.eusc-de-east-1.amazonaws.eu');
  });

  test('the page itself for a path, and the origin of any other URL, each once', () => {
    const sources = (client: WebAppProps['client']) => define({ client }).policy.connectSources;
    expect(sources({ endpoint: 'https://t.example.com/in', remoteConfigurationUrl: '/r.json' })).toEqual([
      'https://t.example.com',
      "'self'",
    ]);
    expect(sources({ endpoint: 'https://t.example.com', remoteConfigurationUrl: 'https://t.example.com/r' })).toEqual([
      'https://t.example.com',
    ]);
    expect(sources({ endpoint: 'http://localhost:8080/rum' })).toEqual(['http://localhost:8080']);
    expect(sources({ endpoint: '/rum', eventIntake: { endpoint: 'https://e.example.com/events' } })).toEqual([
      "'self'",
      'https://e.example.com',
    ]);
  });

  test('the page itself where events and the remote configuration go over its own distribution', () => {
    const stack = new Stack(new App(), 'Shop');
    const distribution = new Distribution(stack, 'Site', {
      defaultBehavior: { origin: new HttpOrigin('a.example.com') },
    });
    const props = {
      firstPartyIngest: new FirstPartyIngest(stack, 'Ingest', { distribution }),
      remoteConfiguration: new RemoteConfiguration(stack, 'Remote', { distribution }),
    };
    expect(define(props, stack).policy.connectSources).toEqual(["'self'"]);
  });

  test('a URL of which the scheme is known at synth', () => {
    const endpoint = Token.asString({ Ref: 'Endpoint' });
    expect(() => define({ client: { endpoint } })).toThrow('[Shop/Storefront] client.endpoint: got "a token"');
    const { stack, policy } = define({ client: { endpoint: `https://${endpoint}/rum` } });
    expect(stack.resolve(policy.connectSources)).toEqual([{ 'Fn::Join': ['', ['https://', { Ref: 'Endpoint' }]] }]);
  });
});

test('script-src needs the origin that pages load the client from', () => {
  const { webApp } = define();
  const scriptOrigin = 'https://static.example.com';
  const policy = ContentSecurityPolicy.forWebApp(webApp, { scriptOrigin });
  expect(policy.mergeInto("script-src 'self'")).toBe("script-src 'self' https://static.example.com");
  for (const wrong of ['static.example.com', `${scriptOrigin}/`, `${scriptOrigin}/a.js`, 'https://*.example.com']) {
    expect(() => ContentSecurityPolicy.forWebApp(webApp, { scriptOrigin: wrong })).toThrow('scriptOrigin: got ');
  }
});

describe('a policy', () => {
  test.each([
    [
      "script-src 'none'; script-src-elem 'none'; connect-src *",
      "script-src 'none'; script-src-elem 'self'; connect-src *",
    ],
    ["script-src 'strict-dynamic'; connect-src *", "script-src 'strict-dynamic'; connect-src *"],
    ["connect-src 'strict-dynamic'", "connect-src 'strict-dynamic' https://t.example.com"],
  ])('is extended where it decides: %s', (before, after) => {
    expect(define({ client: { endpoint: 'https://t.example.com' } }).policy.mergeInto(before)).toBe(after);
  });

  test('may have tokens as sources', () => {
    const { stack, policy } = define({ client: { endpoint: '/rum' } });
    const host = Fn.importValue('Host');
    expect(stack.resolve(policy.mergeInto(`default-src 'none'; img-src https://${host}`))).toEqual({
      'Fn::Join': [
        '',
        [
          "default-src 'none'; img-src https://",
          { 'Fn::ImportValue': 'Host' },
          "; script-src 'self'; connect-src 'self'",
        ],
      ],
    });
  });

  test.each([[Token.asString({ Ref: 'Policy' })], ["{default-src 'self'}"]])('is refused as %j', (policy) => {
    expect(() => define().policy.mergeInto(policy)).toThrow('[Shop/Storefront] mergeInto() (policy): got ');
  });
});

describe('a response headers policy', () => {
  const BASE = "default-src 'self'";

  function extend(props: ResponseHeadersPolicyProps) {
    const { stack, policy } = define({ client: { endpoint: 'https://t.example.com' } });
    policy.addTo(new ResponseHeadersPolicy(stack, 'Headers', props));
    return Template.fromStack(stack);
  }

  test('allows the client beside what it says, once', () => {
    const contentSecurityPolicy = { contentSecurityPolicy: BASE, override: true };
    const props = {
      securityHeadersBehavior: { contentSecurityPolicy, contentTypeOptions: { override: true } },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'Content-Security-Policy-Report-Only', value: "connect-src 'none'", override: false },
          { header: 'X-Shop', value: BASE, override: true },
        ],
      },
    };
    extend(props).hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentSecurityPolicy: {
            ContentSecurityPolicy: `${BASE}; connect-src 'self' https://t.example.com`,
            Override: true,
          },
          ContentTypeOptions: { Override: true },
        },
        CustomHeadersConfig: {
          Items: [
            {
              Header: 'Content-Security-Policy-Report-Only',
              Value: 'connect-src https://t.example.com',
              Override: false,
            },
            { Header: 'X-Shop', Value: BASE, Override: true },
          ],
        },
      },
    });
    expect(contentSecurityPolicy.contentSecurityPolicy).toBe(BASE);
    expect(props.customHeadersBehavior.customHeaders[0].value).toBe("connect-src 'none'");
  });

  test('with nothing but a policy to report about is enough', () => {
    const customHeaders = [{ header: 'content-security-policy-report-only', value: BASE, override: true }];
    extend({ customHeadersBehavior: { customHeaders } }).hasResourceProperties(
      'AWS::CloudFront::ResponseHeadersPolicy',
      { ResponseHeadersPolicyConfig: { SecurityHeadersConfig: Match.absent() } },
    );
  });

  test.each<ResponseHeadersPolicyProps>([{}, { securityHeadersBehavior: { contentTypeOptions: { override: true } } }])(
    'without a policy is refused: %j',
    (props) => {
      expect(() => extend(props)).toThrow('[Shop/Storefront] addTo() (responseHeadersPolicy): got "Shop/Headers"');
    },
  );

  test('of the distribution whose domain the app monitor has is no cycle', () => {
    const stack = new Stack(new App(), 'Shop');
    const headers = new ResponseHeadersPolicy(stack, 'Headers', {
      securityHeadersBehavior: { contentSecurityPolicy: { contentSecurityPolicy: BASE, override: true } },
    });
    const site = new Distribution(stack, 'Site', {
      defaultBehavior: { origin: new HttpOrigin('origin.example.com'), responseHeadersPolicy: headers },
    });
    const pool = new CfnIdentityPool(stack, 'Pool', { allowUnauthenticatedIdentities: true });
    const props = { domains: [site.distributionDomainName], authorization: Authorization.identityPool(pool) };
    const { policy } = define(props, stack);
    policy.addTo(headers);
    expect(() => Template.fromStack(stack)).not.toThrow(); // it looks for cycles
  });
});
