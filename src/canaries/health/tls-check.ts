import type { Duration } from 'aws-cdk-lib';
import { durationIn } from '../../private/checks';
import type { AssertionDocument } from './blueprint';
import type { TextComparison } from './comparison';

/**
 * A part of the name of who has or who has issued a certificate.
 */
export enum CertificateField {
  /** The common name. */
  COMMON_NAME = 'CN',
  /** The organization. */
  ORGANIZATION = 'O',
  /** The unit of the organization. Of the subject only. */
  ORGANIZATIONAL_UNIT = 'OU',
  /** The country. Of the subject only. */
  COUNTRY = 'C',
  /** The state or province. Of the subject only. */
  STATE = 'ST',
  /** The city. Of the subject only. */
  LOCALITY = 'L',
}

/**
 * Whom a TLS check connects to, and what it expects.
 */
export interface TlsCheckOptions {
  /**
   * The host, by name or IPv4 address.
   */
  readonly hostname: string;

  /**
   * The port.
   *
   * @default 443
   */
  readonly port?: number;

  /**
   * Whether the host's name is sent along (server name indication).
   *
   * @default true
   */
  readonly serverNameIndication?: boolean;

  /**
   * Whether the certificate has to be for the host's name.
   *
   * @default true
   */
  readonly verifyHostname?: boolean;

  /**
   * Whether the host may have signed its certificate itself.
   *
   * @default false
   */
  readonly allowSelfSigned?: boolean;

  /**
   * What is expected of the certificate and the connection.
   *
   * @default - a valid certificate that expires in more than 14 days
   */
  readonly assertions?: TlsAssertion[];

  /**
   * How long the check may take: whole milliseconds, from 1 second to 5 minutes.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;
}

/**
 * What is expected of a certificate and of a TLS connection.
 */
export class TlsAssertion {
  /**
   * Expects that the certificate expires in more than a time: whole hours.
   */
  public static expiresAfter(time: Duration): TlsAssertion {
    const days = durationIn('days', 'TlsAssertion.expiresAfter()', 'time', time);
    const [value, unit] = Number.isInteger(days) ? [days, 'DAYS'] : [time.toHours({ integral: false }), 'HOURS'];
    return new TlsAssertion({ type: 'CERTIFICATE_EXPIRY', operator: 'GREATER_THAN', value, unit });
  }

  /**
   * Expects that the certificate is valid, or that it is not.
   *
   * @param valid true by default
   */
  public static valid(valid = true): TlsAssertion {
    return new TlsAssertion({ type: 'CERTIFICATE_VALID', value: valid });
  }

  /**
   * Expects a text in the name of who has the certificate.
   *
   * @param comparison `EQUALS`, `CONTAINS` or `MATCHES`
   */
  public static subject(field: CertificateField, comparison: TextComparison, text: string): TlsAssertion {
    return new TlsAssertion({ type: 'CERTIFICATE_SUBJECT', field, operator: comparison, value: text });
  }

  /**
   * Expects a text in the name of who has issued the certificate.
   *
   * @param field `COMMON_NAME` or `ORGANIZATION`
   * @param comparison `EQUALS` or `CONTAINS`
   */
  public static issuer(field: CertificateField, comparison: TextComparison, text: string): TlsAssertion {
    return new TlsAssertion({ type: 'CERTIFICATE_ISSUER', field, operator: comparison, value: text });
  }

  /**
   * Expects a text in the name of the cipher suite.
   *
   * @param comparison `CONTAINS` or `NOT_CONTAINS`
   */
  public static cipherSuite(comparison: TextComparison, text: string): TlsAssertion {
    return new TlsAssertion({ type: 'CIPHER_SUITE', operator: comparison, value: text });
  }

  /**
   * Expects that the certificate is in public logs (certificate transparency), or that it is not.
   *
   * @param logged true by default
   */
  public static certificateTransparency(logged = true): TlsAssertion {
    return new TlsAssertion({ type: 'CERTIFICATE_TRANSPARENCY', value: logged });
  }

  private constructor(
    /** @internal */
    public readonly _document: AssertionDocument,
  ) {}
}
