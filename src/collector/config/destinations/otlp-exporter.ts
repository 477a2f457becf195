import { Aws, Token } from 'aws-cdk-lib';
import { checkPattern, checkUnique } from '../../../private/checks';
import { fail } from '../../../private/errors';
import { type Settings, SIGNAL_PATH, type Signal } from '../document/collector-document';
import type { Fragment, Placement } from './fragment';
import { type OtlpEndpoint, OtlpProtocol, type SecretHeader } from './otlp-endpoint';

/**
 * An exporter to one of CloudWatch's OTLP endpoints, with the extension that signs its requests.
 *
 * The endpoint is given per signal: of a base URL the exporter would make a path that AWS does not have.
 *
 * @param service the first part of the endpoint's host, which is also what is signed for
 */
export function cloudWatchFragment(
  { region }: Placement,
  service: 'xray' | 'monitoring' | 'logs',
  signal: Signal,
  more: Settings = {},
): Fragment {
  const authenticator = `sigv4auth/${service}`;
  return {
    extensions: { [authenticator]: { region, service } },
    exporters: {
      [`otlphttp/${service}`]: {
        [`${signal}_endpoint`]: `https://${service}.${region}.${Aws.URL_SUFFIX}/v1/${signal}`,
        compression: 'gzip',
        auth: { authenticator },
        ...more,
      },
    },
  };
}

/** The exporter to a service that takes OTLP. */
export function endpointFragment({ scope }: Placement, endpoint: OtlpEndpoint): Fragment {
  check(scope, endpoint);
  const { name, url, protocol, headers = {}, secretHeaders = {} } = endpoint;
  const isGrpc = protocol === OtlpProtocol.GRPC;
  const secrets: { [variable: string]: SecretHeader } = {};
  const all: { [header: string]: string } = { ...headers };
  for (const [header, value] of Object.entries(secretHeaders)) {
    const variable = `OTLP_${name}_${header}`.toUpperCase().replace(/[^A-Z0-9]/g, '_');
    secrets[variable] = value;
    all[header] = `\${env:${variable}}`;
  }
  const settings: Settings = {
    endpoint: url,
    ...(Object.keys(all).length > 0 && { headers: all }),
    ...(isGrpc && url.startsWith('http://') && { tls: { insecure: true } }),
  };
  return { exporters: { [`${isGrpc ? 'otlp' : 'otlphttp'}/${name}`]: settings }, secrets };
}

function check(
  scope: Placement['scope'],
  { name, url, protocol, headers = {}, secretHeaders = {} }: OtlpEndpoint,
): void {
  const what = `config: OtlpEndpoint ${name}`;
  const fix = 'pass { name: "vendor", url: "https://otlp.vendor.example" }';
  checkPattern(scope, 'config: OtlpEndpoint.name', name, {
    pattern: /^[a-z][a-z0-9-]{0,31}$/,
    expected: 'a lower-case letter, then up to 31 lower-case letters, digits or "-"',
    fix,
  });
  checkPattern(scope, `${what}.url`, url, {
    pattern: /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)(?=[:/]|$))[^\s?#]*$/,
    expected: 'https:// and a host, or http:// and localhost',
    fix,
  });
  if (!Token.isUnresolved(url) && SIGNAL_PATH.test(url)) {
    const leaveOut = 'leave /v1/… out: the collector appends it';
    fail(scope, { what: `${what}.url`, got: url, expected: 'the base URL', fix: leaveOut });
  }
  if (protocol === OtlpProtocol.GRPC) {
    checkPattern(scope, `${what}.url`, url, {
      pattern: /^https?:\/\/[^/]+:\d+$/,
      expected: 'a host and a port, such as https://otlp.vendor.example:4317',
      fix: 'add the port: with gRPC there is no default',
    });
  }
  const named = [...Object.keys(headers), ...Object.keys(secretHeaders)];
  for (const header of named) {
    checkPattern(scope, `${what}.headers`, header, {
      pattern: /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/,
      expected: 'a name of an HTTP header',
      fix: 'rename it',
    });
  }
  checkUnique(
    scope,
    `${what}.headers`,
    named.map((header) => header.toLowerCase()),
    { expected: 'each header once, in headers or in secretHeaders', fix: 'remove the second one' },
  );
  for (const [header, value] of Object.entries(headers)) {
    if (Token.isUnresolved(value) || !/^(authorization|.*(api-?key|token|secret).*)$/i.test(header)) continue;
    fail(scope, {
      what: `${what}.headers`,
      got: header,
      expected: 'no credentials, which would stand in the template',
      fix: 'put the value into AWS Secrets Manager and the header into secretHeaders',
    });
  }
}
