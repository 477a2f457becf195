/**
 * The methods of HTTP requests.
 */
export enum HttpMethod {
  /** Reads. */
  GET = 'GET',
  /** Reads the headers only. */
  HEAD = 'HEAD',
  /** Sends. */
  POST = 'POST',
  /** Replaces. */
  PUT = 'PUT',
  /** Changes in part. */
  PATCH = 'PATCH',
  /** Removes. */
  DELETE = 'DELETE',
  /** Asks what is possible. */
  OPTIONS = 'OPTIONS',
}
