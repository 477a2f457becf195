/**
 * One way to make requests, tried with and without the client.
 *
 * `code` is the body of an async function with `u`, the path of the way's own requests, and `o`, the same on another
 * origin; both answer what their query says: `?status=500&delay=50&cors&to=…`, or break with `&cut`. `await seen(promise)`
 * logs what became of a request, `log(…)` anything else; `frame` is the window of an iframe of the same origin, and `sent(xhr)` ends with
 * the request.
 */
export interface Call {
  readonly name: string;
  readonly code: string;
  /** How many of its requests carry the trace, in their order on the wire; 1 each if left out. */
  readonly traced?: string;
  /** What is reported as failed: `500 GET`, `TypeError POST`. */
  readonly failures?: readonly string[];
}
