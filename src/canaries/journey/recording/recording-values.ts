import type { Construct } from 'constructs';
import { fail } from '../../../private/errors';
import type { RecordingOptions } from './recording-options';

/** What takes the place of typed texts. */
export class RecordedValues {
  private readonly fields = new Set<string>();
  private readonly missing = new Set<string>();

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
    const unknown = Object.keys(this.options.values ?? {}).filter((field) => !this.fields.has(field));
    if (unknown.length > 0) {
      fail(this.scope, {
        what: `${this.what}: values`,
        got: unknown,
        expected: `fields that are typed into: ${show(this.fields) || 'none'}`,
        fix: 'rename or drop them',
      });
    }
  }
}
