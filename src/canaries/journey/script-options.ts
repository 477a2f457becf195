/**
 * Options of `Journey.fromScript`.
 */
export interface ScriptOptions {
  /**
   * The names of the script's steps, in their order: their metrics and alarms are defined with the canary.
   *
   * The script has to run each of them once, in this order, with `step(name, async () => { … })`.
   */
  readonly steps: string[];

  /**
   * The address where the script begins, with http:// or https://, which it gets as `startUrl`.
   *
   * The page is open at this address when the script starts.
   */
  readonly startAt: string;

  /**
   * What else the script gets as `values`: texts that may be known only at deployment, and secrets, see
   * `Journey.secret`.
   *
   * @default - nothing
   */
  readonly values?: { [name: string]: string };
}
