import type { HttpMethod } from '../canary/http-method';
import type { JourneyPartOptions } from './journey-part';

/**
 * Options of `Action.request`.
 */
export interface RequestOptions extends JourneyPartOptions {
  /**
   * The method of the request.
   *
   * @default HttpMethod.GET
   */
  readonly method?: HttpMethod;

  /**
   * Headers of the request. Their values may hold secrets, see `Journey.secret`.
   *
   * @default - those of the browser's user agent only
   */
  readonly headers?: { [name: string]: string };

  /**
   * The body of the request, as text. It may hold secrets, see `Journey.secret`.
   *
   * State its `content-type` in the headers.
   *
   * @default - no body
   */
  readonly body?: string;

  /**
   * What to keep of the response, which has to be JSON then: JSON paths, such as `$.items[0].id`, by the names of
   * variables. Later parts of the journey use them with `Journey.variable`.
   *
   * @default - nothing
   */
  readonly extract?: { [variable: string]: string };
}
