import { Token } from 'aws-cdk-lib';
import { checkPattern } from '../../../private/checks';
import { fail } from '../../../private/errors';
import type { Components, Fragment, Placement, SecretValue, Settings } from '../collector-document';
import { type OtlpEndpoint, OtlpProtocol } from './otlp-endpoint';

/** The exporter to a service that takes OTLP. */
export function otlpFragment({ scope }: Placement, endpoint: OtlpEndpoint): Fragment {
  const { name, url, protocol = OtlpProtocol.HTTP, headers = {}, secretHeaders = {} } = endpoint;
  check(scope, endpoint);
  const secrets: { [variable: string]: SecretValue } = {};
  const all: { [header: string]: string } = { ...headers };
  for (const [header, value] of Object.entries(secretHeaders)) {
    const variable = `OTLP_${name}_${header}`.toUpperCase().replace(/[^A-Z0-9]/g, '_');
    secrets[variable] = value;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the collector replaces it.
    all[header] = '${env:NAME}'.replace('NAME', variable);
  }
  const settings: Settings = {
    endpoint: url,
    ...(Object.keys(all).length > 0 && { headers: all }),
    ...(url.startsWith('http://') && protocol === OtlpProtocol.GRPC && { tls: { insecure: true } }),
  };
  const exporters: Components = { [exporterOf(endpoint)]: settings };
  return { exporters, secrets };
}

/** The id of the exporter to an endpoint. */
function exporterOf({ name, protocol }: OtlpEndpoint): string {
  return `${protocol === OtlpProtocol.GRPC ? 'otlp' : 'otlphttp'}/${name}`;
}

function check(
  scope: Placement['scope'],
  { name, url, protocol, headers = {}, secretHeaders = {} }: OtlpEndpoint,
): void {
  const fix = 'pass { name: "vendor", url: "https://otlp.vendor.example" }';
  checkPattern(scope, 'config: OtlpEndpoint.name', name, {
    pattern: /^[a-z][a-z0-9-]{0,31}$/,
    expected: 'a lower-case letter, then up to 31 lower-case letters, digits or "-"',
    fix,
  });
  checkPattern(scope, `config: OtlpEndpoint ${name}.url`, url, {
    pattern: /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)(?=[:/]|$))[^\s?#]*$/,
    expected: 'https:// and a host, or http:// and localhost',
    fix,
  });
  // The exporter appends it once more, and every export ends at 404.
  checkPattern(scope, `config: OtlpEndpoint ${name}.url`, url, {
    pattern: /^(?!.*\/v1\/(traces|metrics|logs)\/?$)/,
    expected: 'the base URL',
    fix: 'leave /v1/… out: the collector appends it',
  });
  if (protocol === OtlpProtocol.GRPC) {
    checkPattern(scope, `config: OtlpEndpoint ${name}.url`, url, {
      pattern: /^https?:\/\/[^/]+:\d+$/,
      expected: 'a host and a port, such as https://otlp.vendor.example:4317',
      fix: 'add the port: with gRPC there is no default',
    });
  }
  const named = Object.keys(headers).map((header) => header.toLowerCase());
  for (const header of [...Object.keys(headers), ...Object.keys(secretHeaders)]) {
    checkPattern(scope, `config: OtlpEndpoint ${name}.headers`, header, {
      pattern: /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/,
      expected: 'a name of an HTTP header',
      fix: 'rename it',
    });
  }
  for (const header of Object.keys(secretHeaders)) {
    if (!named.includes(header.toLowerCase())) continue;
    fail(scope, {
      what: `config: OtlpEndpoint ${name}.secretHeaders`,
      got: header,
      expected: 'each header once',
      fix: 'remove it from headers',
    });
  }
  for (const [header, value] of Object.entries(headers)) {
    if (Token.isUnresolved(value) || !/^(authorization|.*(api-?key|token|secret).*)$/i.test(header)) continue;
    fail(scope, {
      what: `config: OtlpEndpoint ${name}.headers`,
      got: header,
      expected: 'no credentials, which would stand in the template',
      fix: 'put the value into AWS Secrets Manager and the header into secretHeaders',
    });
  }
}
