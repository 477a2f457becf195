import type { Construct } from 'constructs';
import { fail } from '../../../private/errors';
import type { RecordingOptions } from './recording-options';

/** What takes the place of typed texts. */
export class RecordedValues {
  private readonly fields = new Set<string>();
  private readonly missing = new Set<string>();
  private readonly fileFields = new Set<string>();
  private readonly missingFiles = new Set<string>();

  constructor(
    private readonly scope: Construct,
    private readonly what: string,
    private readonly options: RecordingOptions,
  ) {}

  /** The text for a field; `check()` refuses the recording if there is none. */
  public of(field: string, recorded: string): string {
    this.fields.add(field);
    const given = this.options.values?.[field];
    if (given !== undefined) return given;
    if (!this.options.keepTypedValues) this.missing.add(field);
    return recorded;
  }

  /** The file for a field in which one was chosen: the recording has its name only, without a place. */
  public file(field: string): string {
    this.fileFields.add(field);
    const given = this.options.files?.[field];
    if (given === undefined) this.missingFiles.add(field);
    return given ?? '';
  }

  /** Refuses typed texts that nobody has decided about, and texts for fields that are not there. */
  public check(): void {
    const show = (names: Iterable<string>) => [...names].map((name) => JSON.stringify(name)).join(', ');
    if (this.missing.size > 0) {
      fail(this.scope, {
        what: `${this.what}: values`,
        got: Object.keys(this.options.values ?? {}),
        expected: `a text or a secret for each typed field, also for ${show(this.missing)}`,
        fix: 'pass values: { field: Journey.secret(…) }, or keepTypedValues: true if nothing typed is private',
      });
    }
    if (this.missingFiles.size > 0) {
      fail(this.scope, {
        what: `${this.what}: files`,
        got: Object.keys(this.options.files ?? {}),
        expected: `a file for each field in which one was chosen, also for ${show(this.missingFiles)}`,
        fix: 'pass files: { field: path }, of files on the machine that synthesizes',
      });
    }
    for (const [option, fields, done] of [
      ['values', this.fields, 'that are typed into'],
      ['files', this.fileFields, 'in which a file was chosen'],
    ] as const) {
      const unknown = Object.keys(this.options[option] ?? {}).filter((field) => !fields.has(field));
      if (unknown.length === 0) continue;
      fail(this.scope, {
        what: `${this.what}: ${option}`,
        got: unknown,
        expected: `fields ${done}: ${show(fields) || 'none'}`,
        fix: 'rename or drop them',
      });
    }
  }
}
