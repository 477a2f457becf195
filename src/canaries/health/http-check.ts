import type { Duration } from 'aws-cdk-lib';
import type { HttpMethod } from '../canary/http-method';
import { type AssertionDocument, fasterThan } from './blueprint';
import type { NumberComparison, TextComparison } from './comparison';
import type { HttpAuthentication } from './http-authentication';

/**
 * What an HTTP check asks, and what it expects.
 */
export interface HttpCheckOptions {
  /**
   * The address, with http:// or https://.
   *
   * Here and in headers and body, `${name}` is what an earlier check has extracted under that name.
   */
  readonly url: string;

  /**
   * The method.
   *
   * @default HttpMethod.GET
   */
  readonly method?: HttpMethod;

  /**
   * Headers by name. Put no secrets here: the code of a canary is readable; see `authentication`.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * The body of the request.
   *
   * @default - none
   */
  readonly body?: string;

  /**
   * How the request is authenticated.
   *
   * @default - it is not
   */
  readonly authentication?: HttpAuthentication;

  /**
   * What is expected of the response, which may have 1 MB.
   *
   * @default - a status from 200 to 299
   */
  readonly assertions?: HttpAssertion[];

  /**
   * Parts of the response for later checks: JSON paths by name, such as `{ token: '$.token' }`.
   *
   * @default - none
   */
  readonly extract?: { [name: string]: string };

  /**
   * How long the check may take: whole milliseconds, from 1 second to 5 minutes.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;

  /**
   * How long it is waited before the request: whole seconds, up to 60.
   *
   * @default - not at all
   */
  readonly waitTime?: Duration;
}

/**
 * What is expected of the response to an HTTP check.
 */
export class HttpAssertion {
  /**
   * Expects a status, such as 200.
   *
   * @param code from 100 to 599
   */
  public static status(code: number): HttpAssertion {
    return new HttpAssertion({ type: 'STATUS_CODE', operator: 'EQUALS', value: code });
  }

  /**
   * Expects a status that compares to another in a way, such as below 500.
   *
   * @param code from 100 to 599
   */
  public static statusCompared(comparison: NumberComparison, code: number): HttpAssertion {
    return new HttpAssertion({ type: 'STATUS_CODE', operator: comparison, value: code });
  }

  /**
   * Expects a status in a range, such as 200 to 299.
   *
   * @param lowest from 100 to 599
   * @param highest from 100 to 599, and not below the lowest
   */
  public static statusBetween(lowest: number, highest: number): HttpAssertion {
    return new HttpAssertion({ type: 'STATUS_CODE', operator: 'IN_RANGE', rangeMin: lowest, rangeMax: highest });
  }

  /**
   * Expects the response in less than a time.
   */
  public static fasterThan(time: Duration): HttpAssertion {
    return new HttpAssertion(fasterThan(time));
  }

  /**
   * Expects that a header is there, or that it is not.
   *
   * @param name the header's name
   * @param exists true by default
   */
  public static headerExists(name: string, exists = true): HttpAssertion {
    return new HttpAssertion({ type: 'HEADER', headerName: name, operator: 'EXIST', value: exists });
  }

  /**
   * Expects a text in a header.
   *
   * @param name the header's name
   * @param comparison not `STARTS_WITH` or `ENDS_WITH`
   */
  public static header(name: string, comparison: TextComparison, text: string): HttpAssertion {
    return new HttpAssertion({ type: 'HEADER', headerName: name, operator: comparison, value: text });
  }

  /**
   * Expects that a JSON body has something at a path, or that it has not.
   *
   * @param path a JSON path such as `$.items[0].price`
   * @param exists true by default
   */
  public static jsonExists(path: string, exists = true): HttpAssertion {
    return new HttpAssertion({ type: 'BODY', target: 'JSON', path, operator: 'EXISTS', value: exists });
  }

  /**
   * Expects a text at a path of a JSON body.
   *
   * @param path a JSON path such as `$.status`
   * @param comparison `EQUALS`, `NOT_EQUALS`, `CONTAINS` or `NOT_CONTAINS`
   */
  public static json(path: string, comparison: TextComparison, text: string): HttpAssertion {
    return new HttpAssertion({ type: 'BODY', target: 'JSON', path, operator: comparison, value: text });
  }

  /**
   * Expects a text in the body.
   *
   * @param comparison `EQUALS`, `NOT_EQUALS`, `CONTAINS` or `NOT_CONTAINS`
   */
  public static body(comparison: TextComparison, text: string): HttpAssertion {
    return new HttpAssertion({ type: 'BODY', target: 'TEXT', operator: comparison, value: text });
  }

  private constructor(
    /** @internal */
    public readonly _document: AssertionDocument,
  ) {}
}
