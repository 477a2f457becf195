import type { Duration } from 'aws-cdk-lib';
import { type AssertionDocument, fasterThan, given } from './blueprint';
import type { NumberComparison, TcpEncoding, TextComparison } from './comparison';

/**
 * Whom a TCP check connects to, and what it expects.
 */
export interface TcpCheckOptions {
  /**
   * The host, by name or IPv4 address.
   */
  readonly hostname: string;

  /**
   * The port.
   */
  readonly port: number;

  /**
   * What is sent once the connection is there.
   *
   * @default - nothing
   */
  readonly send?: string;

  /**
   * What has to come back.
   *
   * @default - nothing
   */
  readonly expect?: string;

  /**
   * How what is sent and what comes back are written.
   *
   * @default TcpEncoding.UTF8
   */
  readonly encoding?: TcpEncoding;

  /**
   * What is expected besides.
   *
   * @default - that the connection is made
   */
  readonly assertions?: TcpAssertion[];

  /**
   * How long the check may take: whole milliseconds, from 1 second to 5 minutes.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;
}

/**
 * What is expected of a TCP connection.
 */
export class TcpAssertion {
  /**
   * Expects that the connection is made, or that it is refused.
   *
   * @param successful true by default
   */
  public static connects(successful = true): TcpAssertion {
    return new TcpAssertion({ type: 'CONNECTION_SUCCESSFUL', value: successful });
  }

  /**
   * Expects all in less than a time.
   */
  public static fasterThan(time: Duration): TcpAssertion {
    return new TcpAssertion(fasterThan(time));
  }

  /**
   * Expects a text in what comes back.
   *
   * @param comparison not `NOT_EQUALS`
   * @param encoding how the text is written, in UTF-8 by default
   */
  public static response(comparison: TextComparison, text: string, encoding?: TcpEncoding): TcpAssertion {
    return new TcpAssertion(given({ type: 'RESPONSE_DATA', operator: comparison, value: text, encoding }));
  }

  /**
   * Expects a number of bytes to come back.
   *
   * @param comparison not `NOT_EQUALS`
   * @param bytes at least 0
   */
  public static responseSize(comparison: NumberComparison, bytes: number): TcpAssertion {
    return new TcpAssertion({ type: 'RESPONSE_SIZE', operator: comparison, value: bytes, unit: 'BYTES' });
  }

  private constructor(
    /** @internal */
    public readonly _document: AssertionDocument,
  ) {}
}
