/**
 * Options of `Journey.fromRecording`.
 */
export interface RecordingOptions {
  /**
   * The text for each field that was typed into or chosen from, by the name of the field: a text, one that is known only
   * at deployment, or a secret, see `Journey.secret`.
   *
   * A field is called as the recording finds it: by its accessible name, else by its id or by what else stands first.
   * The error that a missing one gives names all.
   *
   * @default - none: a recording that types is refused
   */
  readonly values?: { [field: string]: string };

  /**
   * Whether the typed texts of fields that are not in `values` are taken over as they were recorded. They are readable
   * in the canary's code then.
   *
   * @default false
   */
  readonly keepTypedValues?: boolean;

  /**
   * The file for each field in which one was chosen, by the name of the field: paths on the machine that synthesizes. A
   * recording has the name of the file only. A copy goes into the canary's code.
   *
   * @default - none: a recording in which files were chosen is refused
   */
  readonly files?: { [field: string]: string };

  /**
   * Whether dialogs that pages open, such as `confirm()`, are accepted. A recording has no dialogs, and none of what was
   * answered.
   *
   * @default false, they are dismissed, as by a user who cancels
   */
  readonly acceptDialogs?: boolean;

  /**
   * The origin to play it on instead of the one that was recorded, such as `https://staging.example.com`. What was
   * recorded on other origins stays there.
   *
   * @default - where it was recorded
   */
  readonly origin?: string;

  /**
   * The names of the journey's steps, in their order.
   *
   * @default - what each of them begins with, such as `open cart` or `click Buy`
   */
  readonly stepNames?: string[];

  /**
   * Types of recorded steps, or properties of them, that are left out instead of refused, such as `customStep`,
   * `emulateNetworkConditions`, `deviceScaleFactor`, `hasTouch` or `assertedEvents`, which are the recorded navigations.
   *
   * @default - nothing is left out
   */
  readonly leaveOut?: string[];
}
