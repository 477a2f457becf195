import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { durationIn } from '../../private/checks';
import { given, type HealthCheckDocument } from './blueprint';
import { NumberComparison } from './comparison';
import { DnsAssertion, type DnsCheckOptions } from './dns-check';
import { HttpAssertion, type HttpCheckOptions } from './http-check';
import { TcpAssertion, type TcpCheckOptions } from './tcp-check';
import { TlsAssertion, type TlsCheckOptions } from './tls-check';

const TIMEOUT = Duration.seconds(10);
const milliseconds = (timeout = TIMEOUT): number => durationIn('milliseconds', 'HealthCheck', 'timeout', timeout);
const documents = <T>(assertions: { readonly _document: T }[]): T[] => assertions.map(({ _document }) => _document);

/**
 * Something that is checked without a browser: an HTTP request, a DNS record, a certificate or a TCP connection.
 *
 * Its name is that of the step in metrics and reports: unique, up to 64 letters, digits, `_` or `-`, and a letter first.
 *
 * @example
 * const up = canaries.HealthCheck.http('up', {
 *   url: 'https://shop.example.com/health',
 *   assertions: [
 *     canaries.HttpAssertion.status(200),
 *     canaries.HttpAssertion.json('$.status', canaries.TextComparison.EQUALS, 'ok'),
 *     canaries.HttpAssertion.fasterThan(Duration.seconds(1)),
 *   ],
 * });
 */
export class HealthCheck {
  /**
   * Sends an HTTP request.
   */
  public static http(name: string, options: HttpCheckOptions): HealthCheck {
    const { url, method, headers, body, authentication, extract, waitTime } = options;
    const extractors = Object.entries(extract ?? {}).map(([field, path]) => {
      return { name: field, type: 'BODY' as const, path };
    });
    const document = given({
      stepName: name,
      checkerType: 'HTTP' as const,
      url,
      httpMethod: method ?? 'GET', // the schema demands it, despite its default
      headers,
      body,
      timeout: milliseconds(options.timeout),
      waitTime: waitTime && durationIn('seconds', 'HealthCheck.http()', 'waitTime', waitTime),
      authentication: authentication?._document,
      assertions: documents(options.assertions ?? [HttpAssertion.statusBetween(200, 299)]),
      extractors: extractors.length > 0 ? extractors : undefined,
    });
    return new HealthCheck(document, (grantee) => authentication?._grant(grantee));
  }

  /**
   * Resolves a name.
   */
  public static dns(name: string, options: DnsCheckOptions): HealthCheck {
    const { domain, recordType, nameserver, port, tcp, timeout } = options;
    const assertions = options.assertions ?? [DnsAssertion.recordCount(NumberComparison.GREATER_THAN, 0)];
    return new HealthCheck(
      given({
        stepName: name,
        checkerType: 'DNS' as const,
        domain,
        recordType: recordType ?? 'A',
        nameserver,
        port,
        protocol: tcp ? 'TCP' : 'UDP',
        timeout: milliseconds(timeout),
        assertions: documents(assertions),
      }),
    );
  }

  /**
   * Looks at a host's certificate and TLS connection.
   */
  public static tls(name: string, options: TlsCheckOptions): HealthCheck {
    const { hostname, port = 443, serverNameIndication, verifyHostname, allowSelfSigned, timeout } = options;
    const assertions = options.assertions ?? [TlsAssertion.valid(), TlsAssertion.expiresAfter(Duration.days(14))];
    return new HealthCheck(
      given({
        stepName: name,
        checkerType: 'SSL' as const,
        hostname,
        port,
        sni: serverNameIndication,
        verifyHostname,
        allowSelfSigned,
        timeout: milliseconds(timeout),
        assertions: documents(assertions),
      }),
    );
  }

  /**
   * Opens a TCP connection.
   */
  public static tcp(name: string, options: TcpCheckOptions): HealthCheck {
    const { hostname, port, send, expect, encoding, timeout } = options;
    return new HealthCheck(
      given({
        stepName: name,
        checkerType: 'TCP' as const,
        hostname,
        port,
        sendData: send,
        expectedResponse: expect,
        encoding,
        timeout: milliseconds(timeout),
        assertions: documents(options.assertions ?? [TcpAssertion.connects()]),
      }),
    );
  }

  private constructor(
    /** @internal */
    public readonly _document: HealthCheckDocument,
    /** @internal */
    public readonly _grant: (grantee: IGrantable) => void = () => {},
  ) {}
}
