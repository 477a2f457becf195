import type { Duration } from 'aws-cdk-lib';
import { durationIn } from '../../private/checks';
import { type AssertionDocument, fasterThan } from './blueprint';
import type { NumberComparison, TextComparison } from './comparison';

/**
 * The type of a DNS record that a check asks for.
 */
export enum DnsRecordType {
  /** IPv4 addresses. */
  A = 'A',
  /** Another name. */
  CNAME = 'CNAME',
  /** Mail servers. */
  MX = 'MX',
  /** Texts. */
  TXT = 'TXT',
  /** Name servers. */
  NS = 'NS',
}

/**
 * What a DNS check asks, and what it expects.
 */
export interface DnsCheckOptions {
  /**
   * The name to resolve.
   */
  readonly domain: string;

  /**
   * The type of the records.
   *
   * @default DnsRecordType.A
   */
  readonly recordType?: DnsRecordType;

  /**
   * The name server to ask, by its name or IPv4 address.
   *
   * @default - that of the canary's network
   */
  readonly nameserver?: string;

  /**
   * The port of the name server.
   *
   * @default 53
   */
  readonly port?: number;

  /**
   * Whether it is asked by TCP, not UDP.
   *
   * @default false
   */
  readonly tcp?: boolean;

  /**
   * What is expected of the answer.
   *
   * @default - at least one record
   */
  readonly assertions?: DnsAssertion[];

  /**
   * How long the check may take: whole milliseconds, from 1 second to 5 minutes.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;
}

/**
 * What is expected of the answer to a DNS check.
 */
export class DnsAssertion {
  /**
   * Expects a text in a record.
   *
   * @param comparison not `STARTS_WITH` or `ENDS_WITH`
   */
  public static record(comparison: TextComparison, text: string): DnsAssertion {
    return new DnsAssertion({ type: 'RECORD_VALUE', operator: comparison, value: text });
  }

  /**
   * Expects a number of records.
   *
   * @param comparison not `NOT_EQUALS`
   * @param count a whole number of at least 0
   */
  public static recordCount(comparison: NumberComparison, count: number): DnsAssertion {
    return new DnsAssertion({ type: 'RECORD_COUNT', operator: comparison, value: count });
  }

  /**
   * Expects the answer in less than a time.
   */
  public static fasterThan(time: Duration): DnsAssertion {
    return new DnsAssertion(fasterThan(time));
  }

  /**
   * Expects that the answer comes from a server that is responsible for the name, or that it does not.
   *
   * @param authoritative true by default
   */
  public static authoritative(authoritative = true): DnsAssertion {
    return new DnsAssertion({ type: 'AUTHORITATIVE', value: authoritative });
  }

  /**
   * Expects a time to live of the records.
   *
   * @param comparison not `NOT_EQUALS`
   * @param time whole seconds
   */
  public static timeToLive(comparison: NumberComparison, time: Duration): DnsAssertion {
    return new DnsAssertion({
      type: 'TTL',
      operator: comparison,
      value: durationIn('seconds', 'DnsAssertion.timeToLive()', 'time', time),
    });
  }

  private constructor(
    /** @internal */
    public readonly _document: AssertionDocument,
  ) {}
}
